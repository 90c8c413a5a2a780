"""Tables as a workbook. openpyxl is loaded by the first one that is made, never with the web
process."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from core.spreadsheet.cells import plain, put_text
from reporting.data.sheets import Cell, Column, Table

ABOUT = "Om"
MADE = datetime(2000, 1, 1)  # noqa: DTZ001  a workbook says when it was made; ours is its data and nothing else
PRIMARY, PAPER = "FF0E4A50", "FFFFFFFF"
DATE, WHOLE, TENTHS, PERCENT = r"d\.m\.yyyy", "#,##0", "#,##0.0", "0 %"
KRONER = "#,##0.00"
LABELS, VALUES = 26, 72


def xlsx_bytes(tables: Sequence[Table], title: str, facts: Sequence[tuple[str, Cell]]) -> bytes:
    """A workbook of a sheet "Om" (`title`, then `facts` as label and value) and a sheet for each
    table.

    Each table has a header that stays, a filter and columns of its own widths. Percent columns take
    54 for 54 %. No text becomes a formula, whatever it begins with; NUL and other control
    characters are left out. The same arguments give the same bytes.
    """
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    book.properties.creator, book.properties.title = "Rum for Liv", plain(title)
    book.properties.created = book.properties.modified = MADE
    about: Any = book.active
    about.title = ABOUT
    _about(about, title, facts)
    for table in tables:
        _sheet(book.create_sheet(table.title), table, title)
    made = BytesIO()
    ExcelWriter(
        book, ZipFile(made, "w", ZIP_DEFLATED)
    ).save()  # `book.save` would say it was modified now
    return _undated(made)


def _about(sheet: Any, title: str, facts: Sequence[tuple[str, Cell]]) -> None:
    from openpyxl.styles import Font

    _put(sheet.cell(1, 1), Column("Titel"), title)
    sheet.cell(1, 1).font = Font(bold=True, size=16, color=PRIMARY)
    for line, (label, value) in enumerate(facts, 3):
        _put(sheet.cell(line, 1), Column(label), label)
        sheet.cell(line, 1).font = Font(bold=True)
        _put(
            sheet.cell(line, 2),
            Column(label, "date" if isinstance(value, date) else "text"),
            value,
            wrap=True,
        )
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = LABELS, VALUES


def _sheet(sheet: Any, table: Table, title: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for place, column in enumerate(table.columns, 1):
        head = sheet.cell(1, place)
        _put(head, Column(column.label), column.label)
        head.font, head.fill = Font(bold=True, color=PAPER), PatternFill("solid", PRIMARY)
        head.alignment = Alignment(
            wrap_text=True, vertical="center", horizontal="right" if column.is_number else None
        )
        sheet.column_dimensions[head.column_letter].width = column.width
    for line, row in enumerate(table.rows, 2):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True), 1):
            _put(sheet.cell(line, place), column, value, wrap=True)
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", sheet.dimensions
    _set_print(sheet, title)


def _put(cell: Any, column: Column, value: Cell, *, wrap: bool = False) -> None:
    """Write a value as what it is: a text stays a text, a number a number with its format."""
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(vertical="top", wrap_text=wrap and isinstance(value, str))
    if isinstance(value, str):
        value = plain(value)
    if value is None or value == "":
        return
    if isinstance(value, str):
        put_text(cell, value)
        return
    cell.value = (
        Decimal(value) / 100
        if column.kind == "percent" and isinstance(value, int | Decimal)
        else value
    )
    cell.number_format = _format(column, value)


def _format(column: Column, value: int | Decimal | date) -> str:
    if isinstance(value, date):
        return DATE
    if column.kind == "percent":
        return PERCENT
    if column.kind == "kroner":
        return KRONER
    return WHOLE if value == int(value) else TENTHS


def _set_print(sheet: Any, title: str) -> None:
    """On paper: across, all columns on one page, the header and the title on each."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.left.text = plain(title).replace("&", "&&")[:200]
    sheet.oddFooter.right.text = "Side &P af &N"


def _undated(made: BytesIO) -> bytes:
    """The same archive, each file of the same day: a zip else holds the time it was packed."""
    out = BytesIO()
    with ZipFile(made) as packed, ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name in packed.namelist():
            entry = ZipInfo(name, MADE.timetuple()[:6])
            entry.external_attr, entry.compress_type = 0o600 << 16, ZIP_DEFLATED
            archive.writestr(entry, packed.read(name))
    return out.getvalue()
