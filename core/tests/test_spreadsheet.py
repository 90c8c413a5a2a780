"""Spreadsheets from others: read as openpyxl reads them, amounts exact, and refused when they
are made to do harm."""

import random
import struct
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_LZMA, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from core.spreadsheet import NotReadable, Unreadable, column_letter, read
from core.tests.spreadsheets import MAIN, cells, packed, parts, workbook

D = Decimal
BROKEN = (
    "Filen er beskadiget eller er ikke en projektmappe. Åbn den i regnearksprogrammet, "
    "og gem den som .xlsx."
)
TOO_LARGE = "Regnearket fylder for meget, når det pakkes ud. Gem kun det ark, der skal læses."


def only(content):
    (sheet,) = read(content)
    return sheet


def refused(content):
    with pytest.raises(NotReadable) as error:
        read(content)
    return str(error.value)


# Workbooks


def test_values_are_what_they_are():
    sheet = only(
        workbook(
            [["Konto", 1010, 1234.5, -0.25, True, date(2013, 6, 30), None, "æøå <&>"]],
            title="Forbrug",
        )
    )

    assert sheet.name == "Forbrug"
    assert sheet.rows == {
        1: {
            1: "Konto",
            2: D(1010),
            3: D("1234.5"),
            4: D("-0.25"),
            5: True,
            6: date(2013, 6, 30),
            8: "æøå <&>",
        }
    }


def test_an_amount_never_passes_through_a_float():
    sheet = only(
        parts(
            cells(
                '<c r="A1"><v>123456789012345678.01</v></c><c '
                'r="B1"><v>1.2500000000000001E2</v></c>'
            )
        )
    )

    assert sheet.rows[1] == {1: D("123456789012345678.01"), 2: D("125.00000000000001")}


def test_a_formula_gives_its_result_and_one_without_says_so():
    sheet = only(
        parts(
            cells(
                '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1" '
                't="str"><f>"a"</f><v>a</v></c>'
                '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
            )
        )
    )

    assert sheet.rows[1] == {
        1: D(2),
        2: Unreadable(
            "cellen har en formel, der ikke er regnet ud. Åbn filen i regnearksprogrammet, gem "
            "den, og prøv igen."
        ),
        3: "a",
        4: Unreadable("cellen viser fejlen #DIV/0!. Ret formlen i regnearket."),
    }


def test_merged_cells_are_told():
    assert only(
        workbook([["a"]], change=lambda book, sheet: sheet.merge_cells("B2:C4"))
    ).merged == ((2, 2, 4, 3),)


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_days_are_right_in_both_calendars(epoch):
    days = [date(1904, 1, 2), date(2013, 6, 30), date(2012, 2, 29), date(1999, 12, 31)]

    def change(book, sheet):
        if epoch:
            book.epoch = epoch
        sheet.append(days)

    sheet = only(workbook([], change=change))
    assert sheet.rows == {1: dict(enumerate(days, 1))}
    assert sheet.counts_from_1904 == bool(epoch)


def test_the_day_that_never_was_is_no_day():
    styles = (
        f'<styleSheet {MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    sheet = only(
        parts(
            cells('<c s="1"><v>59</v></c><c s="1"><v>60</v></c><c s="1"><v>61</v></c>'),
            styles=styles,
        )
    )

    assert sheet.rows[1] == {
        1: date(1900, 2, 28),
        2: Unreadable("60 er ikke en dato."),
        3: date(1900, 3, 1),
    }


@pytest.mark.parametrize(
    ("code", "is_date"),
    [("d\\.m\\.yyyy", True), ("[$-406]dd-mm-yy;@", True), ('#,##0.00 "kr."', False),
     ("[Red]0.00", False),
     ("General", False), ("hh:mm:ss", True), ("0.00E+00", False)],
)  # fmt: skip
def test_which_formats_are_days(code, is_date):
    def change(book, sheet):
        sheet["A1"] = 41455
        sheet["A1"].number_format = code

    assert isinstance(only(workbook([], change=change)).rows[1][1], date) == is_date


def test_hidden_sheets_are_not_read():
    def change(book, sheet):
        book.create_sheet("Skjult").sheet_state = "hidden"
        book.create_sheet("To")["A1"] = 2

    assert [sheet.name for sheet in read(workbook([["a"]], change=change))] == ["Ark1", "To"]


values = st.one_of(
    st.integers(-(10**9), 10**9),
    st.decimals(min_value=-(10**7), max_value=10**7, places=2).map(float),
    st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=30),
    st.booleans(),
    st.dates(min_value=date(1901, 1, 1), max_value=date(2100, 1, 1)),
    st.none(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(values, min_size=1, max_size=6), min_size=1, max_size=6))
