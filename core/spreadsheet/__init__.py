"""Spreadsheets that others send us: read to plain values, or refused with a Danish sentence,
whatever they hold.

`read` takes a workbook (XLSX) or a CSV and answers within a second or two also for files made to do
harm. What a cell holds that is no value (a formula without a result, an error) is `Unreadable`, so
that the reader of the sheet can say which cell it is.
"""

from core.spreadsheet.table import (
    MOST_BYTES,
    Cells,
    NotReadable,
    Sheet,
    Unreadable,
    Value,
    column_letter,
)
from core.spreadsheet.text import read_csv
from core.spreadsheet.workbook import read_workbook

__all__ = [
    "MOST_BYTES",
    "Cells",
    "NotReadable",
    "Sheet",
    "Unreadable",
    "Value",
    "column_letter",
    "read",
]

ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = {
    b"%PDF": "en PDF",
    b"\x89PNG": "et billede",
    b"\xff\xd8\xff": "et billede",
    b"GIF8": "et billede",
}


def read(content: bytes) -> tuple[Sheet, ...]:
    """The visible sheets of a file, told by what it holds and not by its name; a CSV is one sheet.

    Raises NotReadable, in Danish, for what is no spreadsheet, is locked, or is larger than a
    spreadsheet is.
    """
    if len(content) > MOST_BYTES:
        raise NotReadable(
            f"Filen fylder mere end {MOST_BYTES // 1_000_000} MB. Gem kun det ark, der skal læses."
        )
    if not content.strip():
        raise NotReadable("Filen er tom.")
    if content.startswith(OLE):
        raise NotReadable(
            "Filen er låst med adgangskode eller gemt i et ældre format (.xls). Gem "
            "den som .xlsx uden adgangskode."
        )
    for start, what in OTHERS.items():
        if content.startswith(start):
            raise NotReadable(
                f"Filen er {what}, ikke et regneark. Gem regnearket som .xlsx eller .csv."
            )
    return read_workbook(content) if content.startswith(ZIP) else (read_csv(content),)
