"""The reguleringskonto: what was granted, paid out, spent and left, and what is not written."""

from datetime import date
from decimal import Decimal

import pytest

from activities.tests.factories import PlanFactory
from core.periods import Period
from governance.models import Source
from governance.money.spending import actions as spending
from governance.tests.factories_money import (
    BudgetFactory,
    BudgetLineFactory,
    BudgetRevisionFactory,
    PaymentFactory,
    SpendingFactory,
    small_budget,
)
from reporting import documents
from reporting.actions import course
from reporting.actions.order import order
from reporting.data.edition import Edition
from reporting.data.regulation import Regulation
from reporting.exports import csv_bytes, xlsx_bytes
from reporting.models import ReportKind
from reporting.readiness.regulation import regulation_readiness

Y2013, Y2014, AFTER = Period.year(2013), Period.year(2014), date(2014, 5, 1)
QUARTERS = Y2013.parts()


def spend(budget, by, amount="1000.00", parts=QUARTERS, lines=None):
    for part in parts:
        for line in lines or budget.lines.all():
            SpendingFactory(line=line, period=part, spent=Decimal(amount), by=by)


@pytest.fixture
def budget(plan, settings):
    settings.DEMO_DATE = AFTER
    return small_budget(plan)


def built(plan, year=Y2013, today=AFTER):
    return Regulation.build(plan, year, today=today)


def by_name(data):
    return {row.name: row for row in data.sources}


def test_each_source_has_what_was_granted_paid_spent_and_left(plan, budget, mette):
    BudgetRevisionFactory(line=budget.lines.get(code="2010"), amount=Decimal("260000.00"))
    spend(budget, mette)
    PaymentFactory(plan=plan, amount=Decimal("9000.50"))

    lbf = by_name(built(plan))["Landsbyggefonden"]

    assert lbf.texts == (
        "750.000,25", "760.000,25", "0,00", "9.000,50", "8.000,00", "752.000,25", "1.000,50",
    )  # fmt: skip


def test_what_is_not_written_is_told_as_that_and_never_0(plan, budget, mette):
    spend(budget, mette, parts=QUARTERS[:3])

    data = built(plan)
    lbf = by_name(data)["Landsbyggefonden"]

    assert (lbf.unwritten, lbf.texts[3:]) == (
        2,
        ("ikke skrevet", "6.000,00", "kan ikke gøres op", "kan ikke gøres op"),
    )
    assert data.written_to == "Alle 4 linjer mangler et beløb for en eller flere af årets perioder."
    assert (
        data.local_spent == "6.000,00\xa0kr. af 12.000,00\xa0kr., 50,0\xa0% (4 linjer mangler tal)"
    )
    assert "kan ikke gøres op" in data.message


def test_without_an_approved_budget_it_says_how_that_stands(plan):
    assert built(plan).message == "Der er intet budget for 2013."

    BudgetFactory(plan=plan, state="proposed")

    assert built(plan).message == "Budget 2013 er ikke godkendt: til godkendelse."


def test_what_stood_on_the_account_is_carried_to_the_next_year(plan, budget, mette):
    spend(budget, mette)
    PaymentFactory(plan=plan, amount=Decimal(10000))
    line = BudgetLineFactory(budget=BudgetFactory(plan=plan, year=2014), source=Source.LBF)
    spend(line.budget, mette, parts=Y2014.parts()[:1], lines=[line])

    found = by_name(built(plan, Y2014))["Landsbyggefonden"]

    assert found.brought == 2000_00


def test_nothing_is_carried_from_a_year_that_is_not_written(plan, budget, mette):
    PaymentFactory(plan=plan, amount=Decimal(10000))
    BudgetLineFactory(budget=BudgetFactory(plan=plan, year=2014), source=Source.LBF)

    assert by_name(built(plan, Y2014))["Landsbyggefonden"].brought is None


