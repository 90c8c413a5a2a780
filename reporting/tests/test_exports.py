"""A return as workbook and CSV: exact figures as real numbers, text that stays text, and the
door to them."""

import csv
import random
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from os import environ
from time import sleep
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
import tinyhtml5
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role
from accounts.tests.factories import MembershipFactory, UserFactory
from activities.actions import close_period
from activities.models import Partner, SuccessCriterion
from activities.planfile import load
from activities.progress.read import plan_progress, plan_results
from activities.tests.factories import CriterionFactory, PartnerFactory, RegistrationFactory
from activities.tests.planfiles import RUM_FOR_LIV
from core.danish import number, percent
from core.periods import Period
from governance.tests.factories_following import AgreementFactory
from milestones.models import Status
from milestones.tests.factories import MilestoneFactory
from reporting import documents
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.data.sheets import Column, Table
from reporting.exports import csv_bytes, xlsx_bytes
from reporting.models import Download, ReportKind
from reporting.tests.factories import ReportFactory

GOALS, MILESTONES, COOPERATION = (
    ReportKind.GOAL_ATTAINMENT,
    ReportKind.MILESTONE_PLAN,
    ReportKind.COOPERATION,
)
Q2, YEAR, SPAN = Period.quarter(2013, 2), Period.year(2013), Period.span(2013, 2016)
HTML = "{http://www.w3.org/1999/xhtml}"
COLUMNS = (
    Column("Navn", width=30),
    Column("Tal", "number", 8),
    Column("Andel", "percent", 8),
    Column("Dag", "date", 11),
)
HOSTILE = [
    "=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")',
    "\x00=1+1", "\x07=1+1", " =1+1", "#N/A", "#REF!", "＝1+1", "＋1", "－1", "＠x", "{=1}", "=",
    "-",
    "'=1+1", "TRUE",
    "1e3", "a;b", 'a"b', "a\r\nb", "a\ufffe\uffffb", "_x000D_", "5.1.1",
]  # fmt: skip
RUNS = tuple("=+-@\t\r\n＝＋－＠")


def table(*rows, columns=COLUMNS):
    return Table("Ark", columns, tuple(rows))


def book(*tables, title="Titel", facts=()):
    return load_workbook(BytesIO(xlsx_bytes(tables, title, facts)))


def lines(content):
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def one_column(texts):
    return table(*((text,) for text in texts), columns=(Column("Tekst"),))


# The workbook


def test_workbook_holds_numbers_days_and_text_as_what_they_are():
    (row,) = book(table(("Familier", Decimal("11.7"), Decimal(54), date(2013, 8, 31))))[
        "Ark"
    ].iter_rows(min_row=2)

    assert [cell.value for cell in row] == ["Familier", 11.7, 0.54, datetime(2013, 8, 31)]
    assert [cell.data_type for cell in row] == ["s", "n", "n", "d"]
    assert [cell.number_format for cell in row[1:]] == ["#,##0.0", "0 %", r"d\.m\.yyyy"]


@pytest.mark.parametrize(
    ("value", "stored", "written_as"),
    [
        (14, 14, "#,##0"),
        (-3, -3, "#,##0"),
        (0, 0, "#,##0"),
        (Decimal("46.0"), 46, "#,##0"),
        (Decimal("-2.5"), -2.5, "#,##0.0"),
        (1_234_567, 1_234_567, "#,##0"),
    ],
)
def test_number_keeps_its_sign_and_shows_a_decimal_only_where_it_has_one(value, stored, written_as):
    cell = book(table(("x", value, None, None)))["Ark"]["B2"]

    assert (cell.value, cell.data_type, cell.number_format) == (stored, "n", written_as)


def test_what_is_not_known_is_an_empty_cell_and_not_a_zero():
    assert [cell.value for cell in book(table(("x", None, None, None)))["Ark"][2]] == [
        "x",
        None,
        None,
        None,
    ]


