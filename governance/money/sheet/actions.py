"""A spreadsheet of spending: read and kept to be looked at, then written whole or not at all."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from activities.actions.claim import require_period_open
from core import bound, clock
from core.danish import kroner
from core.periods import Period
from core.spreadsheet.cells import plain
from core.versioned import NotAllowedNow
from governance import rows
from governance.models import Budget, BudgetLine, Spending, SpendingImport
from governance.money.budget.actions import lines_of
from governance.money.sheet.columns import AMOUNTS
from governance.money.sheet.reader import ReadRow, read_spending
from governance.money.spending.actions import (
    Entry,
    check_period,
    unexplained,
    write_spending,
)

REASON = "Hentet fra regneark"
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class ImportRow:
    """What the file says of a line, and in which rows, beside what stands of it now. `entry` is
    what applying it will write.

    With `to_date`, used since New Year, the period's own part is what is left when `before`, what
    is written of the year's earlier periods, is taken off; `gaps` are those nothing is written of.
    """

    rows: tuple[int, ...]
    line: BudgetLine
    now: Spending | None
    entry: Entry
    to_date: Decimal | None
    before: Decimal
    gaps: tuple[Period, ...]
    as_the_rest: int | None

    @property
    def changes(self) -> bool:
        now = (self.now.spent, self.now.expected, self.now.note) if self.now else (None, None, "")
        return now != (self.entry.spent, self.entry.expected, self.entry.note)


@transaction.atomic
def upload(
    budget: Budget, period: Period, *, name: str, content: bytes, by: User
) -> SpendingImport:
    """Read a file and keep what it says, to be looked at before anything is written; what was never
    written of the plan's earlier files is let go after a month.

    Raises SheetErrors with all that is wrong, NotAllowedNow for a period nothing may be written of,
    as a closed one.
    """
    check_period(budget, period)
    require_period_open(budget.plan, period)
    found = read_spending(content, lines_of(budget), period)
    rows.claim_plans(budget)
    unused = SpendingImport.objects.filter(plan=budget.plan, applied_at__isnull=True)
    unused.filter(at__lt=clock.now() - KEPT).delete()
    return SpendingImport.objects.create(
        plan=budget.plan,
        period=period,
        name=plain(name)[-160:] or "regneark",
        sha256=hashlib.sha256(content).hexdigest(),
        rows=[_kept(row) for row in found.rows],
        read_as=found.read_as,
        by=by,
        at=clock.now(),
    )


def _kept(row: ReadRow) -> dict[str, Any]:
    """As JSON, every amount to the øre."""
    amounts = {field: getattr(row, field) for field in AMOUNTS}
    texts = {field: None if amount is None else str(amount) for field, amount in amounts.items()}
    return {
        "rows": row.rows,
        "line": row.line.pk,
        **texts,
        "note": row.note,
        "as_the_rest": row.as_the_rest,
    }


def rows_of(
    budget: Budget, found: SpendingImport, notes: Mapping[int, str] | None = None
) -> list[ImportRow]:
    """The file's rows beside what stands now; `notes`: explanations written in the preview, by
    line. Two queries.

    What the file leaves empty stays as it is. Raises NotAllowedNow when a line is no longer in the
    budget.
    """
    lines = {line.pk: line for line in lines_of(budget)}
    written: dict[int, list[Spending]] = defaultdict(list)
    for row in Spending.objects.filter(line__budget=budget):
        written[row.line_id].append(row)
    if any(row["line"] not in lines for row in found.rows):
        raise NotAllowedNow(
            "Budgettet har fået andre linjer, siden filen blev læst. Hent den igen."
        )
    earlier = [part for part in budget.plan.periods(budget.year) if part.end < found.period.start]
    return [
        _row(row, lines[row["line"]], found, earlier, written[row["line"]], notes or {})
        for row in found.rows
    ]


def _row(
    row: dict[str, Any],
    line: BudgetLine,
    found: SpendingImport,
    earlier: Sequence[Period],
    written: Sequence[Spending],
    notes: Mapping[int, str],
) -> ImportRow:
    period = found.period
    now = next((w for w in written if w.period == period), None)
    before = {
        w.period: w.spent
        for w in written
        if w is not now and w.period.end <= period.end and w.spent is not None
    }
    sum_before = sum(before.values(), Decimal(0))
    to_date = _amount(row.get("to_date"))
    given = _amount(row["spent"]) if to_date is None else to_date - sum_before
    expected = _amount(row["expected"])
    entry = Entry(
        spent=given if given is not None else now.spent if now else None,
        expected=expected if expected is not None else now.expected if now else None,
        note=notes.get(line.pk, "").strip() or row["note"] or (now.note if now else ""),
        version=now.lock_version if now else None,
        stated=to_date,
        stated_in=found.name if to_date is not None else "",
    )
    gaps = tuple(part for part in earlier if part not in before and line.exists_on(part.end))
    # A file that was read before rows of one konto were added up has but one.
    rows = tuple(row["rows"] if "rows" in row else [row["row"]])
    told = gaps if to_date is not None else ()
    return ImportRow(rows, line, now, entry, to_date, sum_before, told, row.get("as_the_rest"))


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def texts(found: list[ImportRow]) -> dict[str, str]:
    """What the preview shows that may change before it is applied: of each line what stands now,
    in which version, what its year's earlier periods take off, and what is then written."""
    return {str(row.line): _text(row) for row in found}


def _text(row: ImportRow) -> str:
    said = (
        f"Skrives: {_amounts(row.entry)}\nÅrets tidligere perioder: "
        f"{kroner(row.before, ore=True)}\nStår: "
    )
    return said + (
        f"{_amounts(row.now)} (udgave {row.now.lock_version})\n{row.now.note}"
        if row.now
        else "intet"
    )


def _amounts(row: Entry | Spending) -> str:
    spent, expected = ("–" if x is None else kroner(x, ore=True) for x in (row.spent, row.expected))
    return f"brugt {spent}, forventet {expected}"


def lacking(found: list[ImportRow], budget: Budget, period: Period) -> dict[str, str]:
    """What must be explained before the rows can be written, by field. Three queries."""
    new = {
        row.line.pk: Spending(
            line=row.line, period=period, spent=e.spent, expected=e.expected, note=e.note
        )
        for row in found
        if row.changes and (e := row.entry)
    }
    return unexplained(budget, period, new, instead=new)


@transaction.atomic
def apply(
    found: SpendingImport, budget: Budget, *, shown: str, notes: Mapping[int, str], by: User
) -> int:
    """Write every row or none; returns how many lines changed.

    Raises NotAllowedNow for one that is written and for a closed period, Changed when somebody
    wrote the same lines meanwhile, ValidationError by "note-<pk>" of the line for what must be
    explained first.
    """
    rows.claim_plans(budget)
    row = SpendingImport.objects.get(pk=found.pk)
    if row.applied_at is not None:
        raise NotAllowedNow("Filen er allerede skrevet.")
    entries = rows_of(budget, row, notes)
    bound.require(shown, texts(entries))
    changed = write_spending(
        budget, row.period, {r.line: r.entry for r in entries}, by=by, reason=REASON
    )
    row.applied_at = clock.now()
    row.save(update_fields=["applied_at"])
    return changed
