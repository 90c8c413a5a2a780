"""The rows of the reguleringskonto: each source's money, and hours and results beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.danish import HARD, number
from core.snapshots import Snapshot

UNWRITTEN = "ikke skrevet"
UNKNOWN = "kan ikke gøres op"


def kroner_of(ore: int | None) -> Decimal | None:
    return None if ore is None else Decimal(ore) / 100


def in_ore(kroner: Decimal | None) -> int | None:
    return None if kroner is None else int(kroner * 100)


def amount(ore: int | None, empty: str = UNWRITTEN) -> str:
    """ "125.000,00"; what is not known in words."""
    return empty if ore is None else number(Decimal(ore) / 100, 2)


def total(parts: Sequence[int | None]) -> int | None:
    """The sum; None as long as one of them is not known, or there are none."""
    known = [part for part in parts if part is not None]
    return sum(known) if known and len(known) == len(parts) else None


@dataclass(frozen=True)
class SourceRow(Snapshot):
    """One source's money in the calendar year, in øre; None is not written, never 0.

    `approved` is the budget as it was approved, `budget` as it holds at the year's end. `brought`:
    what stood on the account when the year began; `unwritten` lines lack an amount of a period.
    """

    name: str
    is_local: bool
    approved: int
    budget: int
    brought: int | None
    paid: int | None
    spent: int | None
    unwritten: int

    @property
    def left(self) -> int | None:
        """What of the grant is not spent; below 0 where more is. None while something lacks."""
        return None if self.all_spent is None else self.budget - self.all_spent

    @property
    def all_spent(self) -> int | None:
        """What is spent, once it is written of every line and period."""
        return None if self.unwritten else self.spent

    @property
    def balance(self) -> int | None:
        """What stands on the account at the year's end: paid out, and not spent yet."""
        spent = self.all_spent
        return total([self.brought, self.paid, None if spent is None else -spent])

    @property
    def texts(self) -> tuple[str, ...]:
        """The columns after the name, as printed."""
        return (
            amount(self.approved),
            amount(self.budget),
            amount(self.brought, UNKNOWN),
            amount(self.paid),
            amount(self.spent),
            amount(self.left, UNKNOWN),
            amount(self.balance, UNKNOWN),
        )

    @property
    def cells(self) -> tuple[Decimal | None, ...]:
        return tuple(
            kroner_of(ore)
            for ore in (
                self.approved,
                self.budget,
                self.brought,
                self.paid,
                self.spent,
                self.left,
                self.balance,
            )
        )


def sum_of(rows: Sequence[SourceRow]) -> SourceRow:
    """All sources as one row: what one of them lacks, the sum lacks."""
    return SourceRow(
        "I alt",
        False,
        sum(row.approved for row in rows),
        sum(row.budget for row in rows),
        total([row.brought for row in rows]),
        total([row.paid for row in rows]),
        total([row.spent for row in rows]),
        sum(row.unwritten for row in rows),
    )


@dataclass(frozen=True)
class BesideActivity(Snapshot):
    """An activity's hours and results: `used` is "ikke skrevet" where no hours are."""

    code: str
    name: str
    planned: str
    used: str
    planned_hours: int
    used_hours: int | None
    criteria: int
    measured: int
    reached: int

    @property
    def results(self) -> str:
        """ "2 af 3 målte nået, 1 ikke målt"."""
        left = self.criteria - self.measured
        rest = f"{left} ikke målt" if left else ""
        if not self.criteria:
            return "ingen kriterier"
        if not self.measured:
            return rest
        said = f"{self.reached} af {self.measured} målte nået"
        return f"{said}, {rest}" if rest else said


@dataclass(frozen=True)
class BesideArea(Snapshot):
    """A focus area's money, in øre, beside what its activities used and reached. `hue` is its
    colour band, 0 for what is of the whole plan."""

    code: str
    name: str
    hue: int
    budget: int | None
    spent: int | None
    unwritten: int
    activities: tuple[BesideActivity, ...]

    @property
    def title(self) -> str:
        return f"{self.code} {self.name}".strip()

    @property
    def money(self) -> str:
        """ "120.000,00 brugt af 200.000,00 kr."."""
        if self.budget is None:
            return "ingen budgetlinjer"
        short = " (mangler tal)" if self.unwritten else ""
        if self.spent is None:
            return f"budget {amount(self.budget)}{HARD}kr., forbrug {UNWRITTEN}"
        return f"{amount(self.spent)} brugt af {amount(self.budget)}{HARD}kr.{short}"
