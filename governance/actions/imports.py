"""A spreadsheet of spending: read and kept to be looked at, then written whole or not at all."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from core import clock
from core.models import NotAllowedNow
from core.periods import Period
from core.spreadsheet.cells import plain
from governance.actions import rows
from governance.actions.budget import lines_of
from governance.actions.shown import require_shown
from governance.actions.spending import Entry, check_period, unexplained, write_spending
from governance.models import Budget, BudgetLine, Spending, SpendingImport
from governance.sheets.spending import read_spending

REASON = "Hentet fra regneark"


@dataclass(frozen=True)
class ImportRow:
    """One row of the file beside what stands of its line now. `entry` is what applying it will write."""

    row: int
    line: BudgetLine
    now: Spending | None
    entry: Entry

    @property
    def changes(self) -> bool:
        now = (self.now.spent, self.now.expected, self.now.note) if self.now else (None, None, "")
        return now != (self.entry.spent, self.entry.expected, self.entry.note)


@transaction.atomic
def upload(budget: Budget, period: Period, *, name: str, content: bytes, by: Any) -> SpendingImport:
    """Read a file and keep what it says, to be looked at before anything is written.

    Raises SheetErrors with all that is wrong, NotAllowedNow for a period nothing may be written of.
    """
    check_period(budget, period)
    found = read_spending(content, lines_of(budget), period)
    rows.claim_plans(budget)
    return SpendingImport.objects.create(
        plan=budget.plan,
        period=period,
        name=plain(name)[-160:] or "regneark",
        sha256=hashlib.sha256(content).hexdigest(),
        rows=[
            {
                "row": row.row,
                "line": row.line.pk,
                "spent": None if row.spent is None else str(row.spent),
                "expected": None if row.expected is None else str(row.expected),
                "note": row.note,
            }
            for row in found
        ],
        by=by,
        at=clock.now(),
    )


def rows_of(budget: Budget, found: SpendingImport, notes: Mapping[int, str] | None = None) -> list[ImportRow]:
    """The file's rows beside what stands now; `notes`: explanations written in the preview, by line. Two queries.

    What the file leaves empty stays as it is. Raises NotAllowedNow when a line is no longer in the budget.
    """
    lines = {line.pk: line for line in lines_of(budget)}
    standing = {row.line_id: row for row in Spending.objects.filter(line__budget=budget, period=found.period)}
    if any(row["line"] not in lines for row in found.rows):
        raise NotAllowedNow("Budgettet har fået andre linjer, siden filen blev læst. Hent den igen.")
    return [_row(row, lines[row["line"]], standing.get(row["line"]), notes or {}) for row in found.rows]


def _row(row: dict[str, Any], line: BudgetLine, now: Spending | None, notes: Mapping[int, str]) -> ImportRow:
    note = notes.get(line.pk, "").strip() or row["note"] or (now.note if now else "")
    entry = Entry(
        spent=_given(row["spent"], now.spent if now else None),
        expected=_given(row["expected"], now.expected if now else None),
        note=note,
        version=now.lock_version if now else None,
    )
    return ImportRow(row["row"], line, now, entry)


def _given(text: str | None, now: Decimal | None) -> Decimal | None:
    return now if text is None else Decimal(text)


def content(found: list[ImportRow]) -> list[list[Any]]:
    """What the preview shows that may change before it is applied: each line with the version that stands now."""
    return [[row.line.pk, row.now.lock_version if row.now else None] for row in found]


def lacking(found: list[ImportRow], budget: Budget, period: Period) -> dict[str, str]:
    """What must be explained before the rows can be written, by field. Three queries."""
    new = {
        row.line.pk: Spending(line=row.line, period=period, spent=e.spent, expected=e.expected, note=e.note)
        for row in found
        if row.changes and (e := row.entry)
    }
    return unexplained(budget, period, new, instead=new)


@transaction.atomic
def apply(found: SpendingImport, budget: Budget, *, shown: str, notes: Mapping[int, str], by: Any) -> int:
    """Write every row or none; returns how many lines changed.

    Raises NotAllowedNow for one that is written, ChangedSinceShown when somebody wrote the same lines meanwhile,
    ValidationError by "note-<pk>" of the line for what must be explained first.
    """
    rows.claim_plans(budget)
    row = SpendingImport.objects.get(pk=found.pk)
    if row.applied_at is not None:
        raise NotAllowedNow("Filen er allerede skrevet.")
    entries = rows_of(budget, row, notes)
    require_shown(shown, content(entries))
    changed = write_spending(budget, row.period, {r.line: r.entry for r in entries}, by=by, reason=REASON)
    row.applied_at = clock.now()
    row.save(update_fields=["applied_at"])
    return changed
