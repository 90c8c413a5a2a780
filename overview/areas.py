"""Area cards and the sentences about areas: shared by Min plan, the dashboard, the plan list."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime

from activities.progress.figures import AreaProgress, PlanProgress, StepCount
from core.danish import capital, listing, short_day, word
from core.lights import Light


@dataclass(frozen=True)
class PipRow:
    """One step of the ladder in an area: a shape per criterion, and how many follow the plan."""

    name: str
    lights: tuple[Light, ...]
    total: str


@dataclass(frozen=True)
class AreaCard:
    """An area: its band of colour (1-4), light, sentence, pips, and who set another light than
    the rule's."""

    band: int
    code: str
    anchor: str
    name: str
    light: Light
    text: str
    override: str
    override_reason: str
    rule: str
    pips: tuple[PipRow, ...]


def area_cards(progress: PlanProgress) -> tuple[AreaCard, ...]:
    return tuple(area_card(area) for area in progress.areas)


def area_card(area: AreaProgress) -> AreaCard:
    override = area.override
    return AreaCard(
        band=area.band,
        code=area.code,
        anchor=f"omraade-{area.code}",
        name=area.name,
        light=area.light,
        text=area.sentence,
        override=override_text(area),
        override_reason=override.reason if override else "",
        rule=area.rule_reason,
        pips=tuple(pip_row(step) for step in area.steps),
    )


def override_text(area: AreaProgress) -> str:
    """ "Sat af Mette Holm 28.8. Reglen siger Risiko."; "" where the rule's light stands."""
    if not area.override:
        return ""
    on = short_day(localtime(area.override.at).date())
    return f"Sat af {area.override.by} {on} Reglen siger {area.rule_light.label}."


def pip_row(step: StepCount) -> PipRow:
    total = f"{step.following} af {step.measured}" if step.measured else unmeasured(step.lights)
    return PipRow(f"{step.level}. {step.label}", step.lights, total)


def unmeasured(lights: Sequence[Light]) -> str:
    idle = bool(lights) and all(light is Light.NOT_STARTED for light in lights)
    return Light.NOT_STARTED.label.lower() if idle else Light.NOT_MEASURED.label.lower()


def area_sentence(areas: Sequence[AreaProgress]) -> str:
    """ "Tre ud af fire områder følger planen": what Min plan and the dashboard open with."""
    measured = [a for a in areas if a.light.is_measured]
    following = sum(a.light.follows_plan for a in measured)
    if not areas:
        return "Planen har ingen indsatsområder endnu"
    if not measured:
        return "Ingen områder kan måles endnu"
    if len(measured) == 1:
        return (
            "Det ene målte område følger planen" if following else "Det ene målte område er bagud"
        )
    of = f"{word(len(measured))} {'målte ' if len(measured) < len(areas) else ''}områder"
    if following == len(measured):
        return f"Alle {of} følger planen"
    if not following:
        return f"Ingen af de {of} følger planen"
    return f"{capital(word(following))} ud af {of} følger planen"


def exceptions(areas: Sequence[AreaProgress]) -> str:
    """The areas that do not follow the plan, by name and light: "Beboernetværk er forsinket."."""
    parts = []
    for light, said in ((Light.DELAYED, "forsinket"), (Light.AT_RISK, "i risiko")):
        if names := [a.name for a in areas if a.light is light]:
            parts.append(f"{listing(names)} er {said}.")
    return " ".join(parts)


def area_heading(areas: Sequence[AreaProgress]) -> str:
    """The heading above the cards: the one exception by name, else the count."""
    off = [a.name for a in areas if a.light.is_measured and not a.light.follows_plan]
    measured = [a for a in areas if a.light.is_measured]
    if len(off) == 1 and len(measured) > 1:
        return f"{off[0]} er det eneste område, der er bagud"
    return area_sentence(areas)
