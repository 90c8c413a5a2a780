from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from core import clock

UTC = ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 31, 21, 59, tzinfo=UTC), date(2026, 3, 31)),
        (datetime(2026, 3, 31, 22, 0, tzinfo=UTC), date(2026, 4, 1)),
        (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_today_is_copenhagens(moment, day, settings):
    settings.DEMO_DATE = None
    with time_machine.travel(moment, tick=False):
        assert clock.today() == day
        assert clock.now() == moment


def test_demo_pretends_the_day_but_not_the_time(settings):
    settings.DEMO_DATE = date(2013, 8, 31)
    with time_machine.travel(datetime(2026, 11, 22, 13, 3, tzinfo=UTC), tick=False):
        assert clock.today() == date(2013, 8, 31)
        assert clock.now().strftime("%Y-%m-%d %H:%M") == "2013-08-31 14:03"
