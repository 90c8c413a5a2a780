"""Forankring: who carries an activity on, how far that is, and how much of the plan would live
on on a day."""

from datetime import date
from decimal import Decimal

import pytest

from activities.models import Activity, AllocationRevision, StaffAllocation
from activities.tests.factories import PartnerFactory, PlanFactory
from core import audit
from core.lights import Light
from governance.forankring.as_of import Stage, anchoring_on
from governance.forankring.page import anchoring_page
from governance.forankring.rules import headline, hours_sentence
from governance.models import Anchoring, AnchoringStep
from governance.tests.factories_following import AnchoringFactory
from governance.tests.pages import url

TODAY = date(2013, 8, 31)


def activity(plan, code="5.1.1"):
    return Activity.objects.get(plan=plan, code=code)


def body(**fields):
    return {
        "step": "2",
        "reached_on": "1.5.2013",
        "taken_over_by": "Red Barnet",
        "conditions": "Et lokale.",
        "planned_on": "31.12.2015",
    } | fields


# Written


def test_the_form_begins_with_the_plans_own_words(lead, plan):
    plan.activities.filter(code="5.1.1").update(
        anchored_in="Red Barnet", anchoring="Går over til Red Barnet."
    )

    form = lead.get(url("anchoring-edit", plan, "5.1.1")).context["form"]

    assert (form["taken_over_by"].value(), form["conditions"].value()) == (
        "Red Barnet",
        "Går over til Red Barnet.",
    )


def test_forankring_is_written_once_and_then_changed(lead, plan):
    edit = url("anchoring-edit", plan, "5.1.1")
    key = lead.get(edit).context["form"]["key"].value()

    first = lead.post(edit, body(key=key))
    lead.post(edit, body(step="4", reached_on="30.8.2013", lock_version="1"))

    row = Anchoring.objects.get()
    assert (first.status_code, first.url) == (302, url("anchoring", plan))
    assert (row.activity.code, row.step, row.reached_on, row.lock_version) == (
        "5.1.1",
        4,
        date(2013, 8, 30),
        2,
    )
    assert [change.reason for change in audit.changes(row)] == ["Skrevet", "Skrevet"]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"taken_over_by": " "}, {"partner": ["Vælg eller skriv, hvem der tager over."]}),
        ({"reached_on": ""}, {"reached_on": ["Skriv, hvilken dag trinnet blev nået."]}),
        (
            {"reached_on": "1.9.2013"},
            {"reached_on": ["Datoen ligger i fremtiden. Vælg i dag eller en tidligere dag."]},
        ),
        (
            {"step": "0"},
            {
                "reached_on": [
                    "Når intet er afklaret, er der ingen dag. Slet den, eller vælg et andet trin."
                ]
            },
        ),
        (
            {"step": "9"},
            {
                "step": [
                    "Marker en gyldig valgmulighed. 9 er ikke en af de tilgængelige valgmuligheder."
                ]
            },
        ),
        (
            {"note": "010190-1234"},
            {
                "note": [
                    "Teksten ligner et CPR-nummer. Skriv aldrig navne eller CPR-numre på beboere."
                ]
            },
        ),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(lead, plan, fields, errors):
    answer = lead.post(
        url("anchoring-edit", plan, "5.1.1"), body(conditions="Bliver stående.") | fields
    )

    assert (answer.status_code, answer.context["form"].errors) == (422, errors)
    assert "Bliver stående." in answer.content.decode()
    assert not Anchoring.objects.exists()


def test_one_that_ends_needs_nobody_to_take_over(lead, plan):
    lead.post(url("anchoring-edit", plan, "5.1.1"), body(step="5", taken_over_by=""))

    assert Anchoring.objects.get().step == AnchoringStep.ENDS


def test_another_plans_partner_and_activity_cannot_be_reached(lead, plan, other_plan):
    stranger = PartnerFactory(plan=other_plan)

    answer = lead.post(url("anchoring-edit", plan, "5.1.1"), body(partner=stranger.pk))

    assert list(answer.context["form"].errors) == ["partner"]
    assert lead.get(url("anchoring-edit", plan, "9.9.9")).status_code == 404


# Shown


def test_the_page_tells_how_much_lives_on(lead, plan):
    AnchoringFactory(activity=activity(plan, "5.1.1"), step=AnchoringStep.ANCHORED)
    AnchoringFactory(activity=activity(plan, "5.2.2"), planned_on=date(2013, 8, 30))

    page = lead.get(url("anchoring", plan)).context["page"]
    cards = {
        card.title: card
        for group in lead.get(url("steering", plan)).context["groups"]
        for card in group.cards
    }

    assert page.title == "Én af tre aktiviteter er forankret, én er aftalt, én er over tiden"
    assert page.plot_title == "10 af 24 timer om ugen lever videre i dag, 12 er aftalt"
    assert [(key.word, key.text) for key in page.keys] == [
        ("Forankret", "1 aktivitet med 10 timer"),
        ("Aftalt", "1 aktivitet med 12 timer"),
        ("Ikke afklaret", "1 aktivitet med 2 timer"),
    ]
    assert [
        (area.name, [(line.row.code, line.light, line.words) for line in area.lines])
        for area in page.areas
    ] == [
        (
            "Børn, unge og familier",
            [
                ("5.1.1", Light.REACHED, "Forankret 1.5.2013"),
                ("5.2.2", Light.DELAYED, "Aftalt 1.5.2013, skulle være på plads 30.8.2013"),
            ],
        ),
        ("Beboernetværk", [("5.3.5", Light.NOT_STARTED, "Ikke afklaret")]),
    ]
    assert (cards["Forankring"].text, cards["Forankring"].light) == (
        f"{page.title}.",
        Light.DELAYED,
    )


