"""Reports as rows; `reporting.actions.order` makes them whole."""

from datetime import UTC, date, datetime

import factory
from django.utils import timezone

from accounts.tests.factories import UserFactory
from activities.tests.factories import PlanFactory
from core.periods import Period
from reporting.models import JobState, Report, ReportKind


class ReportFactory(factory.django.DjangoModelFactory):
    """A status note for the second quarter that waits in the queue."""

    class Meta:
        model = Report

    plan = factory.SubFactory(PlanFactory)
    kind = ReportKind.STATUS_NOTE
    period = Period.quarter(2013, 2)
    number = factory.Sequence(lambda n: n + 1)
    revision = factory.Sequence(lambda n: n + 1)
    snapshot = factory.LazyFunction(dict)
    snapshot_hash = "0" * 64
    data_as_of = date(2013, 6, 30)
    ordered_by = factory.SubFactory(UserFactory)
    ordered_at = datetime(2013, 8, 31, 12, 3, tzinfo=UTC)
    ring_at = factory.LazyFunction(timezone.now)

    class Params:
        is_made = factory.Trait(
            job_state=JobState.DONE,
            progress=100,
            file="reports/rum-for-liv/made.pdf",
            sha256="9c41e07b" + "0" * 56,
            size=83_400,
            pages=6,
            done_at=datetime(2013, 8, 31, 12, 4, tzinfo=UTC),
        )
