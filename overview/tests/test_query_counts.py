"""The reading pages take the same queries for a small plan and for one of 850 criteria."""

from datetime import date

import pytest
from django.core.cache import caches
from django.urls import reverse

from accounts.models import Role
from accounts.tests.factories import MembershipFactory
from activities.models import (
    Activity,
    FocusArea,
    Registration,
    StaffAllocation,
    SuccessCriterion,
    Target,
)
from activities.tests.factories import HoursFactory, PlanFactory, RegistrationFactory
from core.periods import Period
from governance.tests.factories_following import FigureFactory
from milestones.models import MilestoneMove
from milestones.tests.factories import MilestoneFactory

LIMITS = {"dashboard": 10, "activity-list": 6, "activity": 23, "method": 6, "plan-home": 24}


def address(plan, name):
    return reverse(name, args=[plan.slug, "5.1.1"] if name == "activity" else [plan.slug])


def grow(plan, user, areas=5, activities=13, criteria=13):
    """Add areas, activities, criteria with targets and registrations, milestones with moves,
    hours."""
    new_areas = FocusArea.objects.bulk_create(
        FocusArea(plan=plan, code=f"A{n}", name=f"Område {n}", position=10 + n)
        for n in range(areas)
    )
    new_activities = Activity.objects.bulk_create(
        Activity(
            plan=plan, focus_area=area, code=f"{area.code}.{n}", name=f"Aktivitet {n}", position=n
        )
        for area in new_areas
        for n in range(activities)
    )
    post = plan.staff_roles.first()
    StaffAllocation.objects.bulk_create(
        StaffAllocation(activity=activity, staff_role=post, hours_min=1, hours_max=2)
        for activity in new_activities
    )
    new_criteria = SuccessCriterion.objects.bulk_create(
        SuccessCriterion(
            activity=activity,
            code=f"{activity.code}-{n}",
            level=n % 3 + 1,
            name=f"Kriterium {n}",
            text="beboere deltog",
            noun="beboere",
            noun_singular="beboer",
            counting_rule="attendances",
            method="Optælling",
            position=n,
        )
        for activity in new_activities
        for n in range(criteria)
    )
    Target.objects.bulk_create(
        Target(criterion=c, starts_on=date(2013, 1, 1), ends_on=date(2013, 12, 31), value=50)
        for c in new_criteria
    )
    Registration.objects.bulk_create(
        Registration(
            plan=plan,
            criterion=criterion,
            on=date(2013, month, 5),
            value=2,
            breakdown={"age": {"0-5": 1}},
            created_by=user,
            created_at="2013-08-05T10:00:00+02:00",
        )
        for criterion in [
            *new_criteria,
            SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1"),
        ]
        for month in (2, 5, 8)
    )
    for number in range(30):
        milestone = MilestoneFactory(plan=plan, activity=new_activities[number], code=f"X{number}")
        MilestoneMove.objects.create(
            milestone=milestone,
            from_period=Period.quarter(2013, 2),
            to_period=Period.quarter(2013, 3),
            reason="Ferie",
            by=user,
            at="2013-06-05T10:00:00+02:00",
        )
    for year in range(2000, 2013):
        FigureFactory(plan=plan, year=year)
    for activity in new_activities[:20]:
        HoursFactory(activity=activity, staff_role=post, by=user)


@pytest.mark.parametrize("name", LIMITS)
def test_page_takes_as_few_queries_for_850_criteria(
    client, plan, mette, name, django_assert_num_queries, django_assert_max_num_queries
):
    RegistrationFactory(
        criterion=SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1"),
        created_by=mette,
        breakdown={},
    )
    client.force_login(mette)
    with django_assert_max_num_queries(LIMITS[name]) as small:
        assert client.get(address(plan, name)).status_code == 200
    grow(plan, mette)
    caches["pages"].clear()
    assert SuccessCriterion.objects.filter(activity__plan=plan).count() == 850

    with django_assert_num_queries(len(small.captured_queries)):
        assert client.get(address(plan, name)).status_code == 200


@pytest.mark.parametrize("person", ["mette", "peter", "birgit", "henrik", "kirsten", "ole"])
def test_dashboard_keeps_to_ten_queries_for_every_role(
    request, client, plan, person, django_assert_max_num_queries
):
    client.force_login(request.getfixturevalue(person))

    with django_assert_max_num_queries(10):
        assert client.get(address(plan, "dashboard")).status_code == 200


def test_workers_home_takes_as_few_queries_for_many(
    client, plan, peter, mette, django_assert_num_queries
):
    client.force_login(peter)
    with django_assert_num_queries(18):
        client.get(address(plan, "plan-home"))
    grow(plan, mette)

    with django_assert_num_queries(18):
        client.get(address(plan, "plan-home"))


def test_activity_page_takes_as_few_queries_for_many_registrations(
    client, plan, mette, peter, django_assert_num_queries, django_assert_max_num_queries
):
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")
    RegistrationFactory(criterion=criterion, created_by=peter)
    client.force_login(mette)
    with django_assert_max_num_queries(LIMITS["activity"]) as one:
        client.get(address(plan, "activity"))
    RegistrationFactory.create_batch(30, criterion=criterion)
    caches["pages"].clear()

    with django_assert_num_queries(len(one.captured_queries)):
        client.get(address(plan, "activity"))


def test_plan_list_reads_the_plans_once_their_cards_are_kept(
    client, plan, mette, django_assert_num_queries
):
    """The cards are kept per version of each plan."""
    for _ in range(5):
        MembershipFactory(user=mette, plan=PlanFactory(), role=Role.SOCIAL_COORDINATOR)
    client.force_login(mette)
    client.get(reverse("plan-list"))

    with django_assert_num_queries(4):
        client.get(reverse("plan-list"))
