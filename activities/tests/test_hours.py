"""Hours against allocations."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from activities.hours import hours_a_week, hours_summary, months_used
from activities.models import AllocationRevision, StaffAllocation
from activities.tests.factories import HoursFactory, StaffRoleFactory

JANUARY_FIRST, AUGUST = date(2013, 1, 1), date(2013, 8, 31)


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        ("1.00", "1.00", "1 time pr. uge"),
        ("1.00", "2.00", "1–2 timer pr. uge"),
        ("7.25", "7.25", "7,25 timer pr. uge"),
        ("0", "0", "0 timer pr. uge"),
    ],
)
def test_hours_a_week_are_said_exactly(low, high, text):
    assert hours_a_week(Decimal(low), Decimal(high)) == text


def line(summary, name):
    return next(role for role in summary.roles if role.name == name)


def test_planned_is_weekly_hours_times_days_by_seven(plan):
    families = line(hours_summary(plan, JANUARY_FIRST, AUGUST), "Familiekoordinator")

    assert families.planned_min == Fraction(10 * 243, 7)
    assert (families.planned_text, families.used, families.used_text) == (
        "347",
        None,
        "ikke skrevet",
    )
    assert (families.deviation, families.deviation_text) == (None, "–")


def test_used_is_summed_by_role_area_and_activity(plan):
    jobs = plan.activities.get(code="5.2.2")
    worker, lead = plan.staff_roles.get(code="BM"), plan.staff_roles.get(code="SL")
    HoursFactory(activity=jobs, staff_role=worker, hours=Decimal("7.5"))
    HoursFactory(activity=jobs, staff_role=worker, week=date(2013, 5, 13), hours=Decimal(8))
    HoursFactory(activity=jobs, staff_role=lead, hours=Decimal(2))

    summary = hours_summary(plan, JANUARY_FIRST, AUGUST)

    assert line(summary, "Boligsocial medarbejder").used == Fraction(31, 2)
    assert (
        summary.activities[jobs.pk].used
        == summary.areas[jobs.focus_area_id].used
        == Fraction(35, 2)
    )
    assert summary.total.used == Fraction(35, 2)


def test_a_range_is_kept_and_inside_it_is_no_deviation(plan):
    StaffAllocation.objects.filter(staff_role__code="FK").update(hours_min=10, hours_max=20)
    HoursFactory(
        activity=plan.activities.get(code="5.1.1"),
        staff_role=plan.staff_roles.get(code="FK"),
        hours=Decimal(15),
    )

    one_week = line(hours_summary(plan, date(2013, 5, 6), date(2013, 5, 12)), "Familiekoordinator")

    assert (one_week.planned_text, one_week.weekly_text, one_week.deviation) == (
        "10–20",
        "10–20",
        0,
    )
    assert one_week.share == 100


def test_the_share_and_the_deviation_say_the_same_of_a_range(plan):
    """The dashboard prints the one and the note the other: 23 of 10–20 is 115 % and +15 %."""
    StaffAllocation.objects.filter(staff_role__code="FK").update(hours_min=10, hours_max=20)
    HoursFactory(
        activity=plan.activities.get(code="5.1.1"),
        staff_role=plan.staff_roles.get(code="FK"),
        hours=Decimal(23),
    )

    one_week = line(hours_summary(plan, date(2013, 5, 6), date(2013, 5, 12)), "Familiekoordinator")

    assert (one_week.share, one_week.deviation_text) == (115, "+15\u00a0%")


def test_a_week_counts_where_its_thursday_lies(plan):
    activity, role = plan.activities.get(code="5.1.1"), plan.staff_roles.get(code="FK")
    HoursFactory(activity=activity, staff_role=role, week=date(2013, 7, 29), hours=Decimal(9))

    assert months_used(plan, activity.pk, date(2013, 7, 1), AUGUST) == [
        (date(2013, 7, 1), None),
        (date(2013, 8, 1), Fraction(9)),
    ]


def test_hours_outside_any_allocation_still_count(plan):
    guide = StaffRoleFactory(plan=plan, code="FGK", name="Foreningsguidekoordinator")
    HoursFactory(activity=plan.activities.get(code="5.1.1"), staff_role=guide, hours=Decimal(4))

    summary = hours_summary(plan, JANUARY_FIRST, AUGUST)

    assert (line(summary, guide.name).used, line(summary, guide.name).planned_min) == (4, 0)
    assert summary.total.used == 4


def test_two_queries_whatever_the_number(plan, django_assert_num_queries):
    activity, role = plan.activities.get(code="5.1.1"), plan.staff_roles.get(code="FK")
    for day in (6, 13, 20, 27):
        HoursFactory(activity=activity, staff_role=role, week=date(2013, 5, day))

    with django_assert_num_queries(2):
        hours_summary(plan, JANUARY_FIRST, AUGUST)


def test_adjusted_hours_count_from_their_day(plan):
    """10 hours a week until 30 June, 7 from 1 July; the weekly figure is the last day's."""
    allocation = StaffAllocation.objects.get(staff_role__code="FK", activity__code="5.1.1")
    AllocationRevision.objects.create(
        allocation=allocation, hours_min=7, hours_max=8, in_force_on=date(2013, 7, 1)
    )

    half_year = line(hours_summary(plan, JANUARY_FIRST, date(2013, 6, 30)), "Familiekoordinator")
    to_august = line(hours_summary(plan, JANUARY_FIRST, AUGUST), "Familiekoordinator")
    third = line(hours_summary(plan, date(2013, 8, 1), AUGUST), "Familiekoordinator")

    assert (half_year.planned_min, half_year.weekly_text) == (Fraction(10 * 181, 7), "10")
    assert to_august.planned_min == Fraction(10 * 181 + 7 * 62, 7)
    assert to_august.planned_max == Fraction(10 * 181 + 8 * 62, 7)
    assert (to_august.weekly_text, third.planned_min) == ("7–8", Fraction(7 * 31, 7))
