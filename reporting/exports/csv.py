"""A table as CSV, as Danish Excel reads it: semicolons, decimal comma, UTF-8 with a mark, lines
that end in CRLF."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

from core.danish import day
from core.spreadsheet.cells import looks_like_formula, plain
from reporting.data.sheets import Cell, Table

MARK = "\ufeff"


def csv_bytes(table: Table) -> bytes:
    """One table with its header. Numbers and percents (54 is 54 %) without thousand separators,
    days as 31.8.2013.

    What is not known is empty. A text that a program could run begins with an apostrophe; a
    negative number does not.
    """
    out = StringIO()
    lines = csv.writer(out, delimiter=";", lineterminator="\r\n")
    lines.writerow([written(column.label) for column in table.columns])
    lines.writerows([written(cell) for cell in row] for row in table.rows)
    return (MARK + out.getvalue()).encode()


def written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            text = plain(cell)
            return f"'{text}" if looks_like_formula(text) else text
        case date():
            return day(cell)
        case Decimal():
            return decimal(cell)
    return str(cell)


def decimal(value: Decimal) -> str:
    """ "11,7", "-3", "46": as short as it can be."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
