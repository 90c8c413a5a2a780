"""Evaluations: proposed from the plan once, overdue, done with what they found, and shown where
the activity is."""

from datetime import date

import pytest

from activities.models import Activity
from core import audit
from core.lights import Light
from core.periods import Period
from core.versioned import NotAllowedNow
from governance.evaluations import actions
from governance.evaluations.as_of import evaluations_in
from governance.evaluations.rules import headline, state_of
from governance.models import Evaluation
from governance.tests.factories_following import EvaluationFactory
from governance.tests.pages import url

TODAY = date(2013, 8, 31)


@pytest.fixture
def told(plan):
    """A plan that says who evaluates what."""
    plan.annual_evaluation = "Styregruppen evaluerer hvert år."
    plan.external_evaluation = "Midtvejs og til sidst med hjælp udefra."
    plan.save()
    plan.activities.filter(code="5.1.1").update(evaluated_by="Red Barnet")
    plan.activities.filter(code="5.3.5").update(evaluation="Løbende.")
    return plan


def activity(plan, code="5.1.1"):
    return Activity.objects.get(plan=plan, code=code)


def made(plan):
    return list(
        plan.evaluations.order_by("due_on", "pk").values_list(
            "kind", "title", "evaluator", "due_on"
        )
    )


# Proposed


def test_a_years_evaluations_are_proposed_from_the_plan_by_one_click(lead, told):
    answer = lead.post(url("evaluation-propose", told), {"year": "2013"}, follow=True)

    end = date(2013, 12, 31)
    assert made(told) == [
        ("yearly", "Årlig evaluering 2013", "Styregruppen", end),
        ("local", "Lokal evaluering af 5.1.1 Forældre & læring", "Red Barnet", end),
        ("local", "Lokal evaluering af 5.3.5 Servicebesøg", "Ikke aftalt endnu", end),
    ]
    assert "3 evalueringer i 2013 er skrevet." in answer.content.decode()


def test_proposing_again_writes_only_what_is_missing(lead, told, mette):
    actions.propose(told, 2013, by=mette)
    told.evaluations.get(activity__code="5.3.5").delete()

    assert (actions.propose(told, 2013, by=mette), actions.propose(told, 2013, by=mette)) == (1, 0)
    assert len(made(told)) == 3
    answer = lead.post(url("evaluation-propose", told), {"year": "2013"}, follow=True)
    assert "Alle evalueringer i 2013 er skrevet allerede." in answer.content.decode()


def test_the_external_evaluations_come_once_in_their_year(told, mette):
    for year in (2014, 2015, 2016):
        actions.propose(told, year, by=mette)

    external = [row for row in made(told) if row[0] in ("mid_term", "final")]
    assert external == [
        ("mid_term", "Midtvejsevaluering", "Ekstern evaluator", date(2014, 12, 31)),
        ("final", "Slutevaluering", "Ekstern evaluator", date(2016, 12, 31)),
    ]
    told.evaluations.filter(kind="mid_term").update(due_on=date(2015, 3, 31))
    assert actions.propose(told, 2014, by=mette) == 0


def test_nothing_is_due_after_the_plan_is_over(told, mette):
    told.ends_on = date(2013, 10, 31)
    told.save()

    actions.propose(told, 2013, by=mette)

    assert {row[3] for row in made(told) if row[0] != "mid_term"} == {date(2013, 10, 31)}


@pytest.mark.parametrize("year", ["2012", "2017", "", "næste", "20133", "²013"])
def test_a_year_the_plan_does_not_run_in_is_refused(lead, told, year):
    answer = lead.post(url("evaluation-propose", told), {"year": year}, follow=True)

    assert answer.status_code == 200
    assert not told.evaluations.exists()
    text = answer.content.decode()
    assert "Vælg et år, planen løber i." in text or f"Planen løber ikke i {year}." in text


def test_what_is_written_is_not_offered_again(lead, told, mette):
    def offers():
        return [
            offer.text for offer in lead.get(url("evaluation-list", told)).context["page"].offers
        ]

    assert offers() == ["Foreslå 3 evalueringer i 2013", "Foreslå 4 evalueringer i 2014"]
    actions.propose(told, 2013, by=mette)
    assert offers() == ["Foreslå 4 evalueringer i 2014"]


# Written


BODY = {
    "kind": "yearly",
    "title": "Årlig evaluering",
    "evaluator": "Styregruppen",
    "due_on": "31.12.2013",
}


