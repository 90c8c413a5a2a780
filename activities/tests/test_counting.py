"""The counting rule computes: attendances are heads, and of each once only the new are counted."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from pytest_django.asserts import assertContains

from activities import actions
from activities.models import CountingRule, Level, Registration
from activities.progress.compare import figure_without
from activities.progress.ladder import steps_above
from activities.progress.read import activity_figures, criterion_figure
from activities.tests.factories import CriterionFactory, RegistrationFactory
from core.lights import Light

TODAY = date(2013, 8, 31)
URL = "/planer/rum-for-liv/registrer/"
INLINE = {"HX-Request": "true", "HX-Target": "log-result"}


@pytest.fixture
def unique(plan):
    return CriterionFactory(
        activity=plan.activities.get(code="5.1.1"),
        code="U1",
        counting_rule=CountingRule.UNIQUE_PARTICIPANTS,
        target=100,
    )


def test_fourteen_heads_three_new_adds_three(unique, peter):
    actions.register(unique, on=TODAY, value=14, new=3, by=peter)

    figure = criterion_figure(unique, TODAY)

    assert (figure.actual, figure.value, figure.heads) == (3, 3, 14)
    assert figure.heads_text == "3 forskellige familier, 14 fremmøder"
    assert figure.months[0].value == 3


def test_attendances_add_heads_and_tell_the_persons(plan, mette):
    row = CriterionFactory(activity=plan.activities.get(code="5.1.1"), code="A1", target=100)
    actions.register(row, on=TODAY, value=14, new=3, by=mette)
    known = criterion_figure(row, TODAY)
    actions.register(row, on=TODAY, value=6, by=mette)
    unknown = criterion_figure(row, TODAY)

    assert (known.actual, known.heads_text) == (14, "14 fremmøder, 3 forskellige familier")
    assert (unknown.actual, unknown.heads_text) == (20, "")


@pytest.mark.parametrize("rule", ["unique_participants", "enrolments"])
def test_each_once_cannot_do_without_the_new(unique, mette, rule):
    unique.counting_rule = rule

    with pytest.raises(ValidationError) as refused:
        actions.register(unique, on=TODAY, value=14, by=mette)

    assert refused.value.message_dict == {
        "new": [
            "Skriv, hvor mange familier der er nye. Her tælles hver kun én gang; er ingen nye, så "
            "skriv 0."
        ]
    }


def test_amending_an_old_row_asks_for_the_new(unique, mette):
    row = RegistrationFactory(criterion=unique, value=14, on=date(2013, 5, 14))

    with pytest.raises(ValidationError) as refused:
        actions.amend(row, expected_version=1, by=mette, note="Regn")
    actions.amend(row, expected_version=1, by=mette, new=4)

    assert list(refused.value.message_dict) == ["new"]
    assert criterion_figure(unique, TODAY).actual == 4


def test_old_rows_without_new_are_not_guessed_at(unique, mette):
    RegistrationFactory(criterion=unique, value=14, on=date(2013, 5, 14))
    before = criterion_figure(unique, TODAY)
    actions.register(unique, on=TODAY, value=5, new=2, by=mette)
    after = criterion_figure(unique, TODAY)

    assert (before.actual, before.is_incomplete) == (None, True)
    assert (after.actual, after.lacking) == (2, 1)
    assert after.incomplete_text == "1 registrering mangler antal nye og er ikke talt med"
    assert "1 registrering mangler antal nye" in after.sentence


def test_figure_without_a_row_is_as_if_it_was_never_written(unique, mette):
    actions.register(unique, on=TODAY, value=14, new=3, by=mette)
    before = criterion_figure(unique, TODAY)
    row = actions.register(unique, on=TODAY, value=9, new=2, by=mette)

    assert figure_without(criterion_figure(unique, TODAY), row) == before


def test_form_requires_the_new_and_shows_both(client, unique, mette):
    client.force_login(mette)
    typed = {"criterion": "U1", "value": "14", "when": "2013-08-31", "key": str(uuid4())}

    missing = client.post(URL, typed)
    saved = client.post(URL, typed | {"new": "3"}, follow=True)

    assertContains(missing, "Er ingen nye, så skriv 0.", status_code=422)
    assertContains(saved, "heraf 3 nye")


def test_inline_form_asks_for_the_new(client, unique, mette):
    client.force_login(mette)

    answer = client.post(
        URL, {"criterion": "U1", "value": "14", "key": str(uuid4())}, headers=INLINE
    )

    assertContains(answer, "#id_new")
    assert not Registration.objects.exists()


@pytest.fixture
def ladder(plan, mette):
    activity = plan.activities.get(code="5.1.1")
    activity.criteria.all().delete()
    activity.is_one_group = True
    activity.save()
    names = {Level.OUTPUT: "Kommet til", Level.OUTCOME: "Fortsat medlem"}
    first, second = (
        CriterionFactory(activity=activity, code=f"L{level}", level=level, name=name, target=40)
        for level, name in names.items()
    )
    actions.register(first, on=TODAY, value=24, by=mette)
    return first, second


def test_a_later_step_above_an_earlier_is_asked_about_once(client, ladder, mette):
    client.force_login(mette)
    typed = {"criterion": "L2", "value": "31", "when": "2013-08-31", "key": str(uuid4())}

    asked = client.post(URL, typed)
    count = Registration.objects.filter(criterion__code="L2").count()
    saved = client.post(URL, typed | {"sure": "1"})

    assertContains(asked, "»Fortsat medlem« er 31, men »Kommet til« er kun 24. Er det rigtigt?")
    assert (count, saved.status_code) == (0, 302)
    assert criterion_figure(ladder[1], TODAY).actual == 31


def test_a_step_within_the_one_before_is_not_asked_about(client, ladder, mette):
    client.force_login(mette)

    saved = client.post(
        URL, {"criterion": "L2", "value": "24", "when": "2013-08-31", "key": str(uuid4())}
    )

    assert saved.status_code == 302


def test_other_pages_are_asked_in_place(client, ladder, mette):
    client.force_login(mette)

    answer = client.post(
        URL, {"criterion": "L2", "value": "31", "key": str(uuid4())}, headers=INLINE
    )

    assertContains(answer, "Er det rigtigt?")
    assertContains(answer, '<input type="hidden" name="value" value="31">', html=True)


def test_ladder_names_the_step_that_is_above(ladder, mette):
    actions.register(ladder[1], on=TODAY, value=31, by=mette)

    found = steps_above(activity_figures(ladder[0].activity, TODAY))

    assert [step.text for step in found] == ["»Fortsat medlem« er 31, men »Kommet til« er kun 24"]
    assert found[0].later.light is Light.ON_TRACK
