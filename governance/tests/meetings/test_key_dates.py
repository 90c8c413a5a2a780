"""Newsletters and the plan's other own days: in the årshjul with their deadline, done once,
counted once."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from accounts.names import LOOKS_LIKE_CPR
from activities.actions import close_period, void
from activities.models import AskedReturn, Registration, SuccessCriterion
from activities.tests.factories import CriterionFactory, PlanFactory
from core import audit
from core.lights import Light
from core.periods import Period
from core.versioned import NotAllowedNow, StaleObject
from governance.meetings.key_dates import actions
from governance.meetings.key_dates.rules import headline, state_of
from governance.models import KeyDate, KeyDateKind
from governance.tests.factories_following import KeyDateFactory
from governance.tests.pages import url

TODAY = date(2013, 8, 31)


@pytest.fixture
def material(plan):
    """The criterion newsletters count in."""
    activity = plan.activities.get(code="5.1.1")
    return CriterionFactory(activity=activity, code="5.1.1-9", name="Materialer udkom", position=9)


def counting(criterion):
    rows = Registration.objects.filter(criterion=criterion, voided_at__isnull=True).order_by("pk")
    return list(rows.values_list("on", "value", "note"))


def done(row, mette, on=TODAY, **kwargs):
    actions.finish(row, on=on, by=mette, expected_version=row.lock_version, **kwargs)


# Written


NEWSLETTER = {
    "title": "Nyhedsbrev nr. 3",
    "due_on": "20.9.2013",
    "material_on": "6.9.2013",
    "note": "Om Sesam",
}


def test_a_newsletter_is_written_once_and_stands_in_the_year_with_both_its_days(
    lead, plan, material
):
    form = lead.get(url("key-date-add-newsletter", plan)).context["form"]
    body = NEWSLETTER | {"criterion": str(material.pk), "key": form["key"].value()}

    for _ in range(2):
        answer = lead.post(url("key-date-add-newsletter", plan), body, follow=True)

    row = KeyDate.objects.get()
    assert (row.kind, row.title, row.due_on, row.material_on) == (
        KeyDateKind.NEWSLETTER, "Nyhedsbrev nr. 3", date(2013, 9, 20), date(2013, 9, 6)
    )  # fmt: skip
    assert "Nyhedsbrevet står i årshjulet." in answer.content.decode()
    quarters = lead.get(url("annual-cycle", plan)).context["page"].quarters
    assert [(e.when, e.what, e.detail, e.state) for e in quarters[2].entries] == [
        ("fre. 6.9.", "Nyhedsbrev nr. 3: stof senest", "", "Snart"),
        ("fre. 20.9.", "Nyhedsbrev nr. 3", "nyhedsbrev", "Snart"),
    ]


def test_the_next_issue_is_offered_with_its_number_and_the_criterion_of_the_last(
    lead, plan, material
):
    KeyDateFactory(plan=plan, criterion=material)

    form = lead.get(url("key-date-add-newsletter", plan)).context["form"]

    assert (form["title"].value(), form["criterion"].value()) == ("Nyhedsbrev nr. 2", material.pk)


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"due_on": ""}, {"due_on": ["Vælg en dato."]}),
        ({"title": ""}, {"title": ["Skriv en titel."]}),
        (
            {"due_on": "20.9.2012", "material_on": ""},
            {"due_on": ["Vælg en dag fra 1.1.2013 til 31.12.2016."]},
        ),
        (
            {"material_on": "21.9.2013"},
            {"material_on": ["Fristen for stof ligger efter den dag, nyhedsbrevet udkommer."]},
        ),
        (
            {"material_on": "6.9.0013"},
            {"material_on": ["Vælg en dag fra 1.1.2012 til 31.12.2016."]},
        ),
        ({"title": "Om 010190-1234"}, {"title": [LOOKS_LIKE_CPR]}),
        (
            {"title": "x" * 161},
            {"title": ["Sørg for at denne værdi har højst 160 tegn (den har 161)."]},
        ),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_written(lead, plan, fields, errors):
    answer = lead.post(url("key-date-add-newsletter", plan), NEWSLETTER | fields)

    assert answer.status_code == 422
    got = answer.context["form"].errors
    assert got.keys() == errors.keys()
    if "title" not in fields or fields["title"][:2] == "Om":
        assert got == errors
    assert not KeyDate.objects.exists()


def test_only_a_count_of_the_own_plan_can_be_chosen(plan, mette, material):
    other = CriterionFactory(activity__plan=PlanFactory())
    percent = SuccessCriterion.objects.filter(activity__plan=plan, measure="percent").first()
    for criterion, said in ((other, "hører ikke til planen"), (percent, "tælles i antal")):
        row = KeyDateFactory.build(plan=plan, criterion=criterion)
        with pytest.raises(ValidationError, match=said):
            actions.write(row, by=mette)


def test_a_return_may_be_due_in_the_year_after_the_plan_another_deadline_not(lead, plan):
    body = {"kind": "return", "title": "Indberetning for 2016", "due_on": "1.3.2017"}

    assert lead.post(url("key-date-add", plan), body | {"kind": "other"}).status_code == 422
    assert lead.post(url("key-date-add", plan), body | {"kind": "newsletter"}).status_code == 422
    assert lead.post(url("key-date-add", plan), body).status_code == 302
    assert KeyDate.objects.get().due_on == date(2017, 3, 1)


def test_the_plans_own_day_for_the_return_stands_instead_of_some_time_in_the_quarter(lead, plan):
    AskedReturn.objects.create(plan=plan, kind="cooperation")  # the funder names no day
    page = lead.get(url("annual-cycle", plan, 2014)).context["page"]
    assert [(e.when, e.what) for e in page.quarters[0].entries] == [
        ("", "Indberetning til Landsbyggefonden for 2013")
    ]

    KeyDateFactory(
        plan=plan, kind=KeyDateKind.RETURN, title="Målopfyldelse for 2013", due_on=date(2014, 4, 1)
    )

    page = lead.get(url("annual-cycle", plan, 2014)).context["page"]
    assert [[e.what for e in quarter.entries] for quarter in page.quarters[:2]] == [
        [],
        ["Målopfyldelse for 2013"],
    ]


def test_two_that_write_at_once_see_both_texts(lead, plan, mette):
    row = KeyDateFactory(plan=plan)
    other = KeyDate.objects.get(pk=row.pk)
    other.note = "Om Sesam"
    actions.write(other, by=mette, expected_version=1)

    answer = lead.post(
        url("key-date-edit", plan, row.pk),
        NEWSLETTER | {"note": "Om Åbent Hus", "lock_version": "1"},
    )

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Om Sesam" in text
    assert "Om Åbent Hus" in text


# Done


def test_a_newsletter_that_is_out_counts_as_one_on_its_day_and_says_so(lead, plan, material):
    row = KeyDateFactory(
        plan=plan, title="Nyhedsbrev nr. 2", due_on=date(2013, 8, 30), criterion=material
    )

    answer = lead.post(
        url("key-date-finish", plan, row.pk),
        {"done_on": "30.8.2013", "copies": "466", "lock_version": "1"},
        follow=True,
    )

    row.refresh_from_db()
    assert (row.done_on, row.copies) == (date(2013, 8, 30), 466)
    assert counting(material) == [(date(2013, 8, 30), 1, "Nyhedsbrev nr. 2")]
    line = answer.context["page"].done[0]
    assert (line.light, line.words) == (Light.REACHED, "Udkom fredag den 30.\xa0august")
    assert line.about == "Nyhedsbrev, oplag 466 eksemplarer"
    assert line.counts == "Tæller som 1 i 5.1.1-9 Materialer udkom."


def test_it_is_out_once_however_often_it_is_said(lead, plan, mette, material):
    row = KeyDateFactory(plan=plan, criterion=material)
    stale = KeyDate.objects.get(pk=row.pk)
    done(row, mette)

    with pytest.raises(NotAllowedNow):
        done(row, mette)
    with pytest.raises(StaleObject):
        done(stale, mette)
    assert len(counting(material)) == 1


def test_opened_again_it_counts_no_more_and_done_anew_it_counts_on_the_new_day(
    lead, plan, mette, material
):
    row = KeyDateFactory(plan=plan, criterion=material, title="Nyhedsbrev nr. 2")
    done(row, mette, on=date(2013, 8, 1), copies=466)

    lead.post(url("key-date-reopen", plan, row.pk))
    row.refresh_from_db()
    assert (row.done_on, row.copies, counting(material)) == (None, None, [])

    done(row, mette, on=date(2013, 8, 2))
    assert counting(material) == [(date(2013, 8, 2), 1, "Nyhedsbrev nr. 2")]


def test_a_registration_that_is_taken_back_by_itself_is_told_on_the_page(
    lead, plan, mette, material
):
    row = KeyDateFactory(plan=plan, criterion=material)
    done(row, mette)
    void(Registration.objects.get(criterion=material), by=mette)

    line = lead.get(url("key-date-list", plan)).context["page"].done[0]

    assert line.counts == "Tæller ikke i 5.1.1-9 Materialer udkom: registreringen er fortrudt."


def test_in_a_closed_period_nothing_is_done_or_opened(lead, plan, mette, material):
    early = KeyDateFactory(plan=plan, criterion=material, due_on=date(2013, 6, 21))
    late = KeyDateFactory(plan=plan, criterion=material, due_on=date(2013, 6, 28))
    done(early, mette, on=date(2013, 6, 21))
    close_period(plan, Period.parse("2013-K2"), by=mette)

    answer = lead.post(
        url("key-date-finish", plan, late.pk), {"done_on": "28.6.2013", "lock_version": "1"}
    )
    again = lead.post(url("key-date-reopen", plan, early.pk), follow=True)

    assert answer.status_code == 422
    assert "2. kvartal 2013 er lukket" in answer.content.decode()
    assert "2. kvartal 2013 er lukket" in again.content.decode()
    early.refresh_from_db()
    late.refresh_from_db()
    assert (early.done_on, late.done_on) == (date(2013, 6, 21), None)
    assert len(counting(material)) == 1


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        (
            {"done_on": "1.9.2013"},
            "done_on",
            "Datoen ligger i fremtiden. Vælg i dag eller en tidligere dag.",
        ),
        (
            {"done_on": "31.12.2012"},
            "done_on",
            "Planen løber fra 1.1.2013 til 31.12.2016. Vælg en dato der imellem.",
        ),
        ({"done_on": ""}, "done_on", "Vælg en dato."),
        ({"done_on": "30.8.2013", "copies": "0"}, "copies", None),
        ({"done_on": "30.8.2013", "copies": "-5"}, "copies", None),
        ({"done_on": "30.8.2013", "copies": "mange"}, "copies", None),
        ({"done_on": "30.8.2013", "copies": "100001"}, "copies", None),
    ],
)
def test_a_wrong_day_or_print_run_is_refused_at_its_field(lead, plan, material, body, field, said):
    row = KeyDateFactory(plan=plan, criterion=material)

    answer = lead.post(url("key-date-finish", plan, row.pk), body | {"lock_version": "1"})

    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == [field]
    if said:
        assert errors[field] == [said]
    assert counting(material) == []


def test_a_day_that_is_a_slip_of_the_pen_is_refused_also_where_nothing_is_counted(lead, plan):
    row = KeyDateFactory(plan=plan, kind=KeyDateKind.OTHER)

    answer = lead.post(
        url("key-date-finish", plan, row.pk), {"done_on": "30.8.0013", "lock_version": "1"}
    )

    assert answer.context["form"].errors == {
        "done_on": ["Vælg en dag fra 1.1.2013 til 31.12.2016."]
    }


def test_what_is_done_is_neither_edited_nor_deleted(lead, plan, mette):
    row = KeyDateFactory(plan=plan)
    done(row, mette)

    answer = lead.post(url("key-date-edit", plan, row.pk), NEWSLETTER | {"lock_version": "2"})
    gone = lead.post(url("key-date-remove", plan, row.pk), follow=True)

    assert answer.status_code == 422
    assert "Den er gjort. Åbn den igen, før du retter den." in answer.content.decode()
    assert "kan ikke slettes" in gone.content.decode()
    assert KeyDate.objects.count() == 1


def test_who_did_what_is_on_record(lead, plan, mette):
    row = KeyDateFactory.build(plan=plan)
    actions.write(row, by=mette, reason="Skrevet")
    done(row, mette)
    actions.reopen(row, by=mette)

    assert [change.reason for change in audit.changes(row)] == [
        "Åbnet igen", "Gjort 31.8.2013", "Skrevet"
    ]  # fmt: skip


# The next year


def test_next_years_are_written_on_the_same_weekdays_with_their_numbers_going_on(
    lead, plan, material
):
    for number, on in enumerate(
        (date(2013, 3, 22), date(2013, 6, 21), date(2013, 9, 20), date(2013, 12, 13)), 1
    ):
        KeyDateFactory(
            plan=plan,
            title=f"Nyhedsbrev nr. {number}",
            due_on=on,
            criterion=material,
            note="Kun i år",
        )
    KeyDateFactory(
        plan=plan,
        kind=KeyDateKind.RETURN,
        title="Indberetning for 2012",
        due_on=date(2013, 3, 1),
        done_on=TODAY,
    )

    page = lead.get(url("key-date-list", plan)).context["page"]
    assert page.offer.text == "Skriv 5 frister i 2014 som i 2013"
    lead.post(url("key-date-repeat", plan), {"year": "2013"})

    made = KeyDate.objects.filter(due_on__year=2014).order_by("due_on")
    assert list(
        made.values_list("title", "due_on", "material_on", "criterion", "note", "done_on")
    ) == [
        ("Indberetning for 2013", date(2014, 2, 28), None, None, "", None),
        ("Nyhedsbrev nr. 5", date(2014, 3, 21), date(2014, 3, 7), material.pk, "", None),
        ("Nyhedsbrev nr. 6", date(2014, 6, 20), date(2014, 6, 6), material.pk, "", None),
        ("Nyhedsbrev nr. 7", date(2014, 9, 19), date(2014, 9, 5), material.pk, "", None),
        ("Nyhedsbrev nr. 8", date(2014, 12, 12), date(2014, 11, 28), material.pk, "", None),
    ]


def test_a_year_that_has_its_own_is_not_written_over(lead, plan, mette):
    KeyDateFactory(plan=plan)
    actions.repeat(plan, 2013, by=mette)

    answer = lead.post(url("key-date-repeat", plan), {"year": "2013"}, follow=True)

    assert "Der er allerede frister i 2014." in answer.content.decode()
    assert KeyDate.objects.count() == 2


@pytest.mark.parametrize("year", ["", "2016", "2012", "næste", "²013", "99999"])
def test_no_other_year_is_written(lead, plan, year):
    KeyDateFactory(plan=plan, due_on=date(2016, 9, 20))

    answer = lead.post(url("key-date-repeat", plan), {"year": year}, follow=True)

    assert answer.status_code == 200
    assert KeyDate.objects.count() == 1
    assert answer.context["page"].offer is None


# Read


@pytest.mark.parametrize(
    ("fields", "light", "words"),
    [
        (
            {"due_on": date(2013, 8, 30)},
            Light.DELAYED,
            "Skulle være udkommet fredag den 30.\xa0august",
        ),
        ({"due_on": TODAY}, Light.AT_RISK, "Udkommer lørdag den 31.\xa0august, i dag"),
        (
            {"due_on": date(2013, 9, 30)},
            Light.AT_RISK,
            "Udkommer mandag den 30.\xa0september, om 30 dage",
        ),
        ({"due_on": date(2013, 10, 1)}, Light.NOT_STARTED, "Udkommer tirsdag den 1.\xa0oktober"),
        ({"due_on": date(2014, 3, 21)}, Light.NOT_STARTED, "Udkommer fredag den 21.\xa0marts 2014"),
        (
            {"kind": "return", "due_on": date(2013, 8, 30), "done_on": date(2013, 8, 29)},
            Light.REACHED,
            "Sendt torsdag den 29.\xa0august",
        ),
    ],
)
def test_how_it_stands_is_said_with_the_weekday(fields, light, words):
    assert state_of(KeyDateFactory.build(plan=None, **fields), TODAY) == (light, words)


def test_the_title_says_what_is_late_and_what_comes():
    def row(**fields):
        return KeyDateFactory.build(plan=None, **fields)

    late, coming = row(due_on=date(2013, 8, 1)), row(title="Nyhedsbrev nr. 3")
    assert headline([], TODAY) == "Ingen nyhedsbreve eller frister endnu"
    assert headline([row(done_on=TODAY)], TODAY) == "Alle frister er holdt"
    assert headline([coming], TODAY) == "Næste er Nyhedsbrev nr. 3 den 20.\xa0september"
    assert headline([late, coming], TODAY) == (
        "Én frist er overskredet, næste er Nyhedsbrev nr. 3 den 20.\xa0september"
    )
    assert headline([late, late], TODAY) == "To frister er overskredet"


def test_those_who_read_see_the_days_but_no_way_to_write(client, plan, kirsten, material):
    KeyDateFactory(plan=plan, title="Nyhedsbrev nr. 3", criterion=material)
    client.force_login(kirsten)

    text = client.get(url("key-date-list", plan)).content.decode()

    assert "Nyhedsbrev nr. 3" in text
    for word in ("Nyt nyhedsbrev", "Udkommet", "Historik", "Se tallet"):
        assert word not in text


def test_another_plans_is_not_found(lead, plan):
    row = KeyDateFactory(plan=PlanFactory())

    for name in ("key-date-edit", "key-date-finish", "key-date-file", "key-date-history"):
        assert lead.get(url(name, plan, row.pk)).status_code == 404


def test_its_days_go_into_ones_own_calendar(lead, plan):
    row = KeyDateFactory(plan=plan, title="Nyhedsbrev nr. 3")

    answer = lead.get(url("key-date-file", plan, row.pk))

    events = Calendar.from_ical(answer.getvalue()).walk("VEVENT")
    assert [(str(e["summary"]), e["dtstart"].dt) for e in events] == [
        (f"Nyhedsbrev nr. 3: stof senest, {plan}", date(2013, 9, 6)),
        (f"Nyhedsbrev nr. 3, {plan}", date(2013, 9, 20)),
    ]
    assert answer["Content-Disposition"].startswith('attachment; filename="Nyhedsbrev nr. 3.ics"')


@pytest.mark.parametrize("name", ["key-date-list", "annual-cycle", "plan-home"])
def test_the_pages_take_as_many_queries_for_three_as_for_one(lead, plan, material, name):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            lead.get(url(name, plan))
        return len(queries)

    KeyDateFactory(plan=plan, criterion=material, due_on=date(2013, 8, 1), done_on=date(2013, 8, 1))
    KeyDateFactory(plan=plan, criterion=material)
    lead.get(url(name, plan))
    one = count()
    for _ in range(2):
        KeyDateFactory(
            plan=plan, criterion=material, due_on=date(2013, 8, 1), done_on=date(2013, 8, 1)
        )
        KeyDateFactory(plan=plan, criterion=material)
    assert count() == one


def test_the_leads_own_page_says_what_is_due(lead, plan):
    KeyDateFactory(plan=plan, title="Nyhedsbrev nr. 3")
    KeyDateFactory(plan=plan, title="Nyhedsbrev nr. 4", due_on=date(2013, 12, 13))

    todo = lead.get(url("plan-home", plan)).context["page"].todo

    found = [
        (item.what, item.due, item.why, item.act.label)
        for item in todo
        if item.what.startswith("Nyhedsbrev")
    ]
    assert found == [
        (
            "Nyhedsbrev nr. 3",
            "Udkommer fredag den 20.\xa0september, om 20 dage.",
            "Stof senest fredag den 6.\xa0september.",
            "Meld udkommet",
        )
    ]
