"""Plans and what they consist of. No surprises: a factory makes its own row and the parents it
needs.

Rows that belong to a plan take it from their parent: `CriterionFactory(activity=activity)` stays in
the activity's plan. `RegistrationFactory` writes the row as it is; tests of rules use
`activities.actions`.
"""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory

from accounts.tests.factories import UserFactory
from activities.models import (
    Activity,
    CountingRule,
    Counts,
    Estate,
    FocusArea,
    HoursEntry,
    Level,
    Measure,
    Partner,
    Plan,
    Registration,
    StaffAllocation,
    StaffRole,
    SuccessCriterion,
    Target,
)


class PlanFactory(factory.django.DjangoModelFactory):
    """A plan for 2013-2016 that reports by quarter."""

    class Meta:
        model = Plan

    slug = factory.Sequence(lambda n: f"plan-{n}")
    name = factory.Sequence(lambda n: f"Plan {n}")
    place = "Valby"
    starts_on = date(2013, 1, 1)
    ends_on = date(2016, 12, 31)


class EstateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Estate

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"E{n}")
    name = factory.Sequence(lambda n: f"Afdeling {n}")
    dwellings = 100


class StaffRoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StaffRole

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"R{n}")
    name = factory.Sequence(lambda n: f"Stilling {n}")
    full_time_hours = Decimal(37)


class PartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partner

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"P{n}")
    name = factory.Sequence(lambda n: f"Partner {n}")


class FocusAreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FocusArea

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"{n}")
    name = factory.Sequence(lambda n: f"Område {n}")
    position = factory.Sequence(int)


class ActivityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Activity

    focus_area = factory.SubFactory(FocusAreaFactory)
    plan = factory.SelfAttribute("focus_area.plan")
    code = factory.Sequence(lambda n: f"9.{n}")
    name = factory.Sequence(lambda n: f"Aktivitet {n}")
    position = factory.Sequence(int)


class AllocationFactory(factory.django.DjangoModelFactory):
    """`AllocationFactory(activity=..., staff_role=..., hours=5)`: a fixed number of hours a
    week."""

    class Meta:
        model = StaffAllocation

    class Params:
        hours = 5

    activity = factory.SubFactory(ActivityFactory)
    staff_role = factory.SubFactory(StaffRoleFactory, plan=factory.SelfAttribute("..activity.plan"))
    hours_min = factory.LazyAttribute(lambda row: Decimal(row.hours))
    hours_max = factory.LazyAttribute(lambda row: Decimal(row.hours))


class CriterionFactory(factory.django.DjangoModelFactory):
    """A count of families on step 1; `target=100` also makes its target for 2013."""

    class Meta:
        model = SuccessCriterion
        skip_postgeneration_save = True

    activity = factory.SubFactory(ActivityFactory)
    code = factory.Sequence(lambda n: f"C{n}")
    level = Level.OUTPUT
    name = "Familier deltog"
    text = "familier deltog i aktiviteterne"
    measure = Measure.COUNT
    noun = "familier"
    noun_singular = "familie"
    counting_rule = CountingRule.ATTENDANCES
    method = "Deltagerlister"
    counts = Counts.PERSONS

    @factory.post_generation
    def target(self, create, value, **kwargs):
        if value is not None:
            TargetFactory(criterion=self, value=value)


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Target

    criterion = factory.SubFactory(CriterionFactory)
    starts_on = date(2013, 1, 1)
    ends_on = date(2013, 12, 31)
    value = 100


class RegistrationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Registration

    criterion = factory.SubFactory(CriterionFactory)
    plan = factory.SelfAttribute("criterion.activity.plan")
    on = date(2013, 5, 14)
    value = 1
    created_by = factory.SubFactory(UserFactory)
    created_at = datetime(2013, 5, 14, 10, 0, tzinfo=UTC)


class HoursFactory(factory.django.DjangoModelFactory):
    """Hours in the week that begins on Monday 6 May 2013."""

    class Meta:
        model = HoursEntry

    activity = factory.SubFactory(ActivityFactory)
    plan = factory.SelfAttribute("activity.plan")
    staff_role = factory.SubFactory(StaffRoleFactory, plan=factory.SelfAttribute("..activity.plan"))
    week = date(2013, 5, 6)
    hours = Decimal(5)
    by = factory.SubFactory(UserFactory)
