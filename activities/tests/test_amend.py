"""Correcting, taking back, and the history of a registration."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from activities import actions
from activities.models import Registration, SuccessCriterion

LIST = "/planer/rum-for-liv/registreringer/"
TODAY = date(2013, 8, 31)


def find(plan, code):
    return SuccessCriterion.objects.get(activity__plan=plan, code=code)


@pytest.fixture
def row(plan, peter):
    """Peter's 14 on Lommepengeprojekt."""
    return actions.register(find(plan, "5.2.2-1"), on=TODAY, value=14, new=3, by=peter)


@pytest.fixture
def lead(client, mette):
    client.force_login(mette)
    return client


def address(row, act):
    return reverse(f"registration-{act}", args=["rum-for-liv", row.pk])


def fields(**changed):
    return {
        "value": "14",
        "on": "2013-08-31",
        "estate": "",
        "new": "3",
        "lock_version": "1",
        **changed,
    }


def said(response):
    return [(str(m), m.extra_tags) for m in get_messages(response.wsgi_request)]


# Correcting


def test_edit_saves_with_a_reason(lead, row):
    response = lead.post(address(row, "edit"), fields(value="12", reason="Tastefejl"))

    row.refresh_from_db()
    assert (response.status_code, response.url) == (302, LIST)
    assert (row.value, row.lock_version, row.history.first().history_change_reason) == (
        12,
        2,
        "Tastefejl",
    )
    assert said(response) == [("Rettet til 12 unge, Alle afdelinger, 31.8.2013, heraf 3 nye.", "")]


def test_edit_shows_what_is_stored(lead, plan, peter):
    row = actions.register(
        find(plan, "5.1.1-1"),
        on=TODAY,
        value=14,
        estate=plan.estates.get(code="463-0"),
        breakdown={"age": {"0-5": 3}},
        note="På legepladsen",
        by=peter,
    )

    form = lead.get(address(row, "edit")).context["form"]

    assert {
        name: form[name].value()
        for name in ("value", "estate", "on", "note", "breakdown", "lock_version")
    } == {
        "value": 14,
        "estate": "463-0",
        "on": TODAY,
        "note": "På legepladsen",
        "breakdown": {"age": {"0-5": 3}},
        "lock_version": 1,
    }


def test_an_unchanged_edit_makes_no_version(lead, row):
    lead.post(address(row, "edit"), fields())

    row.refresh_from_db()
    assert (row.lock_version, row.history.count()) == (1, 1)


def test_edit_goes_back_to_where_one_came_from(lead, row):
    response = lead.post(address(row, "edit"), fields(value="12", next=f"{LIST}?periode=2013-K3"))

    assert response.url == f"{LIST}?periode=2013-K3"


@pytest.mark.parametrize(
    "target", ["https://example.org/", "//example.org/", "javascript:alert(1)"]
)
def test_edit_never_leads_away(lead, row, target):
    assert lead.post(address(row, "edit"), fields(value="12", next=target)).url == LIST


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"value": "1,5"}, {"value": ["1,5 er ikke et helt tal. Skriv fx 1 eller 2."]}),
        ({"value": "2"}, {"new": ["Der kan ikke være flere nye (3) end unge i alt (2)."]}),
        ({"on": ""}, {"on": ["Vælg en dato."]}),
        (
            {"on": "1.9.2013"},
            {"on": ["Datoen ligger i fremtiden. Vælg en dato til og med 31.8.2013."]},
        ),
    ],
)
def test_edit_refuses_and_keeps_what_was_typed(lead, row, changed, errors):
    response = lead.post(address(row, "edit"), fields(note="På legepladsen", **changed))

    row.refresh_from_db()
    form = response.context["form"]
    assert (response.status_code, form.errors, row.value, row.lock_version) == (422, errors, 14, 1)
    assert (form["note"].value(), form["value"].value()) == (
        "På legepladsen",
        changed.get("value", "14"),
    )


