"""What the draft of a year is copied from, and which of its copies the plan has left behind.

A row that somebody has written in is theirs. One that still stands as it was copied follows the plan: where an
adjustment comes into force after the draft was begun, the old value is nobody's wish for the next year.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from activities.models import StaffAllocation
from core.danish import number
from governance.changes.next_year import rules
from governance.models import NextYear, ProposedAllocation, ProposedMilestone, ProposedTarget
from milestones.models import Milestone

COPIED, RENEWED = "Kopieret", "Bragt på højde med planen"
Values = dict[str, Any]


@dataclass(frozen=True)
class Behind:
    """A copy that is another in the plan now: the draft's row, what it would be copied as today, and that in words."""

    row: Any
    values: Values
    name: str
    text: str


def target_values(held: rules.Holding | None) -> Values:
    return {"value": rules.last_value(held.last) if held and held.last else None}


def hours_values(allocation: StaffAllocation, year: int) -> Values:
    low, high = rules.hours_at(allocation, year)
    return {"hours_min": low, "hours_max": high}


def milestone_values(old: Milestone, year: int) -> Values:
    return {"number": old.number_on(date(year - 1, 12, 31))}


def behind(row: NextYear) -> list[Behind]:
    """In the draft's order. Nine queries."""
    return [*_targets(row), *_hours(row), *_milestones(row)]


def _targets(row: NextYear) -> Iterator[Behind]:
    held, untouched = rules.holdings(row.plan, row.year), _untouched(row, ProposedTarget, "value")
    for found in rules.target_rows(row):
        values = target_values(held.get(found.criterion_id))
        if values["value"] is not None and _is_behind(found, values, untouched):
            yield Behind(found, values, str(found.criterion), rules.target_text(found.criterion, values["value"]))


def _hours(row: NextYear) -> Iterator[Behind]:
    untouched = _untouched(row, ProposedAllocation, "hours_min", "hours_max")
    for found in rules.hours_rows(row):
        values = hours_values(found.allocation, row.year)
        if _is_behind(found, values, untouched):
            yield Behind(found, values, str(found.allocation), rules.hours_text(*values.values()))


def _milestones(row: NextYear) -> Iterator[Behind]:
    """The number alone: that a milestone was moved within its year says nothing of the next."""
    untouched = _untouched(row, ProposedMilestone, "number")
    for found in rules.milestone_rows(row):
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
