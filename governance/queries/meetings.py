"""What upper apps and pages ask of governance's rows: numbers beside meetings, and what is open of what was decided."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from activities.models import Plan
from governance.models import AgendaItem, ForumKind, ItemKind, Meeting, Standing

ALL = (Standing.STATUS, Standing.BUDGET, Standing.MILESTONES, Standing.ADJUSTMENTS)
# What each forum is kept informed of, or decides (the plan text, chapter 8; domain.md 2).
STANDING = {
    ForumKind.STEERING_GROUP: ALL,
    ForumKind.REFERENCE_GROUP: ALL,
    ForumKind.PROGRESS_GROUP: (Standing.STATUS, Standing.MILESTONES),
}


def missing_standing(meeting: Meeting) -> list[tuple[Plan, Standing]]:
    """The standing points that are not on the agenda, for each plan the forum is of, its own plan first."""
    there = set(meeting.items.exclude(standing="").values_list("plan", "standing"))
    plans = [meeting.forum.plan, *meeting.forum.shared_with.all()]
    wanted = STANDING.get(ForumKind(meeting.forum.kind), ())
    return [(plan, standing) for standing in wanted for plan in plans if (plan.pk, standing) not in there]


def with_points(meetings: QuerySet[Meeting]) -> QuerySet[Any]:
    """Add `points` and `decisions`: how many points each agenda has, and how many are for decision."""
    items = AgendaItem.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")

    def count(rows: Any) -> Coalesce:
        return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)

    return meetings.annotate(points=count(items), decisions=count(items.filter(kind=ItemKind.DECISION)))
