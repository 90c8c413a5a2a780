"""What stands in the database of the bench: Rum for Liv with its demo year, and plans in bulk
beside it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from itertools import islice

from django.core.management import call_command

from accounts.models import Membership, Role, User
from activities.models import (
    Activity,
    CountingRule,
    Estate,
    FocusArea,
    Plan,
    Registration,
    SuccessCriterion,
    Target,
)

FIRST_DAY = date(2013, 1, 1)
DAYS = 240  # up to the day the demo pretends
BATCH = 5000


def rum_for_liv(rows: int) -> Plan:
    """The real plan with its demo year, and registrations up to `rows` in all."""
    for command in (
        ["bootstrap"],
        ["load_plan", "activities/plans/rum-for-liv.yaml"],
        ["demo_logins", "rum-for-liv"],
        ["demo_year", "rum-for-liv", "2013"],
    ):
        call_command(*command, stdout=StringIO(), stderr=StringIO())
    plan = Plan.objects.get(slug="rum-for-liv")
    top_up(plan, rows)
    return plan


def top_up(plan: Plan, rows: int) -> None:
    counts = list(SuccessCriterion.objects.filter(activity__plan=plan, measure="count"))
    missing = rows - Registration.objects.filter(plan=plan).count()
    write(registrations(plan, counts, max(missing, 0)))
    Plan.objects.filter(pk=plan.pk).touch()


def plan_in_bulk(slug: str, *, activities: int, criteria_each: int, rows: int) -> Plan:
    """A plan of four areas with that many activities and criteria, and `rows` registrations of
    one year."""
    plan = Plan.objects.create(
        slug=slug, name=slug, starts_on=FIRST_DAY, ends_on=date(2016, 12, 31)
    )
    Estate.objects.create(plan=plan, code="E", name="Afdeling", dwellings=100)
    areas = [
        FocusArea.objects.create(
            plan=plan, code=str(number), name=f"Område {number}", position=number
        )
        for number in range(1, 5)
    ]
    made = Activity.objects.bulk_create(
        Activity(
            plan=plan, focus_area=areas[n % 4], code=f"A{n}", name=f"Aktivitet {n}", position=n
        )
        for n in range(activities)
    )
    criteria = SuccessCriterion.objects.bulk_create(
        SuccessCriterion(
            activity=activity,
            code=f"{activity.code}-{step}",
            level=min(step, 3),
            name="Familier deltog",
            text="familier deltog",
            noun="familier",
            noun_singular="familie",
            counting_rule=CountingRule.UNIQUE_PARTICIPANTS,
            method="Deltagerlister",
            position=step,
        )
        for activity in made
        for step in range(1, criteria_each + 1)
    )
    Target.objects.bulk_create(
        Target(criterion=criterion, starts_on=FIRST_DAY, ends_on=date(2013, 12, 31), value=200)
        for criterion in criteria
    )
    write(registrations(plan, criteria, rows))
    return plan


def large_plan() -> Plan:
    """A plan of 852 criteria."""
    return Plan.objects.filter(slug="stor").first() or plan_in_bulk(
        "stor", activities=284, criteria_each=3, rows=10_000
    )


def registrations(
    plan: Plan, criteria: list[SuccessCriterion], rows: int
) -> Iterator[Registration]:
    """Spread evenly over criteria and days; the same every time."""
    by, at = User.objects.order_by("pk").first(), datetime(2013, 8, 31, tzinfo=UTC)
    for n in range(rows):
        yield Registration(
            plan=plan,
            criterion=criteria[n % len(criteria)],
            on=FIRST_DAY + timedelta(n * 7 % DAYS),
            value=n % 9 + 1,
            created_by=by,
            created_at=at,
        )


def write(rows: Iterator[Registration]) -> None:
    while batch := list(islice(rows, BATCH)):
        Registration.objects.bulk_create(batch)


def lead_of(*plans: Plan) -> User:
    """The demo's sekretariatsleder, now leading these plans as well."""
    user = User.objects.get(email="mette@rumforliv.example")
    for plan in plans:
        Membership.objects.get_or_create(
            user=user,
            plan=plan,
            role=Role.SECRETARIAT_LEAD,
            ends_on=None,
            defaults={"starts_on": FIRST_DAY},
        )
    return user
