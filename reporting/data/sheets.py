"""A report as plain tables: what its page shows, and what a spreadsheet is made of. Real numbers and dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.danish import readable

Cell = str | int | Decimal | date | None


@dataclass(frozen=True)
class Column:
    """`kind`: text, number (at most one decimal), percent (54 is 54 %) or date. `width` in characters."""

    label: str
    kind: str = "text"
    width: int = 20

    @property
    def is_number(self) -> bool:
        return self.kind in ("number", "percent")


@dataclass(frozen=True)
class Table:
    """One sheet. A cell that is None is empty: nothing is known, which is not 0."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def texts(self) -> Iterator[Iterator[tuple[Column, str]]]:
        """The cells as people read them, each with its column."""
        return (zip(self.columns, map(readable, row), strict=True) for row in self.rows)
