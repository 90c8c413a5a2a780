"""The workbook the administration fills in: the budget's lines with empty columns, and how to
fill them."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from core.periods import Period
from core.spreadsheet.cells import plain, put_text
from governance.money.figures import MoneyLine
from governance.money.sheet.columns import LABELS

FIELDS = ("code", "text", "budget", "spent", "expected", "note")
WIDTHS = (14, 44, 18, 20, 24, 60)
PRIMARY, PAPER = "FF0E4A50", "FFFFFFFF"
KRONER = "#,##0.00"
HELP = (
    "Skriv hver kontos forbrug i perioden i kolonnen »Brugt i perioden«, i kroner og øre.",
    (
        "En rettelse af en tidligere periode er et beløb under 0. Skriv 0, hvis intet er "
        "brugt; tomt betyder ikke opgjort."
    ),
    "Skriv i »Forventet for hele året«, hvad kontoen ventes at ende på, når året er gået.",
    (
        "Afviger det forventede over 10 % fra budgettet, så skriv hvorfor i "
        "»Forklaring«. Skriv aldrig navne på beboere."
    ),
    (
        "Lad være med at flette celler eller skifte overskrifterne. Rækkefølgen er "
        "ligegyldig, og rækker kan slettes."
    ),
)


def template(plan: str, period: Period, lines: Iterable[MoneyLine]) -> bytes:
    """A workbook with `lines` for `period`, which governance.money.sheet.reader reads back. No
    text becomes a formula."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator, book.properties.title = (
        "Rum for Liv",
        plain(f"{plan}, forbrug i {period.label}"),
    )
    sheet: Any = book.active
    sheet.title = "Forbrug"
    _head(sheet)
    for number, found in enumerate(lines, 2):
        put_text(sheet.cell(number, 1), found.line.code)
        sheet.cell(number, 1).number_format = "@"
        put_text(sheet.cell(number, 2), found.line.text)
        sheet.cell(number, 3, found.budget)
        for place in (3, 4, 5):
            sheet.cell(number, place).number_format = KRONER
    sheet.freeze_panes = "C2"
    _help(book.create_sheet("Vejledning"), plan, period)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: Any) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for place, (field, width) in enumerate(zip(FIELDS, WIDTHS, strict=True), 1):
        cell = sheet.cell(1, place)
        put_text(cell, LABELS[field])
        cell.font, cell.fill = Font(bold=True, color=PAPER), PatternFill("solid", PRIMARY)
        cell.alignment = Alignment(
            horizontal="right" if field in ("budget", "spent", "expected") else None
        )
        sheet.column_dimensions[cell.column_letter].width = width


def _help(sheet: Any, plan: str, period: Period) -> None:
    from openpyxl.styles import Alignment, Font

    put_text(sheet.cell(1, 1), f"{plan}: forbrug i {period.label}")
    sheet.cell(1, 1).font = Font(bold=True, size=14, color=PRIMARY)
    for number, text in enumerate(HELP, 3):
        put_text(sheet.cell(number, 1), text)
        sheet.cell(number, 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 90