def test_hours_and_results_stand_beside_the_areas_money(plan, budget, mette):
    spend(budget, mette)

    areas = built(plan).areas

    assert [(area.title, area.money) for area in areas] == [
        ("1 Børn, unge og familier", "4.000,00 brugt af 500.000,25\xa0kr."),
        ("3 Beboernetværk", "8.000,00 brugt af 400.000,75\xa0kr."),
        ("Hele planen", "4.000,00 brugt af 100.000,00\xa0kr."),
    ]
    assert [(one.code, one.used, one.results) for one in areas[0].activities] == [
        ("5.1.1", "ikke skrevet", "2 ikke målt"),
        ("5.2.2", "ikke skrevet", "1 ikke målt"),
    ]


def test_what_changed_since_the_last_return_stands_in_the_next(plan, budget, mette):
    spend(budget, mette)
    PaymentFactory(plan=plan, amount=Decimal(10000))
    row = order(plan, ReportKind.REGULATION, Y2013, by=mette)
    course.seal(row, by=mette)
    PaymentFactory(plan=plan, amount=Decimal(500), on=date(2013, 12, 31))

    data = built(plan, Y2014)

    assert data.since_title == f"Siden 2013 blev indberettet, nr. {row.number_text}"
    assert ("Landsbyggefonden", "Udbetalt", "10.000,00", "10.500,00") in [
        (change.group, change.what, change.old, change.new) for change in data.since
    ]


def test_a_plan_that_begins_within_the_year_says_so(db):
    plan = PlanFactory(starts_on=date(2013, 7, 1), ends_on=date(2014, 9, 30))

    assert built(plan).runs == "Planen løber i 2013 fra 1.\xa0juli 2013 til 31.\xa0december 2013."
    assert built(plan, Y2014, date(2015, 2, 1)).runs.endswith("til 30.\xa0september 2014.")


def test_the_paper_and_the_sheets_are_made_of_the_frozen_data_alone(
    plan, budget, mette, django_assert_num_queries
):
    spend(budget, mette)
    data = built(plan)
    edition = Edition(revision=1, prepared_by="Mette Holm", prepared_on="1. maj 2014")

    with django_assert_num_queries(0):
        again = Regulation.from_json(data.to_json())
        page = documents.html(again.kind, data.to_json(), edition)
        sheet = csv_bytes(again.sheets()[0]).decode()
        book = xlsx_bytes(again.sheets(), "Titel", ())

    assert again == data
    assert "Konto 406: kalenderåret 2013, kr." in page
    assert "Landsbyggefonden;;750000,25;750000,25;0;;8000;742000,25;;0" in sheet
    assert book[:2] == b"PK"


def points(plan, today=AFTER):
    found = regulation_readiness(plan, Y2013, today, lambda permission: True)
    return {check.text: check for check in found.missing}


def test_the_check_list_leads_to_where_each_thing_is_mended(plan, budget, mette):
    found = points(plan)

    assert list(found) == [
        "4 linjer mangler forbrug",
        "Udbetalingerne fra Landsbyggefonden er ikke skrevet",
        "4 perioder er ikke lukket",
    ]
    assert [part.text for part in found["4 linjer mangler forbrug"].parts] == [
        part.label for part in QUARTERS
    ]
    assert found["4 linjer mangler forbrug"].url.endswith("/styring/budget/2013/forbrug/2013-K1/")


def test_the_check_list_of_a_year_without_a_budget_asks_for_one(plan):
    assert next(iter(points(plan))) == "Der er intet budget for 2013"


def test_the_number_of_queries_does_not_grow_with_the_lines(
    plan, budget, mette, django_assert_max_num_queries
):
    spend(budget, mette)
    for _ in range(5):
        BudgetLineFactory(budget=budget)

    with django_assert_max_num_queries(24):
        built(plan)


def test_half_years_are_asked_for_as_half_years(settings, mette):
    settings.DEMO_DATE = AFTER
    plan = PlanFactory(reporting_period="half_year")
    line = BudgetLineFactory(budget=BudgetFactory(plan=plan))
    entry = spending.Entry(Decimal(5), Decimal(100000))
    for part in plan.periods(2013):
        spending.write_spending(line.budget, part, {line: entry}, by=mette)
        entry = spending.Entry(Decimal(5), None, "Forklaret")

    assert by_name(built(plan))["Landsbyggefonden"].all_spent == 10_00