def test_header_stays_filter_stands_and_columns_have_their_widths():
    sheet = book(table(("x", 1, 2, None), ("y", 3, 4, None)))["Ark"]

    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == (
        "A2",
        "A1:D3",
        "$1:$1",
    )
    assert [cell.value for cell in sheet[1]] == ["Navn", "Tal", "Andel", "Dag"]
    assert all(cell.font.bold and cell.alignment.wrap_text for cell in sheet[1])
    assert [sheet.column_dimensions[letter].width for letter in "ABCD"] == [30, 8, 8, 11]
    assert (sheet["A2"].alignment.wrap_text, sheet["A2"].alignment.vertical) == (True, "top")
    assert (sheet.page_setup.orientation, sheet.sheet_properties.pageSetUpPr.fitToPage) == (
        "landscape",
        True,
    )


def test_table_without_rows_is_a_header():
    assert [[cell.value for cell in row] for row in book(table())["Ark"].iter_rows()] == [
        ["Navn", "Tal", "Andel", "Dag"]
    ]


def test_front_sheet_says_what_it_is():
    sheet = book(
        table(), title="Grundlag", facts=[("Plan", "Rum for Liv"), ("Tal pr.", date(2013, 12, 31))]
    )["Om"]

    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Grundlag", None],
        [None, None],
        ["Plan", "Rum for Liv"],
        ["Tal pr.", datetime(2013, 12, 31)],
    ]


def test_no_text_becomes_a_formula_or_an_error():
    sheet = book(one_column(HOSTILE))["Ark"]

    cells = [sheet.cell(line, 1) for line in range(2, len(HOSTILE) + 2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells][:4] == ["=1+1", "+1", "-1+2", "@SUM(A1)"]
    assert [cell.quotePrefix for cell in cells][:9] == [True] * 9


def test_no_formula_among_ten_thousand_random_cells():
    draw = random.Random(7)
    letters = "=+-@\t\r\n\x00\x0b'\";,.!#|() æøå12\ufffe＝"
    texts = ["".join(draw.choices(letters, k=draw.randint(0, 12))) for _ in range(10_000)]

    rows = book(one_column(texts))["Ark"].iter_rows(min_row=2)
    written = lines(csv_bytes(one_column(texts)))[1:]

    assert {cell.data_type for (cell,) in rows} <= {"s", "n"}  # an empty cell counts as a number
    assert [text for (text,) in written if text.startswith(RUNS)] == []


def test_titles_headers_and_facts_are_text_too():
    made = book(
        Table("Ark", (Column("=1+1"),), ()), title="=1+1 & co", facts=[("=2", "=3"), ("x", "\x00y")]
    )

    cells = [
        cell
        for sheet in made
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert [cell.value for cell in cells if cell.data_type != "s"] == []
    assert made["Om"]["B4"].value == "y"
    assert made["Ark"].oddHeader.left.text == "=1+1 && co"


def test_same_tables_give_the_same_bytes_at_another_time():
    made = [xlsx_bytes([table(("x", 1, 2, date(2013, 1, 1)))], "Titel", [("a", "b")])]
    sleep(2.1)  # a zip tells the time in steps of two seconds
    made.append(xlsx_bytes([table(("x", 1, 2, date(2013, 1, 1)))], "Titel", [("a", "b")]))

    assert made[0] == made[1]
    assert {entry.date_time for entry in ZipFile(BytesIO(made[0])).infolist()} == {
        (2000, 1, 1, 0, 0, 0)
    }


def test_web_process_does_not_load_openpyxl():
    code = (
        "import sys, django; django.setup(); import rumforliv.urls; print('openpyxl' in "
        "sys.modules)"
    )

    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**environ, "DJANGO_SETTINGS_MODULE": "rumforliv.settings_for_tests"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout.strip() == "False"


# The CSV


def test_csv_is_as_danish_excel_reads_it():
    content = csv_bytes(
        table(
            ("Børn; unge", Decimal("1234.5"), Decimal(54), date(2013, 8, 1)),
            ("y", None, None, None),
        )
    )

    assert content == (
        b"\xef\xbb\xbfNavn;Tal;Andel;Dag\r\n"
        + '"Børn; unge";1234,5;54;1.8.2013\r\ny;;;\r\n'.encode()
    )


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (-3, "-3"),
        (Decimal("-2.50"), "-2,5"),
        (Decimal("46.0"), "46"),
        (Decimal(100), "100"),
        (0, "0"),
        ("−3", "−3"),
    ],
)
def test_csv_leaves_a_number_a_number(cell, text):
    assert lines(csv_bytes(table(("x", cell, None, None))))[1][1] == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "\x00=1", " =1", "＝1"]
)
def test_csv_puts_an_apostrophe_before_what_could_run(text):
    ((written,),) = lines(csv_bytes(one_column([text])))[1:]

    assert written.startswith("'")


