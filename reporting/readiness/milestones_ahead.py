"""What is missing in the milestone plan of the coming year before it goes to the funder."""

from datetime import date

from django.urls import reverse

from activities.models import Plan
from core.danish import quantity
from core.lights import Light
from core.periods import Period
from milestones.progress.read import milestone_states
from reporting.data.returns import parts_of
from reporting.readiness.checks import Allowed, Check, Readiness
from reporting.readiness.note import named
from reporting.readiness.returns import LOOK, Around, lies_in


def ahead_readiness(plan: Plan, period: Period, today: date, allowed: Allowed) -> Readiness:
    """There are milestones for the year, in each of its periods; and what is left from before is
    moved or dropped."""
    around = Around(plan, period, today, allowed)
    states = [state for state in milestone_states(plan, around.as_of) if state.is_live]
    live = [state for state in states if state.light is not Light.DROPPED]
    planned = [state for state in live if lies_in(state, period)]
    left = [state for state in states if state.is_open and state.period.end < period.start]
    board = reverse("milestone-board", args=[plan.slug])
    return Readiness(
        period,
        (
            year_is_planned(around, len(planned), board),
            periods_are_filled(around, {state.period for state in planned}, board),
            nothing_is_left(around, [state.name for state in left], board),
        ),
    )


def year_is_planned(around: Around, count: int, board: str) -> Check:
    year = around.period
    if count:
        said = f"{quantity(count, 'milepæl', 'milepæle')} er planlagt i {year.label}"
        return Check("ok", said)
    if around.today > year.end:  # planned no more
        return Check("risk", f"Ingen milepæle blev planlagt i {year.label}")
    may = around.allowed("governance.write")
    url = reverse("next-year", args=[around.plan.slug]) if may else ""
    text = f"Ingen milepæle er planlagt i {year.label}"
    detail = "De skrives under Næste år og godkendes af styregruppen."
    return Check("risk", text, detail, f"Planlæg {year.label}", url)


def periods_are_filled(around: Around, filled: set[Period], board: str) -> Check:
    """Only to be looked at: a period may have none."""
    parts = parts_of(around.plan, around.period)
    empty = [part.label for part in parts if part not in filled]
    if not empty:
        return Check("ok", "Der er milepæle i alle årets perioder")
    text = f"{quantity(len(empty), 'periode', 'perioder')} har ingen milepæle"
    url = f"{board}?aar={around.period.start.year}"
    return Check("idle", text, f"{named(empty)}.", "Se milepæle", url, LOOK)


def nothing_is_left(around: Around, left: list[str], board: str) -> Check:
    """Only to be looked at: what is not reached may still be."""
    if not left:
        return Check("ok", "Ingen milepæle fra tidligere perioder udestår")
    text = f"{quantity(len(left), 'milepæl', 'milepæle')} fra tidligere perioder udestår"
    detail = f"{named(left)}. Flyt dem, eller lad dem bortfalde, hvis de hører til {{}}."
    detail = detail.format(around.period.label)
    return Check("idle", text, detail, "Se milepæle", board, LOOK)
