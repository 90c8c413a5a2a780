from concurrent.futures import ThreadPoolExecutor
from datetime import date
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import Role
from accounts.tests.factories import MembershipFactory
from activities import actions
from activities.models import Measure, Registration, SuccessCriterion
from activities.queries import open_criteria
from activities.tests.factories import PlanFactory

TODAY = date(2013, 8, 31)
URL = "/planer/rum-for-liv/registrer/"
INLINE = {"HX-Request": "true", "HX-Target": "log-result"}


def find(plan, code):
    return SuccessCriterion.objects.get(activity__plan=plan, code=code)


def post(client, **fields):
    return client.post(
        URL,
        {
            "criterion": "5.1.1-1",
            "value": "14",
            "when": "2013-08-31",
            "key": str(uuid4()),
            **fields,
        },
    )


def written():
    return [
        (r.value, r.base, r.on, r.estate and r.estate.code, r.new)
        for r in Registration.objects.order_by("pk")
    ]


@pytest.fixture
def lead(client, mette):
    client.force_login(mette)
    return client


@pytest.fixture
def worker(client, peter):
    client.force_login(peter)
    return client


# Saving


def test_log_saves_and_shows_where_it_leaves_you(lead, plan):
    response = post(lead, estate="463-0", new="3")

    row = Registration.objects.get()
    assert written() == [(14, None, TODAY, "463-0", 3)]
    assert response.url == f"{URL}{row.pk}/gemt/"
    page = lead.get(response.url)
    assert page.context["figure"].of_text == "14 af 100"
    assert page.context["before"].of_text == "mangler måling"
    assert page.context["where"] == "Akacieparken, 31.8.2013, heraf 3 nye"


def test_log_says_what_was_saved_with_a_way_back(lead, plan):
    response = post(lead)

    (message,) = get_messages(response.wsgi_request)
    row = Registration.objects.get()
    assert str(message).startswith("14 familier gemt kl. ")
    assert message.extra_tags == f"undo:{reverse('registration-void', args=[plan.slug, row.pk])}"


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"when": "2013-08-31"}, TODAY),
        ({"when": "2013-08-31", "on": "vrøvl"}, TODAY),
        ({"when": "2013-08-30"}, date(2013, 8, 30)),
        ({"when": "other", "on": "28/8-13"}, date(2013, 8, 28)),
        ({"when": "other", "on": "2013-08-28"}, date(2013, 8, 28)),
        ({"when": "", "on": "28.8.2013"}, date(2013, 8, 28)),
        ({"when": "", "on": ""}, TODAY),
    ],
)
def test_log_reads_the_day(lead, plan, fields, day):
    post(lead, **fields)

    assert [row.on for row in Registration.objects.all()] == [day]


@pytest.mark.parametrize(
    ("code", "fields", "row"),
    [
        ("5.1.1-1", {"value": "1.234"}, (1234, None)),
        ("5.1.1-1", {"value": " 14 "}, (14, None)),
        ("5.1.1-1", {"value": "0"}, (0, None)),
        ("5.1.1-1", {"value": "14", "base": "3"}, (14, None)),
        ("5.1.1-2", {"value": "12", "base": "16"}, (12, 16)),
        ("5.3.5-2", {"value": "49", "base": "2"}, (49, 2)),
    ],
)
def test_log_reads_each_measure(lead, plan, code, fields, row):
    post(lead, criterion=code, **fields, sure="1")

    assert [(r.value, r.base) for r in Registration.objects.all()] == [row]


def test_log_reads_the_breakdown(lead, plan):
    fields = {"breakdown-age-0-5": "3", "breakdown-age-6-12": "", "breakdown-gender-female": "2"}

    post(lead, **fields, volunteers="2", note="På legepladsen")

    row = Registration.objects.get()
    assert (row.breakdown, row.volunteers, row.note) == (
        {"age": {"0-5": 3}, "gender": {"female": 2}},
        2,
        "På legepladsen",
    )


def test_two_clicks_make_one_row(lead, plan):
    key = str(uuid4())

    first, second = post(lead, key=key), post(lead, key=key)

    assert (first.url, len(written())) == (second.url, 1)


@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_make_one_row(plan, mette):
    clients = [Client() for _ in range(8)]
    for client in clients:
        client.force_login(mette)
    key = str(uuid4())

    def click(client):
        try:
            return post(client, key=key).url
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        urls = set(pool.map(click, clients))

    assert urls == {f"{URL}{Registration.objects.get().pk}/gemt/"}


