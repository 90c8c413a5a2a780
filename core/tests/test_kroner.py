"""Amounts, read as Danes write them and never through a float."""

from decimal import Decimal

import pytest

from core.danish import kroner
from core.reading import read_kroner


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234,50", "1234.50"),
        ("1.234,50 kr.", "1234.50"),
        ("kr. 1 234", "1234.00"),
        ("1234,5", "1234.50"),
        ("500,-", "500.00"),
        ("-1.000,25", "-1000.25"),
        ("−7 kr", "-7.00"),
        ("DKK 12.000.000", "12000000.00"),
        ("0", "0.00"),
    ],
)
def test_amounts_are_read_to_the_oere(text, amount):
    assert read_kroner(text) == Decimal(amount)
    assert read_kroner(text).as_tuple().exponent == -2


@pytest.mark.parametrize(
    "text", ["", "kr.", "1,234.50", "12.34", "tolv", "1.2.3", "1e5", "=1+1", "--5", "NaN"]
)
def test_what_is_no_amount_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match=r"Skriv kroner og øre, fx 1\.234,50\."):
        read_kroner(text)


def test_a_third_decimal_is_never_rounded_away():
    with pytest.raises(ValueError, match="mere end to decimaler"):
        read_kroner("1,234")


def test_amounts_are_written_with_thousands_and_a_hard_space():
    assert kroner(Decimal("1234567.5")) == "1.234.568\u00a0kr."
    assert kroner(Decimal("-1234.5"), ore=True) == "−1.234,50\u00a0kr."
