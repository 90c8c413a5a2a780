"""When the year's reporting periods are closed, and their notes issued."""

from datetime import date, timedelta

from core.periods import Period
from demo.drawing import Year
from demo.script import day_of

CLOSED_AFTER, ISSUED_AFTER = timedelta(days=10), timedelta(days=38)


def periods_of(year: Year) -> list[Period]:
    """The year's reporting periods that the plan runs in."""
    plan = year.plan
    return [
        period
        for period in plan.periods(year.year)
        if period.start <= plan.ends_on and period.end >= plan.starts_on
    ]


def closing_day(year: Year, period: Period) -> date:
    told = year.script.closed.get(period.code)
    return day_of(year.year, told) if told else period.end + CLOSED_AFTER


def issuing_day(year: Year, period: Period) -> date:
    """A Tuesday to Friday, early enough for the meeting that is to have the note."""
    told = year.script.issued.get(period.code)
    if told:
        return day_of(year.year, told)
    on = period.end + ISSUED_AFTER
    if on <= year.told_to < period.end + 2 * ISSUED_AFTER:
        on = year.told_to + timedelta(days=12)
    while on.isoweekday() not in (2, 3, 4, 5):
        on += timedelta(days=1)
    return on
