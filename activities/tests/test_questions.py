"""A number beyond what the criterion ever saw is asked about, at every door; one more tap saves
it. Today is 31 August 2013."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from activities import actions
from activities.models import Registration, SuccessCriterion
from activities.questions import beyond

TODAY = date(2013, 8, 31)


def find(plan, code):
    return SuccessCriterion.objects.get(activity__plan=plan, code=code)


@pytest.fixture
def seen(plan, mette):
    """5.1.1-1, target 100, with 5, 14 and 8 families registered."""
    criterion = find(plan, "5.1.1-1")
    for value in (5, 14, 8):
        actions.register(criterion, on=date(2013, 6, 12), value=value, by=mette)
    return criterion


def asked(criterion, value):
    found = beyond(criterion, on=TODAY, value=value)
    return found and (found.text, found.why.split(". ")[0])


@pytest.mark.parametrize("value", [0, 14, 70])
def test_up_to_five_times_the_largest_nothing_is_asked(seen, value):
    assert asked(seen, value) is None


def test_beyond_it_is_asked_with_what_it_rests_on(seen):
    assert asked(seen, 71) == (
        "71 familier på én gang er usædvanligt mange. Er det rigtigt?",
        "Det største, der før er registreret på én gang, er 14",
    )
    assert asked(seen, 14000)[0].startswith("14.000 familier")


def test_how_many_times_is_the_plans_own(seen, plan):
    plan.unusual_times = 3
    plan.save()

    criterion = find(plan, "5.1.1-1")

    assert (asked(criterion, 42), bool(asked(criterion, 43))) == (None, True)


def test_what_was_taken_back_is_no_measure(seen, mette):
    actions.void(actions.register(seen, on=date(2013, 6, 13), value=5000, by=mette), by=mette)

    assert asked(seen, 71)


def test_of_a_new_criterion_the_whole_target_says_what_is_much(plan):
    criterion = find(plan, "5.1.1-1")

    assert asked(criterion, 100) is None
    assert asked(criterion, 101) == (
        "101 familier på én gang er usædvanligt mange. Er det rigtigt?",
        "Måltallet for hele perioden er 100",
    )
    assert asked(find(plan, "5.3.5-2"), 500) is None  # an average: its target is no number of heads


def test_an_adjusted_target_is_what_is_much_from_its_day(plan):
    criterion = find(plan, "5.1.1-1")
    criterion.targets.get().revisions.create(value=120, in_force_on=date(2013, 7, 1))

    assert asked(criterion, 120) is None
    assert asked(criterion, 121)[1] == "Måltallet for hele perioden er 120"
    assert beyond(criterion, on=date(2013, 6, 30), value=101)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "log-result"}])
def test_both_ways_to_register_ask_and_keep_what_was_typed(client, seen, plan, mette, headers):
    client.force_login(mette)
    url = reverse("register", args=[plan.slug])
    typed = {
        "criterion": "5.1.1-1",
        "value": "14.000",
        "when": "2013-08-30",
        "note": "Åbent hus",
        "key": str(uuid4()),
    }

    page = client.post(url, typed, headers=headers).content.decode()

    assert Registration.objects.count() == 3
    assert "14.000 familier på én gang er usædvanligt mange. Er det rigtigt?" in page
    assert 'name="sure" value="1"' in page
    assert "14.000" in page and "Åbent hus" in page and "2013-08-30" in page

    client.post(url, typed | {"sure": "1"}, headers=headers)

    row = Registration.objects.latest("pk")
    assert (row.value, row.on) == (14_000, date(2013, 8, 30))


def test_a_correction_asks_as_well_and_a_note_alone_does_not(client, seen, plan, mette):
    client.force_login(mette)
    row = Registration.objects.filter(criterion=seen, value=8).get()
    url = reverse("registration-edit", args=[plan.slug, row.pk])
    typed = {
        "value": "8000",
        "on": "2013-06-12",
        "estate": "",
        "lock_version": str(row.lock_version),
    }

    page = client.post(url, typed)

    assert page.status_code == 200
    assert "8.000 familier på én gang er usædvanligt mange." in page.content.decode()
    row.refresh_from_db()
    assert row.value == 8

    client.post(url, typed | {"sure": "1"})
    row.refresh_from_db()
    assert row.value == 8000

    client.post(url, typed | {"note": "Hele Valby", "lock_version": str(row.lock_version)})
    row.refresh_from_db()
    assert row.note == "Hele Valby"
