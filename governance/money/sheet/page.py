"""The page of a spreadsheet before it is written: each row beside what stands now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.forms.boundfield import BoundField

from core.danish import capital, exact_kroner, listing, number, quantity
from core.periods import Period
from governance.models import BudgetLine
from governance.money.sheet.actions import ImportRow
from governance.money.sheet.forms import ApplyForm


@dataclass(frozen=True)
class PreviewRow:
    """What the file says of a line. `was` is what stands now where it is another; `note` is a
    field where one must be written. `sums` and `off` tell how the amount came about where it is
    not one cell's."""

    numbers: str
    line: str
    spent: str
    sums: str
    off: str
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
    is_to_date: bool
    gaps: str
    doubts: tuple[str, ...]


def preview(
    rows: Sequence[ImportRow],
    lines: Sequence[BudgetLine],
    period: Period,
    form: ApplyForm,
    asked: Mapping[str, str],
) -> Preview:
    """`asked`: the fields of `form` an explanation is missing in or was written in, and why it
    is asked for."""
    within = {row.line.pk for row in rows}
    changing = sum(row.changes for row in rows)
    return Preview(
        title=f"{quantity(changing, 'linje ændres', 'linjer ændres')}"
        if changing
        else "Filen ændrer ikke noget",
        rows=tuple(_row(row, form, asked) for row in rows),
        spent=exact_kroner(sum((row.entry.spent or Decimal(0) for row in rows), Decimal(0))),
        left_out=tuple(
            str(line) for line in lines if line.pk not in within and line.exists_on(period.end)
        ),
        changing=changing,
        is_to_date=any(row.to_date is not None for row in rows),
        gaps=_gaps(rows, period),
        doubts=tuple(
            f"Konto {row.line.code}: beløbet i række {row.as_the_rest} er lige så stort som de "
            "andre rækker tilsammen. Er det en sum, eller står det to gange, så slet rækken, og "
            "hent filen igen."
            for row in rows
            if row.as_the_rest is not None
        ),
    )


def _gaps(rows: Sequence[ImportRow], period: Period) -> str:
    """Earlier periods whose amounts the file's would take in, as nothing is written of them; ""
    for none."""
    parts = sorted({part for row in rows for part in row.gaps})
    if not parts:
        return ""
    many = sum(bool(row.gaps) for row in rows)
    names = listing([part.label for part in parts])
    return (
        f"{capital(names)} er ikke skrevet for {quantity(many, 'linje', 'linjer')}. Alt siden "
        f"nytår kommer derfor til at stå i {period.label}. Skriv de tidligere perioder først, hvis "
        "de skal stå for sig."
    )


def _row(row: ImportRow, form: ApplyForm, asked: Mapping[str, str]) -> PreviewRow:
    now, name = row.now, f"note-{row.line.pk}"
    return PreviewRow(
        numbers=ranges(row.rows),
        line=str(row.line),
        spent=_text(row.entry.spent),
        sums=f"summen af {len(row.rows)} rækker" if len(row.rows) > 1 else "",
        off=_off(row),
        spent_was=_was(now.spent if now else None, row.entry.spent),
        expected=_text(row.entry.expected),
        expected_was=_was(now.expected if now else None, row.entry.expected),
        note=row.entry.note,
        field=form[name] if name in asked else None,
        why=asked.get(name, ""),
        changes=row.changes,
    )


def _off(row: ImportRow) -> str:
    """ "125.000,00 siden nytår, heraf 100.000,00 skrevet før"; what is below 0 is said to be."""
    if row.to_date is None:
        return ""
    said = (
        f"{number(row.to_date, 2)} siden nytår, heraf {number(row.before, 2)} skrevet for "
        "tidligere perioder"
    )
    return (
        f"{said}: der var skrevet mere, end der nu er brugt" if row.to_date < row.before else said
    )


def ranges(numbers: Sequence[int]) -> str:
    """ "2", "2 og 5", "2–4, 7 og 9": rows by their numbers, which rise."""
    runs: list[list[int]] = []
    for row in numbers:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return listing([str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs])


def _text(amount: Decimal | None) -> str:
    return "–" if amount is None else number(amount, 2)


def _was(before: Decimal | None, after: Decimal | None) -> str:
    return "" if before is None or before == after else number(before, 2)
