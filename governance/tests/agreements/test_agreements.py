"""Agreements: written with what they are about, warned of before they run out, renewed, ended
with a reason."""

from datetime import date, timedelta

import pytest

from activities.models import Activity, FocusArea
from activities.tests.factories import PartnerFactory
from core import audit
from core.lights import Light
from core.periods import Period
from governance.agreements.as_of import agreements_of
from governance.agreements.rules import headline, state_of
from governance.models import Agreement
from governance.tests.factories_following import AgreementFactory
from governance.tests.pages import url

TODAY = date(2013, 8, 31)
ENDS, DAY = date(2016, 12, 31), timedelta(days=1)


@pytest.fixture
def partner(plan):
    return PartnerFactory(plan=plan, name="Red Barnet")


def body(partner, **fields):
    return {
        "title": "Samarbejdsaftale om børn",
        "kind": "cooperation",
        "partner": partner.pk,
        "starts_on": "1.1.2013",
        "ends_on": "31.12.2014",
        "we_deliver": "Lokaler.",
        "they_deliver": "Frivillige.",
        "renew_days": "90",
    } | fields


def area(plan, code="1"):
    return FocusArea.objects.get(plan=plan, code=code)


def activity(plan, code="5.2.2"):
    return Activity.objects.get(plan=plan, code=code)


# Written


def test_an_agreement_is_written_once_with_what_it_is_about(lead, plan, partner):
    key = lead.get(url("agreement-add", plan)).context["form"]["key"].value()
    sent = body(
        partner, key=key, focus_areas=[area(plan).pk], activities=[activity(plan, "5.3.5").pk]
    )

    answers = [lead.post(url("agreement-add", plan), sent) for _ in range(2)]

    assert [(a.status_code, a.url) for a in answers] == [(302, url("agreement-list", plan))] * 2
    row = Agreement.objects.get()
    assert (row.code, row.position, row.partner, row.ends_on) == (
        "A1",
        1,
        partner,
        date(2014, 12, 31),
    )
    assert row.scope == "Børn, unge og familier og 5.3.5 Servicebesøg"


def test_writing_makes_the_plans_kept_pages_old(lead, plan, partner):
    before = type(plan).objects.get(pk=plan.pk).version
    lead.post(url("agreement-add", plan), body(partner))

    assert type(plan).objects.get(pk=plan.pk).version > before


def test_codes_go_on_from_the_highest(lead, plan, partner):
    AgreementFactory(plan=plan, position=7)
    lead.post(url("agreement-add", plan), body(partner))

    assert Agreement.objects.get(title="Samarbejdsaftale om børn").code == "A8"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "Dette felt er påkrævet."),
        ("ends_on", "31.12.2012", "Slutdato ligger før startdato."),
        (
            "ends_on",
            "i morgen",
            "»i morgen« er ikke en dato. Skriv dag, måned og år, fx 31.8.2013.",
        ),
        ("renew_days", "900", "Denne værdi skal være mindre end eller lig 730."),
        ("renew_days", "-1", "Denne værdi skal være større end eller lig 0."),
        (
            "they_deliver",
            "Ring til 010190-1234",
            "Teksten ligner et CPR-nummer. Skriv aldrig navne eller CPR-numre på beboere.",
        ),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(
    lead, plan, partner, field, value, said
):
    sent = body(partner, focus_areas=[area(plan).pk], we_deliver="Det her skal blive stående.") | {
        field: value
    }

    answer = lead.post(url("agreement-add", plan), sent)

    assert answer.status_code == 422
    assert answer.context["form"].errors[field] == [said]
    text = answer.content.decode()
    assert "Det her skal blive stående." in text
    assert f'name="focus_areas" value="{area(plan).pk}"' in text and "checked" in text
    assert not Agreement.objects.exists()


def test_a_text_about_funding_needs_the_flag(lead, plan, partner):
    answer = lead.post(
        url("agreement-add", plan), body(partner, funding_note="Kommunens bevilling")
    )

    assert answer.context["form"].errors == {
        "needs_funding": ["Sæt kryds her, eller slet teksten om, hvilken finansiering det er."]
    }