def test_csv_keeps_other_text_as_it_is():
    texts = ["5.1.1 Forældre", 'Sagt: "ja"', "a\nb", "1 - 2", "'x"]

    assert lines(csv_bytes(one_column(texts)))[1:] == [[text] for text in texts]


# The returns


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def january(settings):
    """The day the year's returns are made."""
    settings.DEMO_DATE = date(2014, 1, 20)


@pytest.fixture
def full(plan, january):
    """Something in each of the three."""
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-2")
    RegistrationFactory(criterion=criterion, value=27, base=50)
    partner = PartnerFactory(plan=plan, name="=cmd")
    criterion.activity.partnerships.create(partner=partner, contribution="-1+2")
    AgreementFactory(
        plan=plan, partner=partner, title="+1", ends_on=date(2014, 12, 31), they_deliver="=2"
    )
    MilestoneFactory(
        plan=plan,
        code="MX",
        status=Status.REACHED,
        reached_on=date(2013, 8, 20),
        evidence="@referat",
    )
    return plan


def draft(plan, kind, by, period=YEAR):
    return ordering.order(plan, kind, period, by=by)


def get(client, user, report, name="report-sheet", **query):
    client.force_login(user)
    return client.get(reverse(name, args=[report.plan.slug, report.pk]), query)


