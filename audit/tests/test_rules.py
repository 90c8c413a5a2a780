"""The auditor's own reading of what was promised, by hand."""

from datetime import date
from fractions import Fraction

import pytest

from audit import criteria, printed
from audit.ledger import Ledger
from audit.printed import Printed
from audit.rows import Aim, Criterion, Row
from audit.statements import COMPARES, REASONS, One, about

FIRST, LAST, JUNE = date(2013, 1, 1), date(2013, 12, 31), date(2013, 6, 30)
LIMITS = criteria.Limits(90, 70, 10)


def criterion(**fields):
    plain = {
        "pk": 1,
        "code": "1-1",
        "activity": "1",
        "level": 1,
        "name": "Familier",
        "text": "kom",
        "noun": "familier",
        "noun_singular": "familie",
        "measure": "count",
        "rhythm": "running",
        "month": None,
        "direction": "at_least",
        "per": 100,
        "baseline": None,
        "course": {},
        "denominator": "",
        "counting_rule": "attendances",
        "begins": FIRST,
        "ends": ((date.min, LAST),),
        "aims": (Aim(FIRST, LAST, ((FIRST, Fraction(100)),)),),
        "rows": (),
    }
    return Criterion(**plain | fields)


def row(on, value, base=0, new=None, asked=None):
    return Row(on, value, base, new, asked)


def standing(today=JUNE, **fields):
    return criteria.standing(criterion(**fields), JUNE, today, lambda _: LIMITS, {}.get)


@pytest.mark.parametrize(
    ("text", "value", "places"),
    [("1.284", 1284, 0), ("24,5", Fraction(49, 2), 1), ("−3", -3, 0), ("0,30", Fraction(3, 10), 2)],
)
def test_printed_number_is_read_with_its_decimals(text, value, places):
    assert printed.read(text) == Printed(Fraction(value), places)


def test_number_on_its_limit_tells_the_figure_but_not_its_side():
    almost = Fraction(4996, 100)

    assert printed.read("50").tells(almost)
    assert not printed.read("50").keeps_side(almost, 50)
    assert printed.read("49,96").keeps_side(almost, 50)


def test_expected_is_the_share_of_days_gone():
    assert standing(rows=(row(JUNE, 40),)).expected == Fraction(100 * 181, 365)


def test_adjusted_target_keeps_what_was_expected_until_its_day():
    aim = Aim(FIRST, LAST, ((FIRST, Fraction(100)), (date(2013, 7, 1), Fraction(200))))

    before = criteria.expected_on(criterion(), aim, FIRST, LAST, JUNE, {}.get)
    end = criteria.expected_on(criterion(), aim, FIRST, LAST, LAST, {}.get)

    assert (before, end) == (Fraction(100 * 181, 365), 200)


def test_each_counted_once_is_the_sum_of_the_new():
    rows = (row(JUNE, 14, new=3), row(JUNE, 5))

    assert standing(rows=rows, counting_rule="enrolments").actual == 3


def test_share_is_its_newest_round_whatever_months_it_lies_in():
    asked = (date(2013, 6, 15), date(2013, 5, 1), 7)
    rows = (row(date(2013, 5, 9), 10, 40, asked=asked), row(date(2013, 6, 2), 18, 20, asked=asked))

    assert standing(measure="percent", rows=rows).actual == Fraction(2800, 60)


def test_share_of_few_answers_is_called_nothing():
    assert standing(measure="percent", rows=(row(JUNE, 3, 3),)).light == criteria.NOT_MEASURED


def test_sentence_whose_quotient_is_not_of_its_operands_is_a_difference():
    ledger, s = Ledger(), standing(rows=(row(JUNE, 40),))
    held = One(s, ledger, "here")

    about(REASONS, "81 % af de forventede 49,6. Risiko er fra 70 til 90 %.", held, ledger, "here")
    assert ledger.differences == []

    about(REASONS, "89 % af de forventede 45. På sporet er fra 90 %.", held, ledger, "here")
    assert {d.kind for d in ledger.differences} == {"number in a sentence", "word against light"}


def test_difference_that_is_not_of_its_operands_is_found():
    ledger, s = Ledger(), standing(rows=(row(JUNE, 40),))

    about(COMPARES, "9 færre end forventet (50)", One(s, ledger, "here"), ledger, "here")

    assert [d.kind for d in ledger.differences] == ["difference of its operands"]


def test_sentence_nobody_knows_is_kept_as_unread():
    ledger = Ledger()

    assert not about(REASONS, "Det går nok, 7 af 9.", None, ledger, "here")
    assert ledger.unread == [", here: Det går nok, 7 af 9."]
