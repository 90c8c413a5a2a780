"""When a count is expected: a target's expected course, as the plan file, Opsætning and Næste år
say it.

Stored as JSON: {} evenly over the period (linear); {"once": 8} all of it when August is over;
{"shares": [0, 60, 80, 100]} percent of the target at the end of each equal part of its period;
{"numbers": [0, 12, 18, 20]} the same in the target's own unit; {"after": "5.1.1-1", "months": 3}
as another criterion of the plan, so many months later.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeVar

from core.danish import HARD, MONTHS, listing, number
from core.periods import Period

Value = int | Decimal | Fraction
T = TypeVar("T")
LINEAR: Mapping[str, Any] = {}
MOST_AFTER = 20  # criteria in a row that each follow another
# The course of the criterion with this code, or None where the plan has none of that name.
Find = Callable[[str], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Aim:
    """A target a course is held against: its first and last day, and what it is."""

    starts_on: date
    ends_on: date
    value: Value

    @property
    def months(self) -> int:
        return (
            (self.ends_on.year - self.starts_on.year) * 12
            + self.ends_on.month
            - self.starts_on.month
            + 1
        )


def wrong(
    course: Any,
    *,
    is_count: bool,
    code: str = "",
    aims: Sequence[Aim] = (),
    find: Find | None = None,
) -> str:
    """Why `course` cannot be the course of the criterion `code` with the targets `aims`; "" where
    it can. `find` tells what another criterion follows; without it, no other is asked for."""
    if not isinstance(course, dict) or len(course.keys() - {"months"}) > 1:
        return (
            "Forløbet kan ikke læses. Vælg ét: jævnt, én måned, andele, tal eller efter et andet."
        )
    if course and not is_count:
        return (
            "Kun det, der tælles løbende, har et forløb. Skriv i stedet, hvilken måned der måles i."
        )
    if "once" in course:
        return _wrong_month(course["once"], aims)
    if "after" in course:
        return _wrong_after(course, code, aims, find)
    for key in ("shares", "numbers"):
        if key in course:
            return _wrong_steps(key, course[key], aims)
    return "" if not course else "Forløbet kan ikke læses."


def _wrong_month(month: Any, aims: Sequence[Aim]) -> str:
    if not _is_whole(month) or not 1 <= month <= 12:
        return "Måneden skal være et tal fra 1 til 12."
    for aim in aims:
        if not _ends_of(month, aim.starts_on, aim.ends_on):
            return f"{MONTHS[month - 1].capitalize()} ligger ikke i {_named(aim)}."
    return ""


def _wrong_after(
    course: Mapping[str, Any], code: str, aims: Sequence[Aim], find: Find | None
) -> str:
    other, months = course["after"], course.get("months", 0)
    if not isinstance(other, str) or not other.strip():
        return "Skriv koden på det succeskriterium, det følger efter."
    if not _is_whole(months) or not 0 <= months <= 48:
        return "Forsinkelsen skal være et helt antal måneder fra 0 til 48."
    if other == code:
        return "Et succeskriterium kan ikke følge efter sig selv."
    if any(months >= aim.months for aim in aims):
        return f"En forsinkelse på {months} måneder er længere end måltallets periode."
    if find is None:
        return ""
    seen = [code]
    while True:
        if other in seen:
            return f"{course['after']} følger selv efter {code}: det går i ring."
        found = find(other)
        if found is None:
            return f"Succeskriteriet {other} findes ikke i planen."
        if "after" not in found:
            return ""
        seen.append(other)
        other = found["after"]


def _wrong_steps(key: str, steps: Any, aims: Sequence[Aim]) -> str:
    if not isinstance(steps, list) or len(steps) < 2:
        return "Skriv mindst to tal: ét for hver del af perioden."
    if any(isinstance(n, bool) or not isinstance(n, int | float) or n < 0 for n in steps):
        return "Forløbet skal være tal fra 0 og op."
    if any(later < earlier for earlier, later in pairwise(steps)):
        return "Forløbet falder. Tallene lægges sammen undervejs og kan kun stige."
    if key == "shares" and steps[-1] != 100:
        return f"Forløbet ender på {_plain(steps[-1])} %. Det skal ende på 100 %."
    for aim in aims:
        if aim.months % len(steps):
            return (
                f"{_named(aim)} er {aim.months} måneder og kan ikke deles i {len(steps)} lige dele."
            )
        if key == "numbers" and exactly(steps[-1]) != Fraction(aim.value):
            return (
                f"Forløbet ender på {_plain(steps[-1])}, men måltallet for {_named(aim)} er "
                f"{number(aim.value)}."
            )
    return ""


def _named(aim: Aim) -> str:
    whole_years = (aim.starts_on.month, aim.starts_on.day, aim.ends_on.month) == (1, 1, 12)
    if whole_years:
        return Period.span(aim.starts_on.year, aim.ends_on.year).label
    return (
        f"{MONTHS[aim.starts_on.month - 1]} {aim.starts_on.year} til "
        f"{MONTHS[aim.ends_on.month - 1]} {aim.ends_on.year}"
    )


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _plain(value: float) -> str:
    return number(Decimal(str(value)))


def exactly(value: float) -> Fraction:
    """A number of a course as it was written: 12.5, not its nearest binary."""
    return Fraction(str(value))


def told(course: Mapping[str, Any], value: Value | None = None) -> str:
    """ "jævnt over perioden", "når august er slut", "0, 60, 80 og 100 % af målet"."""
    if "once" in course:
        return f"når {MONTHS[course['once'] - 1]} er slut"
    if "after" in course:
        months = course.get("months", 0)
        later = f"{months} {'måned' if months == 1 else 'måneder'} efter" if months else "som"
        return f"{later} {course['after']}"
    if "shares" in course:
        return f"{listing([_plain(n) for n in course['shares']])}{HARD}% af målet, del for del"
    if "numbers" in course:
        return f"{listing([_plain(n) for n in course['numbers']])}, del for del"
    return "jævnt over perioden"


@dataclass(frozen=True)
class Course:
    """A course that names no other: `steps` of it, so many months later."""

    steps: Mapping[str, Any]
    later: int = 0

    @property
    def is_once(self) -> bool:
        return "once" in self.steps

    @property
    def is_linear(self) -> bool:
        return not self.steps and not self.later

    def share(self, first: date, last: date, day: date) -> Fraction:
        """The share of a target from `first` to `last` that is expected when `day` is over: 0
        before it, 1 at its end. Steps rise evenly within each part."""
        first = min(_months_on(first, self.later), last)
        if day < first:
            return Fraction(0)
        if day >= last:
            return Fraction(1)
        if self.is_once:
            months = _ends_of(self.steps["once"], first, last)
            return (
                Fraction(sum(end <= day for end in months), len(months)) if months else Fraction(0)
            )
        steps = self.steps.get("shares") or self.steps.get("numbers")
        if not steps or Aim(first, last, 0).months % len(steps):
            return _gone(first, last, day)
        top, before = exactly(steps[-1]) or Fraction(1), Fraction(0)
        for (starts, ends), step in zip(_parts(first, last, len(steps)), steps, strict=True):
            here = exactly(step) / top
            if day <= ends:
                return before + (here - before) * _gone(starts, ends, day)
            before = here
        return Fraction(1)


EVEN = Course(LINEAR)


def settled(course: Mapping[str, Any], find: Find) -> Course:
    """`course` with what it follows put in its place: the other's course, begun so many months
    later. What leads nowhere, or round in a ring, is even."""
    later, seen = 0, 0
    while "after" in course:
        later += course.get("months", 0)
        seen += 1
        course = (find(course["after"]) if seen <= MOST_AFTER else None) or LINEAR
    return Course(course, later)


def expected_on(
    course: Course,
    steps: Sequence[tuple[date, Value]],
    first: date,
    last: date,
    day: date,
    moved: Sequence[tuple[date, date]] = (),
) -> Fraction:
    """What is expected of a target when `day` is over: its course from `first` to `last`.

    `steps`: (from which day, the target), oldest first; `moved`: (from which day, the last day),
    where that was adjusted. What is adjusted holds from its day: what was expected until then
    stands, and what is left of the course leads to the new target, or to the new last day.
    """
    ends = [(first, last), *moved]
    turns = {since for since, _ in (*steps[1:], *moved) if first < since <= day}
    level, before = Fraction(0), None
    for turn in (*sorted(turns), date.fromordinal(day.toordinal() + 1)):
        until = date.fromordinal(turn.toordinal() - 1)
        end = _held(ends, until)
        gone = course.share(first, end, before) if before else Fraction(0)
        level = _along(level, gone, Fraction(_held(steps, until)), course.share(first, end, until))
        before = until
    return level


def _held(steps: Sequence[tuple[date, T]], day: date) -> T:
    """What holds on a day; before the first, the first."""
    return next((value for since, value in reversed(steps) if since <= day), steps[0][1])


def _along(level: Fraction, gone: Fraction, target: Fraction, share: Fraction) -> Fraction:
    return target if gone == 1 else level + (target - level) * (share - gone) / (1 - gone)


def _gone(first: date, last: date, day: date) -> Fraction:
    days = (last - first).days + 1
    return Fraction(min(max((day - first).days + 1, 0), days), days)


def _parts(first: date, last: date, count: int) -> list[tuple[date, date]]:
    months = Aim(first, last, 0).months // count
    starts = [_months_on(first, months * index) for index in range(count)]
    ends = [date.fromordinal(start.toordinal() - 1) for start in starts[1:]]
    return list(zip(starts, [*ends, last], strict=True))


def _ends_of(month: int, first: date, last: date) -> list[date]:
    """The last day of that month in each year of the period; the period's own last day where it
    ends before the month does."""
    ends = [
        date(year, month, monthrange(year, month)[1]) for year in range(first.year, last.year + 1)
    ]
    return [end for end in ends if first <= end <= last]


def _months_on(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(
        index // 12, index % 12 + 1, min(day.day, monthrange(index // 12, index % 12 + 1)[1])
    )
