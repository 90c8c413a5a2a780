from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Kind, Period

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("code", "start", "end", "label"),
    [
        ("2013-K2", date(2013, 4, 1), date(2013, 6, 30), "2. kvartal 2013"),
        ("2012-K1", date(2012, 1, 1), date(2012, 3, 31), "1. kvartal 2012"),
        ("2013-H2", date(2013, 7, 1), date(2013, 12, 31), "2. halvår 2013"),
        ("2013", date(2013, 1, 1), date(2013, 12, 31), "2013"),
        ("2013-2016", date(2013, 1, 1), date(2016, 12, 31), "2013–2016"),
    ],
)
def test_parse_knows_each_kind(code, start, end, label):
    period = Period.parse(code)

    assert (period.start, period.end, period.label, period.code) == (start, end, label, code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "2013-K5",
        "2013-K0",
        "13-K2",
        "2013-Q2",
        "2016-2013",
        "2013-K2x",
        "0000",
        "abc",
        "²013",
        "2013-K²",
    ],
)
def test_parse_refuses_the_rest_in_danish(code):
    with pytest.raises(ValueError, match=r"periode|rækkefølge"):
        Period.parse(code)


def test_parse_reads_small_letters_and_blanks():
    assert Period.parse(" 2013-k2 ") == Period.quarter(2013, 2)


@given(DAYS, st.sampled_from([Kind.QUARTER, Kind.HALF_YEAR, Kind.YEAR]))
def test_periods_tile_the_calendar(day, kind):
    period = Period.containing(day, kind)

    assert day in period
    assert Period.parse(period.code) == period
    assert period.next().start == period.end + timedelta(days=1)
    assert period.next().previous() == period
    assert period < period.next()


@given(DAYS, DAYS)
def test_elapsed_grows_from_nothing_to_all(day, as_of):
    period = Period.containing(day, Kind.YEAR)

    assert 0 <= period.elapsed(as_of) <= 1
    assert period.elapsed(period.end) == 1
    assert period.elapsed(period.start) == Fraction(1, period.days)
    assert period.elapsed(period.start - timedelta(days=1)) == 0


def test_parts_are_the_quarters_of_a_span():
    assert [p.code for p in Period.parse("2013-2014").parts()] == [
        f"{year}-K{number}" for year in (2013, 2014) for number in (1, 2, 3, 4)
    ]


def test_next_of_a_span_is_refused():
    with pytest.raises(ValueError, match="spænd"):
        Period.span(2013, 2016).next()


@pytest.mark.parametrize("code", ["9999-K4", "9999-H2", "9999"])
def test_the_last_year_there_is_has_its_last_day(code):
    period = Period.parse(code)

    assert period.end == date(9999, 12, 31)
    assert period.parts()[-1] == Period.quarter(9999, 4)
