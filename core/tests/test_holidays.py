from datetime import date

import pytest

from core.holidays import easter, holiday


@pytest.mark.parametrize(
    ("year", "on"),
    [(2013, date(2013, 3, 31)), (2014, date(2014, 4, 20)), (2024, date(2024, 3, 31))],
)
def test_easter(year, on):
    assert easter(year) == on


@pytest.mark.parametrize(
    ("on", "name"),
    [
        (date(2014, 4, 17), "skærtorsdag"),
        (date(2014, 5, 29), "Kristi himmelfartsdag"),
        (date(2014, 5, 16), "store bededag"),
        (date(2024, 4, 26), ""),
        (date(2014, 6, 5), "grundlovsdag"),
        (date(2014, 12, 26), "2. juledag"),
        (date(2014, 9, 24), ""),
    ],
)
def test_the_days_denmark_is_closed(on, name):
    assert holiday(on) == name
