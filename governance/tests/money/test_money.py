"""What the budget says, exact to the øre: revisions from their day, sums that know what is
missing, lights' edges."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from core.lights import Light
from core.periods import Period
from governance.money.co_financing import co_financing, shares
from governance.money.figures import MoneyFigure, light_of
from governance.money.follow_up import budget_follow_up
from governance.tests.factories_money import (
    BudgetFactory,
    BudgetLineFactory,
    BudgetRevisionFactory,
    SpendingFactory,
    small_budget,
)

Q1, Q2, Q3, Q4 = Period.year(2013).parts()
TODAY = date(2013, 8, 31)
D = Decimal


@pytest.fixture
def budget(plan):
    return small_budget(plan)


def spend(budget, code, by, period=Q1, **fields):
    return SpendingFactory(line=budget.lines.get(code=code), period=period, by=by, **fields)


def line(found, code):
    return next(line for line in found.lines if line.line.code == code)


@pytest.mark.parametrize(
    ("outlook", "light"),
    [
        ("95000.00", Light.ON_TRACK),
        ("94999.99", Light.AT_RISK),
        ("90000.00", Light.AT_RISK),
        ("89999.99", Light.DELAYED),
        ("105000.00", Light.ON_TRACK),
        ("105000.01", Light.AT_RISK),
        ("110000.00", Light.AT_RISK),
        ("110000.01", Light.DELAYED),
        (None, Light.NOT_MEASURED),
    ],
)
def test_the_light_turns_at_the_oere(outlook, light):
    assert light_of(None if outlook is None else D(outlook), D("100000.00")) == light


@pytest.mark.parametrize(
    ("outlook", "shown"),
    [
        ("110000.00", "+10,0"), ("110000.01", "+10,01"), ("110040.00", "+10,04"),
        ("110050.00", "+10,1"),
        ("109960.00", "+10,0"), ("94999.99", "−5,01"), ("95000.00", "−5,0"), ("100040.00", "0,0"),
        ("99960.00", "0,0"),
        ("100050.00", "+0,1"),
    ],
)  # fmt: skip
def test_a_deviation_is_never_shown_at_a_limit_it_is_over(outlook, shown):
    figure = MoneyFigure("x", budget=D("100000"), original=D(0), spent=None, expected=D(outlook))

    assert figure.deviation_text == f"{shown}\u00a0%"


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ({"lbf": "75005", "municipality": "24995"}, ["75,1", "24,9"]),
        ({"lbf": "2670000", "association": "560000", "municipality": "310000",
          "other_fund": "60000"},
         ["74,2", "15,5", "8,6", "1,7"]),
        ({"lbf": "2", "association": "1"}, ["66,7", "33,3"]),
        ({"municipality": "1", "other_fund": "2"}, ["33,3", "66,7"]),
        ({"lbf": "5"}, ["100,0"]),
    ],
)  # fmt: skip
def test_the_shares_of_the_sources_give_a_hundred_and_agree_with_the_local_one(amounts, said):
    money = {source: D(amount) for source, amount in amounts.items()}

    found = shares(money)

    assert list(found.values()) == [f"{part}\u00a0%" for part in said]
    tenths = {source: int(text[:-2].replace(",", "")) for source, text in found.items()}
    local = sum(part for source, part in tenths.items() if source != "lbf")
    assert sum(tenths.values()) == 1000
    assert co_financing(money.items()).text == f"{local // 10},{local % 10}\u00a0%"


@pytest.mark.parametrize(
    ("local", "text", "met", "missing"),
    [
        ("250000.00", "25,0", True, "0.00"),
        ("249999.99", "24,9", False, "0.01"),
        ("249950.00", "24,9", False, "50.00"),
        ("0.00", "0,0", False, "250000.00"),
    ],
)
def test_a_quarter_is_a_quarter_to_the_oere(local, text, met, missing):
    found = co_financing([("association", D(local)), ("lbf", D(1000000) - D(local))])

    assert (found.text, found.is_met, found.missing) == (f"{text}\u00a0%", met, D(missing))


def test_what_is_missing_is_enough_when_a_quarter_is_no_whole_oere():
    found = co_financing([("association", D("0.01")), ("lbf", D("0.05"))])

    assert (
        found.missing,
        co_financing([("association", D("0.02")), ("lbf", D("0.04"))]).is_met,
    ) == (D("0.01"), True)


def test_money_without_a_budget_is_red_and_nothing_of_nothing_is_fine():
    assert light_of(D("0.01"), D(0)) == Light.DELAYED
    assert light_of(D(0), D(0)) == Light.ON_TRACK
    figure = MoneyFigure("x", budget=D(0), original=D(0), spent=None, expected=D("0.01"))
    assert (figure.deviation, figure.deviation_text) == (None, "–")


def test_a_revision_holds_from_its_own_day(plan, budget):
    BudgetRevisionFactory(
        line=budget.lines.get(code="2010"), amount=D("260000.10"), in_force_on=date(2013, 7, 1)
    )
    BudgetRevisionFactory(
        line=budget.lines.get(code="2010"), amount=D("270000.20"), in_force_on=date(2013, 8, 31)
    )

    on = {
        day: (line(found, "2010").budget, line(found, "2010").original, found.total.budget)
        for day in (date(2013, 6, 30), date(2013, 7, 1), date(2013, 8, 31))
        if (found := budget_follow_up(plan, Q2, day))
    }

    assert on == {
        date(2013, 6, 30): (D("250000.00"), D("250000.00"), D("1000001.00")),
        date(2013, 7, 1): (D("260000.10"), D("250000.00"), D("1010001.10")),
        date(2013, 8, 31): (D("270000.20"), D("250000.00"), D("1020001.20")),
    }


def test_spending_adds_up_to_the_period_and_corrections_count(plan, budget, mette):
    spend(budget, "1010", mette, Q1, spent=D("100000.10"))
    spend(budget, "1010", mette, Q2, spent=D("-0.20"), expected=D("480000.00"))
    spend(budget, "1010", mette, Q3, spent=D("7.00"), expected=D("600000.00"), note="Senere")

    found = budget_follow_up(plan, Q2, TODAY)

    row = line(found, "1010")
    assert (row.spent, row.expected, row.rest) == (D("99999.90"), D("480000.00"), D("400000.35"))
    assert row.explanation == ""
    assert row.said_in == Q2


def test_what_is_expected_is_what_was_last_said(plan, budget, mette):
    spend(budget, "1010", mette, Q1, expected=D("600000.00"), note="Vikar hele foråret")
    spend(budget, "1010", mette, Q2, expected=None)

    row = line(budget_follow_up(plan, Q2, TODAY), "1010")

    assert (row.expected, row.said_in, row.explanation) == (
        D("600000.00"),
        Q1,
        "Vikar hele foråret",
    )
    assert row.deviation == Fraction(D("99999.75")) * 100 / Fraction(D("500000.25"))
    assert row.deviation_text == "+20,0\u00a0%"
    assert (
        row.reason
        == "Forventet 600.000\u00a0kr. mod budgettets 500.000,25\u00a0kr.: 20,0\u00a0% over."
    )


def test_nothing_written_is_not_0(plan, budget, mette):
    spend(budget, "2010", mette, Q1, spent=D("0.00"), expected=D("250000.00"))

    found = budget_follow_up(plan, Q1, TODAY)

    assert [(row.line.code, row.spent, row.light) for row in found.lines] == [
        ("1010", None, Light.NOT_MEASURED),
        ("1020", None, Light.NOT_MEASURED),
        ("2010", D("0.00"), Light.ON_TRACK),
        ("3010", None, Light.NOT_MEASURED),
    ]
    total = found.total
    assert (total.spent, total.expected, total.missing, total.unwritten) == (D("0.00"), None, 3, 3)
    assert total.reason == "Det forventede mangler for 3 af 4 linjer."


def test_a_period_left_out_makes_the_line_unwritten(plan, budget, mette):
    spend(budget, "2010", mette, Q2)
    assert line(budget_follow_up(plan, Q2, TODAY), "2010").unwritten == 1
    spend(budget, "2010", mette, Q1)
    assert line(budget_follow_up(plan, Q2, TODAY), "2010").unwritten == 0


def test_more_spent_than_there_is_is_red_though_nobody_said_so(plan, budget, mette):
    spend(budget, "3010", mette, Q1, spent=D("110000.01"))

    row = line(budget_follow_up(plan, Q1, TODAY), "3010")

    assert (row.light, row.expected, row.outlook) == (Light.DELAYED, None, D("110000.01"))
    assert row.reason == "Der er allerede brugt 110.000,01\u00a0kr. mod budgettets 100.000\u00a0kr."


def test_an_area_a_source_and_all_name_the_lines_that_are_red(plan, budget, mette):
    spend(budget, "1010", mette, spent=D("1.05"), expected=D("500000.25"))
    spend(budget, "1020", mette, spent=D("2.10"), expected=D("175000.00"), note="To ansatte mere")
    spend(budget, "2010", mette, spent=D("3.20"), expected=D("225000.00"))
    spend(budget, "3010", mette, spent=D("4.00"), expected=D("100000.00"))
    children, network = plan.focus_areas.order_by("position")

    found = budget_follow_up(plan, Q1, TODAY)

    assert list(found.areas) == [children.pk, network.pk, None]
    area = found.areas[network.pk]
    assert (area.budget, area.spent, area.expected) == (D("400000.75"), D("5.30"), D("400000.00"))
    assert (area.light, area.explanation) == (Light.ON_TRACK, "1020 Konto 1020: To ansatte mere")
    assert area.reason == (
        "Forventet 400.000\u00a0kr. mod budgettets 400.000,75\u00a0kr. "
        "1020 Konto 1020 afviger mere end 10 %."
    )
    assert {key: figure.spent for key, figure in found.sources.items()} == {
        "lbf": D("4.25"), "association": D("4.00"), "municipality": D("2.10"),
    }  # fmt: skip
    assert (found.total.spent, found.total.expected) == (D("10.35"), D("1000000.25"))
    assert found.areas[None].name == "Hele planen"


def test_a_year_without_an_approved_budget_has_no_follow_up(plan):
    small_budget(plan, state="proposed")
    assert budget_follow_up(plan, Q1, TODAY) is None
    assert budget_follow_up(plan, Period.year(2014), TODAY) is None


@pytest.mark.parametrize("lines", [1, 40])
def test_the_follow_up_takes_three_queries(plan, mette, lines, django_assert_num_queries):
    budget = BudgetFactory(plan=plan)
    for row in BudgetLineFactory.create_batch(
        lines, budget=budget, focus_area=plan.focus_areas.first()
    ):
        BudgetRevisionFactory(line=row)
        SpendingFactory(line=row, by=mette)

    with django_assert_num_queries(3):
        found = budget_follow_up(plan, Q2, TODAY)
        assert [figure.reason for figure in found.areas.values()]
