"""The kinds of report. A new one is a class here, its data, its template, and a name in ReportKind."""

from reporting.kinds.base import KindOfReport
from reporting.kinds.cooperation import CooperationKind
from reporting.kinds.goal_attainment import GoalAttainmentKind
from reporting.kinds.milestone_plan import MilestonePlanKind
from reporting.kinds.status_note import StatusNoteKind

KINDS: dict[str, KindOfReport] = {
    one.kind: one for one in (StatusNoteKind(), GoalAttainmentKind(), MilestonePlanKind(), CooperationKind())
}


def in_form_of(kind: str) -> tuple[KindOfReport, ...]:
    """The kinds that are ordered by the same form as this one. Raises KeyError for an unknown kind."""
    return tuple(one for one in KINDS.values() if one.form == KINDS[kind].form)
