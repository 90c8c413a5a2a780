"""The page of risks: the weightiest first, as a grid of likelihood by impact and as a list."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.danish import capital, common, quantity, word
from core.lights import Light
from governance.models import Risk

HEAVY, LIGHT = 6, 2


@dataclass(frozen=True)
class Line:
    """One risk as the page shows it. `light` is how heavy it weighs: likelihood times impact (Risk.weight)."""

    row: Risk
    light: Light
    weight: str
    area: str


@dataclass(frozen=True)
class RiskPage:
    title: str
    open: tuple[Line, ...]
    closed: tuple[Line, ...]


def weight_light(weight: int) -> Light:
    """6 or 9 is heavy, 3 or 4 is to be watched, 1 or 2 is light. Our own rule: the plan text has none."""
    if weight >= HEAVY:
        return Light.DELAYED
    return Light.ON_TRACK if weight <= LIGHT else Light.AT_RISK


WORDS = {Light.DELAYED: "vejer tungt", Light.AT_RISK: "holdes øje med", Light.ON_TRACK: "vejer let"}


def weight_words(weight: int, likelihood: str, impact: str) -> str:
    """ "vejer tungt: sandsynlighed stor, alvor mellem"."""
    return f"{WORDS[weight_light(weight)]}: sandsynlighed {likelihood}, alvor {impact}"


def heaviest(risks: Iterable[Risk]) -> Light | None:
    """The light of the card: that of a heavy risk; None where none is."""
    return Light.DELAYED if any(risk.weight >= HEAVY for risk in risks) else None


def risk_page(risks: Iterable[Risk]) -> RiskPage:
    """`risks` with their areas read along."""
    lines = [_line(risk) for risk in risks]
    live = sorted((x for x in lines if not x.row.closed_on), key=lambda x: (-x.row.weight, x.row.title))
    gone = [x for x in lines if x.row.closed_on]
    return RiskPage(headline([x.row for x in live]), tuple(live), tuple(gone))


def _line(risk: Risk) -> Line:
    said = weight_words(risk.weight, risk.get_likelihood_display(), risk.get_impact_display())
    return Line(risk, weight_light(risk.weight), capital(said), str(risk.focus_area or "Hele planen"))


def headline(live: list[Risk]) -> str:
    """What the page and the card on Styring say first."""
    if not live:
        return "Ingen åbne risici"
    heavy = sum(risk.weight >= HEAVY for risk in live)
    said = capital(quantity_in_words(len(live)))
    if len(live) == 1:
        return f"{said}, og den vejer {'' if heavy else 'ikke '}tungt"
    return f"{said}, {common(heavy) if heavy else 'ingen'} vejer tungt"


def quantity_in_words(count: int) -> str:
    return (
        "én åben risiko"
        if count == 1
        else f"{word(count)} åbne risici"
        if count <= 12
        else quantity(count, "", "åbne risici")
    )
