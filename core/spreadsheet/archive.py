"""The zip a workbook is: what it claims is checked before anything is unpacked, and what is
unpacked is counted."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from core.spreadsheet.table import BROKEN, TOO_LARGE, NotReadable
from core.spreadsheet.xml import End, Start, parse

MOST_FILES = 200
MOST_OF_ONE, MOST_OF_ALL = 8_000_000, 16_000_000
MOST_ELEMENTS = 700_000  # each cell of the largest sheet, with its value
MOST_TIMES = 200  # how many times smaller a real workbook is packed
LOCKED = 0x1
NO_WORKBOOK = "Filen er ikke en Excel-projektmappe. Gem regnearket som .xlsx eller .csv."


class Archive:
    """The files of a workbook: never more than MOST_OF_ALL bytes of them. Raises NotReadable."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(content))
            entries = self._zip.infolist()
        except (BadZipFile, ValueError, OverflowError, NotImplementedError, OSError, UnicodeError):
            raise NotReadable(BROKEN) from None
        self._entries = {entry.filename: entry for entry in entries}
        if len(entries) > MOST_FILES or len(self._entries) != len(entries):
            raise NotReadable(BROKEN)
        if any(entry.flag_bits & LOCKED for entry in entries):
            raise NotReadable("Filen er låst med adgangskode. Gem den uden.")
        if "xl/workbook.xml" not in self._entries:
            raise NotReadable(NO_WORKBOOK)
        self._left, self._elements_left = MOST_OF_ALL, MOST_ELEMENTS

    def has(self, name: str) -> bool:
        return name in self._entries

    def parse(self, name: str, start: Start, end: End | None = None) -> None:
        """Go through one of the files as core.spreadsheet.xml does; all together have
        MOST_ELEMENTS."""
        self._elements_left -= parse(self._read(name), start, end, most=self._elements_left)

    def _read(self, name: str) -> bytes:
        entry = self._entries.get(name)
        if entry is None or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise NotReadable(BROKEN)
        _check_claim(entry)
        most = min(MOST_OF_ONE, self._left)
        try:
            with self._zip.open(entry) as packed:
                content = packed.read(most + 1)
        except (
            BadZipFile,
            zlib.error,
            EOFError,
            ValueError,
            NotImplementedError,
            OSError,
            RuntimeError,
        ):
            raise NotReadable(BROKEN) from None
        if len(content) > most:
            raise NotReadable(TOO_LARGE)
        self._left -= len(content)
        return content


def _check_claim(entry: ZipInfo) -> None:
    """What a file says of itself is enough to refuse it, never to take it."""
    packed = max(entry.compress_size, 1)
    if entry.file_size > MOST_OF_ONE or (
        entry.file_size > 1_000_000 and entry.file_size > packed * MOST_TIMES
    ):
        raise NotReadable(TOO_LARGE)
