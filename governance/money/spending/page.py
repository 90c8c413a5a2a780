"""A period's sheet of spending: what is written, and what it means for the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.forms.boundfield import BoundField

from core.danish import capital, common, kroner, number, quantity, word
from governance.money.figures import MoneyLine
from governance.money.follow_up import BudgetFollowUp
from governance.money.spending.forms import FIELDS, SpendingForm, texts


@dataclass(frozen=True)
class SheetLine:
    """One line of the sheet with its fields, and what is known beside them."""

    line: MoneyLine
    spent: BoundField
    expected: BoundField
    note: BoundField
    hidden: tuple[BoundField, ...]
    budget: str
    before: str
    last_said: str


@dataclass(frozen=True)
class Conflict:
    """A line somebody else wrote meanwhile: what stands now, who wrote it, and what this person
    wrote."""

    id: str
    label: str
    theirs: str
    mine: str
    by: str


@dataclass(frozen=True)
class SpendingPage:
    title: str
    lines: tuple[SheetLine, ...]
    conflicts: tuple[Conflict, ...]
    wrong: tuple[tuple[str, str], ...]
    wrong_count: str
    total: str


def spending_page(
    found: BudgetFollowUp, form: SpendingForm, conflicts: Sequence[tuple[MoneyLine, list[str]]] = ()
) -> SpendingPage:
    wrong = form.wrong()
    return SpendingPage(
        title=_title(found),
        lines=tuple(_line(line, form, found) for line in found.lines),
        conflicts=tuple(_conflict(line, typed) for line, typed in conflicts),
        wrong=tuple(wrong),
        wrong_count="ét felt" if len(wrong) == 1 else f"{word(len(wrong))} felter",
        total=kroner(found.total.budget),
    )


def _title(found: BudgetFollowUp) -> str:
    label, many = capital(found.period.label), len(found.lines)
    written = sum(
        line.written is not None and line.written.spent is not None for line in found.lines
    )
    if not written:
        return f"{label}: intet forbrug skrevet endnu"
    if written == many:
        return f"{label}: forbrug skrevet for alle {quantity(many, 'linje', 'linjer')}"
    return f"{label}: forbrug skrevet for {common(written)} af {quantity(many, 'linje', 'linjer')}"


def _line(line: MoneyLine, form: SpendingForm, found: BudgetFollowUp) -> SheetLine:
    pk = line.line.pk
    spent, expected, note = (form[f"{name}-{pk}"] for name in FIELDS)
    here = line.written.spent if line.written else None
    before = None if line.spent is None else line.spent - (here or Decimal(0))
    said = line.said_in if line.said_in != found.period else None
    return SheetLine(
        line=line,
        spent=spent,
        expected=expected,
        note=note,
        hidden=(form[f"version-{pk}"], form[f"was-{pk}"]),
        budget=number(line.budget, 2),
        before="" if before is None or line.spent == here else number(before, 2),
        last_said=f"sagt i {said.short_label}: {number(line.expected or 0, 2)}" if said else "",
    )


def _conflict(line: MoneyLine, typed: list[str]) -> Conflict:
    row = line.written
    return Conflict(
        id=f"id_spent-{line.line.pk}",
        label=line.name,
        theirs=_said(texts(line)),
        mine=_said(typed),
        by=str(row.by) if row else "",
    )


def _said(parts: list[str]) -> str:
    spent, expected, note = parts
    return f"brugt {spent or '–'}, forventet {expected or '–'}{f', »{note}«' if note else ''}"