def test_an_evaluation_is_written_once_however_often_it_is_sent(lead, plan):
    key = lead.get(url("evaluation-add", plan)).context["form"]["key"].value()

    for _ in range(2):
        lead.post(url("evaluation-add", plan), BODY | {"key": key})

    assert made(plan) == [("yearly", "Årlig evaluering", "Styregruppen", date(2013, 12, 31))]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"due_on": ""}, {"due_on": ["Vælg en dato."]}),
        ({"kind": "local"}, {"activity": ["Vælg, hvilken aktivitet der evalueres."]}),
        (
            {"evaluator": "Spørg 010190-1234"},
            {
                "evaluator": [
                    "Teksten ligner et CPR-nummer. Skriv aldrig navne eller CPR-numre på beboere."
                ]
            },
        ),
    ],
)
def test_what_cannot_be_is_said_at_its_field(lead, plan, fields, errors):
    answer = lead.post(url("evaluation-add", plan), BODY | fields)

    assert (answer.status_code, answer.context["form"].errors) == (422, errors)
    assert not plan.evaluations.exists()


@pytest.mark.parametrize(
    ("due_on", "is_taken"),
    [
        ("31.12.2012", False),
        ("1.1.2013", True),
        ("31.12.2017", True),
        ("1.1.2018", False),
        ("0013-12-31", False),
    ],
)
def test_an_evaluation_is_due_while_the_plan_runs_or_the_year_after(lead, plan, due_on, is_taken):
    sent = {"kind": "yearly", "title": "Slut", "evaluator": "Styregruppen", "due_on": due_on}

    answer = lead.post(url("evaluation-add", plan), sent)

    assert plan.evaluations.exists() is is_taken
    if not is_taken:
        assert answer.context["form"].errors == {
            "due_on": ["Vælg en dag fra 1.1.2013 til 31.12.2017."]
        }


def test_only_a_local_evaluation_is_of_an_activity(lead, plan):
    answer = lead.post(url("evaluation-add", plan), BODY | {"activity": activity(plan).pk})

    assert answer.context["form"].errors["activity"] == [
        "Kun en lokal evaluering er af én aktivitet. Vælg ingen her."
    ]


# Done


def test_an_evaluation_is_done_with_what_it_found_and_opened_again(lead, plan):
    row = EvaluationFactory(plan=plan)
    finish = url("evaluation-finish", plan, row.pk)
    found = {
        "done_on": "30.8.2013",
        "conclusion": "Flere kommer.",
        "consequence": "Vi går videre.",
        "lock_version": "1",
    }

    refused = [
        lead.post(finish, found | bad).context["form"].errors
        for bad in ({"conclusion": " "}, {"done_on": "1.9.2013"})
    ]
    lead.post(finish, found)
    row.refresh_from_db()
    done = (row.done_on, row.conclusion, row.consequence)
    again = lead.post(finish, found | {"lock_version": "2"})
    lead.post(url("evaluation-reopen", plan, row.pk))
    row.refresh_from_db()

    assert refused == [
        {"conclusion": ["Skriv, hvad evalueringen viste."]},
        {"done_on": ["Datoen ligger i fremtiden. Vælg i dag eller en tidligere dag."]},
    ]
    assert done == (date(2013, 8, 30), "Flere kommer.", "Vi går videre.")
    assert "Evalueringen er allerede gjort." in again.content.decode()
    assert (row.done_on, row.conclusion) == (None, "Flere kommer.")
    assert [change.reason for change in audit.changes(row)][:2] == ["Åbnet igen", "Gjort"]


def test_the_conclusion_of_one_that_is_done_can_be_corrected(lead, plan):
    row = EvaluationFactory(plan=plan, done_on=date(2013, 8, 1))
    edit = url("evaluation-edit", plan, row.pk)
    sent = BODY | {"done_on": "1.8.2013", "conclusion": "Det virker næsten.", "lock_version": "1"}

    refused = lead.post(edit, sent | {"conclusion": ""}).context["form"].errors
    lead.post(edit, sent)
    row.refresh_from_db()

    assert refused == {"conclusion": ["Skriv, hvad evalueringen viste."]}
    assert (row.conclusion, row.done_on) == ("Det virker næsten.", date(2013, 8, 1))


def test_one_that_is_not_done_can_be_taken_out(lead, plan, mette):
    row, done = EvaluationFactory(plan=plan), EvaluationFactory(plan=plan, done_on=TODAY)

    assert (
        url("evaluation-remove", plan, row.pk)
        in lead.get(url("evaluation-edit", plan, row.pk)).content.decode()
    )
    lead.post(url("evaluation-remove", plan, row.pk))

    with pytest.raises(NotAllowedNow, match="kan ikke slettes"):
        actions.remove(done, by=mette)
    assert list(plan.evaluations.all()) == [done]
    assert (
        Evaluation.history.get(id=row.pk, history_type="-").history_change_reason
        == "Slettet, før den blev gjort"
    )


# How it stands