def test_a_stale_edit_shows_both_texts_and_overwrites_nothing(lead, row, peter):
    actions.amend(row, expected_version=1, by=peter, value=12, note="Peters tekst")

    response = lead.post(address(row, "edit"), fields(value="15", note="Mettes tekst"))

    html = response.content.decode()
    stored = Registration.objects.get()
    assert (response.status_code, stored.value, stored.note) == (409, 12, "Peters tekst")
    assert "Peters tekst" in html and "Mettes tekst" in html and "Peter Lindskov" in html
    assert [(r.label, r.theirs, r.mine) for r in response.context["rows"] if r.differs] == [
        ("Antal unge", "12", "15"),
        ("Note", "Peters tekst", "Mettes tekst"),
    ]


def test_after_a_stale_edit_ones_own_text_can_be_kept(lead, row, peter):
    actions.amend(row, expected_version=1, by=peter, value=12)
    stale = lead.post(address(row, "edit"), fields(value="15"))

    again = dict(stale.context["typed"]) | {"lock_version": stale.context["current"].lock_version}
    lead.post(address(row, "edit"), again)

    assert Registration.objects.get().value == 15


def test_an_edit_without_a_version_is_stale(lead, row):
    data = fields(value="15")
    del data["lock_version"]

    assert lead.post(address(row, "edit"), data).status_code == 409
    assert Registration.objects.get().value == 14


def test_a_closed_quarter_refuses_the_edit_at_the_date(lead, plan, mette):
    row = actions.register(find(plan, "5.2.2-1"), on=date(2013, 6, 28), value=14, by=mette)
    actions.close_period(plan, plan.period_of(row.on), by=mette)

    response = lead.post(address(row, "edit"), fields(on="2013-06-28", value="12", new=""))

    assert response.context["form"].errors == {
        "on": [
            "2. kvartal 2013 er lukket. Vælg en dato efter 30.6.2013, eller genåbn perioden først."
        ]
    }
    assert (
        "2. kvartal 2013 er lukket, så registreringen kan ikke rettes." in response.content.decode()
    )


def test_the_edit_keeps_an_estate_the_activity_no_longer_works_in(lead, plan, mette):
    estate = plan.estates.get(code="463-0")
    row = actions.register(find(plan, "5.2.2-1"), on=TODAY, value=14, estate=estate, by=mette)
    row.criterion.activity.estates.add(plan.estates.get(code="240-0"))

    form = lead.get(address(row, "edit")).context["form"]

    assert form.fields["estate"].choices == [("463-0", "Akacieparken"), ("240-0", "Lukretiavej")]


# Taking back


def test_void_and_restore_by_the_toast(lead, row):
    voided = lead.post(address(row, "void"), {"next": f"{LIST}?page=2"})
    row.refresh_from_db()
    was_voided = row.is_voided
    restored = lead.post(address(row, "restore"))
    row.refresh_from_db()

    assert (voided.url, was_voided, row.is_voided) == (f"{LIST}?page=2", True, False)
    assert said(voided) == [
        ("Fortrudt: 14 unge tæller ikke længere med.", f"undo:{address(row, 'restore')}")
    ]
    assert said(restored)[-1] == ("Gendannet: 14 unge tæller med igen.", "")


@pytest.mark.parametrize(
    ("referer", "target"),
    [
        (
            "http://testserver/planer/rum-for-liv/registrer/1/gemt/",
            "/planer/rum-for-liv/registrer/1/gemt/",
        ),
        ("https://example.org/", LIST),
    ],
)
def test_the_toast_leads_back_to_the_page_it_stood_on(lead, row, referer, target):
    response = lead.post(address(row, "void"), headers={"Referer": referer})

    assert response.url.removeprefix("http://testserver") == target


@pytest.mark.parametrize("act", ["void", "restore"])
def test_taking_back_is_a_post(lead, row, act):
    assert lead.get(address(row, act)).status_code == 405


