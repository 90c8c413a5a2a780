"""A spreadsheet of spending: looked at before it is written, and then written whole or not at
all."""

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import audit, clock
from core.periods import Period
from core.tests.spreadsheets import cells, parts, workbook
from governance.models import Spending, SpendingImport
from governance.money.sheet.forms import TOO_LARGE
from governance.money.spending.actions import Entry, write_spending
from governance.tests.factories_money import (
    BudgetFactory,
    BudgetLineFactory,
    SpendingFactory,
    small_budget,
)

Q1, Q2 = Period.year(2013).parts()[:2]
D = Decimal
HEAD = ["Konto", "Brugt i perioden", "Forventet for hele året", "Forklaring"]


@pytest.fixture
def budget(plan):
    return small_budget(plan)


def url(name, plan, *args):
    return reverse(name, args=[plan.slug, 2013, *args])


def send(client, plan, content, name="regnskab.xlsx", period="2013-K2"):
    if isinstance(content, list):
        content = workbook([HEAD, *content])
    return client.post(
        url("spending-import", plan), {"period": period, "file": SimpleUploadedFile(name, content)}
    )


def stands():
    rows = Spending.objects.order_by("line__code", "period")
    return [(row.line.code, row.period.code, row.spent, row.expected, row.note) for row in rows]


def shown(client, plan, found):
    return client.get(url("spending-import-show", plan, found.pk)).context["form"]["shown"].value()


def test_a_file_is_looked_at_and_then_written_whole(lead, plan, budget, mette):
    SpendingFactory(
        line=budget.lines.get(code="1010"), period=Q2, spent=D("1.00"), note="Foreløbigt", by=mette
    )

    sent = send(
        lead, plan, [[1010, 125000.07, 500000.25, None], [3010, "-1.000,50 kr.", None, None]]
    )

    found = SpendingImport.objects.get()
    assert (sent.status_code, sent.url) == (302, url("spending-import-show", plan, found.pk))
    assert found.rows[1] == {
        "rows": [3], "line": found.rows[1]["line"], "spent": "-1000.50", "to_date": None,
        "expected": None, "note": "",
        "as_the_rest": None,
    }  # fmt: skip
    assert stands() == [("1010", "2013-K2", D("1.00"), None, "Foreløbigt")]

    page = lead.get(sent.url).context["page"]
    assert (page.title, page.spent) == ("2 linjer ændres", "123.999,57\u00a0kr.")
    assert [(row.numbers, row.spent, row.spent_was, row.expected_was) for row in page.rows] == [
        ("2", "125.000,07", "1,00", ""), ("3", "−1.000,50", "", ""),
    ]  # fmt: skip
    assert page.left_out == ("1020 Konto 1020", "2010 Konto 2010")

    lead.post(sent.url, {"shown": shown(lead, plan, found)})

    assert stands() == [
        ("1010", "2013-K2", D("125000.07"), D("500000.25"), "Foreløbigt"),
        ("3010", "2013-K2", D("-1000.50"), None, ""),
    ]
    assert [c.reason for c in audit.changes(Spending.objects.get(line__code="3010"))] == [
        "Hentet fra regneark"
    ]


def test_rows_of_one_konto_are_added_up_and_the_preview_says_so(lead, plan, budget, mette):
    sent = send(
        lead, plan,
        [[1010, 10.05, None, "Løn"], [3010, 1, None, None], [1010, "20,10", 400000, None],
         [1010, -5, None, "Retur"]],
    )  # fmt: skip

    first = lead.get(sent.url).context["page"].rows[0]
    assert (first.numbers, first.sums, first.spent, first.expected, first.note) == (
        "2 og 4–5", "summen af 3 rækker", "25,15", "400.000,00", "Løn; Retur",
    )  # fmt: skip
    assert "summen af 3 rækker" in lead.get(sent.url).content.decode()
    assert [row.sums for row in lead.get(sent.url).context["page"].rows] == [
        "summen af 3 rækker",
        "",
    ]

    found = SpendingImport.objects.get()
    lead.post(
        sent.url,
        {
            "shown": shown(lead, plan, found),
            f"note-{budget.lines.get(code='1010').pk}": "Ledig stilling",
        },
    )
    assert stands() == [
        ("1010", "2013-K2", D("25.15"), D("400000.00"), "Ledig stilling"),
        ("3010", "2013-K2", D("1.00"), None, ""),
    ]


def test_a_row_that_may_be_a_sum_is_pointed_at_before_it_is_counted_twice(lead, plan, budget):
    rows = [(1010, 10), (1010, 20), (1010, 30), (3010, 0), (3010, 0)]
    sent = send(lead, plan, [[code, amount, None, None] for code, amount in rows])

    page = lead.get(sent.url)
    assert page.context["page"].doubts == (
        "Konto 1010: beløbet i række 4 er lige så stort som de andre rækker tilsammen. Er det en "
        "sum, eller står det to gange, så slet rækken, og hent filen igen.",
    )
    assert "beløbet i række 4" in page.content.decode()