@pytest.mark.parametrize(
    ("fields", "light", "words"),
    [
        ({"due_on": date(2013, 8, 30)}, Light.DELAYED, "Skulle være gjort 30.8.2013"),
        ({"due_on": TODAY}, Light.AT_RISK, "Senest 31.8.2013, i dag"),
        ({"due_on": date(2013, 9, 30)}, Light.AT_RISK, "Senest 30.9.2013, om 30 dage"),
        ({"due_on": date(2013, 10, 1)}, Light.NOT_STARTED, "Senest 1.10.2013"),
        (
            {"due_on": date(2013, 6, 30), "done_on": date(2013, 8, 3)},
            Light.REACHED,
            "Gjort 3.8.2013",
        ),
    ],
)
def test_how_an_evaluation_stands(fields, light, words):
    assert state_of(Evaluation(**fields), TODAY) == (light, words)


def test_the_headline_counts_done_late_and_waiting():
    late, ahead = Evaluation(due_on=date(2013, 6, 30)), Evaluation(due_on=date(2013, 12, 31))
    done = Evaluation(due_on=date(2013, 6, 30), done_on=TODAY)

    assert headline([], TODAY) == "Ingen evalueringer endnu"
    assert headline([late], TODAY) == "Ingen er gjort endnu, én er over tiden"
    assert (
        headline([done, late, ahead, ahead], TODAY)
        == "Én evaluering er gjort, én er over tiden, to venter"
    )


def test_the_page_has_the_overdue_first(lead, plan):
    EvaluationFactory(plan=plan, title="Kommer")
    EvaluationFactory(plan=plan, title="For sent", due_on=date(2013, 6, 30))
    EvaluationFactory(plan=plan, title="Gjort", done_on=TODAY)

    page = lead.get(url("evaluation-list", plan)).context["page"]
    cards = {
        card.title: card
        for group in lead.get(url("steering", plan)).context["groups"]
        for card in group.cards
    }

    assert [
        [line.row.title for line in part] for part in (page.overdue, page.coming, page.done)
    ] == [
        ["For sent"],
        ["Kommer"],
        ["Gjort"],
    ]
    assert (cards["Evalueringer"].text, cards["Evalueringer"].light) == (
        "Én evaluering er gjort, én er over tiden, én venter.",
        Light.DELAYED,
    )


def test_the_activitys_page_tells_what_was_found_and_when_the_next_is_due(lead, plan):
    here = {"plan": plan, "kind": "local", "activity": activity(plan)}
    EvaluationFactory(
        **here, due_on=date(2013, 3, 31), done_on=date(2013, 4, 2), conclusion="Flere kommer igen."
    )
    EvaluationFactory(**here, due_on=date(2013, 6, 30))

    facts = {
        fact.name: fact.lines for fact in lead.get(url("activity", plan, "5.1.1")).context["facts"]
    }

    assert facts["Lokal evaluering"] == (
        "Gjort 2.4.2013: Flere kommer igen.",
        "Skulle være gjort 30.6.2013.",
    )


def test_readers_read_and_have_no_door_to_write(client, plan, henrik):
    EvaluationFactory(plan=plan, title="Årlig evaluering 2013")
    client.force_login(henrik)

    text = client.get(url("evaluation-list", plan)).content.decode()

    assert "Årlig evaluering 2013" in text
    assert (
        url("evaluation-add", plan) not in text
        and "/gjort/" not in text
        and "/foreslaa/" not in text
    )


# Read by reports


def test_the_evaluations_of_a_quarter_as_of_its_last_day(plan):
    quarter = Period.quarter(2013, 2)
    for title, due, done in [
        ("gjort i tide", date(2013, 5, 1), date(2013, 4, 20)),
        ("gjort for sent", date(2013, 3, 31), date(2013, 6, 30)),
        ("gjort før", date(2013, 3, 31), date(2013, 3, 31)),
        ("gjort bagefter", date(2013, 5, 31), date(2013, 7, 1)),
        ("aldrig gjort", date(2013, 2, 28), None),
        ("sidste dag", date(2013, 6, 30), None),
        ("næste kvartal", date(2013, 9, 30), None),
    ]:
        EvaluationFactory(plan=plan, title=title, due_on=due, done_on=done)

    found = evaluations_in(plan, quarter, quarter.end)

    assert [[line.title for line in part] for part in (found.done, found.overdue, found.due)] == [
        ["gjort i tide", "gjort for sent"],
        ["aldrig gjort", "gjort bagefter"],
        ["sidste dag"],
    ]
    assert {(line.done_on, line.conclusion) for line in found.overdue} == {(None, "")}


def test_the_list_costs_the_same_for_one_and_many(lead, told, django_assert_max_num_queries):
    EvaluationFactory.create_batch(30, plan=told, kind="local", activity=activity(told))
    with django_assert_max_num_queries(10):
        lead.get(url("evaluation-list", told))
