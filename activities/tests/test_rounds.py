"""A share belongs to a måling: its answers pool, the newest with answers enough counts, and n
stands with it."""

from datetime import date
from fractions import Fraction
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains

from activities import actions
from activities.models import Registration, SuccessCriterion, SurveyRound
from activities.progress.read import criterion_figure, plan_progress
from activities.rounds import actions as rounds
from core.lights import Light
from core.versioned import NotAllowedNow, StaleObject

TODAY = date(2013, 8, 31)
URL = "/planer/rum-for-liv/registrer/"


@pytest.fixture
def share(plan):
    return SuccessCriterion.objects.select_related("activity__plan").get(
        activity__plan=plan, code="5.1.1-2"
    )


def summer(**changes):
    days = {"starts_on": date(2013, 7, 1), "ends_on": date(2013, 8, 31)}
    return rounds.NewRound(**{"name": "Måling, sommer 2013", **days, **changes})


def answer(share, on, value, base, by, of=None):
    return actions.register(share, on=on, value=value, base=base, round=of, by=by)


def test_answers_of_two_months_in_one_round_pool(share, mette):
    found = rounds.begin(share, summer(asked=80), by=mette)
    answer(share, date(2013, 7, 31), 10, 40, mette, found)
    answer(share, date(2013, 8, 1), 18, 20, mette, found)

    figure = criterion_figure(share, TODAY)

    assert (figure.value, figure.base, figure.actual_text) == (28, 60, "46,7\u00a0%")
    assert figure.light is Light.DELAYED
    assert figure.rests_on == "28 af 60, 80 spurgt"
    assert figure.sentence == (
        "46,7\u00a0% af de adspurgte forældre har lært nyt om deres børn (28 af 60, 80 spurgt)"
    )
    assert plan_progress(share.activity.plan, TODAY).figure("5.1.1-2") == figure


def test_a_round_is_what_was_answered_by_the_day(share, mette):
    found = rounds.begin(share, summer(), by=mette)
    answer(share, date(2013, 7, 31), 10, 40, mette, found)
    answer(share, date(2013, 8, 1), 18, 20, mette, found)

    assert criterion_figure(share, date(2013, 7, 31)).actual == 25


def test_without_a_round_the_newest_month_counts_as_before(share, mette):
    answer(share, date(2013, 7, 31), 10, 40, mette)
    answer(share, date(2013, 8, 1), 18, 20, mette)

    assert criterion_figure(share, TODAY).actual == 90


def test_one_answer_never_replaces_thirty_one(share, mette):
    answer(share, date(2013, 6, 3), 11, 31, mette)
    answer(share, date(2013, 8, 1), 1, 1, mette)

    figure = criterion_figure(share, TODAY)

    assert (figure.value, figure.base) == (11, 31)
    assert figure.actual == Fraction(1100, 31)
    assert [m.base for m in figure.measurements] == [31, 1]


def test_too_few_answers_are_never_reached(share, mette):
    answer(share, date(2013, 8, 1), 9, 9, mette)

    figure = criterion_figure(share, TODAY)

    assert (figure.actual, figure.light, figure.is_thin) == (100, Light.NOT_MEASURED, True)
    assert figure.reason == "For få svar: 9 svar, der skal mindst 10 til."


def test_newest_round_is_the_one_that_ends_last(share, mette):
    late = rounds.begin(share, summer(), by=mette)
    short = rounds.begin(
        share, summer(name="Kort", starts_on=date(2013, 8, 1), ends_on=date(2013, 8, 9)), by=mette
    )
    answer(share, date(2013, 7, 2), 10, 40, mette, late)
    answer(share, date(2013, 8, 5), 18, 20, mette, short)

    assert criterion_figure(share, TODAY).counted.round.name == "Måling, sommer 2013"


