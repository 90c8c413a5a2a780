from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from core import danish


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1284, None, "1.284"),
        (1234567, None, "1.234.567"),
        (Fraction(49, 2), None, "24,5"),
        (Fraction(2), None, "2"),
        (Fraction(2, 3), None, "0,7"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(-5, 2), 0, "−3"),
        (Fraction(-1, 100), 0, "0"),
        (Decimal("37.00"), None, "37"),
        (Decimal("1234.5"), 2, "1.234,50"),
        (0, None, "0"),
    ],
)
def test_number(value, decimals, text):
    assert danish.number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"), [("7.00", "7"), ("7.50", "7,5"), ("7.25", "7,25"), ("1234", "1.234")]
)
def test_an_exact_number_has_no_more_decimals_than_there_are(value, text):
    assert danish.exact_number(Decimal(value)) == text


@pytest.mark.parametrize(
    ("years", "text"),
    [(None, "Fra 2014 til 2017, nr. 20130"), ((2012, 2013), "Fra 2014 til 2016, nr. 20130")],
)
def test_a_text_is_said_of_the_year_after(years, text):
    assert danish.a_year_later("Fra 2013 til 2016, nr. 20130", years) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0 familier"), (1, "1 familie"), (1284, "1.284 familier")]
)
def test_quantity_is_singular_only_for_one(value, text):
    assert danish.quantity(value, "familie", "familier") == text


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a og b"), (["a", "b", "c"], "a, b og c")],
)
def test_listing(items, text):
    assert danish.listing(items) == text


def test_dates_and_time():
    day = date(2013, 8, 31)

    assert danish.day(day) == "31.8.2013"
    assert danish.short_day(day) == "31.8."
    assert danish.long_day(day) == "31.\u00a0august 2013"
    assert danish.weekday(day) == "lørdag"
    assert danish.clock_time(datetime(2013, 8, 31, 14, 3)) == "14.03"


def test_words_to_twelve_then_digits():
    assert [danish.word(n) for n in (0, 1, 12, 13)] == ["nul", "en", "tolv", "13"]


def test_names_are_sorted_as_in_a_danish_list():
    names = ["Ådalen", "Ørnen", "Zebraen", "Æblehaven", "aben", "Bakken"]

    assert sorted(names, key=danish.alphabetical) == [
        "aben",
        "Bakken",
        "Zebraen",
        "Æblehaven",
        "Ørnen",
        "Ådalen",
    ]
