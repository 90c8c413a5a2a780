"""What the administration's sheet said of the year stands as its own fact, and a figure of money
says to which period it is written."""

from datetime import date
from decimal import Decimal

import pytest

from core import bound
from core.periods import Period
from core.tests.spreadsheets import workbook
from governance.models import Spending
from governance.money.budget.page import follow_up_part
from governance.money.follow_up import budget_follow_up
from governance.money.sheet.actions import apply, rows_of, texts, upload
from governance.money.spending.actions import Entry, write_spending
from governance.tests.factories_money import small_budget
from reporting.data.steering import money_part

Q1, Q2, Q3 = (Period.quarter(2013, n) for n in (1, 2, 3))
FILE = workbook([["Konto", "År til dato"], [1010, 650]])


@pytest.fixture
def budget(plan):
    return small_budget(plan)


@pytest.fixture
def line(budget):
    return budget.lines.get(code="1010")


def write(budget, line, period, spent, by):
    row = Spending.objects.filter(line=line, period=period).first()
    entry = Entry(Decimal(spent), line.amount, "Derfor", version=row.lock_version if row else None)
    write_spending(budget, period, {line: entry}, by=by)


@pytest.fixture
def sheet(budget, line, mette):
    """100 in the first quarter, 200 in the second, and 650 since New Year in the third."""
    write(budget, line, Q1, 100, mette)
    write(budget, line, Q2, 200, mette)
    found = upload(budget, Q3, name="saldo.xlsx", content=FILE, by=mette)
    shown = bound.token(texts(rows_of(budget, found)))
    apply(found, budget, shown=shown, notes={line.pk: "Derfor"}, by=mette)
    return Spending.objects.get(line=line, period=Q3)


def follow_up(plan, period=Q3, day=date(2013, 8, 31)):
    return budget_follow_up(plan, period, day)


def test_what_the_sheet_said_is_kept(sheet):
    assert (sheet.spent, sheet.stated, sheet.stated_in) == (350, 650, "saldo.xlsx")


def test_nothing_is_said_while_the_periods_add_up(plan, sheet):
    found = follow_up(plan)

    assert found.off_sheet == ()
    assert money_part(found).off_sheet == ()


def test_a_correction_of_an_earlier_period_is_told_with_both_figures(
    plan, budget, line, sheet, mette
):
    write(budget, line, Q1, 90, mette)

    found = follow_up(plan)

    said = (
        f"{line}: siden nytår 650 kr. pr. 30.9.2013 ifølge regnearket, men perioderne giver 640 kr."
    )
    assert [text.replace("\u00a0", " ") for text in money_part(found).off_sheet] == [said]
    (shown,) = follow_up_part(found).off_sheet
    assert "»saldo.xlsx«" in shown
    assert Spending.objects.get(pk=sheet.pk).stated == 650


def test_writing_the_period_anew_keeps_what_the_sheet_said(plan, budget, line, sheet, mette):
    write(budget, line, Q3, 300, mette)

    assert Spending.objects.get(pk=sheet.pk).stated == 650
    assert len(follow_up(plan).off_sheet) == 1


def test_an_earlier_note_knows_nothing_of_a_later_sheet(plan, budget, line, sheet, mette):
    write(budget, line, Q1, 90, mette)

    assert follow_up(plan, Q2, date(2013, 6, 30)).off_sheet == ()


def test_money_says_to_which_period_it_is_written(plan, budget, line, mette):
    assert follow_up(plan).written_text == ""

    for each in budget.lines.all():
        write(budget, each, Q1, 100, mette)
        write(budget, each, Q2, 100, mette)

    third = follow_up(plan)
    assert third.written_text == "Forbrug til og med 2. kvartal; 3. kvartal er ikke skrevet"
    assert money_part(third).written == third.written_text
    assert follow_up(plan, Q2, date(2013, 6, 30)).written_text == "Forbrug til og med 2. kvartal"


def test_a_period_written_for_some_lines_is_told(plan, budget, line, mette):
    write(budget, line, Q1, 100, mette)

    text = follow_up(plan, Q1, date(2013, 3, 31)).written_text

    assert text == "Forbrug til og med 1. kvartal; 1. kvartal er skrevet for nogle linjer"
