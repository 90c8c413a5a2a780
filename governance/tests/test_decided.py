"""Where and when it was decided: one rule for a budget, an adjustment and next year. Today is 31
August 2013."""

from datetime import date

import pytest

from governance.changes.next_year import actions as next_year
from governance.models import (
    Adjustment,
    Budget,
    ForumKind,
    Meeting,
    MeetingState,
    NextYear,
    Outcome,
)
from governance.tests.factories_adjustments import AdjustmentFactory, point_of
from governance.tests.factories_money import small_budget
from governance.tests.pages import url

DOORS = {
    "budget": ("budget-approve", 2013),
    "adjustment": ("adjustment-decide", 1),
    "year": ("next-year-decide", 2014),
}
THINGS = {"budget": "budgettet", "adjustment": "justeringen", "year": "året"}


def put_forward(plan, by):
    """A budget, an adjustment and a next year, all proposed."""
    small_budget(plan, state="proposed", proposed_by=by, proposed_on=date(2013, 8, 30))
    AdjustmentFactory(
        plan=plan, number=1, state="proposed", proposed_by=by, in_force_on=date(2013, 10, 1)
    )
    year = next_year.begin(plan, 2014, by=by)
    next_year.propose(year, expected_version=year.lock_version, by=by)


@pytest.fixture
def proposals(plan, mette):
    put_forward(plan, mette)


@pytest.fixture
def coordinator(client, birgit):
    client.force_login(birgit)
    return client


def decide(client, plan, door, **body):
    name, number = DOORS[door]
    address = url(name, plan, number)
    shown = client.get(address).context["form"]["shown"].value()
    return client.post(address, {"answer": "yes", "shown": shown} | body)


def errors(answer):
    return answer.status_code, dict(answer.context["form"].errors)


def states():
    return [
        model.objects.values_list("state", flat=True).get()
        for model in (Budget, Adjustment, NextYear)
    ]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.POSTPONED, Outcome.NOTED])
def test_a_yes_does_not_rest_on_a_point_that_ended_otherwise(
    coordinator, plan, proposals, door, outcome
):
    item = point_of(plan, outcome=outcome)

    answer = decide(coordinator, plan, door, item=item.pk)

    assert errors(answer) == (422, {"item": [f"Punktet endte med »{outcome.label}«."]})
    assert states() == ["proposed"] * 3


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("outcome", ["", Outcome.APPROVED])
def test_a_yes_rests_on_a_point_that_ended_so_or_is_not_minuted_yet(
    coordinator, plan, proposals, door, outcome
):
    item = point_of(plan, outcome=outcome)

    decide(coordinator, plan, door, item=item.pk)

    approved = {"budget": 0, "adjustment": 1, "year": 2}[door]
    assert [state == "approved" for state in states()] == [n == approved for n in range(3)]


@pytest.mark.parametrize("door", ["adjustment", "year"])
@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.APPROVED])
def test_a_no_rests_also_on_a_point_that_took_several(coordinator, plan, proposals, door, outcome):
    item = point_of(plan, outcome=outcome)

    answer = decide(coordinator, plan, door, answer="no", item=item.pk)

    assert answer.status_code == 302
    assert {"adjustment": "rejected", "year": "draft"}[door] in states()


@pytest.mark.parametrize("door", ["adjustment", "year"])
def test_what_was_postponed_is_no_no_either(coordinator, plan, proposals, door):
    item = point_of(plan, outcome=Outcome.POSTPONED)

    answer = decide(coordinator, plan, door, answer="no", item=item.pk)

    assert errors(answer) == (422, {"item": ["Punktet endte med »udsat«."]})
    assert states() == ["proposed"] * 3


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("1.1.1913", "Planen begynder den 1.1.2013. Vælg en dag fra 1.1.2012."),
        ("1.9.2013", "Datoen ligger i fremtiden. Vælg i dag eller en tidligere dag."),
        ("28.8.2013", "Styregruppen havde møde den 28.8.2013. Vælg punktet på dagsordenen."),
        ("", "Vælg punktet på dagsordenen, eller skriv datoen."),
    ],
)
def test_days_on_which_nothing_was_decided(coordinator, plan, proposals, door, on, said):
    point_of(plan)

    answer = decide(coordinator, plan, door, on=on)

    assert errors(answer) == (422, {"on": [said]})
    assert states() == ["proposed"] * 3


@pytest.mark.parametrize("door", DOORS)
def test_points_under_which_nothing_was_decided(coordinator, plan, other_plan, proposals, door):
    held = point_of(plan)
    cancelled = point_of(plan, on=date(2013, 8, 20))
    Meeting.objects.filter(pk=cancelled.meeting_id).update(state=MeetingState.CANCELLED)
    others = [
        cancelled,
        point_of(other_plan),
        point_of(plan, on=date(2013, 9, 4)),
        point_of(plan, ForumKind.REFERENCE_GROUP),
    ]

    answers = [decide(coordinator, plan, door, item=item.pk) for item in others]

    assert [list(errors(answer)[1]) for answer in answers] == [["item"]] * 4
    offered = answers[0].context["form"].fields["item"].queryset
    assert (list(offered), states()) == ([held], ["proposed"] * 3)


@pytest.mark.parametrize("door", DOORS)
def test_who_proposed_does_not_write_the_yes_down(coordinator, plan, birgit, door):
    put_forward(plan, birgit)

    answer = decide(coordinator, plan, door, on="28.8.2013")

    said = f"Du har selv indstillet {THINGS[door]}. En anden skal notere styregruppens beslutning."
    assert errors(answer) == (422, {"__all__": [said]})
    assert states() == ["proposed"] * 3