def test_sending_again_what_was_undone_says_so_and_makes_no_row(lead, plan, mette):
    key = str(uuid4())
    post(lead, key=key)
    actions.void(Registration.objects.get(), by=mette)

    response = post(lead, key=key)

    assert (len(written()), list(get_messages(response.wsgi_request))[1:]) == (1, [])
    assert "familier er fortrudt" in lead.get(response.url).content.decode()


def test_going_back_to_correct_the_number_makes_another_row(lead, plan):
    key = str(uuid4())

    post(lead, key=key)
    post(lead, key=key, value="15")

    assert [value for value, *_ in written()] == [14, 15]


def test_the_same_number_on_another_criterion_is_another_row(lead, plan):
    key = str(uuid4())

    post(lead, key=key)
    post(lead, key=key, criterion="5.2.2-1")

    assert len(written()) == 2


# What is refused, with everything typed still there


@pytest.mark.parametrize(
    ("code", "fields", "errors"),
    [
        ("5.1.1-1", {"value": ""}, {"value": ["Skriv antal familier."]}),
        (
            "5.1.1-1",
            {"value": "-3"},
            {"value": ["Tallet kan ikke være negativt. Skriv 0 eller mere."]},
        ),
        ("5.1.1-1", {"value": "1,5"}, {"value": ["1,5 er ikke et helt tal. Skriv fx 1 eller 2."]}),
        (
            "5.1.1-1",
            {"value": "1.234,5"},
            {"value": ["1.234,5 er ikke et helt tal. Skriv fx 1.234 eller 1.235."]},
        ),
        (
            "5.1.1-1",
            {"value": "fjorten"},
            {"value": ["»fjorten« er ikke et tal, vi kan læse. Skriv et helt tal, fx 14."]},
        ),
        ("5.1.1-1", {"when": "other", "on": ""}, {"on": ["Vælg en dato, fx 31.8.2013."]}),
        (
            "5.1.1-1",
            {"when": "other", "on": "1/9-13"},
            {"on": ["Datoen ligger i fremtiden. Vælg en dato til og med 31.8.2013."]},
        ),
        (
            "5.1.1-1",
            {"when": "other", "on": "31.12.2012"},
            {"on": ["Planen løber fra 1.1.2013 til 31.12.2016. Vælg en dato der imellem."]},
        ),
        (
            "5.1.1-1",
            {"when": "other", "on": "31.2.2013"},
            {"on": ["Datoen 31.2.2013 findes ikke. Skriv dag, måned og år, fx 31.8.2013."]},
        ),
        (
            "5.1.1-1",
            {"new": "15"},
            {"new": ["Der kan ikke være flere nye (15) end familier i alt (14)."]},
        ),
        (
            "5.1.1-1",
            {"breakdown-age-0-5": "15"},
            {"breakdown": ["Fordelingen på alder giver 15, men der er kun 14 i alt."]},
        ),
        (
            "5.1.1-1",
            {"breakdown-age-0-5": "x"},
            {"breakdown": ["0–5 år: »x« er ikke et tal, vi kan læse. Skriv et helt tal, fx 14."]},
        ),
        (
            "5.1.1-1",
            {"estate": "999"},
            {"estate": ["Vælg en af de afdelinger, aktiviteten arbejder i."]},
        ),
        (
            "5.1.1-1",
            {"note": "x" * 301},
            {"note": ["Noten er for lang (301 tegn). Der er plads til 300."]},
        ),
        (
            "5.1.1-2",
            {"value": "17", "base": "16"},
            {"value": ["17 ud af 16 er over 100 %. Tjek de to tal."]},
        ),
        ("5.1.1-2", {"value": "12", "base": ""}, {"base": ["Skriv et tal på mindst 1."]}),
        (
            "5.1.1-2",
            {"value": "0", "base": "0"},
            {"base": ["Skriv, hvor mange der blev spurgt eller målt. Det skal være mindst 1."]},
        ),
        (
            "5.3.5-2",
            {"value": "12", "base": "0"},
            {"base": ["Skriv antal møder. Det skal være mindst 1."]},
        ),
    ],
)
def test_log_refuses_and_keeps_what_was_typed(lead, plan, code, fields, errors):
    typed = {"note": "På legepladsen", "volunteers": "2", **fields}

    response = post(lead, criterion=code, **typed)

    form = response.context["form"]
    assert (response.status_code, form.errors, written()) == (422, errors, [])
    assert {name: form.data[name] for name in typed} == typed
    html = response.content.decode()
    assert 'name="volunteers" value="2"' in html
    assert f'name="value" value="{typed.get("value", "14")}"' in html
    assert f">{typed['note']}</textarea>" in html


