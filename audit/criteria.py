"""What was promised of a criterion, one function a rule (docs/adr/0016): counted, expected, light,
share, forecast. Written from the words, not from the product's own modules."""

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, isqrt
from statistics import variance
from typing import Any

from audit.rows import Aim, Criterion, Reading, Row

REACHED, ON_TRACK, AT_RISK, DELAYED = "Nået", "På sporet", "Risiko", "Forsinket"
NOT_REACHED, MISSING = "Ikke nået", "Mangler måling"
NOT_STARTED, NOT_MEASURED = "Ikke startet", "Ikke målt"
MEASURED = (REACHED, ON_TRACK, AT_RISK, DELAYED, NOT_REACHED)
FOLLOWS = (REACHED, ON_TRACK)
ASKS = (AT_RISK, DELAYED, NOT_REACHED, MISSING)
WORST_FIRST = (NOT_REACHED, DELAYED, AT_RISK, MISSING, ON_TRACK, REACHED, NOT_STARTED, NOT_MEASURED)
EACH_ONCE = ("unique_participants", "enrolments")
SURE, CLOSE, SHORT = "nås", "tæt på", "nås ikke"


@dataclass(frozen=True)
class Limits:
    """As they hold on a day. `answers`: how many a share must rest on."""

    on_track: int
    at_risk: int
    answers: int


@dataclass(frozen=True)
class Standing:
    """A criterion on a day, against one target."""

    criterion: Criterion
    as_of: date
    limits: Limits
    aim: Aim | None
    target: Fraction | None
    first: date
    last: date
    is_over: bool
    rows: tuple[Row, ...]
    value: Fraction | int | None
    base: int | None
    actual: Fraction | None
    expected: Fraction | None
    share: Fraction | None
    light: str
    outlook: tuple[str, int, int] | None

    @property
    def is_measured(self) -> bool:
        return self.light in MEASURED

    @property
    def follows(self) -> bool:
        return self.light in FOLLOWS


def standing(
    c: Criterion,
    as_of: date,
    today: date,
    limits_on: Callable[[date], Limits],
    find: Callable[[str], Criterion | None],
    aim: Aim | None = None,
) -> Standing:
    """`aim`: the target that is told of; None for the one that is shown on the day."""
    aim, limits = aim or shown_aim(c, as_of), limits_on(as_of)
    start, end = (aim.first, aim.last) if aim else (date(as_of.year, 1, 1), as_of)
    first, last = max(start, c.begins), min(end, c.ends_on(as_of))
    if first > last:
        first, last = start, end
    rows = tuple(row for row in c.rows if start <= row.on <= min(end, as_of))
    reads = tuple(read for read in c.readings if start <= read.on <= min(end, as_of))
    value, base = counted(c, rows, reads, limits.answers)
    actual = measured(c, value, base)
    target = aim.value_on(as_of) if aim else None
    expected = expected_on(c, aim, first, last, as_of, find) if aim and c.is_running else None
    is_over = aim is not None and (as_of > last or (as_of == last and as_of < today))
    light = (
        light_of(c, target, actual, expected, first, last, as_of, is_over, limits, aim)
        if aim and target is not None
        else NOT_MEASURED
    )
    if is_thin(c, base, limits.answers):
        light = NOT_MEASURED
    return Standing(
        c,
        as_of,
        limits,
        aim,
        target,
        first,
        last,
        is_over,
        rows,
        value,
        base,
        actual,
        expected,
        share_of(c, target, actual),
        light,
        outlook_of(c, rows, target, actual, expected, first, last, as_of, is_over, limits, aim),
    )


def shown_aim(c: Criterion, day: date) -> Aim | None:
    """Of the targets that hold the day the shortest; between two, and when all is over, the last
    that ended; before the plan, the first."""
    running = [a for a in c.aims if a.first <= day <= a.last]
    if running:
        return min(running, key=lambda a: a.last - a.first)
    gone = [a for a in c.aims if a.last < day and (day > c.ends_on(day) or a.last.year == day.year)]
    if gone:
        return max(gone, key=lambda a: a.last)
    return c.aims[0] if c.aims and day < c.begins else None


def counted(
    c: Criterion, rows: Sequence[Row], reads: Sequence[Reading], answers: int
) -> tuple[Fraction | int | None, int | None]:
    """What a figure rests on: a count is a sum of heads, or of the new where each counts once; an
    average heads and meetings; a percent its newest måling. A share that was read alone has a
    value and no base."""
    if c.measure == "percent":
        return newest_share(rows, reads, answers)
    if not rows:
        return None, None
    if c.measure == "count" and c.counting_rule in EACH_ONCE:
        known = [row.new for row in rows if row.new is not None]
        return (sum(known), None) if known else (None, None)
    base = None if c.measure == "count" else sum(row.base for row in rows)
    return sum(row.value for row in rows), base


def newest_share(
    rows: Sequence[Row], reads: Sequence[Reading], answers: int
) -> tuple[Fraction | int | None, int | None]:
    """The rows of a round are one måling whatever months they lie in; a month without a round is
    one; a reading is one. The newest with answers enough, else the newest."""
    found = measurings(rows, reads)
    enough = [m for m in found if m[2] is None or m[2] >= answers]
    return (enough or found)[-1][1:] if found else (None, None)