def body(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def workbook(client, user, report):
    return load_workbook(BytesIO(body(get(client, user, report))))


def about(made):
    return {row[0].value: row[1].value for row in made["Om"].iter_rows(min_row=3)}


@pytest.mark.parametrize(
    ("kind", "titles", "rows"),
    [
        (GOALS, ["Om", "Målopfyldelse"], [5]),
        (MILESTONES, ["Om", "Milepælsplan"], [2]),
        (
            COOPERATION,
            ["Om", "Samarbejdsrelationer", "Evaluering og forankring", "Aftaler"],
            [1, 3, 1],
        ),
    ],
)
def test_each_return_is_a_workbook_without_a_formula(client, full, mette, kind, titles, rows):
    made = workbook(client, mette, draft(full, kind, mette))

    assert (made.sheetnames, [sheet.max_row - 1 for sheet in made.worksheets[1:]]) == (titles, rows)
    cells = [cell for sheet in made for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n", "d"}


def test_front_of_a_draft_says_that_it_is_one(client, full, mette):
    full.is_demo, full.association = True, "Lejerbo"
    full.save()

    made = workbook(client, mette, draft(full, GOALS, mette))

    assert made["Om"]["A1"].value == "Grundlag for indberetning: målopfyldelse 2013"
    assert about(made) == {
        "Plan": "Rum for Liv, 2013–2016",
        "Boligorganisation": "Lejerbo",
        "Afdelinger": "463-0 Akacieparken, 394 lejemål\n240-0 Lukretiavej, 72 lejemål",
        "Periode": "2013",
        "Tal pr.": datetime(2013, 12, 31),
        "Opgørelse": "Kladde til 1.\u00a0udgave",
        "Udarbejdet af": "Mette Holm, 20.\u00a0januar 2014",
        "Indberettet": "Nej, dette er en kladde.",
        "Demo": "Eksempel med opdigtede tal og navne",
        "Om arkene": "Grundlag for indberetning, ikke Landsbyggefondens eget skema. "
        "En tom celle er ikke målt; 0 er talt.",
    }


def test_front_of_an_issued_return_has_number_code_and_receipt(client, full, mette, submitted):
    told = about(workbook(client, mette, submitted))

    assert told["Opgørelse"] == "Nr. 2014-01, 1.\u00a0udgave"
    assert (told["Indberettet"], told["Kvittering"]) == (
        "15.\u00a0januar 2014 af Mette Holm",
        "LBF-7",
    )
    assert told["Kontrolkode"] == submitted.code
    assert "Demo" not in told


def test_front_of_what_is_not_over_says_so(client, full, mette):
    told = about(workbook(client, mette, draft(full, COOPERATION, mette, SPAN)))

    assert (told["Periode"], told["Foreløbig"]) == (
        "Hele planen, 2013–2016",
        "Perioden slutter 31.12.2016. Den endelige opgørelse laves derefter.",
    )


@pytest.fixture
def submitted(full, mette, monkeypatch):
    """The year's goal attainment, reported."""
    monkeypatch.setattr("reporting.actions.course._missing", lambda row: 0)
    report = draft(full, GOALS, mette)
    return course.submit(
        report, by=mette, on=date(2014, 1, 15), shown=report.snapshot_hash, receipt="LBF-7"
    )


def test_files_are_of_the_frozen_data_and_the_same_each_time(client, full, mette):
    report = draft(full, COOPERATION, mette)
    before = [body(get(client, mette, report, name)) for name in ("report-sheet", "report-csv")]

    Partner.objects.update(name="Et andet navn")

    assert [
        body(get(client, mette, report, name)) for name in ("report-sheet", "report-csv")
    ] == before


def test_csv_of_a_table_is_asked_for_by_its_number(client, full, mette):
    report = draft(full, COOPERATION, mette)

    first, second = (
        get(client, mette, report, "report-csv", **query) for query in ({}, {"ark": "2"})
    )

    assert unquote(first["Content-Disposition"]) == (
        'attachment; filename="Samarbejdsrelationer 2013, Rum for Liv, kladde.csv"'
    )
    assert unquote(second["Content-Disposition"]) == (
        'attachment; filename="Samarbejdsrelationer 2013, Rum for Liv, kladde, '
        'evaluering og forankring.csv"'
    )
    relation = ["1 Børn, unge og familier", "5.1.1 Forældre & læring", "'=cmd", "andre", "'-1+2"]
    assert lines(body(first))[1] == [*relation, "'+1", "1.1.2013–31.12.2014", "nej"]
    assert [row[1] for row in lines(body(second))[1:]] == [
        "5.1.1 Forældre & læring",
        "5.2.2 Lommepengeprojekt",
        "5.3.5 Servicebesøg",
    ]


@pytest.mark.parametrize("number", ["0", "4", "x", "", "-1", "1.0", "²"])
def test_csv_of_a_table_there_is_none_of_is_not_found(client, full, mette, number):
    assert (
        get(client, mette, draft(full, COOPERATION, mette), "report-csv", ark=number).status_code
        == 404
    )


def test_file_has_a_danish_name_and_stands_apart_from_the_site(client, full, mette):
    response = get(client, mette, draft(full, GOALS, mette))

    assert unquote(response["Content-Disposition"]).endswith(
        "''Målopfyldelse 2013, Rum for Liv, kladde.xlsx"
    )
    assert (
        response["Content-Type"]
        == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    assert (response["Content-Security-Policy"], response["X-Content-Type-Options"]) == (
        "sandbox",
        "nosniff",
    )
    assert "no-store" in response["Cache-Control"]


def test_each_download_is_on_record(client, full, mette):
    report = draft(full, GOALS, mette)

    body(get(client, mette, report))
    body(get(client, mette, report, "report-csv"))

    assert sorted(Download.objects.values_list("report", "by", "form")) == [
        (report.pk, mette.pk, "csv"),
        (report.pk, mette.pk, "xlsx"),
    ]


@pytest.mark.parametrize("name", ["report-sheet", "report-csv"])
@pytest.mark.parametrize(
    ("who", "of_draft", "of_issued"),
    [
        ("mette", 200, 200),
        ("birgit", 200, 200),
        ("henrik", 404, 200),
        ("kirsten", 404, 404),
        ("peter", 404, 404),
        ("ole", 404, 404),
        ("carl", 404, 404),
    ],
)
def test_files_are_for_those_the_return_is_for(
    request, client, full, mette, submitted, name, who, of_draft, of_issued
):
    person, drafted = request.getfixturevalue(who), draft(full, MILESTONES, mette)

    assert [get(client, person, report, name).status_code for report in (drafted, submitted)] == [
        of_draft,
        of_issued,
    ]


@pytest.mark.parametrize("name", ["report-sheet", "report-csv"])
def test_a_note_has_no_tables_and_nothing_is_posted(client, plan, mette, birgit, name):
    close_period(plan, Q2, by=mette)
    note = draft(plan, ReportKind.STATUS_NOTE, mette, Q2)
    goals = draft(plan, GOALS, mette, Q2)

    assert get(client, mette, note, name).status_code == 404
    assert client.post(reverse(name, args=[plan.slug, goals.pk])).status_code == 405
    client.logout()
    assert client.get(reverse(name, args=[plan.slug, goals.pk])).status_code == 302


def test_another_plans_return_is_not_found(client, plan, other_plan, mette, superuser):
    theirs = draft(other_plan, GOALS, superuser)

    assert get(client, mette, theirs).status_code == 404


def test_page_offers_the_files_and_the_archive_those_of_what_is_issued(
    client, full, mette, submitted
):
    client.force_login(mette)
    drafted = draft(full, COOPERATION, mette)

    page = client.get(drafted.get_absolute_url()).content.decode()
    archive = client.get(reverse("report-list", args=[full.slug])).content.decode()

    for name in ("report-sheet", "report-csv"):
        assert f'href="{reverse(name, args=[full.slug, drafted.pk])}"' in page
        assert f'href="{reverse(name, args=[full.slug, submitted.pk])}"' in archive
        assert reverse(name, args=[full.slug, drafted.pk]) not in archive
    assert f'{reverse("report-csv", args=[full.slug, drafted.pk])}?ark=2"' in page


def test_a_note_offers_no_sheets(client, plan, mette):
    note = ReportFactory(plan=plan, is_issued=True, ordered_by=mette)
    client.force_login(mette)

    archive = client.get(reverse("report-list", args=[plan.slug])).content.decode()

    assert reverse("report-sheet", args=[plan.slug, note.pk]) not in archive


def test_downloading_takes_as_few_queries_for_many_rows(client, full, mette):
    client.force_login(mette)
    few = download_queries(client, draft(full, GOALS, mette))
    activity = SuccessCriterion.objects.first().activity
    for position in range(60):
        CriterionFactory(activity=activity, position=position, target=50)
    many = download_queries(client, draft(full, GOALS, mette))

    assert len(many) == len(few) <= 7


def download_queries(client, report):
    url = reverse("report-sheet", args=[report.plan.slug, report.pk])
    with CaptureQueriesContext(connection) as found:
        body(client.get(url))
    return [query["sql"] for query in found]


# The same figure everywhere


def shown(cell):
    """A cell as Danish Excel shows it by its format."""
    value = None if cell.value is None else Decimal(str(cell.value))
    match cell.number_format:
        case _ if value is None:
            return "–"
        case "0 %":
            return percent(value * 100)
        case "#,##0.0":
            return number(value, 1)
    return number(value, 0)


def cells_of(html, pick):
    """The texts of the cells of each row that `pick` chooses, blanks made even."""
    root = tinyhtml5.parse(html)
    rows = [
        [e for e in row if e.tag in (f"{HTML}td", f"{HTML}th")]
        for row in root.iter(f"{HTML}tr")
        if pick(row)
    ]
    return [[" ".join(" ".join(cell.itertext()).split()) for cell in row] for row in rows]


@pytest.fixture
def real(db, january):
    """The real plan with something registered on every criterion but each seventh, awkward
    shares among them."""
    plan = load(RUM_FOR_LIV.read_bytes()).plan
    MembershipFactory(plan=plan, user=UserFactory(name="Lis Lead"), role=Role.SECRETARIAT_LEAD)
    draw = random.Random(3)
    for place, criterion in enumerate(SuccessCriterion.objects.filter(activity__plan=plan)):
        if place % 7:
            base = None if criterion.measure == "count" else draw.choice([3, 7, 8, 13, 20, 200])
            RegistrationFactory(criterion=criterion, value=draw.randint(0, base or 1200), base=base)
    return plan


@pytest.mark.parametrize("period", [YEAR, Q2, SPAN])
def test_page_pdf_and_workbook_show_the_same_figure_for_every_criterion(client, real, period):
    lead = real.memberships.get().user
    report = draft(real, GOALS, lead, period)
    results = plan_results(real, period, report.data_as_of)
    figures = [
        f if len(found := results[f.criterion.pk]) != 1 else found[0]
        for f in plan_progress(real, report.data_as_of).figures
    ]
    wanted = {
        f.criterion.code: (
            "–" if f.actual is None else f.actual_text.replace("\u00a0%", ""),
            f.attainment_text.replace("\u00a0", " "),
        )
        for f in figures
    }

    client.force_login(lead)
    page = client.get(report.get_absolute_url()).content.decode()
    on_page = {
        row[2]: (row[9], row[11])
        for row in cells_of(page, lambda row: len(row) == 20)
        if row[2] != "Kode"
    }
    sheet = workbook(client, lead, report)["Målopfyldelse"]
    in_workbook = {
        row[2].value: (shown(row[9]), shown(row[11])) for row in sheet.iter_rows(min_row=2)
    }
    in_csv = {
        row[2]: (row[9] or "–", row[11] or "–")
        for row in lines(body(get(client, lead, report, "report-csv")))[1:]
    }
    html = documents.html(report.kind, report.snapshot, documents.edition_of(report))
    printed = [row for row in cells_of(html, lambda row: len(row) == 8) if row[0] != "Trin"]
    on_paper = {
        figure.criterion.code: (
            row[3].split(" ")[0].replace("Mangler", "–").replace("Ikke", "–"),
            row[4].removesuffix(f" {figure.light.label}"),
        )
        for figure, row in zip(figures, printed, strict=True)
    }

    assert len(wanted) == 45
    assert on_page == wanted
    assert {code: (a, b.replace("\u00a0", " ")) for code, (a, b) in in_workbook.items()} == wanted
    assert on_paper == wanted
    plain = {
        code: (a.replace(".", ""), b.removesuffix(" %").replace(".", ""))
        for code, (a, b) in wanted.items()
    }
    assert in_csv == plain


def test_figures_of_the_workbook_are_numbers(client, real):
    lead = real.memberships.get().user
    sheet = workbook(client, lead, draft(real, GOALS, lead))["Målopfyldelse"]

    for row in sheet.iter_rows(min_row=2):
        assert {row[place].data_type for place in (3, 7, 9, 11)} == {"n"}
