"""XLSX, read for its values alone: which sheets there are, their texts, which numbers are dates,
and the cells.

Our own reader, where openpyxl writes our workbooks: of a stranger's file it must open only what it
needs, in one pass whose cost is bounded before it begins; keep every number as it was written
(openpyxl makes floats of amounts); and know of each cell what openpyxl's streaming mode does not
tell, that it is merged, or a formula nobody has worked out.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import PurePosixPath

from core.spreadsheet.archive import Archive
from core.spreadsheet.table import (
    BROKEN,
    MOST_COLUMNS,
    Cells,
    NotReadable,
    Sheet,
    Unreadable,
    Value,
    check_place,
    clipped,
)

MOST_SHEETS = 20
TRUE = ("1", "true", "on")
PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
# The built-in formats that are dates, and what makes one of a format somebody wrote.
DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
NOT_A_PART = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
DATE_PARTS = re.compile(r"[dmyhs]", re.IGNORECASE)
DAY_1, DAY_60, LAST_DAY = date(1899, 12, 31), 60, 2_958_465
DAY_0_OF_1904 = date(1904, 1, 1)
NO_RESULT = (
    "cellen har en formel, der ikke er regnet ud. Åbn filen i regnearksprogrammet, gem "
    "den, og prøv igen."
)


@dataclass(frozen=True)
class Book:
    """What the cells of every sheet lean on."""

    texts: list[str]
    date_styles: frozenset[int]
    counts_from_1904: bool


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """The sheets that can be seen, in their order. Raises NotReadable."""
    archive = Archive(content)
    targets = _targets(archive)
    found, from_1904 = _sheets(archive)
    if len(found) > MOST_SHEETS:
        raise NotReadable(f"Projektmappen har {len(found)} ark. Gem kun det ark, der skal læses.")
    book = Book(_texts(archive), _date_styles(archive), from_1904)
    return tuple(
        _sheet(archive, targets[relation], name, book)
        for name, relation in found
        if relation in targets
    )


def _targets(archive: Archive) -> dict[str, str]:
    """The file of each sheet by its relation's id."""
    found: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else str(PurePosixPath("xl") / target)
            found[attributes.get("Id", "")] = path

    archive.parse("xl/_rels/workbook.xml.rels", start)
    return found


def _sheets(archive: Archive) -> tuple[list[tuple[str, str]], bool]:
    """Name and relation of each sheet that is not hidden, and whether dates count from 1904."""
    found: list[tuple[str, str]] = []
    from_1904 = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal from_1904
        if tag == "sheet" and attributes.get("state", "visible") == "visible":
            found.append((attributes.get("name", ""), attributes.get("id", "")))
        elif tag == "workbookPr":
            from_1904 = attributes.get("date1904", "0") in TRUE

    archive.parse("xl/workbook.xml", start)
    return found, from_1904


def _texts(archive: Archive) -> list[str]:
    """The texts cells point at, by their number. Phonetic signs (rPh) are no part of them."""
    found: list[str] = []
    parts: list[str] = []
    aside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal aside
        if tag == "si":
            parts.clear()
        aside = aside or tag == "rPh"

    def end(tag: str, text: str) -> None:
        nonlocal aside
        if tag == "t" and not aside:
            parts.append(text)
        elif tag == "rPh":
            aside = False
        elif tag == "si":
            found.append("".join(parts))

    if archive.has("xl/sharedStrings.xml"):
        archive.parse("xl/sharedStrings.xml", start, end)
    return found


def _date_styles(archive: Archive) -> frozenset[int]:
    """The styles by number whose format is of a date."""
    dates = set(DATE_FORMATS)
    formats: list[int] = []
    within = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal within
        if tag == "numFmt":
            code = NOT_A_PART.sub("", attributes.get("formatCode", "")[:200])
            number = _whole(attributes.get("numFmtId", ""))
            (dates.add if DATE_PARTS.search(code) else dates.discard)(number)
        elif tag == "cellXfs":
            within = True
        elif tag == "xf" and within:
            formats.append(_whole(attributes.get("numFmtId", "0")))

    def end(tag: str, text: str) -> None:
        nonlocal within
        if tag == "cellXfs":
            within = False

    if archive.has("xl/styles.xml"):
        archive.parse("xl/styles.xml", start, end)
    return frozenset(place for place, number in enumerate(formats) if number in dates)


