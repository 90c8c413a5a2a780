"""Hours are compared in the weeks that are written, and planned only while plan, activity and
allocation run."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from activities.hours import hours_summary
from activities.models import Activity, StaffAllocation, StaffRole
from activities.tests.factories import HoursFactory
from activities.weeks import missing_weeks, read_sheet, week_code

START, END = date(2013, 4, 1), date(2013, 6, 30)
WEEKS = [date(2013, 4, 1) + timedelta(days=7 * n) for n in range(13)]  # weeks 14-26


@pytest.fixture
def allocation(plan):
    """The only one: ten hours a week of the Familiekoordinator."""
    row = StaffAllocation.objects.get(staff_role__code="FK", activity__plan=plan)
    StaffAllocation.objects.exclude(pk=row.pk).delete()
    return row


def write(row, weeks, hours=10):
    for week in weeks:
        HoursFactory(
            activity=row.activity, staff_role=row.staff_role, week=week, hours=Decimal(hours)
        )


def total(plan, start=START, end=END):
    return hours_summary(plan, start, end).total


def test_two_weeks_not_written_are_named_and_not_counted_as_nothing(plan, allocation):
    write(allocation, WEEKS[:11])

    line = total(plan)

    assert (line.planned_text, line.used_text, line.compared_text) == ("130", "110", "110")
    assert (line.deviation, line.deviation_text) == (0, "0\u00a0%")
    assert line.missing_text == "2 uger er ikke skrevet: uge 25 og 26."


def test_all_written_says_nothing_and_compares_with_all_that_was_planned(plan, allocation):
    write(allocation, WEEKS, hours=11)

    line = total(plan)

    assert (line.missing_text, line.compared_text, line.deviation) == ("", "130", 10)


def test_many_weeks_are_told_as_runs(plan, allocation):
    write(allocation, [WEEKS[3]])

    assert total(plan).missing_text == "12 uger er ikke skrevet: uge 14–16 og 18–26."


def test_the_sum_says_that_not_all_posts_wrote(plan, allocation):
    other = StaffAllocation.objects.create(
        activity=allocation.activity,
        staff_role=StaffRole.objects.get(plan=plan, code="BM"),
        hours_min=5,
        hours_max=5,
    )
    write(allocation, WEEKS)
    write(other, WEEKS[:12], hours=5)

    line = total(plan)

    assert (line.compared_text, line.used_text, line.deviation) == ("190", "190", 0)
    assert line.missing_text == "1 uge er ikke skrevet af alle: uge 26."


def test_nothing_written_is_not_a_deviation(plan, allocation):
    line = total(plan)

    assert (line.used_text, line.deviation, line.planned_text) == ("ikke skrevet", None, "130")


def test_a_plan_that_begins_inside_the_period_counts_from_there(plan, allocation):
    plan.starts_on = date(2013, 11, 15)
    plan.save()

    line = total(plan, date(2013, 7, 1), date(2013, 12, 31))

    assert line.planned_min == Fraction(10 * 47, 7)


def test_an_activity_and_an_allocation_count_while_they_run(plan, allocation):
    Activity.objects.filter(pk=allocation.activity_id).update(ends_on=date(2013, 6, 2))
    StaffAllocation.objects.filter(pk=allocation.pk).update(starts_on=date(2013, 5, 6))

    write(allocation, WEEKS[5:9])
    line = total(plan)

    assert line.planned_min == 40
    assert (line.missing_text, line.deviation) == ("", 0)
    assert line.weekly_min == 0


def test_a_plan_over_has_nothing_more_planned(plan, allocation):
    plan.ends_on = date(2013, 4, 7)
    plan.save()

    assert total(plan).planned_min == 10


def test_weeks_outside_are_not_asked_for(plan, allocation):
    allocation.starts_on, allocation.ends_on = WEEKS[1], WEEKS[2] + timedelta(days=6)
    allocation.save()

    found = missing_weeks(plan, [allocation.staff_role], date(2013, 6, 30))

    assert [week.code for week in found] == [week_code(WEEKS[2]), week_code(WEEKS[1])]
    assert read_sheet(plan, WEEKS[0], [allocation.staff_role]).cells == {}
    assert len(read_sheet(plan, WEEKS[1], [allocation.staff_role]).cells) == 1