def measurings(
    rows: Sequence[Row], reads: Sequence[Reading]
) -> list[tuple[tuple[date, date, int], Fraction | int, int | None]]:
    """(its place in time, value, base), the newest last: a round by its own last day, others by
    the last day something was written."""
    together: dict[object, list[Row]] = {}
    for row in rows:
        together.setdefault(row.round or row.on.replace(day=1), []).append(row)
    found: list[tuple[tuple[date, date, int], Fraction | int, int | None]] = []
    for mine in together.values():
        last = max(row.on for row in mine)
        at = mine[0].round or (last, last.replace(day=1), 0)
        found.append((at, sum(row.value for row in mine), sum(row.base for row in mine)))
    for read in reads:
        found.append(((read.on, read.on.replace(day=1), 0), read.value, read.base))
    return sorted(found, key=lambda m: m[0])


def measured(c: Criterion, value: Fraction | int | None, base: int | None) -> Fraction | None:
    if value is None:
        return None
    if c.measure == "count":
        return Fraction(value)
    if base is None:
        return Fraction(value) if c.measure == "percent" else None
    return Fraction(value) * (c.per if c.measure == "percent" else 1) / base if base else None


def is_thin(c: Criterion, base: int | None, answers: int) -> bool:
    """A share of too few answers is told, but called nothing."""
    return c.measure == "percent" and base is not None and base < answers


def share_of(c: Criterion, target: Fraction | None, actual: Fraction | None) -> Fraction | None:
    """Percent of the target; of a ceiling, of the way down from its baseline."""
    if actual is None or target is None:
        return None
    if not c.is_ceiling:
        return 100 * actual / target if target else None
    if c.baseline is None or c.baseline <= target:
        return None
    return 100 * (c.baseline - actual) / (c.baseline - target)


def expected_on(
    c: Criterion,
    aim: Aim,
    first: date,
    last: date,
    day: date,
    find: Callable[[str], Criterion | None],
) -> Fraction:
    """Along the course. An adjustment bends it on its day: what was expected until then stands,
    the rest leads to the new target, or to the new last day."""
    reached, before = Fraction(0), None
    bends = {since for since, _ in (*aim.steps[1:], *c.ends[1:]) if first < since <= day}
    for bend in (*sorted(bends), day + timedelta(days=1)):
        until = bend - timedelta(days=1)
        end = min(aim.last, c.ends_on(until))
        end = end if first <= end else last
        gone = along(c, aim, first, end, before, find) if before else Fraction(0)
        share = along(c, aim, first, end, until, find)
        reached, before = _on(reached, gone, aim.value_on(until), share), until
    return reached


def _on(reached: Fraction, gone: Fraction, target: Fraction, share: Fraction) -> Fraction:
    return target if gone == 1 else reached + (target - reached) * (share - gone) / (1 - gone)


def along(
    c: Criterion,
    aim: Aim,
    first: date,
    last: date,
    day: date,
    find: Callable[[str], Criterion | None],
) -> Fraction:
    """The share of the target that its course expects when `day` is over."""
    course, later, seen = course_of(c, aim), 0, {c.code}
    while "after" in course:
        later += course.get("months", 0)
        other = find(course["after"])
        if other is None or other.code in seen:
            course = {}
            break
        seen.add(other.code)
        course = other.course
    first = min(months_on(first, later), last)
    if day < first:
        return Fraction(0)
    if day >= last:
        return Fraction(1)
    if "once" in course:
        ends = [month_end(y, course["once"]) for y in range(first.year, last.year + 1)]
        inside = [end for end in ends if first <= end <= last]
        return Fraction(sum(end <= day for end in inside), len(inside)) if inside else Fraction(0)
    steps = course.get("shares") or course.get("numbers")
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if not steps or months % len(steps):
        return days_gone(first, last, day)
    shares = [Fraction(0)] + [Fraction(str(n)) / Fraction(str(steps[-1])) for n in steps]
    each = months // len(steps)
    for n in range(len(steps)):
        begins = months_on(first, n * each)
        ends = last if n == len(steps) - 1 else months_on(first, (n + 1) * each) - timedelta(days=1)
        if day <= ends:
            return shares[n] + (shares[n + 1] - shares[n]) * days_gone(begins, ends, day)
    return Fraction(1)


def course_of(c: Criterion, aim: Aim) -> dict[str, Any]:
    """A target's own, else its criterion's."""
    return c.course if aim.course is None else aim.course


def days_gone(first: date, last: date, day: date) -> Fraction:
    days = (last - first).days + 1
    return Fraction(min(max((day - first).days + 1, 0), days), days)


