"""Rows of governance for tests."""

from datetime import date

import factory

from activities.tests.factories import PlanFactory
from governance.models import Risk


class RiskFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Risk

    plan = factory.SubFactory(PlanFactory)
    title = factory.Sequence(lambda n: f"Risiko {n}")
    likelihood = 2
    impact = 2
    consequence = "Færre deltager."
    action = "Vi følger det hver måned."
    function = "Sekretariatsleder"
    seen_on = date(2013, 8, 1)
