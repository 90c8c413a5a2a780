"""CSV as it comes: semicolon, comma or tab, UTF-8, UTF-16 or Windows' own letters. Every cell is
a text."""

import codecs
import csv
from io import StringIO

from core.spreadsheet.table import Cells, NotReadable, Sheet, check_place, clipped

DELIMITERS = (";", "\t", ",")


def read_csv(content: bytes) -> Sheet:
    """The file as one sheet; rows are counted as a spreadsheet program shows them. Raises
    NotReadable."""
    text = _decoded(content)
    if "\0" in text:
        raise NotReadable("Filen er ikke et regneark. Gem regnearket som .xlsx eller .csv.")
    rows: dict[int, Cells] = {}
    lines = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            if any(cell.strip() for cell in line):
                width = max(place for place, cell in enumerate(line, 1) if cell.strip())
                check_place(number, width)
                rows[number] = {
                    place: clipped(cell)
                    for place, cell in enumerate(line[:width], 1)
                    if cell.strip()
                }
    except csv.Error:
        raise NotReadable(
            f"Række {number + 1} kan ikke læses: et anførselstegn mangler sin mage, eller en celle "
            "er for lang. Ret den, eller gem regnearket som .xlsx."
        ) from None
    return Sheet("", rows)


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotReadable(
        "Filen er ikke et regneark, eller dens bogstaver kan ikke læses. Gem den som .xlsx."
    )


def _delimiter(text: str) -> str:
    """What stands between cells in the first lines: the sign that is in most of them, then the
    one that occurs most, the Danish one first. A sign that is only in some texts is not it."""
    head = text[:20_000].splitlines()[:20]
    return max(
        DELIMITERS,
        key=lambda sign: (sum(sign in line for line in head), sum(x.count(sign) for x in head)),
    )
