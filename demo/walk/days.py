"""The days the walk stops on."""

from datetime import date, timedelta

from activities.models import Plan

DAY = timedelta(days=1)


def border_days(plan: Plan, until: date) -> list[date]:
    """Where a period, a year or the plan ends or begins, the end of February, and the days the
    clock is changed; the days around the plan's end are all there, and the day two years after."""
    found = {
        day
        for day in _days(plan.starts_on, until)
        if ((day + DAY).month % 3 == 1 and (day + DAY).day == 1)
        or (day.month % 3 == 1 and day.day == 1)
        or (day.month, day.day) in ((2, 28), (2, 29), (3, 1))
        or _changes_clock(day)
    }
    found |= {plan.starts_on, plan.starts_on + DAY}
    found |= {plan.ends_on + n * DAY for n in range(-1, 4)}
    found.add(two_years_after(plan))
    return sorted(day for day in found if day <= until)


def two_years_after(plan: Plan) -> date:
    """As long as anything of a plan is measured."""
    return (plan.ends_on + DAY).replace(year=(plan.ends_on + DAY).year + 2) - DAY


def mondays(plan: Plan, until: date) -> list[date]:
    return [day for day in _days(plan.starts_on, until) if day.isoweekday() == 1]


def _changes_clock(day: date) -> bool:
    """The last Sunday of March and of October."""
    return (
        day.month in (3, 10) and day.isoweekday() == 7 and (day + timedelta(7)).month != day.month
    )


def _days(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]
