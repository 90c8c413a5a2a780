"""What the draft of a year is copied from, and which of its copies the plan has left behind.

A row that somebody has written in is theirs. One that still stands as it was copied follows the
plan: where an adjustment comes into force after the draft was begun, the old value is nobody's wish
for the next year.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from activities.hours import hours_a_week
from activities.models import Plan, StaffAllocation, SuccessCriterion, Target
from activities.presenting import value_text
from core.danish import number
from governance.changes.next_year import rules
from governance.changes.subjects.base import newest
from governance.models import NextYear, ProposedAllocation, ProposedMilestone, ProposedTarget
from milestones.models import Milestone

COPIED, RENEWED = "Kopieret", "Bragt på højde med planen"
Values = dict[str, Any]


# The rows of the draft


def target_rows(next_year: NextYear) -> list[ProposedTarget]:
    """In the plan's order."""
    rows = next_year.targets.select_related("criterion__activity__plan")
    order = ("activity__position", "activity_id", "level", "position", "pk")
    return list(rows.order_by(*(f"criterion__{name}" for name in order)))


def hours_rows(next_year: NextYear) -> list[ProposedAllocation]:
    rows = next_year.allocations.select_related("allocation__staff_role", "allocation__activity")
    rows = rows.prefetch_related("allocation__revisions")
    return list(
        rows.order_by(
            "allocation__activity__position",
            "allocation__activity_id",
            "allocation__position",
            "pk",
        )
    )


def criteria_in(next_year: NextYear) -> models.QuerySet[SuccessCriterion]:
    """The plan's criteria of activities that are not over before the year."""
    return SuccessCriterion.objects.filter(activity__plan=next_year.plan).exclude(
        activity__ends_on__lt=rules.first_day(next_year.year)
    )


def allocations_in(next_year: NextYear) -> models.QuerySet[StaffAllocation]:
    """The plan's hours that are not over before the year."""
    first = rules.first_day(next_year.year)
    rows = StaffAllocation.objects.filter(activity__plan=next_year.plan)
    return rows.exclude(ends_on__lt=first).exclude(activity__ends_on__lt=first)


def milestone_rows(next_year: NextYear) -> list[ProposedMilestone]:
    """By period, and in each as this year's stood."""
    rows = next_year.milestones.select_related("activity", "criterion", "copied_from")
    rows = rows.prefetch_related("copied_from__revisions")
    return sorted(rows, key=lambda row: (row.period, row.position, row.pk))


# What they are copied from


@dataclass(frozen=True)
class Holding:
    """A criterion's targets around the turn of the year: `carried` goes on into it, `last` is
    the old year's own."""

    carried: Target | None = None
    last: Target | None = None


def holdings(plan: Plan, year: int) -> dict[int, Holding]:
    """Criterion pk -> what it has. A year's own target is copied though a longer one runs beside
    it. Two queries."""
    rows = Target.objects.filter(
        criterion__activity__plan=plan,
        ends_on__gte=rules.first_day(year - 1),
        starts_on__lte=date(year, 12, 31),
    )
    found: dict[int, Holding] = {}
    for target in rows.prefetch_related("revisions").order_by("ends_on", "starts_on"):
        held = found.get(target.criterion_id, Holding())
        if target.ends_on < rules.first_day(year):
            held = Holding(held.carried, target)
        elif target.starts_on >= rules.first_day(year) or held.last is None:
            held = Holding(target, held.last)
        found[target.criterion_id] = held
    return found


def needs_target(held: Holding | None, year: int) -> bool:
    """Whether a criterion is to have a target of its own for the year."""
    return held is None or held.carried is None


def last_value(target: Target) -> int | Decimal:
    """The value a target ended with; reads `revisions`."""
    return (newest(target) or target).value  # type: ignore[no-any-return]


def hours_before(allocation: StaffAllocation, year: int) -> tuple[Decimal, Decimal]:
    """Hours a week as the year before ends: what the year's are compared with, also once they
    hold."""
    return allocation.hours_on(rules.first_day(year) - rules.DAY)


def milestones_to_copy(plan: Plan, year: int) -> list[Milestone]:
    """The milestones that stand in the year before, in its order."""
    rows = plan.milestones.select_related("activity", "criterion").prefetch_related("revisions")
    return [
        row
        for row in rows.order_by("period", "position", "pk")
        if row.period.start.year == year - 1
    ]


def target_values(held: Holding | None) -> Values:
    return {"value": last_value(held.last) if held and held.last else None}


def course_before(held: Holding | None, criterion: SuccessCriterion) -> Values:
    """When it was expected in the year before, which a copied target begins with; reads the
    target's criterion."""
    own = held.last.course if held and held.last else None
    return dict(criterion.course if own is None else own)


def hours_values(allocation: StaffAllocation, year: int) -> Values:
    """Hours a week as they would be on 1 January if nothing were decided."""
    low, high = allocation.hours_on(rules.first_day(year))
    return {"hours_min": low, "hours_max": high}


def milestone_values(old: Milestone, year: int) -> Values:
    return {"number": old.number_on(date(year - 1, 12, 31))}


# What the plan has left behind


@dataclass(frozen=True)
class Behind:
    """A copy that is another in the plan now: the draft's row, what it would be copied as today,
    and that in words."""

    row: Any
    values: Values
    name: str
    text: str


def behind(row: NextYear) -> list[Behind]:
    """In the draft's order. Nine queries."""
    return [*_targets(row), *_hours(row), *_milestones(row)]


def _targets(row: NextYear) -> Iterator[Behind]:
    held, untouched = holdings(row.plan, row.year), _untouched(row, ProposedTarget, "value")
    for found in target_rows(row):
        values = target_values(held.get(found.criterion_id))
        if values["value"] is not None and _is_behind(found, values, untouched):
            yield Behind(
                found, values, str(found.criterion), value_text(found.criterion, values["value"])
            )


def _hours(row: NextYear) -> Iterator[Behind]:
    untouched = _untouched(row, ProposedAllocation, "hours_min", "hours_max")
    for found in hours_rows(row):
        values = hours_values(found.allocation, row.year)
        if _is_behind(found, values, untouched):
            yield Behind(found, values, str(found.allocation), hours_a_week(*values.values()))


def _milestones(row: NextYear) -> Iterator[Behind]:
    """The number alone: that a milestone was moved within its year says nothing of the next."""
    untouched = _untouched(row, ProposedMilestone, "number")
    for found in milestone_rows(row):
        values = milestone_values(found.copied_from, row.year) if found.copied_from else {}
        if values.get("number") is not None and _is_behind(found, values, untouched):
            yield Behind(found, values, f"Milepælen »{found.name}«", number(values["number"]))


def _untouched(row: NextYear, model: Any, *fields: str) -> set[tuple[Any, ...]]:
    """(pk, version, values) of the rows as they were copied."""
    found = model.history.filter(next_year=row, history_change_reason__in=(COPIED, RENEWED))
    return set(found.values_list("id", "lock_version", *fields))


def _is_behind(row: Any, values: Values, untouched: set[tuple[Any, ...]]) -> bool:
    mine = tuple(getattr(row, field) for field in values)
    return mine != tuple(values.values()) and (row.pk, row.lock_version, *mine) in untouched