def test_log_in_a_closed_quarter_says_so_at_the_date(lead, plan, mette):
    actions.close_period(plan, plan.period_of(date(2013, 6, 28)), by=mette)

    response = post(lead, when="other", on="28.6.2013")

    assert response.context["form"].errors == {
        "on": [
            "2. kvartal 2013 er lukket. Vælg en dato efter 30.6.2013, eller genåbn perioden først."
        ]
    }


def test_a_criterion_that_is_not_the_plans_leads_back_to_the_list_with_the_rest(
    lead, plan, other_plan
):
    find(other_plan, "5.1.1-1").activity.criteria.create(
        code="X-1",
        level=1,
        name="Fremmed",
        text="x",
        noun="x",
        noun_singular="x",
        counting_rule="items",
    )

    response = post(lead, criterion="X-1", value="14", note="På legepladsen")

    assert (response.status_code, written()) == (422, [])
    assert response.context["error"] == "Det kriterium findes ikke i planen. Vælg et af dem her."
    assert parse_qs(response.context["carried"])["value"] == ["14"]
    again = lead.get(f"{URL}?kriterium=5.1.1-1{response.context['carried']}")
    assert (again.context["form"]["value"].value(), again.context["form"]["note"].value()) == (
        "14",
        "På legepladsen",
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"criterion": "\0"},
        {"criterion": "x" * 5000},
        {"criterion": ""},
        {"value": "\0"},
        {"value": "9" * 5000},
        {"note": "\0"},
        {"estate": "\0"},
        {"on": "\0", "when": "other"},
        {"on": "9999-12-31", "when": "other"},
        {"when": "never"},
        {"new": "x"},
        {"breakdown-age-0-5": "\0"},
    ],
)
def test_hostile_fields_are_refused_and_never_fail(lead, plan, fields):
    assert (post(lead, **fields).status_code, written()) == (422, [])


@pytest.mark.parametrize("key", ["", "abc", "\0"])
def test_a_spoilt_key_is_replaced(lead, plan, key):
    assert (post(lead, key=key).status_code, len(written())) == (302, 1)


# Who may


def test_a_worker_logs_on_their_own_activities_only(worker, plan):
    assert post(worker, criterion="5.2.2-1").status_code == 302
    assert post(worker, criterion="5.1.1-1").status_code == 403
    assert worker.get(f"{URL}?kriterium=5.1.1-1").status_code == 403
    assert [r.criterion.code for r in Registration.objects.all()] == ["5.2.2-1"]


@pytest.mark.parametrize("name", ["birgit", "henrik", "kirsten", "ole"])
def test_those_who_only_look_cannot_log(client, plan, request, name):
    client.force_login(request.getfixturevalue(name))

    assert (client.get(URL).status_code, post(client).status_code, written()) == (403, 403, [])


@pytest.mark.parametrize(
    "name", ["mette", "peter", "birgit", "henrik", "kirsten", "ole", "superuser"]
)
def test_the_criteria_one_may_choose_are_those_one_may_register_on(plan, request, name):
    user = request.getfixturevalue(name)
    allowed = [c for c in SuccessCriterion.objects.all() if user.has_perm("activities.register", c)]

    assert {c.pk for c in open_criteria(user, plan)} == {c.pk for c in allowed}


def test_another_plan_is_not_found(lead, other_plan):
    assert lead.get("/planer/nabo/registrer/").status_code == 404


# The form


def test_the_form_begins_with_today_and_the_estate_used_last(lead, plan, mette):
    criterion = find(plan, "5.1.1-1")
    actions.register(criterion, on=TODAY, value=1, estate=plan.estates.get(code="240-0"), by=mette)

    form = lead.get(f"{URL}?kriterium=5.1.1-1").context["form"]

    assert (form["when"].value(), form["estate"].value(), form["value"].value()) == (
        "2013-08-31",
        "240-0",
        None,
    )
    assert list(form.fields["estate"].choices) == [
        ("463-0", "Akacieparken"),
        ("240-0", "Lukretiavej"),
        ("", "Begge"),
    ]


def test_the_form_proposes_where_others_last_were_to_one_who_never_was(lead, plan, peter):
    lukretia = plan.estates.get(code="240-0")
    actions.register(find(plan, "5.1.1-2"), on=TODAY, value=1, base=2, estate=lukretia, by=peter)

    form = lead.get(URL, {"kriterium": "5.1.1-1"}).context["form"]

    assert form["estate"].value() == "240-0"


