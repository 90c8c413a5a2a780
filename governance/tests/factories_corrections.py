"""Corrections for tests, as rows; tests of their course use
governance.changes.corrections.actions."""

from datetime import date

import factory

from activities.models import Target
from activities.tests.factories import PlanFactory
from core import clock
from governance.models import Correction, Mistaken


class CorrectionFactory(factory.django.DjangoModelFactory):
    """One that waits: the target of the plan's criterion 5.1.1-1 stood as 100 families and should
    have stood as 1000."""

    class Meta:
        model = Correction

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: n + 1)
    subject = Mistaken.TARGET
    target = factory.LazyAttribute(
        lambda row: Target.objects.filter(
            criterion__code="5.1.1-1", criterion__activity__plan=row.plan
        ).first()
    )
    old = {"value": "100", "starts_on": "2013-01-01", "ends_on": "2013-12-31"}
    new = {"value": "1000", "starts_on": "2013-01-01", "ends_on": "2013-12-31"}
    old_text = "100 familier"
    new_text = "1.000 familier"
    first, last = date(2013, 1, 1), date(2013, 12, 31)
    reason = "Planen siger 1000 på side 14."
    proposed_at = factory.LazyFunction(clock.now)
