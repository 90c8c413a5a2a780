"""What the pages for logging ask for: which criteria a person may log on, which they used last,
where."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, Max, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.roles import is_lead, staff_roles_in
from activities.models import (
    Activity,
    Estate,
    Measure,
    PeriodLock,
    Plan,
    Registration,
    StaffAllocation,
    SuccessCriterion,
    SurveyRound,
)
from activities.questions import with_seen
from core.access import require
from core.periods import Period

RECENT = 4


def open_criteria(user: User, plan: Plan) -> QuerySet[SuccessCriterion]:
    """The criteria `user` may register on, in the plan's order; the same answer as
    `activities.register`."""
    rows = SuccessCriterion.objects.filter(activity__plan=plan)
    if not (user.is_superuser or is_lead(user, plan)):
        posts = staff_roles_in(user, plan.pk)
        mine = StaffAllocation.objects.filter(activity=OuterRef("activity"), staff_role__in=posts)
        rows = rows.filter(Exists(mine))
    return rows.select_related("activity__focus_area").order_by(
        "activity__focus_area__position",
        "activity__position",
        "activity",
        "level",
        "position",
        "pk",
    )


def find_criterion(user: User, plan: Plan, code: str) -> SuccessCriterion | None:
    """The plan's criterion with this code, ready to be registered on; None where there is none.

    Raises PermissionDenied for one the person may not register on. One query where they may.
    """
    if "\0" in code:
        return None
    row = with_seen(open_criteria(user, plan)).filter(code=code).first()
    if row is None:
        row = (
            SuccessCriterion.objects.filter(activity__plan=plan, code=code)
            .select_related("activity")
            .first()
        )
        if row is not None:
            require(user, "activities.register", row)
    if row is not None:
        row.activity.plan = plan
    return row


def recent_criteria(
    user: User, plan: Plan, criteria: Iterable[SuccessCriterion]
) -> list[SuccessCriterion]:
    """Those of `criteria` that `user` registered on last, newest first."""
    known = {criterion.pk: criterion for criterion in criteria}
    last = (
        Registration.objects.filter(plan=plan, created_by=user, criterion__in=known.keys())
        .order_by()
        .values("criterion_id")
        .annotate(newest=Max("pk"))
        .order_by("-newest")
        .values_list("criterion_id", flat=True)
    )
    return [known[pk] for pk in last[:RECENT]]


def estates_of(activity: Activity) -> list[Estate]:
    """The estates the activity works in: its own, or all of the plan where it names none."""
    through = Activity.estates.through.objects.filter(activity=activity, estate=OuterRef("pk"))
    rows: list[Any] = list(
        Estate.objects.filter(plan_id=activity.plan_id).annotate(named=Exists(through))
    )
    return [row for row in rows if row.named] or rows


def rounds_of(criterion: SuccessCriterion) -> list[SurveyRound]:
    """The criterion's målinger, the newest first; none, and no query, of what is no share."""
    return list(criterion.rounds.all()) if criterion.measure == Measure.PERCENT else []


def last_estate(user: User, criterion: SuccessCriterion) -> Estate | None:
    """Where `user` last registered on the criterion's activity; who never did, where anybody
    last did."""
    row = (
        Registration.objects.filter(criterion__activity=criterion.activity_id)
        .annotate(is_own=ExpressionWrapper(Q(created_by=user), output_field=BooleanField()))
        .select_related("estate")
        .order_by("-is_own", "-pk")
        .first()
    )
    return row.estate if row else None


def registrations_of(plan: Plan) -> QuerySet[Registration]:
    """The plan's registrations with all they are shown with."""
    return Registration.objects.filter(plan=plan).select_related(
        "criterion__activity__focus_area", "estate", "round", "created_by", "voided_by"
    )


def closed_periods(plan: Plan) -> set[Period]:
    """The periods that are closed now."""
    return set(
        PeriodLock.objects.filter(plan=plan, reopened_at=None).values_list("period", flat=True)
    )


@dataclass(frozen=True)
class PeriodContent:
    """What a closing period holds, for the check list before it is closed."""

    registrations: int
    voided: int
    hours_weeks: int
    without: tuple[SuccessCriterion, ...]


def period_content(plan: Plan, period: Period) -> PeriodContent:
    """How much is registered in the period, and which criteria lack a registration in it."""
    within = Registration.objects.filter(plan=plan, on__range=(period.start, period.end))
    counting = within.counting()
    has_any = counting.filter(criterion=OuterRef("pk"))
    expected = Q(measured_in_month__isnull=True) | Q(
        measured_in_month__range=(period.start.month, period.end.month)
    )
    without = (
        SuccessCriterion.objects.filter(expected, ~Exists(has_any), activity__plan=plan)
        .select_related("activity__focus_area")
        .order_by("activity__focus_area__position", "activity__position", "level", "pk")
    )
    return PeriodContent(
        registrations=counting.count(),
        voided=within.filter(voided_at__isnull=False).count(),
        hours_weeks=plan.hours.filter(week__range=(period.start, period.end))
        .values("week")
        .distinct()
        .count(),
        without=tuple(without),
    )
