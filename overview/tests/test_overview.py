"""Plans side by side: how each goes, what is asked next, and by when."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.urls import reverse

from accounts.models import Role
from accounts.tests.factories import MembershipFactory
from activities.models import Plan
from activities.tests.factories import (
    ActivityFactory,
    CriterionFactory,
    FocusAreaFactory,
    PlanFactory,
    RegistrationFactory,
)
from core.lights import Light
from core.periods import Period
from governance.models import FollowUp, Forum, ForumKind, Meeting, Spending
from governance.tests.factories_money import (
    BudgetFactory,
    BudgetLineFactory,
    BudgetRevisionFactory,
    SpendingFactory,
)
from milestones.tests.factories import MilestoneFactory
from overview.plans.side_by_side import overview

TODAY = date(2013, 8, 31)


@pytest.fixture
def well(db):
    """A plan that goes well and meets in September."""
    plan = PlanFactory(slug="godt", name="Ådalen")
    area = FocusAreaFactory(plan=plan)
    criterion = CriterionFactory(activity=ActivityFactory(focus_area=area, plan=plan), target=10)
    RegistrationFactory(criterion=criterion, plan=plan, value=10, on=date(2013, 8, 1))
    forum = Forum.objects.create(
        plan=plan, code="STG", name="Styregruppen", kind=ForumKind.STEERING_GROUP
    )
    Meeting.objects.create(forum=forum, on=date(2013, 9, 5))
    return plan


def side_by_side(plans, order="", **may):
    return overview(plans, TODAY, order, **{"agreed": FollowUp.objects.none()} | may)


def lines(plans, order=""):
    return [line.card.name for line in side_by_side(plans, order).lines]


def test_each_plan_stands_with_its_lights_and_what_is_due(plan, well):
    page = side_by_side([plan, well])

    first, second = page.lines
    assert page.title == "Én af to planer har områder, der er bagud"
    assert (second.card.name, second.light, second.card.following, second.card.measured) == (
        "Ådalen", Light.ON_TRACK, 1, 1,
    )  # fmt: skip
    assert second.deadline and (second.deadline.meeting, second.deadline.due) == (
        date(2013, 9, 5),
        date(2013, 8, 29),
    )
    assert (second.deadline.text, second.deadline.light) == (
        "2. kvartal: ikke begyndt, senest 29.8.2013",
        Light.DELAYED,
    )
    assert page.lead == "Næste materiale skulle have været klar den 29.8.2013: Ådalen."
    assert (first.card.name, first.light, first.deadline) == ("Rum for Liv", Light.DELAYED, None)


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("", ["Rum for Liv", "Ådalen"]),
        ("-plan", ["Ådalen", "Rum for Liv"]),
        ("lys", ["Rum for Liv", "Ådalen"]),
        ("-lys", ["Ådalen", "Rum for Liv"]),
        ("moede", ["Ådalen", "Rum for Liv"]),
        ("kriterier", ["Ådalen", "Rum for Liv"]),
        ("vrøvl", ["Rum for Liv", "Ådalen"]),
    ],
)
def test_the_columns_sort_with_the_most_pressing_first(plan, well, order, names):
    assert lines([plan, well], order) == names


def test_late_milestones_come_first_when_asked_for(plan, well):
    MilestoneFactory(
        plan=well, activity=None, code="L1", name="Sen", period=plan.period_of(date(2013, 2, 1))
    )

    late = side_by_side([plan, well], "milepaele").lines[0]

    assert (late.card.name, late.card.late_milestones) == ("Ådalen", 1)


def test_money_is_of_the_period_that_is_followed_as_on_the_plans_own_page(client, plan, mette):
    line = BudgetLineFactory(budget=BudgetFactory(plan=plan))
    SpendingFactory(line=line, period=Period.quarter(2013, 2), expected=Decimal(110000), by=mette)
    BudgetRevisionFactory(line=line, amount=Decimal(120000), in_force_on=date(2013, 8, 1))
    client.force_login(mette)

    (row,) = side_by_side([plan], rich={plan.pk}).lines
    page = client.get(line.budget.get_absolute_url()).content.decode()

    assert row.money and (row.money.deviation_text, row.money.budget) == (
        "+10,0\u00a0%",
        Decimal("100000.00"),
    )
    assert "+10,0\u00a0%" in page


def test_money_and_what_was_agreed_stand_in_the_row_of_who_may_see_them(plan, well, mette):
    budget = BudgetFactory(plan=plan)
    line = BudgetLineFactory(budget=budget, amount=Decimal(100000))
    Spending.objects.create(
        line=line,
        period=Period.quarter(2013, 2),
        spent=Decimal(40000),
        expected=Decimal(115000),
        by=mette,
        at="2013-07-05 12:00Z",
    )
    for due in (date(2013, 8, 1), date(2013, 9, 9)):
        FollowUp.objects.create(plan=plan, what="Ring", function="Koordinator", due_on=due)

    agreed = FollowUp.objects.all()
    first = side_by_side([plan, well], "penge", rich={plan.pk, well.pk}, agreed=agreed).lines[0]
    hidden = side_by_side([plan, well])

    assert first.card.name == "Rum for Liv"
    assert first.money and first.money.red_text == "én linje afviger over 10\u00a0%"
    assert first.money and (first.money.deviation_text, first.money.light) == (
        "+15,0\u00a0%",
        Light.DELAYED,
    )
    assert (first.agreed, first.late, first.agreed_text) == (2, 1, "2, heraf 1 over fristen")
    assert [(line.money, line.agreed) for line in hidden.lines] == [(None, 0), (None, 0)]


def test_what_was_agreed_is_counted_as_the_page_of_follow_ups_shows_it(
    client, plan, other_plan, kirsten, birgit
):
    MembershipFactory(user=kirsten, plan=other_plan, role=Role.REFERENCE_GROUP)
    MembershipFactory(user=birgit, plan=other_plan, role=Role.SOCIAL_COORDINATOR)
    FollowUp.objects.create(plan=plan, what="Ring", function="Koordinator", due_on=date(2013, 8, 1))
    FollowUp.objects.create(
        plan=plan, what="Skriv", function="Formand", responsible=kirsten, due_on=date(2013, 9, 1)
    )

    def row(user):
        client.force_login(user)
        page = client.get(reverse("plan-overview")).context["page"]
        return next(line.agreed_text for line in page.lines if line.card.name == "Rum for Liv")

    assert (row(kirsten), row(birgit)) == ("1", "2, heraf 1 over fristen")


def test_a_plan_that_is_over_or_not_begun_says_so_and_follows_nothing_it_was_never_measured_by(
    well,
):
    before = PlanFactory(name="Aaby", starts_on=date(2009, 1, 1), ends_on=date(2012, 12, 31))
    after = PlanFactory(name="Vang", starts_on=date(2014, 1, 1), ends_on=date(2017, 12, 31))

    page = side_by_side([before, after, well])

    assert [(line.card.name, line.runs) for line in page.lines] == [
        ("Aaby", "Sluttede 31.12.2012"),
        ("Vang", "Begynder 1.1.2014"),
        ("Ådalen", ""),
    ]
    assert page.title == "Én af tre planer følger sine mål, resten er ikke målt endnu"
    assert side_by_side([after]).title == "Planen er ikke målt endnu"
    assert side_by_side([before, after]).title == "Ingen af planerne er målt endnu"
    assert side_by_side([well]).title == "Planen følger sine mål"


@pytest.mark.parametrize("order", ["lys", "-lys", "kriterier", "-kriterier"])
def test_a_plan_that_has_nothing_in_the_column_stands_last_whichever_way(plan, well, order):
    measured = plan.activities.get(code="5.1.1").criteria.get(code="5.1.1-1")
    RegistrationFactory(criterion=measured, plan=plan, value=10, on=date(2013, 8, 1))
    assert lines([PlanFactory(name="Aa"), plan, well], order)[-1] == "Aa"


@pytest.mark.parametrize(
    ("order", "way"),
    [
        ("milepaele", "descending"),
        ("-milepaele", "ascending"),
        ("moede", "ascending"),
        ("-moede", "descending"),
    ],
)
def test_the_heading_says_whether_the_figures_rise_or_fall(plan, order, way):
    assert [x.sorted for x in side_by_side([plan], order).headings if x.sorted] == [way]


def test_the_page_shows_ones_own_plans_and_tells_which_way_it_is_sorted(
    client, plan, well, other_plan, mette
):
    MembershipFactory(user=mette, plan=well, role=Role.SOCIAL_COORDINATOR)
    client.force_login(mette)

    text = client.get(reverse("plan-overview") + "?orden=lys").content.decode()

    assert "Ådalen" in text and "Rum for Liv" in text and "Naboplanen" not in text
    assert 'aria-sort="ascending"' in text and 'href="?orden=-lys"' in text


def test_it_costs_the_same_for_two_plans_and_ten(
    client, plan, well, mette, django_assert_num_queries
):
    BudgetLineFactory(budget=BudgetFactory(plan=plan))
    MembershipFactory(user=mette, plan=well, role=Role.SOCIAL_COORDINATOR)
    client.force_login(mette)

    def count():
        client.get(reverse("plan-overview"))
        with django_assert_num_queries(15):
            client.get(reverse("plan-overview"))

    count()
    for _ in range(8):
        more = MembershipFactory(user=mette, plan=PlanFactory(), role=Role.SOCIAL_COORDINATOR).plan
        BudgetLineFactory(budget=BudgetFactory(plan=more))
    caches["pages"].clear()
    assert Plan.objects.count() == 10
    count()
