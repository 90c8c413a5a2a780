"""The list of plans: a card for each with its areas' lights."""

from datetime import date

from django.urls import reverse

from accounts.models import Role
from accounts.tests.factories import MembershipFactory
from activities import actions
from activities.models import SuccessCriterion
from activities.tests.factories import PlanFactory
from core.lights import Light
from overview.plans.page import AreaLine, plan_list

TODAY = date(2013, 8, 31)


def test_card_holds_name_place_years_sentence_and_lights(plan, mette):
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code="5.3.5-1")
    actions.register(criterion, on=date(2013, 8, 30), value=45, by=mette)

    (card,) = plan_list([plan], TODAY).cards

    assert (card.name, card.place, card.years) == ("Rum for Liv", "Valby", "2013–2016")
    assert card.sentence == "Ingen af de to områder følger planen."
    assert card.areas == (
        AreaLine(1, "Børn, unge og familier", Light.DELAYED),
        AreaLine(2, "Beboernetværk", Light.AT_RISK),
    )


def test_card_is_new_as_soon_as_something_is_logged(plan, mette):
    before = plan_list([plan], TODAY).cards[0]
    actions.register(
        SuccessCriterion.objects.get(activity__plan=plan, code="5.3.5-1"),
        on=date(2013, 8, 30),
        value=45,
        by=mette,
    )
    plan.refresh_from_db()

    after = plan_list([plan], TODAY).cards[0]

    assert [before.areas[1].light, after.areas[1].light] == [Light.DELAYED, Light.AT_RISK]


def test_list_holds_only_ones_own_plans(client, plan, other_plan, mette):
    third = PlanFactory(slug="tredje", name="Tredje plan")
    MembershipFactory(user=mette, plan=third, role=Role.SOCIAL_COORDINATOR)
    client.force_login(mette)

    content = client.get(reverse("plan-list")).content.decode()

    assert "<h1>To planer</h1>" in content
    assert "Tredje plan" in content
    assert "Naboplanen" not in content


def test_superuser_sees_every_plan(client, plan, other_plan, superuser):
    client.force_login(superuser)

    assert "<h1>To planer</h1>" in client.get(reverse("plan-list")).content.decode()


def test_ended_membership_takes_the_plan_away(client, plan, kirsten):
    kirsten.memberships.update(ends_on=date(2013, 8, 30))
    client.force_login(kirsten)

    assert (
        "<h1>Du er ikke med i en plan endnu</h1>"
        in client.get(reverse("plan-list")).content.decode()
    )