def test_every_workbook_is_read_as_openpyxl_reads_it(rows):
    content = workbook(
        [[f" {v}" if isinstance(v, str) and v.startswith("=") else v for v in row] for row in rows]
    )
    theirs = {
        (cell.row, cell.column): cell.value
        for row in load_workbook(BytesIO(content), data_only=True).active
        for cell in row
        if cell.value is not None and str(cell.value).strip() != ""
    }

    ours = {
        (row, column): value
        for row, found in only(content).rows.items()
        for column, value in found.items()
    }

    assert set(ours) == set(theirs)
    for place, value in theirs.items():
        if isinstance(value, datetime):
            assert ours[place] == value.date()
        elif isinstance(value, float):
            assert float(ours[place]) == value
        else:
            assert ours[place] == (value.strip() if isinstance(value, str) else value)


def test_what_is_hidden_is_told():
    def change(book, sheet):
        sheet.row_dimensions[2].hidden = sheet.row_dimensions[9].hidden = True
        sheet.column_dimensions["B"].hidden = True

    found = only(workbook([["a", "b"], [1, 2], [3, 4]], change=change))

    assert (found.hidden_rows, found.hidden_columns) == ({2}, {2})
    assert found.rows[2] == {1: 1, 2: 2}


# CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_in_the_ways_it_comes(encoding, delimiter):
    text = 'Konto;Brugt\r\n1010;"1.234,50"\r\n\r\n2010;=1+1\r\nGebyr på ældre;\r\n'

    assert only(text.replace(";", delimiter).encode(encoding)).rows == {
        1: {1: "Konto", 2: "Brugt"},
        2: {1: "1010", 2: "1.234,50"},
        4: {1: "2010", 2: "=1+1"},
        5: {1: "Gebyr på ældre"},
    }


def test_commas_in_amounts_and_texts_do_not_stand_between_cells():
    text = (
        "Konto;Brugt;Forklaring\r\n1010;1,5;Løn, pension, ferie, og "
        "mere\r\n2010;2,5;Lejr, mad, bus\r\n"
    )

    assert only(text.encode()).rows[2] == {1: "1010", 2: "1,5", 3: "Løn, pension, ferie, og mere"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Filen er tom."),
        (b" \r\n ", "Filen er tom."),
        (b"a;b\0", "Filen er ikke et regneark. Gem regnearket som .xlsx eller .csv."),
        (b"\x81\x8d;\xff", "Filen er ikke et regneark, eller dens bogstaver kan ikke læses. "
         "Gem den som .xlsx."),
        (b'Konto;Brugt\n1010;"12', "Række 2 kan ikke læses: et anførselstegn mangler sin mage, "
         "eller en celle er for "
         "lang. Ret den, eller gem regnearket som .xlsx."),
        (b"a\n" * 5001, "Række 5.001, kolonne A ligger uden for det, vi læser: "
         "5.000 rækker og 60 kolonner. "
         "Slet det, der står derude, og gem igen."),
        (b"%PDF-1.7 ...", "Filen er en PDF, ikke et regneark. "
         "Gem regnearket som .xlsx eller .csv."),
        (b"x" * 2_000_001, "Filen fylder mere end 2 MB. Gem kun det ark, der skal læses."),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 500, "Filen er låst med adgangskode "
         "eller gemt i et ældre format "
         "(.xls). Gem den som .xlsx uden adgangskode."),
    ],
)  # fmt: skip
def test_what_is_no_csv_is_refused(content, said):
    assert refused(content) == said


# Hostile workbooks


