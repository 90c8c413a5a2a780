"""What is still missing before a report can go: each point with the page that mends it."""

from datetime import date

from activities.models import Plan
from core.periods import Period
from reporting.data.status_note import StatusNote
from reporting.models import ReportKind
from reporting.readiness.checks import Allowed, Check, Readiness
from reporting.readiness.note import note_readiness, off_track, with_words
from reporting.readiness.returns import cooperation_readiness, goal_readiness, milestone_readiness

__all__ = ["Allowed", "Check", "Readiness", "off_track", "readiness"]

LISTS = {
    ReportKind.STATUS_NOTE: note_readiness,
    ReportKind.GOAL_ATTAINMENT: goal_readiness,
    ReportKind.MILESTONE_PLAN: milestone_readiness,
    ReportKind.COOPERATION: cooperation_readiness,
}


def readiness(
    plan: Plan, kind: str, period: Period, today: date, allowed: Allowed, note: StatusNote | None = None
) -> Readiness:
    """The check list of a report as of `today`, or of the period's last day when that is earlier.

    `allowed(permission)`: whether the reader may mend; without it a point has no button. `note`: the data of a
    status note where they are at hand; then its words are looked at too.
    """
    found = LISTS[ReportKind(kind)](plan, period, today, allowed)
    return with_words(found, plan, note, allowed) if note else found
