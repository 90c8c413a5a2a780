"""Which status note is the one that is being made: on every day from before the plan to after."""

from datetime import date

import pytest

from core.periods import Period
from reporting.current import CurrentNote, current_note
from reporting.tests.factories import ReportFactory

Q2, Q3, Q4 = (Period.quarter(2013, n) for n in (2, 3, 4))
LAST = Period.quarter(2016, 4)


@pytest.mark.parametrize(
    ("today", "issued", "period"),
    [
        (date(2012, 12, 31), None, None),
        (date(2013, 1, 1), None, Period.quarter(2013, 1)),
        (date(2013, 8, 31), None, Q2),
        (date(2013, 8, 31), Q2, Q3),
        (date(2013, 9, 30), Q2, Q3),  # its last day: not over
        (date(2013, 10, 1), Q2, Q3),
        (date(2013, 10, 1), Q3, Q4),
        (date(2016, 12, 31), Period.quarter(2016, 3), LAST),
        (date(2017, 1, 3), None, LAST),
        (date(2017, 1, 3), LAST, None),
        (date(2018, 12, 31), LAST, None),
    ],
)
def test_current_note_is_the_nearest_that_is_not_issued(plan, today, issued, period):
    if issued:
        ReportFactory(plan=plan, period=issued, is_issued=True)

    assert current_note(plan, today).period == period


@pytest.mark.parametrize(
    ("how", "found"),
    [
        ({}, CurrentNote(Q2, is_given_on=False)),
        ({"is_ready": True}, CurrentNote(Q2, is_given_on=True)),
        ({"is_issued": True}, CurrentNote(Q3, is_given_on=True)),
    ],
)
def test_note_with_the_koordinator_is_still_the_current_one(plan, today, how, found):
    ReportFactory(plan=plan, **how)

    assert current_note(plan, today) == found


def test_a_correction_of_an_issued_note_does_not_take_its_place_again(plan, today):
    ReportFactory(plan=plan, revision=1, is_issued=True)
    ReportFactory(plan=plan, revision=2)

    assert current_note(plan, today) == CurrentNote(Q3, is_given_on=False)


def test_a_plan_that_ends_within_a_period_has_its_last_note_the_day_after(plan):
    plan.ends_on = date(2016, 11, 15)

    assert current_note(plan, date(2016, 11, 15)).period == Period.quarter(2016, 3)
    assert current_note(plan, date(2016, 11, 16)).period == LAST


def test_current_note_takes_one_query(plan, today, django_assert_num_queries):
    with django_assert_num_queries(1):
        current_note(plan, today)
