"""Workbooks for tests: real ones by openpyxl, and hostile ones by hand."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(rows, *, change=None, title="Ark1"):
    """The bytes of a workbook with `rows` (lists of values) from A1; `change(book, sheet)` does
    the rest."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def parts(sheet_xml, *, workbook_xml="", texts="", styles="", extra=()):
    """The least a workbook can be, from its own XML."""
    files = {
        "xl/workbook.xml": workbook_xml
        or (
            f'<workbook {MAIN} xmlns:r="{REL}"><sheets><sheet name="A" sheetId="1" '
            'r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships><Relationship Id="r1" Type="{REL}/worksheet" '
            'Target="worksheets/sheet1.xml"/>'
            "</Relationships>"
        ),
        "xl/worksheets/sheet1.xml": sheet_xml,
    }
    if texts:
        files["xl/sharedStrings.xml"] = texts
    if styles:
        files["xl/styles.xml"] = styles
    return packed([*files.items(), *extra])


def packed(files):
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def cells(*rows):
    """A sheet's XML of `rows` of the XML of their cells."""
    inner = "".join(f'<row r="{number}">{row}</row>' for number, row in enumerate(rows, 1))
    return f"<worksheet {MAIN}><sheetData>{inner}</sheetData></worksheet>"