def test_a_round_is_of_its_criterion_and_holds_its_days(share, plan, mette):
    found = rounds.begin(share, summer(), by=mette)
    count = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")

    with pytest.raises(ValidationError) as outside:
        answer(share, date(2013, 6, 30), 1, 2, mette, found)
    with pytest.raises(ValidationError) as other:
        actions.register(count, on=TODAY, value=1, new=1, round=found, by=mette)

    assert outside.value.message_dict["round"] == [
        "»Måling, sommer 2013« løber fra 1.7.2013 til 31.8.2013. Vælg en dato der imellem, eller "
        "ret målingens dage."
    ]
    assert list(other.value.message_dict) == ["round"]


def test_a_round_keeps_its_answers_when_it_is_amended(share, mette):
    found = rounds.begin(share, summer(), by=mette)
    answer(share, date(2013, 8, 5), 18, 20, mette, found)

    with pytest.raises(ValidationError) as refused:
        rounds.amend(found, expected_version=1, by=mette, ends_on=date(2013, 8, 1))
    rounds.amend(found, expected_version=1, by=mette, asked=50)
    with pytest.raises(StaleObject):
        rounds.amend(found, expected_version=1, by=mette, asked=60)

    assert list(refused.value.message_dict) == ["ends_on"]
    assert criterion_figure(share, TODAY).rests_on == "18 af 20, 50 spurgt"


def test_a_closed_period_keeps_the_round(share, plan, mette):
    found = rounds.begin(share, summer(starts_on=date(2013, 6, 1)), by=mette)
    answer(share, date(2013, 6, 5), 18, 20, mette, found)
    actions.close_period(plan, plan.period_of(date(2013, 6, 5)), by=mette)

    with pytest.raises(NotAllowedNow):
        rounds.amend(found, expected_version=1, by=mette, asked=50)


def post(client, **fields):
    return client.post(
        URL,
        {
            "criterion": "5.1.1-2",
            "value": "8",
            "base": "20",
            "when": "2013-08-31",
            "key": str(uuid4()),
            **fields,
        },
    )


def test_form_begins_a_round_in_place_once(client, share, mette):
    client.force_login(mette)
    page = client.get(f"{URL}?kriterium=5.1.1-2")
    assertContains(page, 'value="Måling, august 2013"')
    key = str(uuid4())
    fields = {"round": "ny", "round_name": "Måling, august 2013", "round_asked": "30", "key": key}

    first, again = post(client, **fields), post(client, **fields)

    row = SurveyRound.objects.get()
    assert (first.status_code, again.status_code) == (302, 302)
    assert (row.name, row.asked) == ("Måling, august 2013", 30)
    assert (row.starts_on, row.ends_on) == (date(2013, 8, 1), date(2013, 8, 31))
    assert Registration.objects.get().round == row


def test_form_names_a_new_round_by_the_day_that_was_chosen(client, share, mette):
    client.force_login(mette)

    post(client, round="ny", round_name="Måling, august 2013", when="other", on="2013-07-14")

    row = SurveyRound.objects.get()
    assert (row.name, row.starts_on) == ("Måling, juli 2013", date(2013, 7, 1))


def test_form_chooses_the_round_that_runs(client, share, mette):
    found = rounds.begin(share, summer(), by=mette)
    client.force_login(mette)

    post(client, round=str(found.pk))
    post(client)  # another page, which does not ask
    refused = post(client, round=str(found.pk), when="other", on="2013-05-02")

    assert [row.round for row in Registration.objects.all()] == [found, found]
    assert refused.status_code == 422
    assertContains(refused, "løber fra 1.7.2013", status_code=422)


def test_list_and_form_of_a_round(client, share, plan, mette):
    found = rounds.begin(share, summer(asked=30), by=mette)
    answer(share, date(2013, 8, 5), 4, 6, mette, found)
    client.force_login(mette)

    page = client.get(reverse("measuring", args=[plan.slug]))
    edited = client.post(
        reverse("round-edit", args=[plan.slug, found.pk]),
        {
            "name": "Sommer",
            "starts_on": "2013-07-01",
            "ends_on": "2013-08-31",
            "who": "alle forældre",
            "asked": "31",
            "lock_version": "1",
        },
    )

    assertContains(page, "4 af 6 svar, 30 spurgt")
    assertContains(page, "for få svar")
    found.refresh_from_db()
    assert (edited.status_code, found.name, found.asked) == (302, "Sommer", 31)
