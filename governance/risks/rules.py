"""How heavy a risk weighs, and what is said of all that are open."""

from collections.abc import Iterable

from core.danish import capital, common, quantity, word
from core.lights import Light
from governance.models import Risk

HEAVY, LIGHT = 6, 2


def weight_light(weight: int) -> Light:
    """6 or 9 is heavy, 3 or 4 is to be watched, 1 or 2 is light. Our own rule: the plan text has
    none."""
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
