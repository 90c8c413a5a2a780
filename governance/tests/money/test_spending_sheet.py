"""How a sheet of spending is read: every row matched or told by row and column, amounts to the
øre."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from core.periods import Period
from core.tests.spreadsheets import cells, parts, workbook
from governance.models import BudgetLine
from governance.money.figures import MoneyLine
from governance.money.sheet.columns import SheetErrors
from governance.money.sheet.reader import read_spending
from governance.money.sheet.template import template

Q2 = Period.quarter(2013, 2)
D = Decimal
AMOUNT = "Række 2, kolonne C (Brugt i perioden): "
HEAD = ["Konto", "Tekst", "Brugt i perioden", "Forventet for hele året", "Forklaring"]
LINES = [
    BudgetLine(pk=n, code=code, text=f"Linje {code}")
    for n, code in enumerate(("1010", "2010", "0300"), 1)
]


def sheet(*rows, head=HEAD, change=None):
    return workbook([head, *rows] if head else rows, change=change)


def read(content):
    found = read_spending(content, LINES, Q2).rows
    return [(row.rows[0], row.line.code, row.spent, row.expected, row.note) for row in found]


def wrong(content):
    with pytest.raises(SheetErrors) as refused:
        read_spending(content, LINES, Q2)
    return list(refused.value.errors)


def test_rows_find_their_lines_in_any_order():
    content = sheet(
        [2010, "x", -1000.5, None, None],
        [None] * 5,
        ["1010", None, "1.234,50 kr.", 500000, "Et  nyt\nhold"],
    )

    assert read(content) == [
        (2, "2010", D("-1000.50"), None, ""),
        (4, "1010", D("1234.50"), D("500000.00"), "Et nyt hold"),
    ]


def test_a_title_above_columns_elsewhere_and_other_names_are_understood():
    rows = [
        ["Regnskab 2. kvartal"],
        [],
        ["", "Årets budget", "KONTONR.", "Realiseret (kr.)"],
        ["", 9, "1010", 5],
    ]

    assert read(workbook(rows, change=lambda book, sheet: sheet.merge_cells("A1:D1"))) == [
        (4, "1010", D("5.00"), None, "")
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_csv_is_read_the_same(encoding, delimiter):
    lines = ["Konto;Brugt;Forklaring", '1010;"1.234,50";Blåt lys', "2010;-5;=1+1"]

    assert read("\r\n".join(lines).replace(";", delimiter).encode(encoding)) == [
        (2, "1010", D("1234.50"), None, "Blåt lys"),
        (3, "2010", D("-5.00"), None, "=1+1"),
    ]


def test_what_a_program_adds_when_it_counts_is_taken_away_and_a_real_third_decimal_is_not():
    assert read(sheet([1010, "", 0.1 + 0.2, 999999999.99, ""])) == [
        (2, "1010", D("0.30"), D("999999999.99"), "")
    ]
    assert wrong(sheet([1010, "", 1.005, None, ""])) == [
        AMOUNT + "»1,005« har mere end to decimaler. Rund af i regnearket, fx til hele øre."
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1,234.50", "»1,234.50« er ikke et beløb, vi kan læse. Skriv kroner og øre, fx 1.234,50."),
        ("=1+1 kr", "»=1+1 kr« er ikke et beløb, vi kan læse. Skriv kroner og øre, fx 1.234,50."),
        (True, "cellen er sand eller falsk, ikke et beløb."),
        (
            date(2013, 4, 1),
            "cellen er en dato (1.4.2013), ikke et beløb. Giv den talformat, og skriv den igen.",
        ),
        (10**9, "tallet er for stort. Tjek, om der er kommet for mange cifre med."),
    ],
)
def test_what_is_no_amount_is_told_by_row_and_column(value, said):
    def change(book, sheet):
        sheet["C2"] = value
        sheet["C2"].data_type = "s" if isinstance(value, str) else sheet["C2"].data_type

    assert wrong(sheet([1010], change=change)) == [AMOUNT + said]


def test_a_formula_nobody_has_worked_out_is_refused():
    assert wrong(sheet([1010, "", "=1+1", None, ""])) == [
        AMOUNT
        + (
            "cellen har en formel, der ikke er regnet ud. Åbn filen i regnearksprogrammet, gem "
            "den, og prøv igen."
        )
    ]


def test_a_formula_with_its_result_counts():
    content = parts(
        cells(
            '<c r="A1" t="str"><v>Konto</v></c><c r="B1" t="str"><v>Brugt</v></c>',
            '<c r="A2"><v>1010</v></c><c r="B2"><f>SUM(D2:D9)</f><v>12.25</v></c>',
        )
    )
    assert read(content) == [(2, "1010", D("12.25"), None, "")]


def test_unknown_twice_and_missing_accounts_are_all_told_at_once():
    content = sheet(
        [1010, "", 1, None, ""], [9999, "", 2, None, ""], [1010, "", 3, None, ""],
        [None, "Gebyr", 4, None, ""],
        [300, "", 5, None, ""], [8888, "", None, None, ""], [2010, "", 6, -7, ""],
    )  # fmt: skip

    assert wrong(content) == [
        "Række 3, kolonne A (Konto): konto 9999 findes ikke i budget 2013.",
        "Række 5, kolonne A (Konto): der er et beløb, men ingen konto.",
        (
            "Række 6, kolonne A (Konto): konto 300 findes ikke i budget 2013. Mente du "
            "0300? Regnearket har tabt nullerne."
        ),
        "Række 8, kolonne D (Forventet for hele året): det forventede kan ikke være under 0.",
    ]


def test_rows_of_one_konto_are_one_line_with_their_sum():
    content = sheet(
        [1010, "", 0.1, None, "Løn"],
        [2010, "", 5, None, ""],
        [1010, "", 0.2, 70, "Løn"],
        [1010, "", -0.05, None, "x"],
    )

    assert [
        (row.rows, row.line.code, row.spent, row.expected, row.note)
        for row in read_spending(content, LINES, Q2).rows
    ] == [
        ((2, 4, 5), "1010", D("0.25"), D("70.00"), "Løn; x"),
        ((3,), "2010", D("5.00"), None, ""),
    ]


def test_what_is_expected_of_a_konto_is_said_once_and_too_much_is_refused():
    assert wrong(sheet([1010, "", 1, 70, ""], [1010, "", 2, 70, ""], [1010, "", None, 5, ""])) == [
        "Række 3, kolonne D (Forventet for hele året): konto 1010 har også et forventet beløb i "
        "række 2. Skriv det ét sted.",
        "Række 4, kolonne D (Forventet for hele året): konto 1010 har også et forventet beløb i "
        "række 2. Skriv det ét sted.",
    ]
    assert wrong(sheet([1010, "", 999999999, None, ""], [1010, "", 1, None, ""])) == [
        AMOUNT + "rækkerne for konto 1010 giver tilsammen for meget."
    ]
    assert wrong(sheet([1010, "", 1, None, "a" * 200], [1010, "", 1, None, "b" * 200])) == [
        (
            "Række 2, kolonne E (Forklaring): forklaringerne til konto 1010 er tilsammen "
            "på 402 tegn. Der er plads til 300."
        )
    ]


@pytest.mark.parametrize(
    "heading",
    ["ÅTD", "År til dato", "Forbrug år til dato", "Forbrug, ÅTD (kr.)", "akkumuleret",
     "Akk. forbrug", "Realiseret ÅTD",
     "Akkumuleret forbrug, kr.", "Year to date"],
)  # fmt: skip
def test_a_column_since_new_year_is_known_by_its_name(heading):
    found = read_spending(workbook([["Konto", heading], [1010, 5.5], [1010, 1]]), LINES, Q2)

    assert [(row.spent, row.to_date) for row in found.rows] == [(None, D("6.50"))]
    assert found.read_as == (f"B »{heading}« som år til dato",)


def test_a_konto_and_its_name_may_stand_in_one_cell():
    assert read(
        workbook([["Kontonr. og navn", "Brugt"], ["1010  Løn til 2010", 5], ["0300 Bil", 6]])
    ) == [
        (2, "1010", D("5.00"), None, ""),
        (3, "0300", D("6.00"), None, ""),
    ]
    assert wrong(workbook([["Konto", "Brugt"], ["1010 Løn", 5]])) == [
        "Række 2, kolonne A (Konto): konto 1010 Løn findes ikke i budget 2013."
    ]


def test_a_sheet_with_both_a_period_and_the_year_is_not_guessed_at():
    assert wrong(workbook([["Konto", "Forbrug", "Forbrug ÅTD"], [1010, 5, 6]])) == [
        (
            "Række 1: kolonne B er »Brugt i perioden« og kolonne C »År til dato«. Slet "
            "den, der ikke skal læses."
        )
    ]


def test_days_of_amounts_since_new_year_may_lie_in_any_period_of_the_year_so_far():
    def days(first, last):
        return workbook([["Konto", "ÅTD", "Dato"], [1010, 5, first], [1010, 6, last]])

    assert len(read_spending(days(date(2013, 1, 1), date(2013, 6, 30)), LINES, Q2).rows) == 1
    assert wrong(days(date(2012, 12, 31), date(2013, 7, 1))) == [
        (
            "Række 2, kolonne C (Dato): 31.12.2012 ligger ikke mellem nytår og udgangen "
            "af 2. kvartal 2013."
        ),
        (
            "Række 3, kolonne C (Dato): 1.7.2013 ligger ikke mellem nytår og udgangen af "
            "2. kvartal 2013."
        ),
    ]


def test_sums_after_each_konto_are_checked_as_the_last_one_is():
    rows = [
        [1010, "", 1],
        [1010, "", 2],
        ["", "Sum", 3],
        [2010, "", 4],
        [2010, "", 5],
        ["", "Sum", 9],
        ["", "I alt", 12],
    ]

    assert [(row.spent) for row in read_spending(sheet(*rows), LINES, Q2).rows] == [
        D("3.00"),
        D("9.00"),
    ]
    assert wrong(sheet(*rows[:5], ["", "Sum", 8])) == [
        (
            "Række 7, kolonne C (Brugt i perioden): summen er 8,00\u00a0kr., men "
            "rækkerne giver 12,00\u00a0kr."
        )
    ]


def test_a_sum_of_one_konto_is_checked_and_not_counted():
    rows = [[1010, "Løn januar", 1], [1010, "Løn februar", 2]]

    found = read_spending(
        sheet(*rows, [1010, "Løn i alt", 3], [2010, "Samlet indsats", 4]), LINES, Q2
    ).rows
    assert [(row.line.code, row.rows, row.spent, row.as_the_rest) for row in found] == [
        ("1010", (2, 3), D("3.00"), None), ("2010", (5,), D("4.00"), None),
    ]  # fmt: skip
    assert wrong(sheet(*rows, [1010, "Total 1010", 4])) == [
        "Række 4, kolonne C (Brugt i perioden): rækken ligner en sum, men "
        "rækkerne over den for 1010 giver 3,00\u00a0kr."
    ]


def test_merged_cells_among_the_rows_are_refused():
    assert wrong(
        sheet([1010, "", 1], [2010, "", 2], change=lambda book, sheet: sheet.merge_cells("C2:C3"))
    ) == [
        (
            "Række 2, kolonne C: cellerne C2:C3 er flettet. Ophæv fletningen, så hver "
            "konto har sin egen række."
        )
    ]


def test_hidden_rows_and_columns_are_not_counted_without_anybody_knowing():
    def change(book, page):
        page.row_dimensions[3].hidden = page.row_dimensions[4].hidden = True
        page.column_dimensions["E"].hidden = True

    assert wrong(sheet([1010, "", 1], [2010, "", 2], [2010, "", None], change=change)) == [
        "Række 1, kolonne E (Forklaring): kolonnen er skjult. Vis den, eller slet den.",
        "Række 3, kolonne A (Konto): rækken er skjult. Vis den, eller slet den.",
    ]


def test_a_sum_must_be_what_the_rows_give():
    rows = [[1010, "", 1.1, 100, ""], [2010, "", 2.2, None, ""]]

    assert len(read(sheet(*rows, [None, "I alt", 3.3, 100, ""]))) == 2
    assert wrong(sheet(*rows, ["Total:", None, 3.31, 100, ""])) == [
        (
            "Række 4, kolonne C (Brugt i perioden): summen er 3,31\u00a0kr., men "
            "rækkerne giver 3,30\u00a0kr."
        )
    ]


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_a_row_of_another_period_is_refused_in_both_calendars(epoch):
    def change(book, found):
        if epoch:
            book.epoch = epoch
        found["C2"], found["C3"] = date(2013, 6, 30), date(2009, 6, 29)

    content = sheet([1010, 1], [2010, 2], head=["Konto", "Brugt", "Dato"], change=change)

    old = " Regnearket tæller datoer fra 1904; er det rigtigt?" if epoch else ""
    assert wrong(content) == [
        f"Række 3, kolonne C (Dato): 29.6.2009 ligger ikke i 2. kvartal 2013.{old}"
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (sheet([1010, "", None, None, ""]),
         "Der er ingen beløb i arket. Skriv dem i kolonnen »Brugt i perioden«, og prøv igen."),
        (workbook([["Konto", "Navn"], [1010, 5]]),
         "Der er ingen overskrifter i de første 30 rækker. Vi leder efter kolonnen »Konto« og "
         "mindst én af »Brugt i perioden«, »År til dato« og »Forventet for hele året«. Hent "
         "skabelonen, hvis du er i tvivl."),
        (workbook([["Konto", "Brugt", "Beløb"], [1010, 5, 6]]),
         "Række 1: kolonne B og C er begge »Brugt i perioden«. Slet den ene."),
        (sheet([1010, "", 1], change=lambda book, sheet: book.copy_worksheet(sheet)),
         "Arkene »Ark1« og »Ark1 Copy« har alle kolonnen Konto. Gem kun det ark, der skal læses."),
        (sheet([1010, "", 1, None, "x" * 301]),
         "Række 2, kolonne E (Forklaring): teksten er på 301 tegn. Der er plads til 300."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
         "Filen er låst med adgangskode eller gemt i et ældre format (.xls). "
         "Gem den som .xlsx uden adgangskode."),
    ],
)  # fmt: skip
def test_a_sheet_that_cannot_be_used_says_why(content, said):
    assert wrong(content) == [said]


def test_many_errors_are_cut_short():
    found = wrong(sheet(*[[9000 + n, "", 1] for n in range(50)]))

    assert len(found) == 21
    assert found[-1] == "Og 30 fejl mere af samme slags. Ret de første, og prøv igen."


# The workbook that is sent out


def lines(*texts):
    rows = [
        BudgetLine(pk=n, code=code, text=text)
        for n, (code, text) in enumerate(zip(("1010", "2010", "0300"), texts, strict=False), 1)
    ]
    return [
        MoneyLine("x", budget=D("100000.50"), original=D(0), spent=None, expected=None, row=row)
        for row in rows
    ]


def test_the_template_comes_back_as_it_was_filled_in():
    book = load_workbook(BytesIO(template("Rum for Liv", Q2, lines("Løn", "Lejr", "Bil"))))
    page = book["Forbrug"]
    assert [cell.value for cell in page[1]] == [
        "Konto", "Tekst", "Budget", "Brugt i perioden", "Forventet for hele året", "Forklaring",
    ]  # fmt: skip
    assert [[cell.value for cell in row][:4] for row in page.iter_rows(min_row=2)] == [
        ["1010", "Løn", 100000.5, None], ["2010", "Lejr", 100000.5, None],
        ["0300", "Bil", 100000.5, None],
    ]  # fmt: skip
    page["D2"], page["E4"] = 25000.25, 90000
    out = BytesIO()
    book.save(out)

    assert read(out.getvalue()) == [
        (2, "1010", D("25000.25"), None, ""),
        (4, "0300", None, D("90000.00"), ""),
    ]


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "#REF!", "\0=2"]),
    st.text(max_size=20),
)
def test_no_text_of_the_template_becomes_a_formula(start, rest):
    book = load_workbook(BytesIO(template(start + rest, Q2, lines(start + rest))))

    assert [
        cell.data_type for page in book for row in page for cell in row if cell.data_type in "fe"
    ] == []
