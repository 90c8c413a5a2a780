"""What holds when a plan goes from one year to the next: which year is next, what is carried, what is copied.

Rules alone, as functions of the plan's rows and the day; governance.changes.next_year.actions writes by them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from activities.models import Measure, Plan, StaffAllocation, SuccessCriterion, Target
from core.danish import HARD, number, quantity
from core.periods import PARTS, Kind, Period
from governance.changes import subjects
from governance.models import NextYear, ProposedAllocation, ProposedMilestone, ProposedTarget
from milestones.models import Milestone

DAY = timedelta(days=1)
YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)", re.ASCII)


def year_to_plan(plan: Plan, today: date) -> int | None:
    """The year that is begun and not decided, or the one to begin: next year, or this one where it never was.

    None when the plan ends with this year.
    """
    begun = plan.next_years.exclude(state=NextYear.State.APPROVED).order_by("year").first()
    if begun:
        return begun.year
    this = max(today.year, plan.starts_on.year)
    year = this if this > plan.starts_on.year and not _is_planned(plan, this) else this + 1
    return year if year <= plan.ends_on.year else None


def _is_planned(plan: Plan, year: int) -> bool:
    own = Target.objects.filter(criterion__activity__plan=plan, starts_on=date(year, 1, 1))
    return plan.next_years.filter(year=year).exists() or own.exists()


def first_day(year: int) -> date:
    return date(year, 1, 1)


def span_of(plan: Plan, year: int) -> tuple[date, date]:
    """The first and last day of a target for the year: whole months, and none after the plan's."""
    ends = min(date(year, 12, 31), plan.ends_on)
    following = date(ends.year + ends.month // 12, ends.month % 12 + 1, 1)
    return first_day(year), following - DAY


# Targets


@dataclass(frozen=True)
class Holding:
    """A criterion's targets around the turn of the year: `carried` goes on into it, `last` is the old year's own."""

    carried: Target | None = None
    last: Target | None = None


def holdings(plan: Plan, year: int) -> dict[int, Holding]:
    """Criterion pk -> what it has. A year's own target is copied though a longer one runs beside it. Two queries."""
    rows = Target.objects.filter(
        criterion__activity__plan=plan, ends_on__gte=first_day(year - 1), starts_on__lte=date(year, 12, 31)
    )
    found: dict[int, Holding] = {}
    for target in rows.prefetch_related("revisions").order_by("ends_on", "starts_on"):
        held = found.get(target.criterion_id, Holding())
        if target.ends_on < first_day(year):
            held = Holding(held.carried, target)
        elif target.starts_on >= first_day(year) or held.last is None:
            held = Holding(target, held.last)
        found[target.criterion_id] = held
    return found


def needs_target(held: Holding | None, year: int) -> bool:
    """Whether a criterion is to have a target of its own for the year."""
    return held is None or held.carried is None


def last_value(target: Target) -> int:
    """The value a target ended with; reads `revisions`."""
    return (subjects.newest(target) or target).value  # type: ignore[no-any-return]


def target_text(criterion: SuccessCriterion, value: int | None) -> str:
    """ "120 familier", "54 %"; a dash without one."""
    if value is None:
        return "–"
    if criterion.measure == Measure.PERCENT:
        return f"{number(value)}{HARD}%"
    return quantity(value, criterion.noun_singular, criterion.noun)


# Hours


def hours_at(allocation: StaffAllocation, year: int) -> tuple[Decimal, Decimal]:
    """Hours a week as they would be on 1 January if nothing were decided."""
    return allocation.hours_on(first_day(year))


def hours_before(allocation: StaffAllocation, year: int) -> tuple[Decimal, Decimal]:
    """Hours a week as the year before ends: what the year's are compared with, also once they hold."""
    return allocation.hours_on(first_day(year) - DAY)


def hours_text(low: Decimal, high: Decimal) -> str:
    return subjects.hours_words(subjects.hours_value(low, high))


# Milestones


def milestones_to_copy(plan: Plan, year: int) -> list[Milestone]:
    """The milestones that stand in the year before, in its order."""
    rows = plan.milestones.select_related("activity", "criterion").prefetch_related("revisions")
    return [row for row in rows.order_by("period", "position", "pk") if row.period.start.year == year - 1]


def a_year_on(period: Period) -> Period:
    """The same quarter, half year or year, a year later."""
    return period.next(PARTS[Kind(period.kind)])


def name_for(name: str, year: int) -> str:
    """A milestone's name a year on: the old year and the new one, where it names them, are each one later."""
    old = (year - 1, year)
    return YEAR.sub(lambda match: str(int(match[1]) + 1) if int(match[1]) in old else match[1], name)


def periods_of(plan: Plan, year: int) -> list[Period]:
    """The plan's reporting periods in the year."""
    return [p for p in plan.periods(year) if p.start <= plan.ends_on and p.end >= plan.starts_on]


# What is decided, in words


def texts(next_year: NextYear) -> Mapping[str, str]:
    """Every row of the draft beside what it replaces: what the styregruppe's yes is about. Five queries."""
    found: dict[str, str] = {}
    for label, text in (*_target_texts(next_year), *_hours_texts(next_year), *_milestone_texts(next_year)):
        same = sum(label == known.partition(" (nr. ")[0] for known in found)
        found[f"{label} (nr. {same + 1})" if same else label] = text
    return found


def _target_texts(next_year: NextYear) -> list[tuple[str, str]]:
    held = holdings(next_year.plan, next_year.year)
    found = []
    for row in target_rows(next_year):
        last = held.get(row.criterion_id, Holding()).last
        before = f" ({next_year.year - 1}: {number(last_value(last))})" if last else ""
        said = target_text(row.criterion, row.value) if row.value is not None else f"måles ikke: {row.note}"
        note = f". {row.note}" if row.note and row.value is not None else ""
        found.append((f"Måltal {row.criterion}", f"{said}{before}{note}"))
    return found


def _hours_texts(next_year: NextYear) -> list[tuple[str, str]]:
    return [
        (
            f"Timer, {row.allocation}",
            f"{hours_text(row.hours_min, row.hours_max)} "
            f"({next_year.year - 1}: {hours_text(*hours_before(row.allocation, next_year.year))})",
        )
        for row in hours_rows(next_year)
    ]


def _milestone_texts(next_year: NextYear) -> list[tuple[str, str]]:
    rows = sorted(milestone_rows(next_year), key=lambda row: row.pk)
    return [(f"Milepæl {n}", milestone_text(row)) for n, row in enumerate(rows, 1)]


def milestone_text(row: ProposedMilestone) -> str:
    if row.is_left_out:
        return f"{row.name}: kommer ikke med"
    count = "" if row.number is None else f", {number(row.number)}"
    return f"{row.period.label}: {row.name}{count}"


def target_rows(next_year: NextYear) -> list[ProposedTarget]:
    """In the plan's order."""
    rows = next_year.targets.select_related("criterion__activity")
    order = ("activity__position", "activity_id", "level", "position", "pk")
    return list(rows.order_by(*(f"criterion__{name}" for name in order)))


def hours_rows(next_year: NextYear) -> list[ProposedAllocation]:
    rows = next_year.allocations.select_related("allocation__staff_role", "allocation__activity")
    rows = rows.prefetch_related("allocation__revisions")
    return list(
        rows.order_by("allocation__activity__position", "allocation__activity_id", "allocation__position", "pk")
    )


def milestone_rows(next_year: NextYear) -> list[ProposedMilestone]:
    """By period, and in each as this year's stood."""
    rows = next_year.milestones.select_related("activity", "criterion", "copied_from")
    rows = rows.prefetch_related("copied_from__revisions")
    return sorted(rows, key=lambda row: (row.period, row.position, row.pk))
