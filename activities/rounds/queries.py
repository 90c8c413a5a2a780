"""What the list of målinger shows: each with the sums of its answers, in one query."""

from fractions import Fraction

from django.db.models import Q, QuerySet, Sum

from accounts.models import User
from activities.models import Plan, SurveyRound
from activities.rounds.words import RoundLine, answers_of, days_of
from core.danish import HARD, number


def rounds_in(plan: Plan) -> QuerySet[SurveyRound]:
    """The plan's målinger, the newest first."""
    return (
        SurveyRound.objects.filter(criterion__activity__plan=plan)
        .select_related("criterion__activity__focus_area", "created_by")
        .order_by("-ends_on", "-starts_on", "-pk")
    )


def round_lines(plan: Plan, user: User) -> list[RoundLine]:
    """The lines of the list; what `user` may correct can be opened."""
    counts = Q(registrations__voided_at__isnull=True)
    rows = rounds_in(plan).annotate(
        sum_value=Sum("registrations__value", filter=counts),
        sum_base=Sum("registrations__base", filter=counts),
    )
    lines = []
    for row in rows:
        row.criterion.activity.plan = plan
        value, base = row.sum_value or 0, row.sum_base or 0
        lines.append(
            RoundLine(
                row=row,
                days=days_of(row),
                answers=answers_of(value, base, row.asked),
                share=f"{number(Fraction(100 * value, base))}{HARD}%" if base else "–",
                area=row.criterion.activity.focus_area.band,
                is_thin=0 < base < plan.limits_on(row.ends_on).min_answers,
                may_amend=user.has_perm("activities.amend", row),
            )
        )
    return lines