def months_on(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 + months
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def a_quarter_is_gone(first: date, day: date) -> bool:
    return day >= months_on(first.replace(day=1), 3)


def light_of(
    c: Criterion,
    target: Fraction,
    actual: Fraction | None,
    expected: Fraction | None,
    first: date,
    last: date,
    day: date,
    is_over: bool,
    limits: Limits,
    aim: Aim,
) -> str:
    """Before it begins, without a figure, over, a ceiling, a floor: each by its own rule."""
    if day < first:
        return NOT_STARTED
    if actual is None:
        return MISSING if is_over else unmeasured(c, expected, first, day, aim)
    if is_over:
        met = actual <= target if c.is_ceiling else actual >= target
        return REACHED if met else NOT_REACHED
    if c.is_ceiling:
        return ceiling(c, target, actual, expected, first, day, limits)
    if actual >= target:
        return REACHED
    if expected is not None and expected < 1:
        return ON_TRACK
    return by_limits(100 * actual / (target if expected is None else expected), limits)


def by_limits(share: Fraction, limits: Limits) -> str:
    if share >= limits.on_track:
        return ON_TRACK
    return AT_RISK if share >= limits.at_risk else DELAYED


def ceiling(
    c: Criterion,
    target: Fraction,
    actual: Fraction,
    expected: Fraction | None,
    first: date,
    day: date,
    limits: Limits,
) -> str:
    """A count may not pass it; a level that is to fall is held against the way down from its
    baseline."""
    if expected is not None:
        if actual > target:
            return DELAYED
        if actual <= expected or not a_quarter_is_gone(first, day):
            return ON_TRACK
        return by_limits(100 * expected / actual, limits)
    if actual <= target:
        return REACHED
    if c.baseline is not None and c.baseline > target:
        return by_limits(100 * (c.baseline - actual) / (c.baseline - target), limits)
    return AT_RISK if actual * limits.at_risk <= 100 * target else DELAYED


def unmeasured(c: Criterion, expected: Fraction | None, first: date, day: date, aim: Aim) -> str:
    """Missing when it should be there by now; else not begun, or not due."""
    if expected is not None:
        if c.is_ceiling:
            return MISSING if a_quarter_is_gone(first, day) else NOT_STARTED
        is_even = not course_of(c, aim)
        early = is_even and not a_quarter_is_gone(first, day)
        return NOT_STARTED if early or expected < 1 else MISSING
    if c.rhythm == "running":
        return MISSING if a_quarter_is_gone(first, day) else NOT_MEASURED
    due = [date(year, c.month, 1) for year in range(aim.first.year, aim.last.year + 1) if c.month]
    begun = day.replace(day=1)
    return (
        MISSING
        if any(aim.first.replace(day=1) <= month <= aim.last and month < begun for month in due)
        else NOT_MEASURED
    )


def outlook_of(
    c: Criterion,
    rows: Sequence[Row],
    target: Fraction | None,
    actual: Fraction | None,
    expected: Fraction | None,
    first: date,
    last: date,
    day: date,
    is_over: bool,
    limits: Limits,
    aim: Aim | None,
) -> tuple[str, int, int] | None:
    """(its word, from, to): the figure times the target over the expected; the range is the spread
    of the whole months gone over the days left, and at least the root of what is to come. None
    before a quarter of the days, with fewer than three rows, or where the end is known."""
    if aim is None or target is None or actual is None or expected is None or is_over:
        return None
    if expected < 1:
        return None
    if "once" in course_of(c, aim) or (c.is_ceiling and actual > target) or not first <= day < last:
        return None
    if days_gone(first, last, day) < Fraction(1, 4) or len(rows) < 3:
        return None
    likely = actual * target / expected
    months, month = [], first.replace(day=1)
    while (after := months_on(month, 1)) <= day.replace(day=1):
        months.append(Fraction(sum(one(c, row) for row in rows if month <= row.on < after)))
        month = after
    left = Fraction((last - day).days * 12, 365)
    spread = variance(months) * left if len(months) > 1 else Fraction(0)
    wide = root_up(max(spread, likely - actual))
    middle = (likely + Fraction(1, 2)).__floor__()
    if c.is_ceiling:
        good, near = likely <= target, 100 * target >= likely * limits.on_track
    else:
        good, near = likely >= target, 100 * likely >= target * limits.on_track
    word = SURE if good else CLOSE if near else SHORT
    return word, max(int(actual), middle - wide), middle + wide


def one(c: Criterion, row: Row) -> int:
    """What a row adds to a count."""
    return (row.new or 0) if c.counting_rule in EACH_ONCE else row.value


def root_up(value: Fraction) -> int:
    """The square root, up to a whole number; at least 1."""
    whole = max(ceil(value), 1)
    root = isqrt(whole)
    return root if root * root == whole else root + 1


def rule_light(found: Sequence[Standing]) -> str:
    """An area's light: of those measured or missing, three quarters follow = on track, half = at
    risk."""
    due = [s for s in found if s.is_measured or s.light == MISSING]
    if not due:
        return NOT_STARTED if found and all(s.light == NOT_STARTED for s in found) else NOT_MEASURED
    share = Fraction(sum(s.follows for s in due), len(due))
    if share >= Fraction(3, 4):
        return ON_TRACK
    return AT_RISK if share >= Fraction(1, 2) else DELAYED


def worst(found: Sequence[Standing]) -> str:
    """An activity's light."""
    lights = {s.light for s in found}
    return next((light for light in WORST_FIRST if light in lights), NOT_MEASURED)
