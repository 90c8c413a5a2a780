"""Next year in words: all that the styregruppe's yes is about."""

from collections.abc import Mapping
from decimal import Decimal

from activities import course
from activities.hours import hours_a_week
from activities.presenting import value_text
from core import bound
from core.danish import exact_number, number
from governance.changes.next_year import draft
from governance.models import NextYear, ProposedMilestone, ProposedTarget


def texts(next_year: NextYear) -> Mapping[str, str]:
    """Every row of the draft beside what it replaces: what the styregruppe's yes is about. Five
    queries."""
    return bound.texts(
        (*_target_texts(next_year), *_hours_texts(next_year), *_milestone_texts(next_year))
    )


def _target_texts(next_year: NextYear) -> list[tuple[str, str]]:
    held = draft.holdings(next_year.plan, next_year.year)
    found = []
    for row in draft.target_rows(next_year):
        last = held.get(row.criterion_id, draft.Holding()).last
        count = exact_number(Decimal(draft.last_value(last))) if last else ""
        before = f" ({next_year.year - 1}: {count})" if last else ""
        said = target_text(row) if row.value is not None else f"måles ikke: {row.note}"
        note = f". {row.note}" if row.note and row.value is not None else ""
        found.append((f"Måltal {row.criterion}", f"{said}{before}{note}"))
    return found


def target_text(row: ProposedTarget) -> str:
    """ "120 familier", "højst 9 klager, ventet når august er slut"; "måles ikke"."""
    if row.value is None:
        return "måles ikke"
    expected = f", ventet {course.told(row.course, row.value)}" if row.course else ""
    return f"{value_text(row.criterion, row.value)}{expected}"


def _hours_texts(next_year: NextYear) -> list[tuple[str, str]]:
    return [
        (
            f"Timer, {row.allocation}",
            f"{hours_a_week(row.hours_min, row.hours_max)} ({next_year.year - 1}: "
            f"{hours_a_week(*draft.hours_before(row.allocation, next_year.year))})",
        )
        for row in draft.hours_rows(next_year)
    ]


def _milestone_texts(next_year: NextYear) -> list[tuple[str, str]]:
    rows = sorted(draft.milestone_rows(next_year), key=lambda row: row.pk)
    return [(f"Milepæl {n}", milestone_text(row)) for n, row in enumerate(rows, 1)]


def milestone_text(row: ProposedMilestone) -> str:
    if row.is_left_out:
        return f"{row.name}: kommer ikke med"
    count = "" if row.number is None else f", {number(row.number)}"
    return f"{row.period.label}: {row.name}{count}"