# Amounts since New Year

YTD = ["Konto", "Forbrug (ÅTD)"]


def test_amounts_since_new_year_are_less_what_earlier_periods_have(lead, plan, budget, mette):
    SpendingFactory(line=budget.lines.get(code="1010"), period=Q1, spent=D("100.05"), by=mette)
    SpendingFactory(line=budget.lines.get(code="2010"), period=Q1, spent=D("500.00"), by=mette)

    sent = send(lead, plan, workbook([YTD, [1010, 300.1], [2010, 450], [3010, 7]]))

    answer = lead.get(sent.url)
    page = answer.context["page"]
    assert [(row.spent, row.off) for row in page.rows] == [
        ("200,05", "300,10 siden nytår, heraf 100,05 skrevet for tidligere perioder"),
        ("−50,00", "450,00 siden nytår, heraf 500,00 skrevet for tidligere perioder: "
         "der var skrevet mere, end der nu "
         "er brugt"),
        ("7,00", "7,00 siden nytår, heraf 0,00 skrevet for tidligere perioder"),
    ]  # fmt: skip
    assert page.gaps == (
        "1. kvartal 2013 er ikke skrevet for 1 linje. Alt siden nytår kommer derfor til at stå i "
        "2. kvartal 2013. Skriv de tidligere perioder først, hvis de skal stå for sig."
    )
    assert "B »Forbrug (ÅTD)« som år til dato" in answer.content.decode()

    lead.post(sent.url, {"shown": answer.context["form"]["shown"].value()})
    assert [row[:3] for row in stands() if row[1] == "2013-K2"] == [
        ("1010", "2013-K2", D("200.05")), ("2010", "2013-K2", D("-50.00")),
        ("3010", "2013-K2", D("7.00")),
    ]  # fmt: skip
    assert stands()[0][:3] == ("1010", "2013-K1", D("100.05"))


def test_an_earlier_period_written_meanwhile_is_shown_before_anything_is_written(
    lead, plan, budget, birgit
):
    sent = send(lead, plan, workbook([YTD, [1010, 300]]))
    seal = lead.get(sent.url).context["form"]["shown"].value()
    write_spending(budget, Q1, {budget.lines.get(code="1010"): Entry(D("100.00"), None)}, by=birgit)

    late = lead.post(sent.url, {"shown": seal})

    assert late.status_code == 409
    assert [line.now for line in late.context["lines"]] == [
        (
            "Skrives: brugt 200,00\u00a0kr., forventet –\nÅrets tidligere perioder: "
            "100,00\u00a0kr.\nStår: intet"
        )
    ]
    assert [row[:3] for row in stands()] == [("1010", "2013-K1", D("100.00"))]
    assert lead.post(sent.url, {"shown": late.context["form"]["shown"].value()}).status_code == 302
    assert [row[:3] for row in stands()] == [
        ("1010", "2013-K1", D("100.00")),
        ("1010", "2013-K2", D("200.00")),
    ]


def test_the_same_file_again_changes_nothing_and_later_periods_take_nothing_off(
    lead, plan, budget, mette
):
    SpendingFactory(
        line=budget.lines.get(code="1010"),
        period=Period.quarter(2013, 3),
        spent=D("9.00"),
        by=mette,
    )
    content = workbook([YTD, [1010, 300]])
    for title in ("1 linje ændres", "Filen ændrer ikke noget"):
        page = lead.get(send(lead, plan, content).url)
        assert page.context["page"].title == title
        lead.post(page.request["PATH_INFO"], {"shown": page.context["form"]["shown"].value()})

    assert stands()[0][:3] == ("1010", "2013-K2", D("300.00"))


def test_a_konto_of_a_later_day_is_refused_and_not_missed(lead, plan, budget):
    BudgetLineFactory(budget=budget, code="4010", exists_from=date(2013, 7, 1))

    assert send(lead, plan, [[4010, 5, None, None]]).context["wrong"] == (
        "Række 2, kolonne A (Konto): konto 4010 findes først fra 1.7.2013.",
    )
    sent = send(lead, plan, [[1010, 5, None, None]])
    assert "4010" not in " ".join(lead.get(sent.url).context["page"].left_out)


def test_a_file_read_before_rows_were_added_up_is_still_written(lead, plan, budget):
    send(lead, plan, [[1010, 5, None, None]])
    found = SpendingImport.objects.get()
    found.rows = [
        {"row": 2, "line": found.rows[0]["line"], "spent": "5.00", "expected": None, "note": ""}
    ]
    found.save()

    lead.post(url("spending-import-show", plan, found.pk), {"shown": shown(lead, plan, found)})

    assert stands() == [("1010", "2013-K2", D("5.00"), None, "")]


