"""Which pages a role is shown on a day."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.models import Role
from activities.models import Activity, Plan
from core.periods import Period

PLAIN = (
    *("plan-home", "dashboard", "activity-list", "method", "milestone-board", "hours"),
    *("registration-list", "register", "period-list", "report-list", "steering", "forum-list"),
    *("annual-cycle", "meeting-list", "follow-up-list", "key-date-list", "adjustment-list"),
    *("next-year", "budget-list", "risk-list", "agreement-list", "evaluation-list", "anchoring"),
    *("background", "letters"),
)
EVERYBODY = ("home", "plan-list", "plan-overview", "archive", "batch-list")
SAME_ALL_DAYS = frozenset({"method", "forum-list", "risk-list", "background", "registration-list"})
BRIEFLY = ("plan-home", "dashboard")
READERS = ("plan-home", "dashboard", "milestone-board", "report-list", "annual-cycle", "steering")


def pages(plan: Plan, role: str, day: date, *, brief: bool = False) -> Iterator[str]:
    """The lead sees all there are, the koordinator all but the activities, and the others those
    they read. `brief`: the lead sees one activity and what is another from day to day, and the
    others the page they land on."""
    leads = role == Role.SECRETARIAT_LEAD and not brief
    has_all = role == Role.SECRETARIAT_LEAD or (role == Role.SOCIAL_COORDINATOR and not brief)
    if not brief:
        yield from (reverse(name) for name in EVERYBODY)
    names = PLAIN if has_all else BRIEFLY if brief else READERS
    left_out = SAME_ALL_DAYS if brief else frozenset()
    yield from (reverse(name, args=[plan.slug]) for name in names if name not in left_out)
    if role == Role.COMMUNITY_WORKER:
        yield from (reverse(name, args=[plan.slug]) for name in ("hours", "register"))
    activities = list(Activity.objects.filter(plan=plan).order_by("position", "pk"))
    if not leads:
        at = day.toordinal() % len(activities)
        activities = activities[at : at + 1]
    for activity in activities:
        yield reverse("activity", args=[plan.slug, activity.code])
    if has_all:
        for period in around(plan, day):
            yield reverse("comments", args=[plan.slug, period.code])
        year = min(max(day.year, plan.starts_on.year), plan.ends_on.year)
        if plan.budgets.filter(year=year).exists():
            yield reverse("budget", args=[plan.slug, year])
        if plan.next_years.filter(year=year + 1).exists():
            yield reverse("next-year-page", args=[plan.slug, year + 1])


def around(plan: Plan, day: date) -> list[Period]:
    """The reporting period of the day and the one before, those that are the plan's."""
    period = plan.period_of(day)
    return [
        one
        for one in (period.previous(), period)
        if one.end >= plan.starts_on and one.start <= plan.ends_on
    ]