def test_the_form_offers_the_activitys_own_estates(lead, plan):
    activity = find(plan, "5.1.1-1").activity
    activity.estates.add(plan.estates.get(code="240-0"))

    form = lead.get(f"{URL}?kriterium=5.1.1-1").context["form"]

    assert form.fields["estate"].choices == [("240-0", "Lukretiavej")]


def test_the_address_may_fill_in_the_form(lead, plan):
    form = lead.get(f"{URL}?kriterium=5.1.1-1&value=14&on=2013-06-28").context["form"]

    assert (form["value"].value(), form["when"].value(), form["on"].value()) == (
        "14",
        "other",
        date(2013, 6, 28),
    )


def test_an_unknown_criterion_is_not_found(lead, plan):
    assert lead.get(f"{URL}?kriterium=nope").status_code == 404


@pytest.mark.parametrize(
    ("code", "labels"),
    [
        ("5.1.1-1", ["Antal familier"]),
        ("5.1.1-2", ["Hvor mange har lært nyt om deres børn?", "Ud af hvor mange?"]),
        ("5.3.5-2", ["Fremmødte beboere i alt", "Antal møder"]),
    ],
)
def test_the_form_asks_as_the_criterion_is_measured(lead, plan, code, labels):
    fields = lead.get(f"{URL}?kriterium={code}").context["form"].fields

    assert [fields[name].label for name in ("value", "base") if name in fields] == labels


# Choosing


def test_the_choice_shows_the_persons_latest_first(lead, plan, mette):
    for code in ("5.1.1-1", "5.3.5-1", "5.1.1-1", "5.2.2-1"):
        actions.register(find(plan, code), on=TODAY, value=1, by=mette)

    context = lead.get(URL).context

    assert [c.code for c in context["recent"]] == ["5.2.2-1", "5.1.1-1", "5.3.5-1"]
    assert [(g.code, [c.code for c in g.criteria]) for g in context["groups"]] == [
        ("5.1.1", ["5.1.1-1", "5.1.1-2"]),
        ("5.2.2", ["5.2.2-1"]),
        ("5.3.5", ["5.3.5-1", "5.3.5-2"]),
    ]


def test_a_worker_chooses_among_their_own(worker, plan):
    assert [g.code for g in worker.get(URL).context["groups"]] == ["5.2.2", "5.3.5"]


def test_the_choice_can_be_searched(lead, plan):
    context = lead.get(URL, {"q": "LOMMEPENGE unge"}).context

    assert [(g.code, [c.code for c in g.criteria]) for g in context["groups"]] == [
        ("5.2.2", ["5.2.2-1"])
    ]


def test_a_search_without_a_match_says_so(lead, plan):
    assert "Ingen kriterier passer til »zzz«" in lead.get(URL, {"q": "zzz"}).content.decode()


def test_a_worker_without_a_post_is_told_what_to_do(client, plan, peter):
    peter.memberships.update(staff_role=None)
    client.force_login(peter)

    assert "Der er ingen aktiviteter, du kan registrere på" in client.get(URL).content.decode()


def test_the_choice_costs_the_same_for_many_criteria(lead, plan, django_assert_num_queries, mette):
    def count():
        with django_assert_num_queries(5):
            lead.get(URL)

    count()
    activity = find(plan, "5.1.1-1").activity
    for number in range(20):
        activity.criteria.create(
            code=f"N-{number}",
            level=1,
            name="Ny",
            text="x",
            noun="x",
            noun_singular="x",
            counting_rule="items",
        )
    count()


# The receipt


def test_the_receipt_offers_what_one_often_logs_next(lead, plan, mette):
    estate = plan.estates.get(code="463-0")
    row = actions.register(
        find(plan, "5.1.1-1"), on=date(2013, 8, 30), value=14, estate=estate, by=mette
    )

    suggestions = lead.get(f"{URL}{row.pk}/gemt/").context["suggestions"]

    assert [s.label for s in suggestions] == ["Lærer nyt", "Samme kriterium, Lukretiavej"]
    assert [parse_qs(urlsplit(s.url).query) for s in suggestions] == [
        {"kriterium": ["5.1.1-2"], "estate": ["463-0"], "on": ["2013-08-30"]},
        {"kriterium": ["5.1.1-1"], "estate": ["240-0"], "on": ["2013-08-30"]},
    ]


