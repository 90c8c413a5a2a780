"""Which status note is the one that is being made: one answer, for every page that speaks of it."""

from dataclasses import dataclass
from datetime import date

from activities.models import Plan
from core.periods import Period
from reporting.kinds.base import note_periods
from reporting.models import Report, ReportKind, State


@dataclass(frozen=True)
class CurrentNote:
    """`period`: whose note it is; None where none is to be made. `is_given_on`: whether the note of
    the newest period that is over, which the next meeting is to have, is with the koordinator or
    issued."""

    period: Period | None
    is_given_on: bool


def current_note(plan: Plan, today: date) -> CurrentNote:
    """The note whose deadline is nearest and that is not issued: of the newest period that is over,
    until an edition of it is issued; then of the one that runs; none before the plan begins, and
    none once its last note is issued. One query, and none before the plan begins."""
    begun = note_periods(plan, today)
    over = next((p for p in begun if plan.last_day_of(p) < today), None)
    runs = begun[0] if begun and begun[0] != over else None
    asked = over or runs
    if asked is None:
        return CurrentNote(None, is_given_on=False)
    rows = Report.objects.filter(plan=plan, kind=ReportKind.STATUS_NOTE, period=asked)
    states = list(rows.order_by("-revision").values_list("state", flat=True))
    is_given_on = states[:1] in ([State.READY], [State.ISSUED])
    is_issued = State.ISSUED in states
    return CurrentNote(runs if over and is_issued else asked, is_given_on)