def test_another_plans_partner_or_area_cannot_be_chosen(lead, plan, other_plan, partner):
    stranger = PartnerFactory(plan=other_plan)
    sent = body(stranger, focus_areas=[area(other_plan).pk])

    errors = lead.post(url("agreement-add", plan), sent).context["form"].errors

    assert set(errors) == {"partner", "focus_areas"}
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("field", ["focus_areas", "activities"])
@pytest.mark.parametrize("pk", ["99999999999999999999", "x", "-1", ""])
def test_a_row_that_cannot_be_is_refused_at_its_field(lead, plan, partner, field, pk):
    answer = lead.post(url("agreement-add", plan), body(partner, **{field: pk}))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_no_name_comes_into_what_the_returns_tell(lead, plan, partner, mette):
    answer = lead.post(
        url("agreement-add", plan), body(partner, we_deliver=f"{mette.name} kommer.")
    )

    assert list(answer.context["form"].errors) == ["we_deliver"]
    assert not Agreement.objects.exists()


def test_a_changed_scope_stands_in_the_history(lead, plan, partner):
    row = AgreementFactory(plan=plan, partner=partner)
    sent = body(partner, lock_version="1", activities=[activity(plan).pk])

    lead.post(url("agreement-edit", plan, row.pk), sent)

    assert (
        next(audit.changes(row)).reason
        == "Rettet. Gælder nu 5.2.2 Lommepengeprojekt, før hele planen"
    )
    assert "Gælder nu 5.2.2" in lead.get(url("agreement-history", plan, row.pk)).content.decode()


def test_who_saves_against_an_old_version_sees_both_texts(lead, plan, partner):
    row = AgreementFactory(plan=plan, partner=partner, title="Aftale om lokaler", lock_version=2)
    row.focus_areas.add(area(plan, "3"))

    answer = lead.post(url("agreement-edit", plan, row.pk), body(partner, lock_version="1"))

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Aftale om lokaler" in text and "Samarbejdsaftale om børn" in text
    assert "Beboernetværk" in text and "hele planen" in text
    row.refresh_from_db()
    assert row.title == "Aftale om lokaler"


# How it stands


@pytest.mark.parametrize(
    ("fields", "light", "words", "asks"),
    [
        ({}, Light.ON_TRACK, "Gælder, til den siges op", False),
        ({"ends_on": date(2014, 12, 31)}, Light.ON_TRACK, "Gælder til og med 31.12.2014", False),
        ({"ends_on": date(2013, 11, 30)}, Light.ON_TRACK, "Gælder til og med 30.11.2013", False),
        ({"ends_on": date(2013, 11, 29)}, Light.AT_RISK, "Udløber 29.11.2013, om 90 dage", True),
        ({"ends_on": date(2013, 9, 1)}, Light.AT_RISK, "Udløber 1.9.2013, om 1 dag", True),
        ({"ends_on": TODAY, "renew_days": 0}, Light.AT_RISK, "Udløber 31.8.2013, i dag", True),
        ({"ends_on": date(2013, 8, 30)}, Light.DELAYED, "Udløb 30.8.2013 og er ikke fornyet", True),
        ({"starts_on": date(2013, 9, 1)}, Light.NOT_STARTED, "Gælder fra 1.9.2013", False),
        ({"ended_on": date(2013, 8, 30)}, Light.DROPPED, "Ophørt 30.8.2013", False),
        (
            {"ended_on": date(2013, 12, 31)},
            Light.ON_TRACK,
            "Opsagt, gælder til og med 31.12.2013",
            False,
        ),
        (
            {"ended_on": date(2013, 12, 31), "ends_on": date(2013, 10, 31)},
            Light.ON_TRACK,
            "Opsagt, gælder til og med 31.10.2013",
            False,
        ),
    ],
)
def test_how_an_agreement_stands(fields, light, words, asks):
    row = Agreement(**{"starts_on": date(2013, 1, 1), "renew_days": 90} | fields)

    state = state_of(row, TODAY, ENDS)

    assert (state.light, state.words, state.asks) == (light, words, asks)


@pytest.mark.parametrize(
    ("ends_on", "today", "words", "asks"),
    [
        (ENDS, ENDS, "Gælder til og med 31.12.2016", False),
        (date(2017, 3, 1), ENDS, "Gælder til og med 1.3.2017", False),
        (ENDS - DAY, ENDS, "Udløb 30.12.2016 og er ikke fornyet", True),
        (ENDS, ENDS + DAY, "Udløb 31.12.2016", False),
        (date(2013, 10, 31), ENDS + DAY, "Udløb 31.10.2013", False),
        (date(2017, 3, 1), ENDS + DAY, "Gælder til og med 1.3.2017", False),
        (None, ENDS + DAY, "Gælder, til den siges op", False),
    ],
)
def test_nothing_is_to_be_renewed_for_a_plan_that_ends(ends_on, today, words, asks):
    row = Agreement(starts_on=date(2013, 1, 1), renew_days=90, ends_on=ends_on)

    state = state_of(row, today, ENDS)

    assert (state.words, state.asks) == (words, asks)


