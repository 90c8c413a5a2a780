"""Milestones of a plan."""

import factory

from activities.tests.factories import PlanFactory
from core.periods import Period
from milestones.models import Kind, Milestone


class MilestoneFactory(factory.django.DjangoModelFactory):
    """A milestone of the whole plan, due in the third quarter of 2013."""

    class Meta:
        model = Milestone

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"M{n}")
    name = factory.Sequence(lambda n: f"Milepæl {n}")
    kind = Kind.ACTIVITY
    period = Period.quarter(2013, 3)
