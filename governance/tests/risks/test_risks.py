"""The register of risks: written by the secretariat, read by all, closed with a reason, never
lost."""

from datetime import date

import pytest

from core import audit
from core.models import FormKey
from governance.models import Risk
from governance.tests.access.following import RISK
from governance.tests.factories import RiskFactory
from governance.tests.pages import url

ADD = "risk-add"


def test_a_risk_is_written_once_however_often_it_is_sent(lead, plan):
    form = lead.get(url(ADD, plan)).context["form"]
    body = RISK | {"key": form["key"].value()}

    answers = [lead.post(url(ADD, plan), body) for _ in range(2)]

    assert [(a.status_code, a.url) for a in answers] == [(302, url("risk-list", plan))] * 2
    risk = Risk.objects.get()
    assert (risk.title, risk.weight, risk.plan) == ("Lokalet er opsagt", 6, plan)
    assert FormKey.objects.get().made == f"governance.Risk:{risk.pk}"


def test_writing_a_risk_makes_the_plans_kept_pages_old(lead, plan):
    before = type(plan).objects.get(pk=plan.pk).version
    lead.post(url(ADD, plan), RISK)

    assert type(plan).objects.get(pk=plan.pk).version == before + 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "Dette felt er påkrævet."),
        (
            "likelihood",
            "4",
            "Marker en gyldig valgmulighed. 4 er ikke en af de tilgængelige valgmuligheder.",
        ),
        (
            "seen_on",
            "31/2-13",
            "Datoen 31.2.2013 findes ikke. Skriv dag, måned og år, fx 31.8.2013.",
        ),
        (
            "action",
            "Ring til 010190-1234",
            "Teksten ligner et CPR-nummer. Skriv aldrig navne eller CPR-numre på beboere.",
        ),
        ("title", "x" * 161, "Denne værdi må højst have 160 tegn (den har 161)."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(lead, plan, field, value, said):
    answer = lead.post(
        url(ADD, plan), RISK | {field: value, "consequence": "Det her skal blive stående."}
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors[field] == [said]
    assert "Det her skal blive stående." in answer.content.decode()
    assert not Risk.objects.exists()


def test_no_name_comes_into_what_the_notes_tell(lead, plan, mette):
    risk = RiskFactory(plan=plan)
    said = [
        f"Teksten nævner {mette.name}. Skriv funktionen i stedet: papirer og lister er uden navne."
    ]

    written = lead.post(url(ADD, plan), RISK | {"function": mette.name})
    closed = lead.post(
        url("risk-close", plan, risk.pk),
        {
            "closed_on": "31.8.2013",
            "closed_why": f"{mette.name} har fundet et lokale.",
            "lock_version": "1",
        },
    )

    assert (written.status_code, written.context["form"].errors) == (422, {"function": said})
    assert (closed.status_code, closed.context["form"].errors) == (422, {"closed_why": said})
    assert [row.closed_on for row in Risk.objects.all()] == [None]


def test_who_saves_against_an_old_version_sees_both_texts(lead, plan, birgit):
    risk = RiskFactory(plan=plan, title="Lokalet")
    risk.title = "Lokalet på 1. sal"
    risk.lock_version = 2
    risk.save()

    answer = lead.post(url("risk-edit", plan, risk.pk), RISK | {"lock_version": "1"})

    assert answer.status_code == 409
    assert (
        "Lokalet på 1. sal" in answer.content.decode()
        and "Lokalet er opsagt" in answer.content.decode()
    )
    risk.refresh_from_db()
    assert risk.title == "Lokalet på 1. sal"


def test_a_risk_is_closed_with_a_reason_and_taken_up_again(lead, plan):
    risk = RiskFactory(plan=plan)
    close, body = url("risk-close", plan, risk.pk), {"closed_on": "31.8.2013", "lock_version": "1"}

    refused = lead.post(close, body | {"closed_why": " "})
    lead.post(close, body | {"closed_why": "Nyt lokale"})
    risk.refresh_from_db()
    closed = (risk.closed_on, risk.closed_why)
    lead.post(url("risk-reopen", plan, risk.pk))
    risk.refresh_from_db()

    assert refused.context["form"].errors["closed_why"] == ["Skriv, hvorfor risikoen er lukket."]
    assert closed == (date(2013, 8, 31), "Nyt lokale")
    assert risk.closed_on is None
    assert [change.reason for change in audit.changes(risk)][:2] == [
        "Taget op igen",
        "Lukket: Nyt lokale",
    ]


def test_a_risk_is_not_closed_tomorrow(lead, plan):
    risk = RiskFactory(plan=plan)
    body = {"closed_on": "1.9.2013", "closed_why": "Nyt lokale", "lock_version": "1"}

    answer = lead.post(url("risk-close", plan, risk.pk), body)

    assert answer.context["form"].errors["closed_on"] == [
        "Datoen ligger i fremtiden. Vælg i dag eller en tidligere dag."
    ]


def test_a_risk_is_not_judged_tomorrow_nor_closed_before_it_was_seen(lead, plan):
    risk = RiskFactory(plan=plan, seen_on=date(2013, 8, 20))
    body = {"closed_on": "19.8.2013", "closed_why": "Nyt lokale", "lock_version": "1"}

    judged = lead.post(url(ADD, plan), RISK | {"seen_on": "1.9.2013"})
    early = lead.post(url("risk-close", plan, risk.pk), body)
    lead.post(url("risk-close", plan, risk.pk), body | {"closed_on": "20.8.2013"})

    assert judged.context["form"].errors == {
        "seen_on": ["Datoen ligger i fremtiden. Vælg i dag eller en tidligere dag."]
    }
    assert early.context["form"].errors == {
        "closed_on": ["Risikoen er vurderet den 20.8.2013. Vælg den dag eller en senere."]
    }
    risk.refresh_from_db()
    assert (risk.closed_on, Risk.objects.count()) == (date(2013, 8, 20), 1)


def test_the_card_on_styring_has_the_light_of_the_page(lead, plan):
    def card():
        groups = lead.get(url("steering", plan)).context["groups"]
        return next(c for group in groups for c in group.cards if c.title == "Risici")

    RiskFactory(plan=plan, likelihood=1, impact=2)
    light = card()
    RiskFactory(plan=plan, likelihood=3, impact=2)
    heavy = card()
    page = lead.get(url("risk-list", plan)).context["page"]

    assert (light.text, light.light) == ("Én åben risiko, og den vejer ikke tungt.", None)
    assert (heavy.text, heavy.light) == (f"{page.title}.", page.open[0].light)
    assert heavy.text == "To åbne risici, én vejer tungt."


def test_the_page_has_the_weightiest_first_and_says_how_many(lead, plan):
    RiskFactory(plan=plan, title="Let", likelihood=1, impact=2)
    RiskFactory(plan=plan, title="Tung", likelihood=3, impact=3)

    page = lead.get(url("risk-list", plan)).context["page"]

    assert page.title == "To åbne risici, én vejer tungt"
    assert [line.row.title for line in page.open] == ["Tung", "Let"]
    assert page.open[0].weight == "Vejer tungt: sandsynlighed stor, alvor stor"


def test_readers_read_and_have_no_door_to_write(client, plan, henrik):
    RiskFactory(plan=plan, title="Lokalet")
    client.force_login(henrik)

    text = client.get(url("risk-list", plan)).content.decode()

    assert "Lokalet" in text
    assert url(ADD, plan) not in text and "/ret/" not in text


@pytest.mark.parametrize("name", ["risk-list", "agreement-list", "background"])
def test_an_empty_page_asks_only_those_who_may_write_to_do_so(client, plan, mette, henrik, name):
    texts = []
    for user in (mette, henrik):
        client.force_login(user)
        texts.append(" ".join(client.get(url(name, plan)).content.decode().split()))

    assert ['<p class="muted">Skriv' in text for text in texts] == [True, False]
    assert "Når sekretariatet " in texts[1]


def test_the_list_costs_the_same_for_one_and_many(lead, plan, django_assert_max_num_queries):
    RiskFactory.create_batch(30, plan=plan, focus_area=plan.focus_areas.first())
    with django_assert_max_num_queries(9):
        lead.get(url("risk-list", plan))