def test_a_file_with_one_error_writes_and_keeps_nothing(lead, plan, budget):
    answer = send(lead, plan, [[1010, 1, None, None], [9999, 2, None, None]])

    assert answer.status_code == 422
    assert answer.context["wrong"] == (
        "Række 3, kolonne A (Konto): konto 9999 findes ikke i budget 2013.",
    )
    assert not SpendingImport.objects.exists() and stands() == []


def test_red_lines_are_explained_in_the_preview(lead, plan, budget):
    send(lead, plan, [[3010, 50000, 110000.01, None], [1010, 1, None, None]])
    found = SpendingImport.objects.get()
    where, pk = url("spending-import-show", plan, found.pk), budget.lines.get(code="3010").pk

    page = lead.get(where)
    assert [row.field.html_name for row in page.context["page"].rows if row.field] == [f"note-{pk}"]
    assert stands() == []

    without = lead.post(where, {"shown": shown(lead, plan, found)})
    assert without.status_code == 422
    assert without.context["form"].errors == {
        f"note-{pk}": [
            "Forventet 110.000,01\u00a0kr. mod budgettets 100.000\u00a0kr.: 10,01\u00a0% over. "
            "Over 10 % skal forklares: skriv hvorfor."
        ]
    }
    assert stands() == []

    lead.post(where, {"shown": shown(lead, plan, found), f"note-{pk}": "Revisionen"})
    assert stands()[1] == ("3010", "2013-K2", D("50000.00"), D("110000.01"), "Revisionen")


def test_what_others_wrote_meanwhile_is_shown_before_anything_is_written(
    lead, plan, budget, birgit
):
    send(lead, plan, [[1010, 5, None, None]])
    found = SpendingImport.objects.get()
    where, seal = url("spending-import-show", plan, found.pk), shown(lead, plan, found)
    write_spending(budget, Q2, {budget.lines.get(code="1010"): Entry(D("7.00"), None)}, by=birgit)

    note = f"note-{budget.lines.get(code='1010').pk}"

    late = lead.post(where, {"shown": seal, note: "Revisionen"})

    assert late.status_code == 409
    written, before = (
        "Skrives: brugt 5,00\u00a0kr., forventet –",
        "Årets tidligere perioder: 0,00\u00a0kr.",
    )
    assert [(line.shown, line.now) for line in late.context["lines"]] == [
        (
            f"{written}\n{before}\nStår: intet",
            f"{written}\n{before}\nStår: brugt 7,00\u00a0kr., forventet – (udgave 1)\n",
        )
    ]
    assert [
        (name, late.context["form"][name].value())
        for name in late.context["form"].fields
        if name != "shown"
    ] == [(note, "Revisionen")]
    assert stands() == [("1010", "2013-K2", D("7.00"), None, "")]
    assert lead.post(where, {"shown": late.context["form"]["shown"].value()}).status_code == 302
    assert stands() == [("1010", "2013-K2", D("5.00"), None, "")]


def test_a_file_is_written_once(lead, plan, budget):
    send(lead, plan, [[1010, 5, None, None]])
    found = SpendingImport.objects.get()
    seal = shown(lead, plan, found)

    answers = [
        lead.post(url("spending-import-show", plan, found.pk), {"shown": seal}, follow=True)
        for _ in range(2)
    ]

    assert [str(m) for answer in answers for m in answer.context["messages"]] == [
        "1 linje skrevet for 2. kvartal 2013.", "regnskab.xlsx er allerede skrevet.",
    ]  # fmt: skip
    assert [c.reason for c in audit.changes(Spending.objects.get())] == ["Hentet fra regneark"]


def test_the_same_file_again_says_when_it_was_written(lead, plan, budget):
    rows = [[1010, 5, None, None]]
    content = workbook([HEAD, *rows])
    send(lead, plan, content)
    first = SpendingImport.objects.get()
    lead.post(url("spending-import-show", plan, first.pk), {"shown": shown(lead, plan, first)})

    again = send(lead, plan, content)

    page = lead.get(again.url)
    assert page.context["earlier"] == first
    assert page.context["page"].title == "Filen ændrer ikke noget"


def test_a_line_that_went_meanwhile_refuses_the_file(lead, plan, budget):
    send(lead, plan, [[1010, 5, None, None]])
    found = SpendingImport.objects.get()
    budget.lines.get(code="1010").delete()

    answer = lead.get(url("spending-import-show", plan, found.pk), follow=True)

    assert [str(m) for m in answer.context["messages"]] == [
        "Budgettet har fået andre linjer, siden filen blev læst. Hent den igen."
    ]


