"""Hours: what the plan allocates against what was used, by staff role, area and activity.

Planned to date = weekly hours x days / 7, so a quarter and a year add up and no week is lost at an
edge. Hours that an adjustment changed count as they were until its day, and as they are from then
on. A week's hours count in the period its Thursday lies in, as ISO weeks belong to their Thursday's
year.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from django.db.models import Max, Sum

from activities.models import HoursEntry, Plan, StaffAllocation
from activities.progress.figures import round_half_up
from core.danish import Number, exact_number, number, percent

THURSDAY = timedelta(days=3)


@dataclass(frozen=True)
class Weekly:
    """Hours a week (least, most) from a day on."""

    since: date
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class Share:
    """One allocation and what was used of it: hours a week on the last day (least, most), and
    hours planned and used in the period."""

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


@dataclass(frozen=True)
class HoursLine:
    """Hours of a role, an area, an activity or all. `used` is None when nothing is written:
    never 0."""

    name: str
    pk: int
    weekly_min: Fraction
    weekly_max: Fraction
    planned_min: Fraction
    planned_max: Fraction
    used: Fraction | None
    last_week: date | None

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
        """Percent above (+) the most or below (-) the least that is planned; 0 inside the range."""
        if self.used is None or not self.planned_min:
            return None
        if self.planned_min <= self.used <= self.planned_max:
            return 0
        edge = self.planned_max if self.used > self.planned_max else self.planned_min
        return round_half_up((self.used - edge) * 100 / edge)

    @property
    def deviation_text(self) -> str:
        if self.deviation is None:
            return "–"
        return f"{'+' if self.deviation > 0 else ''}{percent(self.deviation)}"

    @property
    def share(self) -> int | None:
        """Whole percent used of what is planned to date: 100 inside the range, else as
        `deviation` counts."""
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
    used = {
        tuple(keys): (Fraction(hours), last)
        for *keys, hours, last in HoursEntry.objects.filter(
            plan=plan, week__gte=start - THURSDAY, week__lte=until - THURSDAY
        )
        .order_by()
        .values_list(*role_fields, "activity__focus_area_id", "activity_id")
        .annotate(hours=Sum("hours"), last=Max("week"))
    }
    allocated: dict[tuple[Any, ...], list[Weekly]] = {}
    for *keys, low, high, on, new_low, new_high in (
        StaffAllocation.objects.filter(activity__plan=plan)
        .order_by("activity_id", "position", "pk", "revisions__in_force_on")
        .values_list(
            *role_fields, "activity__focus_area_id", "activity_id", "hours_min", "hours_max",
            "revisions__in_force_on", "revisions__hours_min", "revisions__hours_max",
        )
    ):  # fmt: skip
        course = allocated.setdefault(tuple(keys), [Weekly(start, Fraction(low), Fraction(high))])
        if on and on <= until:
            course.append(Weekly(max(on, start), Fraction(new_low), Fraction(new_high)))
    return [
        _share(keys, allocated.get(keys, []), used.get(keys), until)
        for keys in {**allocated, **used}
    ]


def _share(
    keys: tuple[Any, ...], course: list[Weekly], used: tuple[Fraction, date] | None, until: date
) -> Share:
    role_pk, role, role_position, area_pk, activity_pk = keys
    low = high = planned_low = planned_high = Fraction()
    after = Weekly(until + timedelta(days=1), Fraction(), Fraction())
    for weekly, following in pairwise([*course, after]):
        weeks = Fraction(max((following.since - weekly.since).days, 0), 7)
        low, high = weekly.low, weekly.high
        planned_low, planned_high = planned_low + low * weeks, planned_high + high * weeks
    hours, last = used or (None, None)
    return Share(
        role_pk,
        role,
        role_position,
        area_pk,
        activity_pk,
        low,
        high,
        planned_low,
        planned_high,
        hours,
        last,
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
    )


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
