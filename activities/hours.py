"""Hours: what the plan allocates against what was used, by staff role, area and activity.

Planned to date = weekly hours x days / 7, so a quarter and a year add up and no week is lost at an
edge. Hours are planned while plan, activity and allocation run. Hours that an adjustment changed
count as they were until its day, and as they are from then on. A week's hours count in the period
its Thursday lies in, as ISO weeks belong to their Thursday's year.

Used is compared only with the weeks a post has written (findings/figures.md, A3): a week nobody
wrote is told as missing, and is never 0.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Sum

from activities.models import HoursEntry, Plan, StaffAllocation
from activities.progress.figures import round_half_up
from core.danish import Number, exact_number, listing, number, percent, quantity

DAY, THURSDAY, SUNDAY, WEEK = (timedelta(days=n) for n in (1, 3, 6, 7))


@dataclass(frozen=True)
class Weekly:
    """Hours a week (least, most) from one day to another, both included."""

    since: date
    until: date
    low: Fraction
    high: Fraction

    def planned(self, first: date, last: date) -> tuple[Fraction, Fraction]:
        """Of the days from `first` to `last` that it holds on."""
        days = (min(self.until, last) - max(self.since, first)).days + 1
        weeks = Fraction(max(days, 0), 7)
        return self.low * weeks, self.high * weeks


@dataclass(frozen=True)
class Share:
    """One allocation and what was used of it: hours a week on the last day (least, most), and
    hours planned and used in the period. `compared`: planned for the weeks that are written;
    `missing` are the other weeks its post has hours in."""

    role_pk: int
    role: str
    role_position: int
    area_pk: int
    activity_pk: int
    weekly_min: Fraction
    weekly_max: Fraction
    planned_min: Fraction
    planned_max: Fraction
    used: Fraction | None
    last_week: date | None
    compared_min: Fraction
    compared_max: Fraction
    missing: frozenset[date]


@dataclass(frozen=True)
class HoursLine:
    """Hours of a role, an area, an activity or all. `used` is None when nothing is written:
    never 0.

    `compared`: planned for the weeks that are written. `missing`: the Mondays of those that are
    not, and whether that is so of all its posts.
    """

    name: str
    pk: int
    weekly_min: Fraction
    weekly_max: Fraction
    planned_min: Fraction
    planned_max: Fraction
    used: Fraction | None
    last_week: date | None
    compared_min: Fraction = Fraction()
    compared_max: Fraction = Fraction()
    missing: tuple[date, ...] = ()
    misses_all: bool = True

    @property
    def compared_text(self) -> str:
        return span_text(self.compared_min, self.compared_max, 0)

    @property
    def missing_weeks(self) -> str:
        """ "uge 26 og 27"; "alle uger"."""
        if self.used is None:
            return "alle uger"
        return f"uge {weeks_text(self.missing)}"

    @property
    def missing_text(self) -> str:
        """ "2 uger er ikke skrevet: uge 26 og 27."; "" where all are, or none at all."""
        if not self.missing or self.used is None:
            return ""
        who = "" if self.misses_all else " af alle"
        count = quantity(len(self.missing), "uge", "uger")
        return f"{count} er ikke skrevet{who}: uge {weeks_text(self.missing)}."

    @property
    def weekly_text(self) -> str:
        return span_text(self.weekly_min, self.weekly_max, None)

    @property
    def planned_text(self) -> str:
        return span_text(self.planned_min, self.planned_max, 0)

    @property
    def used_text(self) -> str:
        return "ikke skrevet" if self.used is None else number(self.used, 0)

    @property
    def deviation(self) -> int | None:
        """Percent above (+) the most or below (-) the least that is planned for the weeks that are
        written; 0 inside the range."""
        if self.used is None or not self.compared_min:
            return None
        if self.compared_min <= self.used <= self.compared_max:
            return 0
        edge = self.compared_max if self.used > self.compared_max else self.compared_min
        return round_half_up((self.used - edge) * 100 / edge)

    @property
    def deviation_text(self) -> str:
        if self.deviation is None:
            return "–"
        return f"{'+' if self.deviation > 0 else ''}{percent(self.deviation)}"

    @property
    def share(self) -> int | None:
        """Whole percent used of what is planned for the written weeks: 100 inside the range, else
        as `deviation` counts."""
        return None if self.deviation is None else 100 + self.deviation


@dataclass(frozen=True)
class HoursSummary:
    """Hours from `start` to `until` (the earlier of the period's end and the day asked for)."""

    start: date
    until: date
    roles: tuple[HoursLine, ...]
    areas: dict[int, HoursLine]
    activities: dict[int, HoursLine]
    total: HoursLine


def hours_summary(plan: Plan, start: date, until: date) -> HoursSummary:
    """Planned and used hours of `plan` from `start` to `until`, both included. Two queries."""
    shares = _shares(plan, start, until)
    by_role = _lines(shares, lambda s: (s.role_position, s.role_pk, s.role))
    by_area = _lines(shares, lambda s: (0, s.area_pk, ""))
    by_activity = _lines(shares, lambda s: (0, s.activity_pk, ""))
    return HoursSummary(
        start=start,
        until=until,
        roles=tuple(by_role),
        areas={line.pk: line for line in by_area},
        activities={line.pk: line for line in by_activity},
        total=_sum("I alt", 0, shares),
    )


def months_used(
    plan: Plan, activity_pk: int, start: date, until: date
) -> list[tuple[date, Fraction | None]]:
    """Hours used on an activity month by month (first day of the month, hours or None). One
    query."""
    rows = HoursEntry.objects.filter(
        plan=plan, activity_id=activity_pk, week__gte=start - THURSDAY, week__lte=until - THURSDAY
    ).values_list("week", "hours")
    sums: dict[date, Fraction] = defaultdict(Fraction)
    for week, hours in rows:
        sums[(week + THURSDAY).replace(day=1)] += Fraction(hours)
    months, month = [], start.replace(day=1)
    while month <= until:
        months.append((month, sums.get(month)))
        month = (month + timedelta(days=32)).replace(day=1)
    return months


def _shares(plan: Plan, start: date, until: date) -> list[Share]:
    """Allocations with what was used of each; hours used outside any allocation are there too,
    planned as 0."""
    role_fields = ("staff_role_id", "staff_role__name", "staff_role__position")
    used: dict[tuple[Any, ...], tuple[Fraction, date]] = {}
    written: dict[int, set[date]] = defaultdict(set)
    for *found, week, hours in (
        HoursEntry.objects.filter(plan=plan, week__gte=start - THURSDAY, week__lte=until - THURSDAY)
        .order_by("week")
        .values_list(*role_fields, "activity__focus_area_id", "activity_id", "week")
        .annotate(hours=Sum("hours"))
    ):
        keys = tuple(found)
        used[keys] = (used.get(keys, (Fraction(), week))[0] + Fraction(hours), week)
        written[keys[0]].add(week)
    allocated: dict[tuple[Any, ...], list[Weekly]] = {}
    days = ("starts_on", "ends_on", "activity__starts_on", "activity__ends_on")
    for *found, low, high, begins, ends, opens, closes, on, new_low, new_high in (
        StaffAllocation.objects.filter(activity__plan=plan)
        .order_by("activity_id", "position", "pk", "revisions__in_force_on")
        .values_list(
            *role_fields, "activity__focus_area_id", "activity_id", "hours_min", "hours_max", *days,
            "revisions__in_force_on", "revisions__hours_min", "revisions__hours_max",
        )
    ):  # fmt: skip
        first = max(day for day in (plan.starts_on, begins, opens) if day)
        last = min(day for day in (plan.ends_on, ends, closes) if day)
        course = allocated.setdefault(
            tuple(found), [Weekly(first, last, Fraction(low), Fraction(high))]
        )
        if on and on <= until:
            before = course[-1]
            course[-1] = replace(before, until=on - DAY)
            course.append(Weekly(max(on, first), last, Fraction(new_low), Fraction(new_high)))
    expected: dict[int, set[date]] = defaultdict(set)
    weeks = list(_weeks(start, until))
    for (role_pk, *_), course in allocated.items():
        for week in weeks:
            if any(part.planned(max(week, start), week + SUNDAY)[1] for part in course):
                expected[role_pk].add(week)
    return [
        _share(
            keys, allocated.get(keys, []), used.get(keys), start, until,
            written[keys[0]], frozenset(expected[keys[0]] - written[keys[0]]),
        )
        for keys in {**allocated, **used}
    ]  # fmt: skip


def _weeks(start: date, until: date) -> Iterable[date]:
    """The Mondays of the weeks whose Thursday lies from `start` to `until`."""
    monday = start - timedelta(days=start.weekday())
    if monday + THURSDAY < start:
        monday += WEEK
    while monday + THURSDAY <= until:
        yield monday
        monday += WEEK


def _share(
    keys: tuple[Any, ...],
    course: list[Weekly],
    used: tuple[Fraction, date] | None,
    start: date,
    until: date,
    written: Collection[date],
    missing: frozenset[date],
) -> Share:
    role_pk, role, role_position, area_pk, activity_pk = keys
    low = high = Fraction()
    for weekly in course:
        if weekly.since <= until <= weekly.until:
            low, high = weekly.low, weekly.high
    planned = compared = _planned(course, [(start, until)])
    if missing:
        compared = _planned(course, [(week, week + SUNDAY) for week in written])
    hours, last = used or (None, None)
    return Share(
        role_pk,
        role,
        role_position,
        area_pk,
        activity_pk,
        low,
        high,
        *planned,
        hours,
        last,
        *compared,
        missing,
    )


def _planned(
    course: Iterable[Weekly], spans: Collection[tuple[date, date]]
) -> tuple[Fraction, Fraction]:
    found = [weekly.planned(first, last) for weekly in course for first, last in spans]
    return (
        sum((low for low, _ in found), Fraction()),
        sum((high for _, high in found), Fraction()),
    )


def _lines(
    shares: Iterable[Share], key: Callable[[Share], tuple[int, int, str]]
) -> list[HoursLine]:
    groups: dict[tuple[int, int, str], list[Share]] = defaultdict(list)
    for share in shares:
        groups[key(share)].append(share)
    return [_sum(name, pk, found) for (_, pk, name), found in sorted(groups.items())]


def _sum(name: str, pk: int, shares: list[Share]) -> HoursLine:
    written = [s.used for s in shares if s.used is not None]
    return HoursLine(
        name=name,
        pk=pk,
        weekly_min=sum((s.weekly_min for s in shares), Fraction()),
        weekly_max=sum((s.weekly_max for s in shares), Fraction()),
        planned_min=sum((s.planned_min for s in shares), Fraction()),
        planned_max=sum((s.planned_max for s in shares), Fraction()),
        used=sum(written, Fraction()) if written else None,
        last_week=max((s.last_week for s in shares if s.last_week), default=None),
        compared_min=sum((s.compared_min for s in shares), Fraction()),
        compared_max=sum((s.compared_max for s in shares), Fraction()),
        missing=tuple(sorted(frozenset().union(*(s.missing for s in shares)))),
        misses_all=len({s.missing for s in shares}) <= 1,
    )


def weeks_text(mondays: Iterable[date]) -> str:
    """ "26 og 27", "14–16 og 18–26": weeks by their numbers, in order."""
    runs: list[list[date]] = []
    for monday in mondays:
        if runs and monday == runs[-1][-1] + WEEK:
            runs[-1].append(monday)
        else:
            runs.append([monday])
    return listing([text for run in runs for text in _run(run)])


def _run(run: list[date]) -> list[str]:
    numbers = [str(monday.isocalendar().week) for monday in run]
    return numbers if len(run) < 3 else [f"{numbers[0]}–{numbers[-1]}"]


def span_text(low: Number, high: Number, decimals: int | None = None) -> str:
    """ "37", "37–38", "1.284–1.319"."""
    return _span(number(low, decimals), number(high, decimals))


def exact_span(low: Decimal, high: Decimal) -> str:
    """ "10", "1–2", "7,25"."""
    return _span(exact_number(low), exact_number(high))


def hours_a_week(low: Decimal, high: Decimal) -> str:
    """ "1 time pr. uge", "1–2 timer pr. uge"."""
    return f"{exact_span(low, high)} {'time' if low == high == 1 else 'timer'} pr. uge"


def _span(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"
