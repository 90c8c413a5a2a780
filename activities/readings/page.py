"""Readings in words, as lists, forms and histories show them."""

from dataclasses import dataclass
from decimal import Decimal

from activities.models import Measure, Reading
from core.danish import HARD, capital, exact_number, number, quantity
from core.periods import Period

SIGNS = {100: f"{HARD}%", 1000: f"{HARD}‰", 10_000: " pr. 10.000"}


def amount(row: Reading) -> str:
    """ "79,5 %", "30 af 80", "14 udsættelser"."""
    criterion = row.criterion
    if row.base:
        return f"{number(row.value)} af {number(row.base)}"
    said = exact_number(Decimal(row.value))
    if criterion.measure == Measure.PERCENT:
        return f"{said}{SIGNS[criterion.per]}"
    if criterion.measure == Measure.AVERAGE:
        return f"{said} {criterion.noun} pr. {criterion.denominator or 'møde'}"
    return quantity(row.value, criterion.noun_singular, criterion.noun)


@dataclass(frozen=True)
class ReadingLine:
    """A reading as the list shows it, with what this person may do to it."""

    row: Reading
    amount: str
    when: str
    area: int
    may_amend: bool
    locked: Period | None

    @property
    def is_amended(self) -> bool:
        return self.row.lock_version > 1


def line(row: Reading, *, may_amend: bool, locked: Period | None) -> ReadingLine:
    return ReadingLine(
        row=row,
        amount=amount(row),
        when=f"{capital(row.get_role_display())}, tal for {row.year}",
        area=row.criterion.activity.focus_area.band,
        may_amend=may_amend,
        locked=locked,
    )