def test_the_receipt_shows_the_light_before_and_now(lead, plan, mette):
    criterion = find(plan, "5.1.1-1")
    actions.register(criterion, on=TODAY, value=50, by=mette)
    row = actions.register(criterion, on=TODAY, value=35, by=mette)

    context = lead.get(f"{URL}{row.pk}/gemt/").context

    assert [(f.of_text, f.light.label) for f in (context["before"], context["figure"])] == [
        ("50 af 100", "Risiko"),
        ("85 af 100", "På sporet"),
    ]


def test_the_receipt_of_a_percent_counts_the_newest_measurement(lead, plan, mette):
    criterion = find(plan, "5.1.1-2")
    actions.register(criterion, on=date(2013, 5, 1), value=5, base=10, by=mette)
    row = actions.register(criterion, on=TODAY, value=12, base=16, by=mette)

    context = lead.get(f"{URL}{row.pk}/gemt/").context

    assert (context["before"].of_text, context["figure"].of_text) == (
        "50\u00a0% af 75\u00a0%, 10 svar",
        "75\u00a0% af 75\u00a0%, 16 svar",
    )
    assert (context["amount"], context["noun"]) == ("12 ud af 16", "ud af 16")


def test_a_late_entry_is_shown_in_the_year_it_counts(lead, plan, mette, settings):
    settings.DEMO_DATE = date(2014, 2, 1)
    criterion = find(plan, "5.1.1-1")
    row = actions.register(criterion, on=date(2013, 12, 20), value=14, by=mette)
    criterion.targets.create(starts_on=date(2014, 1, 1), ends_on=date(2014, 12, 31), value=110)

    context = lead.get(f"{URL}{row.pk}/gemt/").context

    assert (context["figure"].of_text, context["figure_title"]) == (
        "14 af 100",
        "Så langt var I den 31.\u00a0december 2013",
    )


def test_the_receipt_of_another_plan_is_not_found(lead, plan, other_plan, mette):
    row = actions.register(find(other_plan, "5.1.1-1"), on=TODAY, value=1, by=mette)

    assert lead.get(f"{URL}{row.pk}/gemt/").status_code == 404


# Logging without leaving another page


def test_an_inline_log_answers_with_the_figure_and_a_fresh_key(lead, plan):
    key = str(uuid4())

    response = lead.post(
        URL, {"criterion": "5.1.1-1", "value": "14", "on": "2013-08-31", "key": key}, headers=INLINE
    )

    assert response.status_code == 200
    assert response.templates[0].name == "activities/_saved_inline.html"
    assert response.context["figure"].of_text == "14 af 100"
    html = response.content.decode()
    assert 'id="log-key"' in html and 'hx-swap-oob="true"' in html and key not in html


def test_an_inline_mistake_is_told_and_nothing_saved(lead, plan):
    response = lead.post(
        URL, {"criterion": "5.1.1-1", "value": "abc", "on": "2013-08-31"}, headers=INLINE
    )

    assert (response.status_code, written()) == (200, [])
    assert "»abc« er ikke et tal" in response.content.decode()


def test_an_inline_undo_answers_with_the_figure_as_it_was(lead, plan, mette):
    row = actions.register(find(plan, "5.1.1-1"), on=TODAY, value=14, by=mette)

    response = lead.post(reverse("registration-void", args=[plan.slug, row.pk]), headers=INLINE)

    assert (response.status_code, response.context["figure"].of_text) == (200, "mangler måling")


@pytest.mark.parametrize("name", ["mette", "peter"])
def test_saving_with_all_figures_right_costs_at_most_15_queries(
    client, plan, request, name, django_assert_max_num_queries
):
    client.force_login(request.getfixturevalue(name))
    fields = {
        "criterion": "5.2.2-1",
        "value": "14",
        "estate": "463-0",
        "on": "2013-08-31",
        "key": str(uuid4()),
    }

    with django_assert_max_num_queries(15):
        response = client.post(URL, fields, headers=INLINE)

    assert response.context["figure"].of_text == "14 af 40"


def test_every_measure_has_a_form(plan):
    """A new measure must be given labels, a button and words."""
    assert {m.value for m in Measure} == {"count", "percent", "average"}


def test_a_plan_without_criteria_says_so_and_blames_nobodys_post(client, db):
    empty = PlanFactory(slug="tom")
    client.force_login(MembershipFactory(plan=empty, role=Role.SECRETARIAT_LEAD).user)

    page = client.get("/planer/tom/registrer/")

    assertContains(page, "Planen har ingen succeskriterier endnu.")
    assertNotContains(page, "din stilling")
