"""A period's spending: written for all lines at once, against the version read, explained where
it is red."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from core import audit
from core.periods import Period
from core.versioned import StaleObject
from governance.models import Spending
from governance.money.spending.actions import Entry, write_spending
from governance.tests.factories_money import (
    BudgetFactory,
    BudgetLineFactory,
    SpendingFactory,
    small_budget,
)

Q1, Q2, Q3, Q4 = Period.year(2013).parts()
D = Decimal


@pytest.fixture
def budget(plan):
    return small_budget(plan)


def url(plan, period=Q2):
    return reverse("spending", args=[plan.slug, 2013, period])


def sheet(client, plan, period=Q2, **typed):
    """The sheet as it is shown, with what is typed in it: `c1010={"spent": "5"}`."""
    data = {}
    for row in client.get(url(plan, period)).context["page"].lines:
        for field in (row.spent, row.expected, row.note, *row.hidden):
            value = field.value()
            data[field.html_name] = "" if value is None else value
        for name, text in typed.get(f"c{row.line.line.code}", {}).items():
            data[f"{name}-{row.line.line.pk}"] = text
    return data


def stands(period=Q2):
    rows = Spending.objects.filter(period=period).order_by("line__code")
    return [(row.line.code, row.spent, row.expected, row.note) for row in rows]


def test_a_sheet_is_saved_to_the_oere_and_only_what_was_typed(lead, plan, budget, mette):
    data = sheet(
        lead,
        plan,
        c1010={"spent": "125.000,07 kr.", "expected": "500.000,25"},
        c2010={"spent": "-1.000,50"},
    )

    answer = lead.post(url(plan), data)

    assert (answer.status_code, answer.url) == (302, f"{budget.get_absolute_url()}?periode=2013-K2")
    assert stands() == [
        ("1010", D("125000.07"), D("500000.25"), ""),
        ("2010", D("-1000.50"), None, ""),
    ]
    assert {row.by for row in Spending.objects.all()} == {mette}


def test_0_is_written_and_an_emptied_field_is_nothing_again(lead, plan, budget):
    lead.post(url(plan), sheet(lead, plan, c1010={"spent": "0"}))
    assert stands() == [("1010", D("0.00"), None, "")]

    lead.post(url(plan), sheet(lead, plan, c1010={"spent": ""}))

    assert stands() == [("1010", None, None, "")]
    assert [change.reason for change in audit.changes(Spending.objects.get())] == [
        "Forbrug skrevet"
    ] * 2


def test_red_without_an_explanation_is_refused_at_its_field_and_nothing_is_lost(lead, plan, budget):
    data = sheet(
        lead,
        plan,
        c1010={"expected": "500.000,25"},
        c3010={"spent": "30.000,25", "expected": "110.000,01"},
    )

    answer = lead.post(url(plan), data)

    pk = budget.lines.get(code="3010").pk
    assert answer.status_code == 422
    assert answer.context["page"].wrong == (
        (
            f"id_note-{pk}",
            "3010 Konto 3010, forklaring: Forventet 110.000,01\u00a0kr. mod budgettets "
            "100.000\u00a0kr.: 10,01\u00a0% over. Over 10 % skal forklares: skriv hvorfor.",
        ),
    )
    assert "30.000,25" in answer.content.decode()
    assert stands() == []

    assert lead.post(url(plan), data | {f"note-{pk}": "Revisionen blev dyrere"}).status_code == 302
    assert stands()[1] == ("3010", D("30000.25"), D("110000.01"), "Revisionen blev dyrere")


def test_an_explanation_once_given_holds_while_the_forecast_does(lead, plan, budget, mette):
    SpendingFactory(
        line=budget.lines.get(code="3010"),
        period=Q1,
        expected=D("120000.00"),
        note="Dyrere revision",
        by=mette,
    )
    assert lead.post(url(plan), sheet(lead, plan, c3010={"spent": "1,00"})).status_code == 302

    answer = lead.post(url(plan), sheet(lead, plan, c3010={"expected": "130.000,00"}))

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("spent", "1,005", "»1,005« har mere end to decimaler. Skriv kroner og øre, fx 1.234,50."),
        (
            "spent",
            "=1+1",
            "»=1+1« er ikke et beløb, vi kan læse. Skriv kroner og øre, fx 1.234,50.",
        ),
        ("expected", "-5", "Beløbet kan ikke være under 0."),
        ("spent", "9999999999", "Tallet er for stort. Tjek, om der er kommet for mange cifre med."),
        (
            "note",
            "010190-1234",
            "Teksten ligner et CPR-nummer. Skriv aldrig navne eller CPR-numre på beboere.",
        ),
        ("note", "Mette Holm lovede det", "Teksten nævner Mette Holm."),
        ("note", "x" * 301, "Sørg for, at værdien har højst 300 tegn (den har 301)."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(lead, plan, budget, field, typed, said):
    answer = lead.post(url(plan), sheet(lead, plan, c2010={field: typed}, c1010={"spent": "5"}))

    pk = budget.lines.get(code="2010").pk
    assert answer.status_code == 422
    errors = {name: list(found) for name, found in answer.context["form"].errors.items()}
    assert list(errors) == [f"{field}-{pk}"]
    assert field == "note" or errors[f"{field}-{pk}"] == [said]
    assert stands() == []


def test_two_in_the_same_sheet_never_undo_each_other(lead, plan, budget, birgit):
    mine = sheet(lead, plan, c1010={"spent": "5,00"})
    theirs = budget.lines.get(code="2010")
    write_spending(budget, Q2, {theirs: Entry(D("7.00"), None)}, by=birgit)

    assert lead.post(url(plan), mine).status_code == 302
    assert stands() == [("1010", D("5.00"), None, ""), ("2010", D("7.00"), None, "")]


def test_the_same_line_written_meanwhile_shows_both_and_takes_an_informed_choice(
    lead, plan, budget, birgit
):
    mine = sheet(lead, plan, c1010={"spent": "5,00"}, c2010={"spent": "6,00"})
    write_spending(
        budget,
        Q2,
        {budget.lines.get(code="1010"): Entry(D("7.00"), None, "Fra regnskabet")},
        by=birgit,
    )

    answer = lead.post(url(plan), mine)

    conflict = answer.context["page"].conflicts[0]
    assert answer.status_code == 409
    assert (conflict.label, conflict.theirs, conflict.mine, conflict.by) == (
        "1010 Konto 1010", "brugt 7,00, forventet –, »Fra regnskabet«", "brugt 5,00, forventet –",
        "Birgit Damgaard",
    )  # fmt: skip
    assert stands() == [("1010", D("7.00"), None, "Fra regnskabet")]

    again = {
        field.html_name: "" if field.value() is None else field.value()
        for row in answer.context["page"].lines
        for field in (row.spent, row.expected, row.note, *row.hidden)
    }
    assert lead.post(url(plan), again).status_code == 302
    assert stands() == [("1010", D("5.00"), None, ""), ("2010", D("6.00"), None, "")]


def test_a_stale_version_is_refused_by_the_action_too(budget, mette):
    line = budget.lines.get(code="1010")
    write_spending(budget, Q2, {line: Entry(D("1.00"), None)}, by=mette)
    for version in (None, 9):
        with pytest.raises(StaleObject):
            write_spending(budget, Q2, {line: Entry(D("2.00"), None, version=version)}, by=mette)


@pytest.mark.parametrize(
    ("state", "period", "said"),
    [
        (
            "proposed",
            Q2,
            "Budget 2013 er ikke godkendt endnu. Forbrug skrives på et godkendt budget.",
        ),
        ("approved", Q4, "4. kvartal 2013 er ikke begyndt."),
    ],
)
def test_nothing_is_written_before_its_time(lead, plan, state, period, said):
    small_budget(plan, state=state)

    answer = lead.get(url(plan, period), follow=True)

    assert [str(message) for message in answer.context["messages"]] == [said]


def test_a_period_of_another_rhythm_or_year_is_not_found(lead, plan, budget):
    assert lead.get(url(plan, Period.half_year(2013, 1))).status_code == 404
    assert lead.get(url(plan, Period.quarter(2014, 1))).status_code == 404


def test_the_year_shows_what_is_spent_rest_and_deviation(lead, plan, budget, mette):
    for code, spent, expected, note in (
        ("1010", "250000.10", "500000.25", ""),
        ("1020", "75000.00", "180000.00", "To ansatte mere"),
        ("2010", "10000.00", "250000.00", ""),
        ("3010", "50000.05", "100000.00", ""),
    ):
        line = budget.lines.get(code=code)
        SpendingFactory(
            line=line, period=Q1, spent=D(spent), expected=D(expected), note=note, by=mette
        )

    page = lead.get(budget.get_absolute_url()).context["page"]

    assert page.title == "Budget 2013: én af 4 linjer afviger over 10 %"
    part = page.follow_up
    assert (part.period, part.as_of) == (Q1, date(2013, 3, 31))
    assert [
        (row.figure.name, row.budget, row.spent, row.rest, row.expected) for row in part.areas
    ] == [
        ("Børn, unge og familier", "500.000,25", "250.000,10", "250.000,15", "500.000,25"),
        ("Beboernetværk", "400.000,75", "85.000,00", "315.000,75", "430.000,00"),
        ("Hele planen", "100.000,00", "50.000,05", "49.999,95", "100.000,00"),
    ]
    assert part.total.spent == "385.000,15"
    assert [(row.line.line.code, row.explanation) for row in part.deviations] == [
        ("1020", "To ansatte mere")
    ]
    assert part.gaps == ""


def test_the_period_asked_for_shows_how_it_stood_then(lead, plan, budget, mette):
    line = budget.lines.get(code="1010")
    SpendingFactory(line=line, period=Q1, spent=D("1.00"), by=mette)
    SpendingFactory(line=line, period=Q2, spent=D("2.00"), by=mette)

    spent = [
        lead.get(f"{budget.get_absolute_url()}?periode={period}")
        .context["page"]
        .follow_up.total.spent
        for period in ("2013-K1", "2013-K2", "2013-K4", "rod")
    ]

    assert spent == ["1,00", "3,00", "3,00", "3,00"]


@pytest.mark.parametrize("lines", [1, 30])
def test_the_sheet_costs_the_same_for_one_line_and_many(
    lead, plan, mette, lines, django_assert_max_num_queries
):
    budget = BudgetFactory(plan=plan)
    for line in BudgetLineFactory.create_batch(lines, budget=budget):
        SpendingFactory(line=line, period=Q2, by=mette)
    with django_assert_max_num_queries(10):
        lead.get(url(plan))
