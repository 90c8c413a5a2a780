"""What was promised of hours: hours a week times the days over seven, while plan, activity and
post run; used is held against the weeks that are written, and never against one nobody wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from audit.rows import Post, Week

DAY = timedelta(days=1)
THURSDAY = timedelta(days=3)


@dataclass(frozen=True)
class Hours:
    """`compared`: planned for the written weeks; all that is planned, where all are written."""

    low: Fraction
    high: Fraction
    used: Fraction | None
    compared_low: Fraction = Fraction(0)
    compared_high: Fraction = Fraction(0)
    missing: frozenset[date] = frozenset()

    @property
    def deviation(self) -> Fraction | None:
        """Percent over the most or under the least that is planned; 0 between."""
        if self.used is None or not self.compared_low:
            return None
        edge = min(max(self.used, self.compared_low), self.compared_high)
        return 100 * (self.used - edge) / edge


def hours(
    posts: Sequence[Post],
    weeks: Sequence[Week],
    every: Sequence[Week],
    start: date,
    until: date,
    roles: Sequence[Post],
) -> Hours:
    """Of some posts. `every` week and all posts of `roles` say which weeks a role has written, and
    which it should have: a week is written when its role wrote anything in it."""
    used = [w.hours for w in weeks if start <= w.thursday <= until]
    low = high = c_low = c_high = Fraction(0)
    missing: set[date] = set()
    for post in posts:
        mine = [p for p in roles if p.role == post.role]
        wrote = {
            w.thursday - THURSDAY
            for w in every
            if w.role == post.role and (start <= w.thursday <= until)
        }
        due = {
            m
            for m in mondays(start, until)
            if any(planned(p, max(m, start), m + 6 * DAY)[1] for p in mine)
        }
        all_of_it = planned(post, start, until)
        low, high = low + all_of_it[0], high + all_of_it[1]
        spans = [(m, m + 6 * DAY) for m in wrote] if due - wrote else [(start, until)]
        for first, last in spans:
            one = planned(post, first, last)
            c_low, c_high = c_low + one[0], c_high + one[1]
        missing |= due - wrote
    return Hours(
        low, high, sum(used, Fraction(0)) if used else None, c_low, c_high, frozenset(missing)
    )


def mondays(start: date, until: date) -> list[date]:
    """Of the weeks whose Thursday lies between the days."""
    first = start - timedelta(days=start.weekday() + 7)
    every = (first + timedelta(weeks=n) for n in range((until - first).days // 7 + 2))
    return [monday for monday in every if start <= monday + THURSDAY <= until]


def planned(post: Post, start: date, until: date) -> tuple[Fraction, Fraction]:
    """Day by day: the hours a week that hold on it, a seventh of them each day it runs."""
    low = high = Fraction(0)
    day, last = max(start, post.first), min(until, post.last)
    while day <= last:
        held = [step for step in post.steps if step[0] is None or step[0] <= day][-1]
        low, high = low + held[1], high + held[2]
        day += DAY
    return low / 7, high / 7
