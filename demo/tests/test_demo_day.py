"""The demo starts on another day than its year's last."""

from datetime import date

import pytest

from accounts.tests.factories import MembershipFactory, UserFactory
from activities.models import HoursEntry, Registration
from activities.planfile import load
from activities.tests.planfiles import RUM_FOR_LIV
from demo.acts import moment
from demo.scripts import OPENS
from demo.tests.test_demo_year import READERS, run, staffed
from governance.models import Adjustment, Meeting, MeetingState


@pytest.mark.parametrize(
    "day", [date(2013, 1, 1), date(2013, 4, 12), date(2013, 5, 22), date(2013, 7, 11)]
)
def test_demo_may_start_on_an_earlier_day(db, settings, day):
    """Before the first act, on the days a quarter's money is written and the quarter closed, and
    on the morning after a meeting: nothing is written of the days to come."""
    settings.DEMO_DATE = day
    plan = staffed(load(RUM_FOR_LIV.read_bytes()).plan)
    for name, role in READERS.items():
        MembershipFactory(
            plan=plan, user=UserFactory(name=name), role=role, starts_on=plan.starts_on
        )

    run()

    morning = moment(day, *OPENS)
    for history in (Registration.history, HoursEntry.history, Adjustment.history):
        assert not history.filter(history_date__gt=morning).exists()
    assert not Registration.objects.filter(plan=plan, on__gt=day).exists()
    assert not Meeting.objects.filter(
        forum__plan=plan, on__gt=day, state=MeetingState.MINUTED
    ).exists()