class _Cells:
    """Gathers a sheet's cells as they pass."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.rows: dict[int, Cells] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.row = self.column = 0
        self.kind, self.style, self.value = "n", 0, ""
        self.inline: list[str] = []
        self.has_formula = self.has_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self.column += 1
            if place := attributes.get("r"):
                self.row, self.column = _place(place)
            self.kind, self.style = attributes.get("t", "n"), _whole(attributes.get("s", "0"))
            self.value, self.has_formula, self.has_value = "", False, False
            self.inline.clear()
        elif tag == "row":
            self.row = _whole(attributes["r"]) if "r" in attributes else self.row + 1
            self.column = 0
            if attributes.get("hidden") in TRUE:
                self.hidden_rows.add(self.row)
        elif tag == "col" and attributes.get("hidden") in TRUE:
            left, right = (_whole(attributes.get(name, "0")) for name in ("min", "max"))
            self.hidden_columns.update(range(left, min(right, MOST_COLUMNS) + 1))
        elif tag == "f":
            self.has_formula = True
        elif tag == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            self.merged.append((*_place(first), *_place(last or first)))

    def end(self, tag: str, text: str) -> None:
        if tag == "v":
            self.value, self.has_value = text, text != ""
        elif tag == "t":
            self.inline.append(text)
        elif tag == "c":
            value = self._value()
            if value is not None and value != "":
                check_place(self.row, self.column)
                self.rows.setdefault(self.row, {})[self.column] = value

    def _value(self) -> Value | None:
        if self.kind == "inlineStr":
            return clipped("".join(self.inline))
        if not self.has_value:
            return Unreadable(NO_RESULT) if self.has_formula and self.kind != "str" else None
        match self.kind:
            case "s":
                number = _whole(self.value)
                known = 0 <= number < len(self.book.texts)
                return (
                    clipped(self.book.texts[number])
                    if known
                    else Unreadable("teksten mangler i filen.")
                )
            case "str":
                return clipped(self.value)
            case "b":
                return self.value.strip() == "1"
            case "e":
                return Unreadable(
                    f"cellen viser fejlen {self.value[:20]}. Ret formlen i regnearket."
                )
            case "d":
                return _iso_date(self.value)
        return self._number()

    def _number(self) -> Value:
        text = self.value.strip()
        try:
            number = Decimal(text) if len(text) <= 40 else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite():
            return Unreadable(f"»{text[:20]}« er ikke et tal.")
        return self._date(number) if self.style in self.book.date_styles else number

    def _date(self, number: Decimal) -> Value:
        """The day a number stands for. Day 60 of the usual count is a 29 February 1900 that
        never was."""
        days = int(number) if 0 <= number <= LAST_DAY else -1
        if self.book.counts_from_1904 and 0 <= days <= LAST_DAY - 1462:
            return DAY_0_OF_1904 + timedelta(days=days)
        if self.book.counts_from_1904 or days < 1 or days == DAY_60:
            return Unreadable(f"{str(number)[:20]} er ikke en dato.")
        return DAY_1 + timedelta(days=days - (0 if days < DAY_60 else 1))


def _sheet(archive: Archive, path: str, name: str, book: Book) -> Sheet:
    cells = _Cells(book)
    archive.parse(path, cells.start, cells.end)
    return Sheet(
        name=name[:60],
        rows=dict(sorted(cells.rows.items())),
        merged=tuple(cells.merged),
        counts_from_1904=book.counts_from_1904,
        hidden_rows=frozenset(cells.hidden_rows & cells.rows.keys()),
        hidden_columns=frozenset(cells.hidden_columns),
    )


def _place(text: str) -> tuple[int, int]:
    """Row and column of "C5"."""
    match = PLACE.fullmatch(text)
    if match is None:
        raise NotReadable(BROKEN)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _whole(text: str) -> int:
    if not re.fullmatch(r"\s*\d{1,9}\s*", text, re.ASCII):
        raise NotReadable(BROKEN)
    return int(text)


def _iso_date(text: str) -> Value:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return Unreadable(f"»{text[:20]}« er ikke en dato.")
