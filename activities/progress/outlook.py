"""Where a running count ends: the pace so far, held against the expected course, led on to the
target's last day.

The most likely end is the figure times the target over what is expected by now, so that its word
and the light never disagree: as much of the target at the end as of the expected now. The range is
as wide as the months differ: the spread of the whole months gone, over the months left, and never
narrower than counting itself allows (the root of what is still to come), for three months alike do
not make a certainty.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import isqrt

from activities.progress.figures import Forecast, Month, Outlook, round_half_up

FEWEST_REGISTRATIONS = 3
SOONEST = Fraction(1, 4)  # of the target's period
YEAR_DAYS = 365


def forecast(
    *,
    actual: Fraction | None,
    expected: Fraction | None,
    target: Fraction | None,
    is_ceiling: bool,
    close_from: int,
    months: Sequence[Month],
    first: date,
    last: date,
    as_of: date,
) -> Forecast | None:
    """The end of a running count, or None where nothing can be said: before a quarter of its days
    has gone, with fewer than three registrations, where nothing is expected yet, and once it is
    over. `close_from`: percent of the target from which it is close."""
    if actual is None or expected is None or expected < 1 or target is None:
        return None
    if not first <= as_of < last:
        return None
    gone = Fraction((as_of - first).days + 1, (last - first).days + 1)
    if gone < SOONEST or sum(month.rows for month in months) < FEWEST_REGISTRATIONS:
        return None
    likely = actual * target / expected
    width = _root(max(_spread(months, first, last, as_of), likely - actual))
    middle = round_half_up(likely)
    return Forecast(
        low=max(int(actual), middle - width),
        high=middle + width,
        likely=likely,
        outlook=outlook(likely, target, close_from, is_ceiling=is_ceiling),
    )


def outlook(likely: Fraction, target: Fraction, close_from: int, *, is_ceiling: bool) -> Outlook:
    """The word, by the same limits as the light."""
    if is_ceiling:
        if likely <= target:
            return Outlook.SURE
        return Outlook.CLOSE if likely * close_from <= target * 100 else Outlook.SHORT
    if likely >= target:
        return Outlook.SURE
    return Outlook.CLOSE if likely * 100 >= target * close_from else Outlook.SHORT


def _spread(months: Sequence[Month], first: date, last: date, as_of: date) -> Fraction:
    """The variance of the whole months gone, times the months left."""
    by_month = {month.first: month.value for month in months}
    values, month = [], first.replace(day=1)
    while (after := _following(month)) <= as_of.replace(day=1):
        values.append(by_month.get(month, 0))
        month = after
    if len(values) < 2:
        return Fraction(0)
    mean = Fraction(sum(values), len(values))
    variance = sum(((value - mean) ** 2 for value in values), Fraction(0)) / (len(values) - 1)
    return variance * Fraction((last - as_of).days * 12, YEAR_DAYS)


def _following(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _root(value: Fraction) -> int:
    """The square root, up to the next whole number; at least 1."""
    if value <= 0:
        return 1
    up = -(-value.numerator // value.denominator)
    root = isqrt(up)
    return root if root * root == up else root + 1
