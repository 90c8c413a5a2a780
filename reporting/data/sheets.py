"""A report as plain tables: what its page shows, and what a spreadsheet is made of. Real numbers
and dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.danish import number, percent
from core.readable import readable

MIDDLE, LONG = 15, 30  # characters
Cell = str | int | Decimal | date | None


@dataclass(frozen=True)
class Column:
    """`kind`: text, number (at most one decimal), kroner (two), percent (54 is 54 %) or date.
    `width` in characters."""

    label: str
    kind: str = "text"
    width: int = 20

    @property
    def is_number(self) -> bool:
        return self.kind in ("number", "kroner", "percent")

    @property
    def css(self) -> str:
        """What the page's table gives it room by."""
        return (
            "n"
            if self.is_number
            else "is-long"
            if self.width >= LONG
            else "is-mid"
            if self.width >= MIDDLE
            else ""
        )

    def text(self, cell: Cell) -> str:
        """The cell as people read it: "14", "54 %", "31.8.2013"; a dash where nothing is known."""
        if self.kind == "percent" and isinstance(cell, int | Decimal):
            return percent(cell)
        if self.kind == "kroner" and isinstance(cell, int | Decimal):
            return number(cell, 2)
        return readable(cell)


@dataclass(frozen=True)
class Table:
    """One sheet. A cell that is None is empty: nothing is known, which is not 0."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def texts(self) -> Iterator[Iterator[tuple[Column, str]]]:
        """The cells as people read them, each with its column."""
        return (
            ((column, column.text(cell)) for column, cell in self._cells(row)) for row in self.rows
        )

    def _cells(self, row: tuple[Cell, ...]) -> Iterator[tuple[Column, Cell]]:
        return zip(self.columns, row, strict=True)
