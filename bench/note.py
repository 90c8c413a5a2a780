"""One statusnotat: as the worker makes it, as a page for bare WeasyPrint, and as a workbook for
LibreOffice."""

from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from activities.models import Plan
from core.pdf import FOLDER
from core.periods import Period
from reporting import documents
from reporting.data.edition import Edition
from reporting.data.sheets import Column, Table
from reporting.exports import xlsx_bytes

KIND, TODAY = "status_note", date(2013, 8, 31)
EDITION = Edition(
    revision=1,
    number="2013-02",
    prepared_by="Mette Holm",
    prepared_on="10. juli 2013",
    issued_by="Birgit Damgaard",
    issued_on="12. juli 2013",
    code="K7QM-4T2X-9DHF",
    address="https://rumforliv.example/verificer/",
)


class Note:
    def __init__(self, slug: str, period: str = "2013-K2") -> None:
        self.plan, self.period = Plan.objects.get(slug=slug), Period.parse(period)

    def build(self) -> dict[str, Any]:
        return documents.build(self.plan, KIND, self.period, TODAY).to_json()

    def whole(self) -> bytes:
        return documents.render(KIND, self.build(), EDITION)

    def html(self) -> str:
        return documents.html(KIND, self.build(), EDITION)

    def write_page(self, folder: Path) -> Path:
        """The same HTML with the stylesheet in it, and beside it the address its fonts are read
        from."""
        css = (FOLDER / documents.LAYOUTS[documents.LAYOUT][1]).read_text().replace("asset:", "")
        page = folder / "note.html"
        page.write_text(self.html().replace("</head>", f"<style>{css}</style></head>", 1))
        page.with_name("base").write_text(f"{FOLDER}/")
        return page

    def write_workbook(self, folder: Path) -> Path:
        """Every table of the note as a sheet, in the form the product gives its workbooks."""
        tables = [
            sheet(number, rows) for number, rows in enumerate(TableReader(self.html()).tables, 1)
        ]
        path = folder / "note.xlsx"
        path.write_bytes(xlsx_bytes(tables, "Statusnotat", [("Plan", self.plan.name)]))
        return path


def sheet(number: int, rows: list[list[str]]) -> Table:
    """Numbers as numbers, and each row as wide as the widest: the note's cells may span columns."""
    width = max(map(len, rows))
    columns = tuple(
        Column(f"{label} {place}") for place, label in enumerate(padded(rows[0], width), 1)
    )
    filled = (
        tuple(int(cell) if cell.isdecimal() else cell for cell in padded(row, width))
        for row in rows[1:]
    )
    return Table(f"Tabel {number}", columns, tuple(filled))


def padded(row: list[str], width: int) -> list[str]:
    return row + [""] * (width - len(row))


class TableReader(HTMLParser):
    """The cells of each table of a page, as text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.in_cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "table":
                self.tables.append([])
            case "tr":
                self.tables[-1].append([])
            case "td" | "th":
                self.tables[-1][-1].append("")
                self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self.in_cell = self.in_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            self.tables[-1][-1][-1] += data
