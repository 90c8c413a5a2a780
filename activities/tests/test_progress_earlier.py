"""What the plan said on an earlier day, told beside a later one: of all the criteria, each by the
target it had then."""

from datetime import date

import pytest

from activities.models import SuccessCriterion, Target
from activities.progress.read import plan_progress
from activities.readings import actions as readings
from activities.tests.factories import CriterionFactory, RegistrationFactory, TargetFactory

MARCH, JUNE = date(2013, 3, 31), date(2013, 6, 30)


def criterion(plan, code):
    return SuccessCriterion.objects.get(activity__plan=plan, code=code)


def as_it_was(plan, day):
    then = plan_progress(plan, day)
    return then.following, then.measured


def told(plan, today, *days):
    progress = plan_progress(plan, today, compared=days)
    return {day: progress.count_on(day) for day in progress.earlier}


def add_halves(plan):
    """A criterion with a target for each half year."""
    halves = CriterionFactory(activity=plan.activities.get(code="5.1.1"), code="9", target=None)
    for first, last in ((1, JUNE), (7, date(2013, 12, 31))):
        TargetFactory(criterion=halves, starts_on=date(2013, first, 1), ends_on=last, value=10)
    return halves


def test_an_earlier_day_is_counted_as_it_was(plan, today):
    RegistrationFactory(criterion=criterion(plan, "5.1.1-1"), on=date(2013, 3, 1), value=50)
    RegistrationFactory(criterion=criterion(plan, "5.2.2-1"), on=date(2013, 7, 1), value=40)

    assert told(plan, today, JUNE) == {JUNE: (1, 1)} == {JUNE: as_it_was(plan, JUNE)}


def test_a_criterion_is_counted_by_the_target_it_had_then(plan, today):
    """Its target of today did not hold then: it had another and was measured."""
    for row in (add_halves(plan), criterion(plan, "5.1.1-1")):
        RegistrationFactory(criterion=row, on=date(2013, 5, 1), value=60)

    assert told(plan, today, JUNE) == {JUNE: (2, 2)} == {JUNE: as_it_was(plan, JUNE)}


def test_an_earlier_day_knows_nothing_of_a_later_target(plan, today):
    families = criterion(plan, "5.1.1-1")
    RegistrationFactory(criterion=families, on=date(2013, 3, 1), value=50)
    families.targets.get().revisions.create(value=200, in_force_on=date(2013, 7, 1))

    assert told(plan, today, JUNE) == {JUNE: (1, 1)} == {JUNE: as_it_was(plan, JUNE)}


def test_an_earlier_day_knows_nothing_of_what_was_read_later(plan, today, mette):
    share = SuccessCriterion.objects.filter(activity__plan=plan, measure="percent").first()
    readings.write(share, read_on=date(2013, 8, 1), year=2013, value=50, base=60, by=mette)

    found = told(plan, today, JUNE, date(2013, 7, 31))

    assert found == {day: as_it_was(plan, day) for day in found}
    assert as_it_was(plan, today)[1] == 1


@pytest.mark.parametrize("on", [date(2013, 2, 1), date(2013, 5, 1), date(2013, 8, 1)])
@pytest.mark.parametrize("year", [2013, 2014])
def test_every_earlier_day_is_as_it_was_with_every_kind_of_target(plan, on, year):
    """Quarters, halves, a span of years and none: on a day of this year and of the next."""
    halves = add_halves(plan)
    quarter = criterion(plan, "5.2.2-1")
    quarter.targets.all().delete()
    TargetFactory(criterion=quarter, starts_on=date(2013, 1, 1), ends_on=MARCH, value=10)
    span = criterion(plan, "5.3.5-1")
    span.targets.update(ends_on=date(2016, 12, 31))
    none = criterion(plan, "5.1.1-1")
    Target.objects.filter(criterion=none).delete()
    for row in (halves, quarter, span, none):
        RegistrationFactory(criterion=row, on=on, value=40)

    days = [MARCH, JUNE] if year == 2013 else [date(2013, 12, 31)]

    assert told(plan, date(year, 8, 31), *days) == {day: as_it_was(plan, day) for day in days}


def test_nothing_is_measured_before_the_targets_begin(plan, today):
    day = date(2012, 12, 31)

    assert told(plan, today, day) == {day: (0, 0)}


def test_earlier_days_take_no_query(plan, today, django_assert_num_queries):
    with django_assert_num_queries(3):
        plan_progress(plan, today, compared=[MARCH, JUNE])
