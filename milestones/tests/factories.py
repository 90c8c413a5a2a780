"""Milestones of a plan."""

from datetime import UTC, date, datetime

import factory

from accounts.tests.factories import UserFactory
from activities.tests.factories import PlanFactory
from core.periods import Period
from milestones.models import Kind, Milestone, MilestoneMove


class MilestoneFactory(factory.django.DjangoModelFactory):
    """A milestone of the whole plan, due in the third quarter of 2013."""

    class Meta:
        model = Milestone

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"MP{n}")  # clear of the cast's own M1
    name = factory.Sequence(lambda n: f"Milepæl {n}")
    kind = Kind.ACTIVITY
    period = Period.quarter(2013, 3)


class MoveFactory(factory.django.DjangoModelFactory):
    """That it was decided to move a milestone from the second quarter of 2013 to where it stands;
    it writes no history."""

    class Meta:
        model = MilestoneMove

    milestone = factory.SubFactory(MilestoneFactory)
    from_period = Period.quarter(2013, 2)
    to_period = factory.SelfAttribute("milestone.period")
    reason = "Lokalet var ikke klart"
    by = factory.SubFactory(UserFactory)
    at = datetime(2013, 6, 20, 10, 0, tzinfo=UTC)
    decided_on = date(2013, 6, 20)