def test_void_twice_is_once(lead, row):
    lead.post(address(row, "void"))
    lead.post(address(row, "void"))

    row.refresh_from_db()
    assert (row.is_voided, row.history.count()) == (True, 2)


def test_void_in_a_closed_quarter_says_why_not(lead, plan, mette):
    row = actions.register(find(plan, "5.2.2-1"), on=date(2013, 6, 28), value=14, by=mette)
    actions.close_period(plan, plan.period_of(row.on), by=mette)

    response = lead.post(address(row, "void"))

    row.refresh_from_db()
    assert (response.status_code, row.is_voided) == (302, False)
    assert said(response)[0][0].startswith("2. kvartal 2013 er lukket.")


# Who may


@pytest.mark.parametrize(
    ("act", "method"), [("edit", "get"), ("edit", "post"), ("void", "post"), ("restore", "post")]
)
@pytest.mark.parametrize(
    ("name", "status"),
    [("birgit", 403), ("henrik", 403), ("kirsten", 403), ("ole", 403), ("carl", 404)],
)
def test_who_may_not_change_a_registration(client, row, request, act, method, name, status):
    client.force_login(request.getfixturevalue(name))

    response = getattr(client, method)(address(row, act), fields(value="99"))

    row.refresh_from_db()
    assert (response.status_code, row.value, row.is_voided) == (status, 14, False)


def test_a_worker_changes_their_own_and_not_a_colleagues(client, plan, row, peter, mette):
    of_mette = actions.register(find(plan, "5.2.2-1"), on=TODAY, value=2, by=mette)
    client.force_login(peter)

    assert client.post(address(row, "void")).status_code == 302
    assert client.post(address(of_mette, "void")).status_code == 403


@pytest.mark.parametrize("act", ["edit", "history"])
def test_a_registration_of_another_plan_is_not_found(lead, other_plan, mette, act):
    row = actions.register(find(other_plan, "5.2.2-1"), on=TODAY, value=2, by=mette)

    assert lead.get(address(row, act)).status_code == 404
    assert lead.get(reverse(f"registration-{act}", args=["nabo", row.pk])).status_code == 404


@pytest.mark.parametrize("act", ["edit", "history"])
def test_a_number_too_large_for_the_database_is_not_found(lead, plan, act):
    assert lead.get(reverse(f"registration-{act}", args=["rum-for-liv", 10**30])).status_code == 404


# History


def test_history_says_who_changed_what_in_words(lead, plan, row, mette, peter):
    actions.amend(
        row,
        expected_version=1,
        by=mette,
        reason="Tastefejl",
        value=12,
        estate=plan.estates.get(code="463-0"),
        breakdown={"age": {"13-17": 9}, "gender": {"female": 5}},
    )
    actions.void(row, by=peter)

    lines = lead.get(address(row, "history")).context["lines"]

    assert [(line.title, line.by, line.reason) for line in lines] == [
        ("Fortrudt", peter, ""),
        ("Rettet", mette, "Tastefejl"),
        ("Registreret", peter, ""),
    ]
    assert {(f.label, f.old, f.new) for f in lines[1].fields} == {
        ("Antal", "14", "12"),
        ("Afdeling", "alle afdelinger", "Akacieparken"),
        ("Fordeling", "–", "13–17 år: 9, kvinder: 5"),
    }
    assert (lines[0].fields, lines[2].fields) == ((), ())


def test_the_coordinator_reads_history_and_cannot_change(client, row, birgit):
    client.force_login(birgit)
    response = client.get(address(row, "history"))

    assert (response.status_code, response.context["may_amend"]) == (200, False)


@pytest.mark.parametrize("name", ["henrik", "kirsten", "ole"])
def test_history_is_not_for_those_who_only_read_figures(client, row, request, name):
    client.force_login(request.getfixturevalue(name))

    assert client.get(address(row, "history")).status_code == 403
