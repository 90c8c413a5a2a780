"""The demo's calendar: which days people come, and which weeks are quiet."""

import random
from datetime import date, timedelta

from core.holidays import easter

QUIET = 0.15
WEEKDAYS = (1, 2, 3, 4, 5)


def is_holiday(day: date) -> bool:
    """Copenhagen's school holidays, near enough: winter, Easter, summer, autumn and Christmas."""
    week, sunday = day.isocalendar().week, easter(day.year)
    summer = date(day.year, 6, 29) <= day <= date(day.year, 8, 11)
    christmas = (day.month, day.day) >= (12, 21) or (day.month, day.day) <= (1, 2)
    return (
        week in (7, 42)
        or summer
        or christmas
        or sunday - timedelta(8) <= day <= sunday + timedelta(1)
    )


def weight(day: date) -> float:
    """How much goes on, 1 in an ordinary week."""
    return QUIET if is_holiday(day) else 1.0


def draw_days(
    rng: random.Random, days: list[date], count: int, weekdays: tuple[int, ...]
) -> list[date]:
    """`count` of `days` in order, mostly on `weekdays` (Monday is 1) and seldom in holidays."""
    if not days:
        return []
    likely = [weight(day) * (1.0 if day.isoweekday() in weekdays else 0.04) for day in days]
    return sorted(rng.choices(days, likely, k=count))


def spread(total: int, weights: list[float]) -> list[int]:
    """Whole parts of `total` in proportion to `weights`; they sum to exactly `total`."""
    whole, parts, passed, given = sum(weights) or 1.0, [], 0.0, 0
    for share in weights:
        passed += share
        upto = round(total * passed / whole)
        parts.append(upto - given)
        given = upto
    return parts
