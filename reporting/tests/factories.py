"""Reports as rows; `reporting.actions.order` makes them whole."""

from datetime import UTC, date, datetime

import factory
from django.utils import timezone

from accounts.tests.factories import UserFactory
from activities.tests.factories import PlanFactory
from core.periods import Period
from reporting.data.edition import new_code
from reporting.models import JobState, Report, ReportKind, State


class ReportFactory(factory.django.DjangoModelFactory):
    """The draft of a status note for the second quarter, waiting in the queue.

    `is_made`: its file is there. `is_ready`: handed over. `is_issued`: handed over, issued and
    made.
    """

    class Meta:
        model = Report

    plan = factory.SubFactory(PlanFactory)
    kind = ReportKind.STATUS_NOTE
    period = Period.quarter(2013, 2)
    revision = factory.Sequence(lambda n: n + 1)
    snapshot = factory.LazyFunction(dict)
    snapshot_hash = "0" * 64
    data_as_of = date(2013, 6, 30)
    ordered_by = factory.SubFactory(UserFactory)
    ordered_at = datetime(2013, 8, 31, 12, 3, tzinfo=UTC)
    ring_at = factory.LazyFunction(timezone.now)

    class Params:
        is_ready = factory.Trait(
            state=State.READY,
            ready_by=factory.SubFactory(UserFactory),
            ready_at=datetime(2013, 8, 31, 12, 5, tzinfo=UTC),
        )
        is_issued = factory.Trait(
            is_ready=True,
            is_made=True,
            state=State.ISSUED,
            number=factory.Sequence(lambda n: n + 1),
            code=factory.LazyFunction(new_code),
            issued_by=factory.SubFactory(UserFactory),
            issued_at=datetime(2013, 8, 31, 12, 6, tzinfo=UTC),
        )
        is_made = factory.Trait(
            job_state=JobState.DONE,
            progress=100,
            file="reports/rum-for-liv/made.pdf",
            sha256="9c41e07b" + "0" * 56,
            size=83_400,
            pages=6,
            done_at=datetime(2013, 8, 31, 12, 4, tzinfo=UTC),
        )