def test_a_cell_in_the_last_row_and_column_is_named():
    content = parts(
        cells("").replace(
            "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        )
    )

    assert len(content) < 1000
    assert refused(content) == (
        "Række 1.048.576, kolonne XFD ligger uden for det, vi læser: 5.000 rækker og 60 kolonner. "
        "Slet det, der står derude, og gem igen."
    )


def test_an_empty_cell_far_out_and_a_false_dimension_do_no_harm():
    content = parts(
        f'<worksheet {MAIN}><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c '
        'r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData></worksheet>'
    )
    assert only(content).rows == {1: {1: D(1)}}


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", ["sheet", "texts", "styles", "book"])
def test_a_document_type_is_refused_wherever_it_stands(part):
    bad = f"{LAUGHS}<x>&b;</x>"
    given = {"texts": bad} if part == "texts" else {"styles": bad} if part == "styles" else {}
    content = parts(
        bad if part == "sheet" else cells('<c r="A1"><v>1</v></c>'),
        workbook_xml=bad if part == "book" else "",
        **given,
    )
    assert refused(content) == (
        "Filen har en dokumenttype, som regneark ikke har. Gem den som .xlsx i regnearksprogrammet."
    )


def test_a_bomb_is_refused_by_what_it_claims_and_one_that_lies_by_what_it_holds():
    bomb = parts(cells(), texts=f"<sst {MAIN}><si><t>{'a' * 150_000_000}</t></si></sst>")
    assert len(bomb) < 200_000
    assert refused(bomb) == TOO_LARGE

    lying = bytearray(parts(cells(), texts=f"<sst {MAIN}><si><t>{'a' * 9_000_000}</t></si></sst>"))
    at = lying.rfind(b"PK\x01\x02", 0, lying.rfind(b"xl/sharedStrings.xml"))
    struct.pack_into("<I", lying, at + 24, 1000)
    assert refused(bytes(lying)) in (TOO_LARGE, BROKEN)


def test_a_million_rows_and_a_million_empty_elements_are_refused():
    rows = "".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in range(1, 150_001))
    assert "Række 5.001, kolonne A" in refused(
        parts(f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>")
    )
    assert refused(
        parts(
            f"<worksheet {MAIN}><sheetData><row>{'<c/>' * 1_900_000}</row></sheetData></worksheet>"
        )
    ) == (TOO_LARGE)


def test_a_text_longer_than_any_is_no_value_and_costs_nothing_to_point_at():
    texts = f"<sst {MAIN}><si><t>{random.Random(1).randbytes(1_050_000).hex()}</t></si></sst>"
    sheet = only(parts(cells(*['<c t="s"><v>0</v></c>'] * 4000), texts=texts))

    assert sheet.rows[4000][1] == Unreadable("teksten er på 2.100.000 tegn; der læses højst 1.000.")


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "1e999999999", "0x10", "1_000", "9" * 50, "--1"]
)
def test_a_number_that_is_none_is_no_value(value):
    found = only(parts(cells(f"<c><v>{value}</v></c>"))).rows[1][1]

    assert isinstance(found, Unreadable) or found == D("1e999999999") or value == "1_000"


def test_a_locked_zip_another_zip_and_a_damaged_one():
    locked = bytearray(parts(cells()))
    for at in [
        n for n in range(len(locked) - 4) if locked[n : n + 4] in (b"PK\x01\x02", b"PK\x03\x04")
    ]:
        offset = 8 if locked[at : at + 4] == b"PK\x01\x02" else 6
        locked[at + offset] |= 1
    assert refused(bytes(locked)) == "Filen er låst med adgangskode. Gem den uden."
    assert refused(packed([("content.xml", "<x/>"), ("mimetype", "application/vnd.oasis")])) == (
        "Filen er ikke en Excel-projektmappe. Gem regnearket som .xlsx eller .csv."
    )
    assert refused(parts(cells())[:-30]) == BROKEN
    assert refused(b"PK\x03\x04 and then nothing") == BROKEN


def test_other_ways_to_pack_deep_trees_and_many_files_are_refused():
    out = BytesIO()
    with ZipFile(out, "w", ZIP_LZMA) as archive, ZipFile(BytesIO(parts(cells()))) as source:
        for name in source.namelist():
            archive.writestr(name, source.read(name))
    assert refused(out.getvalue()) == BROKEN
    assert refused(parts("<a>" * 5000 + "</a>" * 5000)) == BROKEN
    assert refused(parts(cells(), extra=[(f"x{n}", "") for n in range(300)])) == BROKEN


SMALL = workbook([["Konto", "Brugt"], [1010, 5.5], [2010, "x"]])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_is_done_to_a_workbook_is_read_or_refused(data):
    """Bytes turned, cut and swapped: an answer or a Danish refusal, never another error."""
    content = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    with suppress(NotReadable):
        read(bytes(content))


XML_PIECES = st.sampled_from(
    ["<c>", "</c>", "<c r='A1'>", "<c r='1A'>",
     "<c r='ZZZ9999999'>", "<v>1</v>", "<v/>", "<f/>", "<row r='0'>", "<row>",
     "</row>", "<mergeCell ref='A1'/>", "<mergeCell/>", "<c s='99'>", "<c t='s'><v>7</v></c>",
     "<c t='b'><v>x</v></c>",
     "<c t='d'><v>x</v></c>", "<row r='-1'>", "<c t='inlineStr'><is><t>a</t></is></c>", "&#0;",
     "&x;"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(XML_PIECES, max_size=12))
def test_whatever_a_sheet_says_is_read_or_refused(pieces):
    with suppress(NotReadable):
        read(parts(f"<worksheet><sheetData>{''.join(pieces)}</sheetData></worksheet>"))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    with suppress(NotReadable):
        read(content)


def test_columns_have_letters():
    assert [column_letter(n) for n in (1, 26, 27, 60, 702, 703, 16384)] == [
        "A",
        "Z",
        "AA",
        "BH",
        "ZZ",
        "AAA",
        "XFD",
    ]