def test_the_headline_counts_what_is_in_force_and_what_asks():
    rows = [
        Agreement(starts_on=date(2013, 1, 1), ends_on=end, renew_days=90)
        for end in (None, TODAY, date(2013, 5, 1))
    ]
    states = [state_of(row, TODAY, ENDS) for row in rows]

    assert headline([]) == "Ingen aftaler endnu"
    assert headline(states[:1]) == "Én aftale gælder"
    assert headline(states) == "To aftaler gælder, to skal fornyes"
    assert headline(states[2:]) == "Ingen aftaler gælder i dag, én skal fornyes"


def test_the_page_has_first_what_asks(lead, plan):
    AgreementFactory(plan=plan, title="Løber")
    AgreementFactory(plan=plan, title="Snart", ends_on=date(2013, 9, 15))
    AgreementFactory(plan=plan, title="For sent", ends_on=date(2013, 6, 30))
    AgreementFactory(
        plan=plan, title="Forbi", ended_on=date(2013, 6, 30), ended_why="Klubben er lukket"
    )

    answer = lead.get(url("agreement-list", plan))

    assert [line.row.title for line in answer.context["page"].open] == [
        "For sent",
        "Snart",
        "Løber",
    ]
    assert [line.row.title for line in answer.context["page"].over] == ["Forbi"]
    assert "Ophørt 30.6.2013: Klubben er lukket" in " ".join(answer.content.decode().split())


def test_the_card_on_styring_warns(lead, plan):
    AgreementFactory(plan=plan, ends_on=date(2013, 9, 15))

    cards = {
        card.title: card
        for group in lead.get(url("steering", plan)).context["groups"]
        for card in group.cards
    }

    assert (cards["Aftaler"].text, cards["Aftaler"].light) == (
        "Én aftale gælder, én skal fornyes.",
        Light.AT_RISK,
    )


# Renewed and ended


def test_an_agreement_is_renewed_to_a_later_day(lead, plan):
    row = AgreementFactory(plan=plan, ends_on=date(2013, 9, 15))
    renew = url("agreement-renew", plan, row.pk)

    refused = lead.post(renew, {"ends_on": "15.9.2013", "lock_version": "1"})
    lead.post(renew, {"ends_on": "31.12.2014", "lock_version": "1"})
    row.refresh_from_db()

    assert refused.context["form"].errors["ends_on"] == [
        "Aftalen løber allerede til 15.09.2013. Vælg en senere dag."
    ]
    assert row.ends_on == date(2014, 12, 31)
    assert next(audit.changes(row)).reason == "Fornyet"


def test_what_has_no_last_day_is_not_renewed(lead, plan):
    row = AgreementFactory(plan=plan)

    answer = lead.post(
        url("agreement-renew", plan, row.pk), {"ends_on": "31.12.2014", "lock_version": "1"}
    )

    assert answer.status_code == 422
    assert "Aftalen har ingen slutdato, så der er ikke noget at forny." in answer.content.decode()


def test_an_agreement_is_ended_with_a_reason_and_taken_up_again(lead, plan):
    row = AgreementFactory(plan=plan, ends_on=date(2014, 12, 31))
    end = url("agreement-end", plan, row.pk)

    refused = [
        lead.post(end, {"lock_version": "1"} | fields).context["form"].errors
        for fields in (
            {"ended_on": "31.8.2013", "ended_why": " "},
            {"ended_on": "31.12.2012", "ended_why": "Sagt op"},
            {"ended_on": "1.1.2015", "ended_why": "Sagt op"},
        )
    ]
    lead.post(end, {"ended_on": "31.12.2013", "ended_why": "Sagt op", "lock_version": "1"})
    row.refresh_from_db()
    ended = (row.ended_on, row.ended_why, row.last_on)
    lead.post(url("agreement-resume", plan, row.pk))
    row.refresh_from_db()

    assert refused == [
        {"ended_why": ["Skriv, hvorfor aftalen er ophørt."]},
        {"ended_on": ["Dagen ligger, før aftalen begyndte."]},
        {"ended_on": ["Aftalen slutter af sig selv før den dag."]},
    ]
    assert ended == (date(2013, 12, 31), "Sagt op", date(2013, 12, 31))
    assert (row.ended_on, row.ended_why) == (None, "")
    assert [change.reason for change in audit.changes(row)][:2] == [
        "Taget op igen",
        "Ophørt: Sagt op",
    ]