def test_only_who_sent_a_file_sees_it(client, lead, plan, budget, birgit):
    send(lead, plan, [[1010, 5, None, None]])
    client.force_login(birgit)

    assert (
        client.get(url("spending-import-show", plan, SpendingImport.objects.get().pk)).status_code
        == 404
    )


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({"period": "2013-K2"}, "file", "Vælg regnearket."),
        ({"period": "2013-K4", "file": b"x"}, "period",
         "Vælg en af årets perioder, som er begyndt."),
        ({"period": "rod", "file": b"x"}, "period", None),
        ({"period": "2013-K2", "file": b""}, "file", "Filen er tom. Vælg en anden."),
        ({"period": "2013-K2", "file": b"x" * 2_000_001}, "file", TOO_LARGE),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_sending_is_said_at_its_field(lead, plan, budget, body, field, said):
    if "file" in body:
        body = body | {"file": SimpleUploadedFile("a.csv", body["file"])}
    answer = lead.post(url("spending-import", plan), body)

    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert said is None or errors[field] == [said]


def test_a_file_far_too_large_is_refused_before_it_is_looked_at(lead, plan, budget):
    answer = send(lead, plan, b"x" * 2_100_000)

    assert answer.status_code == 422
    assert answer.context["wrong"] == (TOO_LARGE,)


@pytest.mark.parametrize(
    "content",
    [
        parts(
            cells("").replace(
                "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
            )
        ),
        parts(cells(), texts=f"<sst><si><t>{'a' * 100_000_000}</t></si></sst>"),
        parts('<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'),
        b"Konto;Brugt\n" + b"1010;1\n" * 250_000,
        b"PK\x03\x04" + b"\0" * 1000,
        b"%PDF-1.7\n",
    ],
    ids=["last cell", "bomb", "entities", "a quarter of a million rows", "damaged", "renamed"],
)
def test_hostile_files_are_refused_and_nothing_is_written(lead, plan, budget, content):
    answer = send(lead, plan, content)

    assert answer.status_code == 422
    assert len(answer.context["wrong"]) == 1
    assert not SpendingImport.objects.exists() and stands() == []


def test_nothing_is_fetched_into_a_budget_that_is_not_approved(lead, plan):
    small_budget(plan, state="proposed")

    answer = lead.get(url("spending-import", plan), follow=True)

    assert [str(m) for m in answer.context["messages"]] == [
        "Budget 2013 er ikke godkendt endnu. Forbrug skrives på et godkendt budget."
    ]


def test_the_template_is_a_workbook_of_the_years_lines(lead, plan, budget):
    answer = lead.get(url("spending-template", plan, Q2))

    assert (
        answer["Content-Disposition"] == 'attachment; filename="forbrug-rum-for-liv-2013-K2.xlsx"'
    )
    assert answer.content.startswith(b"PK")


@pytest.mark.parametrize("lines", [1, 30])
def test_the_preview_costs_the_same_for_one_row_and_many(
    lead, plan, lines, django_assert_max_num_queries
):
    budget = BudgetFactory(plan=plan)
    found = BudgetLineFactory.create_batch(lines, budget=budget)
    send(lead, plan, [[line.code, 1, 90000, None] for line in found])
    with django_assert_max_num_queries(18):
        lead.get(url("spending-import-show", plan, SpendingImport.objects.get().pk))


def test_a_file_nobody_wrote_from_is_let_go_after_a_month_when_the_next_one_comes(
    lead, plan, budget
):
    for _ in range(3):
        send(lead, plan, [[1010, 10, None, None]])
    old, used, fresh = SpendingImport.objects.order_by("pk")
    then = clock.now() - timedelta(days=31)
    SpendingImport.objects.filter(pk__in=(old.pk, used.pk)).update(at=then)
    SpendingImport.objects.filter(pk=used.pk).update(applied_at=then)

    send(lead, plan, [[1010, 20, None, None]])

    assert [row.pk for row in SpendingImport.objects.order_by("pk")][:2] == [used.pk, fresh.pk]
    assert SpendingImport.objects.count() == 3


def test_a_file_read_before_rows_were_added_up_can_still_be_looked_at_and_written(
    lead, plan, budget
):
    send(lead, plan, [[1010, 10, None, None]])
    found = SpendingImport.objects.get()
    kept = found.rows[0]
    found.rows = [{"row": 2, "line": kept["line"], "spent": "10.00", "expected": None, "note": ""}]
    found.save()

    import_module("governance.migrations.0005_import_rows").number_as_rows(apps, None)

    found.refresh_from_db()
    assert found.rows == [kept]
    lead.post(url("spending-import-show", plan, found.pk), {"shown": shown(lead, plan, found)})
    assert stands() == [("1010", "2013-K2", D("10.00"), None, "")]
