"""What is read of a spreadsheet: sheets of rows of cells, by their own numbers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.danish import number

# Far more than an account of a plan has, and little enough that the worst file is read in a second
# or two.
MOST_BYTES = 2_000_000
MOST_ROWS, MOST_COLUMNS = 5_000, 60
MOST_TEXT = 1_000
TOO_LARGE = "Regnearket fylder for meget, når det pakkes ud. Gem kun det ark, der skal læses."
BROKEN = (
    "Filen er beskadiget eller er ikke en projektmappe. Åbn den i regnearksprogrammet, "
    "og gem den som .xlsx."
)


class NotReadable(ValueError):
    """The file cannot be taken; the message is Danish and says what to do."""


@dataclass(frozen=True)
class Unreadable:
    """A cell that holds something that is no value; `why` ends the sentence "Række 5, kolonne C:
    ..."."""

    why: str


Value = str | Decimal | date | bool | Unreadable
Cells = dict[int, Value]  # by column, the first is 1; empty cells are not there


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows` are those that hold anything, by their number in the file (the first is 1).

    `merged`: first row, first column, last row, last column. `counts_from_1904`: its dates do, as
    old Macs' did. `hidden_rows`, `hidden_columns`: what a person who opens the sheet does not see.
    """

    name: str
    rows: dict[int, Cells]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    counts_from_1904: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def column_letter(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def check_place(row: int, column: int) -> None:
    """Raise NotReadable for a cell outside what is read."""
    if row > MOST_ROWS or column > MOST_COLUMNS:
        raise NotReadable(
            f"Række {number(row)}, kolonne {column_letter(column)} ligger uden for det, vi læser: "
            f"{number(MOST_ROWS)} rækker og {MOST_COLUMNS} kolonner. Slet det, der "
            "står derude, og gem igen."
        )


def clipped(text: str) -> Value:
    """A cell's text; one longer than any text of a spreadsheet of figures is no value."""
    text = text.strip()
    if len(text) <= MOST_TEXT:
        return text
    return Unreadable(
        f"teksten er på {number(len(text))} tegn; der læses højst {number(MOST_TEXT)}."
    )