def test_who_renews_or_ends_one_sees_how_it_stands(lead, plan):
    row = AgreementFactory(plan=plan, title="Lokaler", ends_on=date(2013, 9, 1))

    leads = {
        lead.get(url(name, plan, row.pk)).context["lead"]
        for name in ("agreement-renew", "agreement-end")
    }

    assert leads == {"Lokaler. Udløber 1.9.2013, om 1 dag."}


def test_one_that_is_given_notice_can_be_taken_up_again_before_its_last_day(lead, plan):
    row = AgreementFactory(plan=plan, ended_on=date(2013, 12, 31), ended_why="Sagt op")
    resume = url("agreement-resume", plan, row.pk)

    before = lead.get(url("agreement-list", plan)).content.decode()
    lead.post(resume)
    after = lead.get(url("agreement-list", plan)).content.decode()

    assert resume in before and url("agreement-end", plan, row.pk) not in before
    assert resume not in after and url("agreement-end", plan, row.pk) in after


def test_one_that_ran_out_is_ended_on_its_own_last_day_unless_one_says_otherwise(lead, plan):
    row = AgreementFactory(plan=plan, ends_on=date(2013, 6, 30))
    end = url("agreement-end", plan, row.pk)

    proposed = lead.get(end).context["form"]["ended_on"].value()
    answer = lead.post(
        end, {"ended_on": proposed, "ended_why": "Ikke fornyet", "lock_version": "1"}
    )

    row.refresh_from_db()
    assert (answer.status_code, row.ended_on) == (302, date(2013, 6, 30))


def test_one_that_is_ended_cannot_be_moved_to_begin_after_its_last_day(lead, plan, partner):
    row = AgreementFactory(
        plan=plan, partner=partner, ended_on=date(2013, 12, 31), ended_why="Sagt op"
    )
    sent = body(partner, starts_on="1.1.2014", lock_version="1")

    answer = lead.post(url("agreement-edit", plan, row.pk), sent)

    assert answer.context["form"].errors == {
        "starts_on": ["Aftalen er ophørt 31.12.2013. Vælg en tidligere dag."]
    }


def test_readers_read_and_have_no_door_to_write(client, plan, henrik):
    AgreementFactory(plan=plan, title="Aftale om lokaler")
    client.force_login(henrik)

    text = client.get(url("agreement-list", plan)).content.decode()

    assert "Aftale om lokaler" in text
    assert url("agreement-add", plan) not in text and "/ret/" not in text


# Read by reports


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, True),
        ({"ends_on": date(2013, 4, 1)}, True),
        ({"ends_on": date(2013, 3, 31)}, False),
        ({"starts_on": date(2013, 6, 30)}, True),
        ({"starts_on": date(2013, 7, 1)}, False),
        (
            {"ends_on": date(2014, 12, 31), "ended_on": date(2013, 3, 31), "ended_why": "Slut"},
            False,
        ),
    ],
)
def test_agreements_of_a_period_are_in_force_on_a_day_of_it(plan, fields, found):
    AgreementFactory(plan=plan, **fields)

    assert bool(agreements_of(plan, Period.quarter(2013, 2))) is found


def test_an_agreement_covers_what_it_is_about(plan):
    row = AgreementFactory(plan=plan, ends_on=date(2014, 12, 31))
    jobs, visits, one = activity(plan), activity(plan, "5.3.5"), area(plan)

    def covered():
        (line,) = agreements_of(plan, Period.year(2013))
        return [line.covers(a.pk, a.focus_area_id) for a in (jobs, visits)], line.scope, line.period

    assert covered() == ([True, True], "Hele planen", "1.1.2013–31.12.2014")
    row.focus_areas.add(one)
    assert covered() == ([True, False], "Børn, unge og familier", "1.1.2013–31.12.2014")
    row.activities.add(visits)
    assert covered() == (
        [True, True],
        "Børn, unge og familier og 5.3.5 Servicebesøg",
        "1.1.2013–31.12.2014",
    )


def test_the_list_costs_the_same_for_one_and_many(lead, plan, django_assert_max_num_queries):
    for row in AgreementFactory.create_batch(30, plan=plan):
        row.focus_areas.add(area(plan))
        row.activities.add(activity(plan))
    with django_assert_max_num_queries(11):
        lead.get(url("agreement-list", plan))
