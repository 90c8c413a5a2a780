"""What was promised of hours: hours a week times the days over seven, against what is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from audit.rows import Post, Week


@dataclass(frozen=True)
class Hours:
    low: Fraction
    high: Fraction
    used: Fraction | None

    @property
    def deviation(self) -> Fraction | None:
        """Percent over the most or under the least that is planned; 0 between."""
        if self.used is None or not self.low:
            return None
        edge = min(max(self.used, self.low), self.high)
        return 100 * (self.used - edge) / edge


def hours(posts: Sequence[Post], weeks: Sequence[Week], start: date, until: date) -> Hours:
    written = [week.hours for week in weeks if start <= week.thursday <= until]
    spans = [planned(post, start, until) for post in posts]
    return Hours(
        sum((low for low, _ in spans), Fraction(0)),
        sum((high for _, high in spans), Fraction(0)),
        sum(written, Fraction(0)) if written else None,
    )


def planned(post: Post, start: date, until: date) -> tuple[Fraction, Fraction]:
    """Day by day: the hours a week that hold on it, a seventh of them each day."""
    low = high = Fraction(0)
    day = start
    while day <= until:
        held = [step for step in post.steps if step[0] is None or step[0] <= day][-1]
        low, high = low + held[1], high + held[2]
        day += timedelta(days=1)
    return low / 7, high / 7
