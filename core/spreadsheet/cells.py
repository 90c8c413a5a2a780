"""What of a text a cell may hold, and which texts a spreadsheet program would take for more than
text."""

import re
from typing import Any

# XML 1.0 knows no other characters: a workbook with one is broken, and openpyxl refuses most of
# them. Last, those that turn the direction of what follows: after one in a text, the figures beside
# it would read backwards.
NO_CHARACTER = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
)
RUNS = (
    "=",
    "+",
    "-",
    "@",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)  # the last four: the same at full width
STARTS = ("\t", "\r", "\n")


def plain(text: str) -> str:
    """The text without NUL and other characters nobody sees, each line end as one."""
    return NO_CHARACTER.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def looks_like_formula(text: str) -> bool:
    """Whether a program may take the text for a formula when it reads a file, or when a person
    edits the cell."""
    return text.startswith(STARTS) or text.lstrip().startswith(RUNS)


def put_text(cell: Any, text: str) -> None:
    """Write `text` in an openpyxl cell so that it stays a text, whatever it begins with."""
    cell.value = plain(text)
    cell.data_type = "s"  # openpyxl makes a formula of what begins with "=", an error of "#N/A"
    cell.quotePrefix = looks_like_formula(text)  # and Excel of what a person edits, without this
