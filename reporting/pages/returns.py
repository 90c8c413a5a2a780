"""The page of a return: what has changed since it was made, each with the place where it is
shown."""

from collections.abc import Iterable

from django.urls import reverse

from activities.models import Plan
from core.links import Url
from core.periods import Period
from reporting.data.changes import Change
from reporting.data.goal_attainment import GoalAttainment
from reporting.data.returns import Return
from reporting.pages.linked import Linked


def linked(found: Iterable[Change], plan: Plan, period: Period, data: Return) -> tuple[Linked, ...]:
    """The changes of a return: "k:5.1.1-1" leads to the criterion, "a:5.1.1" to the activity,
    "m:M2-08" to the milestone on the board; other facts have no place of their own."""
    activity = Url(reverse("activity", args=[plan.slug, "KODE"]).replace("KODE", "{}"))
    board = Url(f"{reverse('milestone-board', args=[plan.slug])}?aar={period.start.year}#m-{{}}")
    activity_of = criteria_of(data)

    def place(source: str) -> str:
        kind, _, code = source.partition(":")
        match kind:
            case "k" if code in activity_of:
                return f"{activity(activity_of[code])}#{code}"
            case "a":
                return activity(code)
            case "m":
                return board(code)
        return ""

    return tuple(Linked(change, place(change.source)) for change in found)


def criteria_of(data: Return) -> dict[str, str]:
    """Criterion -> activity, by their codes."""
    if not isinstance(data, GoalAttainment):
        return {}
    return {
        row.code: part.code for area in data.areas for part in area.activities for row in part.rows
    }