def test_the_drawing_says_the_whole_message(plan):
    AnchoringFactory(activity=activity(plan, "5.1.1"), step=AnchoringStep.ANCHORED)

    drawing = anchoring_page(anchoring_on(plan, TODAY)).plot

    assert (
        "<title>Én af tre aktiviteter er forankret. 1 aktivitet med 10 timer forankret, "
        "2 aktiviteter med 14 timer ikke afklaret.</title>"
    ) in drawing


@pytest.mark.django_db
def test_a_plan_without_activities_or_hours_says_so(plan):
    nothing = anchoring_on(PlanFactory(), TODAY)
    StaffAllocation.objects.all().delete()

    assert (headline(nothing), hours_sentence(nothing)) == (
        "Planen har ingen aktiviteter endnu",
        "Ingen aktiviteter har timer i dag",
    )
    assert headline(anchoring_on(plan, TODAY)) == "Ingen aktiviteter er forankret endnu"
    page = anchoring_page(anchoring_on(plan, TODAY))
    assert [key.text for key in page.keys] == ["3 aktiviteter"] and "Timer om ugen" not in page.plot


def test_the_activitys_page_tells_how_far_it_is(lead, plan):
    AnchoringFactory(activity=activity(plan))

    facts = {
        fact.name: fact.lines for fact in lead.get(url("activity", plan, "5.1.1")).context["facts"]
    }

    assert facts["Forankring"] == ("Aftalt 1.5.2013.",)


def test_readers_read_and_have_no_door_to_write(client, plan, henrik):
    AnchoringFactory(activity=activity(plan))
    client.force_login(henrik)

    text = client.get(url("anchoring", plan)).content.decode()

    assert "Driften" in text
    assert url("anchoring-edit", plan, "5.1.1") not in text


# As of a day


def step_on(plan, on, code="5.1.1"):
    line = next(line for line in anchoring_on(plan, on).lines if line.code == code)
    return line.step


def test_a_step_counts_from_the_day_it_was_reached(lead, plan):
    edit = url("anchoring-edit", plan, "5.1.1")
    lead.post(edit, body(step="1", reached_on="1.3.2013"))
    lead.post(edit, body(step="2", reached_on="1.6.2013", lock_version="1"))
    lead.post(edit, body(step="4", reached_on="20.8.2013", lock_version="2"))

    days = [
        date(2013, 2, 28),
        date(2013, 3, 1),
        date(2013, 5, 31),
        date(2013, 6, 30),
        date(2013, 8, 20),
    ]

    assert [step_on(plan, on) for on in days] == [0, 1, 1, 2, 4]


def test_a_corrected_day_counts_instead_of_the_first(lead, plan):
    edit = url("anchoring-edit", plan, "5.1.1")
    lead.post(edit, body(step="1", reached_on="1.3.2013"))
    lead.post(edit, body(step="2", reached_on="1.6.2013", lock_version="1"))
    lead.post(edit, body(step="2", reached_on="1.8.2013", lock_version="2"))

    assert [step_on(plan, on) for on in (date(2013, 7, 1), date(2013, 8, 1))] == [1, 2]


def test_what_is_open_again_was_agreed_before(lead, plan, settings):
    edit = url("anchoring-edit", plan, "5.1.1")
    lead.post(edit, body(step="2", reached_on="1.3.2013"))
    lead.post(edit, body(step="0", reached_on="", lock_version="1"))

    assert [step_on(plan, on) for on in (date(2013, 8, 30), TODAY)] == [2, 0]


def test_hours_are_those_of_the_day(plan):
    row = StaffAllocation.objects.get(activity=activity(plan))
    AllocationRevision.objects.create(
        allocation=row, hours_min=Decimal(5), hours_max=Decimal(6), in_force_on=date(2013, 7, 1)
    )
    AnchoringFactory(activity=activity(plan), step=AnchoringStep.ANCHORED)

    before, after = (
        anchoring_on(plan, on).hours(Stage.ANCHORED) for on in (date(2013, 6, 30), TODAY)
    )

    assert (before, after) == ((Decimal(10), Decimal(10)), (Decimal(5), Decimal(6)))
    assert (
        hours_sentence(anchoring_on(plan, TODAY)) == "5–6 af 19–20 timer om ugen lever videre i dag"
    )


def test_the_page_costs_the_same_for_one_and_many(lead, plan, django_assert_max_num_queries):
    for row in plan.activities.all():
        AnchoringFactory(activity=row)
    with django_assert_max_num_queries(11):
        lead.get(url("anchoring", plan))
