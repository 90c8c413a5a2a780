"""What upper apps and pages ask of governance's rows: numbers beside meetings, and what is open
of what was decided."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from activities.models import Plan
from governance.models import (
    AgendaItem,
    FollowUp,
    ForumKind,
    ItemKind,
    Meeting,
    MeetingState,
    Standing,
)

ALL = (Standing.STATUS, Standing.BUDGET, Standing.MILESTONES, Standing.ADJUSTMENTS)
# What each forum is kept informed of, or decides (the plan text, chapter 8; domain.md 2).
STANDING = {
    ForumKind.STEERING_GROUP: ALL,
    ForumKind.REFERENCE_GROUP: ALL,
    ForumKind.PROGRESS_GROUP: (Standing.STATUS, Standing.MILESTONES),
}


def missing_standing(meeting: Meeting) -> list[tuple[Plan, Standing]]:
    """The standing points that are not on the agenda, for each plan the forum is of, its own
    plan first."""
    there = set(meeting.items.exclude(standing="").values_list("plan", "standing"))
    plans = [meeting.forum.plan, *meeting.forum.shared_with.all()]
    wanted = STANDING.get(ForumKind(meeting.forum.kind), ())
    return [
        (plan, standing)
        for standing in wanted
        for plan in plans
        if (plan.pk, standing) not in there
    ]


def with_points(meetings: QuerySet[Meeting]) -> QuerySet[Any]:
    """Add `points` and `decisions`: how many points each agenda has, and how many are for
    decision."""
    items = AgendaItem.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")

    def count(rows: Any) -> Coalesce:
        return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)

    return meetings.annotate(
        points=count(items), decisions=count(items.filter(kind=ItemKind.DECISION))
    )


def open_follow_ups(of: Plan | User) -> QuerySet[FollowUp]:
    """What is still to be done: of a plan all of it, of a person what is theirs, in every plan. The
    most urgent first.

    With plan, point, meeting and forum read along: a role's home and the next note show it until it
    is done.
    """
    mine = Q(plan=of) if isinstance(of, Plan) else Q(responsible=of)
    return (
        FollowUp.objects.open()
        .filter(mine)
        .select_related("plan", "item__meeting__forum", "responsible")
    )


def raised_points(plan: Plan) -> QuerySet[AgendaItem]:
    """The points that came of something in a note, the newest meeting first, each with its
    meeting. The note leads to them from the criterion they are about."""
    rows = AgendaItem.objects.filter(plan=plan).filter(
        Q(criterion__isnull=False) | Q(milestone__isnull=False)
    )
    rows = rows.exclude(meeting__state=MeetingState.CANCELLED).select_related(
        "criterion", "milestone", "meeting__forum"
    )
    return rows.order_by("-meeting__on", "position")
