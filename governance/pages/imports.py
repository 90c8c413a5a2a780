"""The page of a spreadsheet before it is written: each row beside what stands now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.forms.boundfield import BoundField

from core.danish import number, quantity
from governance.actions.imports import ImportRow
from governance.forms.imports import ApplyForm
from governance.models import BudgetLine
from governance.money import in_kroner


@dataclass(frozen=True)
class PreviewRow:
    """A row of the file. `was` is what stands now where it is another; `note` is a field where one must be written."""

    number: int
    line: str
    spent: str
    spent_was: str
    expected: str
    expected_was: str
    note: str
    field: BoundField | None
    why: str
    changes: bool


@dataclass(frozen=True)
class Preview:
    title: str
    rows: tuple[PreviewRow, ...]
    spent: str
    left_out: tuple[str, ...]
    changing: int


def preview(
    rows: Sequence[ImportRow], lines: Sequence[BudgetLine], form: ApplyForm, asked: Mapping[str, str]
) -> Preview:
    """`asked`: the fields of `form` an explanation is missing in or was written in, and why it is asked for."""
    within = {row.line.pk for row in rows}
    changing = sum(row.changes for row in rows)
    return Preview(
        title=f"{quantity(changing, 'linje ændres', 'linjer ændres')}" if changing else "Filen ændrer ikke noget",
        rows=tuple(_row(row, form, asked) for row in rows),
        spent=in_kroner(sum((row.entry.spent or Decimal(0) for row in rows), Decimal(0))),
        left_out=tuple(str(line) for line in lines if line.pk not in within),
        changing=changing,
    )


def _row(row: ImportRow, form: ApplyForm, asked: Mapping[str, str]) -> PreviewRow:
    now, name = row.now, f"note-{row.line.pk}"
    return PreviewRow(
        number=row.row,
        line=str(row.line),
        spent=_text(row.entry.spent),
        spent_was=_was(now.spent if now else None, row.entry.spent),
        expected=_text(row.entry.expected),
        expected_was=_was(now.expected if now else None, row.entry.expected),
        note=row.entry.note,
        field=form[name] if name in asked else None,
        why=asked.get(name, ""),
        changes=row.changes,
    )


def _text(amount: Decimal | None) -> str:
    return "–" if amount is None else number(amount, 2)


def _was(before: Decimal | None, after: Decimal | None) -> str:
    return "" if before is None or before == after else number(before, 2)
