from datetime import date

import pytest
from django.urls import reverse

from activities import actions
from activities.models import Registration, SuccessCriterion
from activities.tests.factories import RegistrationFactory

URL = "/planer/rum-for-liv/registreringer/"


def find(plan, code):
    return SuccessCriterion.objects.get(activity__plan=plan, code=code)


@pytest.fixture
def rows(plan, mette, peter):
    """Four rows by two people; the last is voided."""
    akacieparken = plan.estates.get(code="463-0")
    logged = [
        actions.register(
            find(plan, "5.1.1-1"),
            on=date(2013, 5, 14),
            value=14,
            estate=akacieparken,
            new=3,
            note="Sommerfest",
            by=mette,
        ),
        actions.register(find(plan, "5.2.2-1"), on=date(2013, 7, 2), value=2, by=peter),
        actions.register(find(plan, "5.3.5-2"), on=date(2013, 8, 20), value=49, base=2, by=peter),
        actions.register(find(plan, "5.1.1-1"), on=date(2013, 8, 30), value=6, by=mette),
    ]
    actions.void(logged[3], by=mette)
    return logged


@pytest.fixture
def lead(client, mette):
    client.force_login(mette)
    return client


@pytest.fixture
def worker(client, peter):
    client.force_login(peter)
    return client


def shown(client, **query):
    return [line.amount for line in client.get(URL, query).context["rows"]]


def test_the_list_is_newest_first_with_its_count_in_the_heading(lead, rows):
    context = lead.get(URL).context

    assert context["heading"] == "3 registreringer, og 1 fortrudt"
    assert [line.amount for line in context["rows"]] == [
        "6 familier",
        "49 beboere ved 2 møder",
        "2 unge",
        "14 familier",
    ]


@pytest.mark.parametrize(
    ("query", "amounts", "heading"),
    [
        ({"aktivitet": "5.2.2"}, ["2 unge"], "1 registrering på 5.2.2 Lommepengeprojekt"),
        (
            {"kriterium": "5.1.1-1"},
            ["6 familier", "14 familier"],
            "1 registrering på 5.1.1-1 Familier deltog, og 1 fortrudt",
        ),
        ({"afdeling": "463-0"}, ["14 familier"], "1 registrering i Akacieparken"),
        ({"periode": "2013-K2"}, ["14 familier"], "1 registrering i 2. kvartal 2013"),
        (
            {"periode": "2013"},
            ["6 familier", "49 beboere ved 2 møder", "2 unge", "14 familier"],
            "3 registreringer i 2013, og 1 fortrudt",
        ),
        (
            {"fra": "1/7-13", "til": "20.8.2013"},
            ["49 beboere ved 2 møder", "2 unge"],
            "2 registreringer",
        ),
        ({"vis": "fortrudte"}, ["6 familier"], "1 fortrudt registrering"),
        (
            {"vis": "gyldige"},
            ["49 beboere ved 2 møder", "2 unge", "14 familier"],
            "3 registreringer",
        ),
        ({"q": "sommer"}, ["14 familier"], "1 registrering"),
        ({"q": "vinter"}, [], "0 registreringer"),
    ],
)
def test_the_list_is_filtered(lead, rows, query, amounts, heading):
    context = lead.get(URL, query).context

    assert ([line.amount for line in context["rows"]], context["heading"]) == (amounts, heading)


def test_the_list_is_filtered_by_person(lead, rows, peter):
    assert shown(lead, person=peter.pk) == ["49 beboere ved 2 møder", "2 unge"]


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        (
            {"fra": "2013-02-30"},
            {"fra": ["Datoen 30.2.2013 findes ikke. Skriv dag, måned og år, fx 31.8.2013."]},
        ),
        ({"periode": "2013-K9"}, {"periode": ["Det står ikke på listen. Vælg igen."]}),
        ({"aktivitet": "nope"}, {"aktivitet": ["Det står ikke på listen. Vælg igen."]}),
        ({"person": "abc"}, {"person": ["Det står ikke på listen. Vælg igen."]}),
        ({"kriterium": "nope"}, {"kriterium": ["Det står ikke på listen. Vælg igen."]}),
    ],
)
def test_a_filter_that_makes_no_sense_is_told_and_filters_nothing(lead, rows, query, errors):
    context = lead.get(URL, query).context

    assert (context["filter"].form.errors, len(context["rows"])) == (errors, 4)


@pytest.mark.parametrize(
    "query",
    [
        {"page": "-1"},
        {"page": "9999"},
        {"page": "x"},
        {"sorter": "'; drop"},
        {"person": "9" * 30},
        {"ukendt": "1"},
    ],
)
def test_a_hostile_address_shows_the_list(lead, rows, query):
    assert lead.get(URL, query).status_code == 200


@pytest.mark.parametrize(
    ("sort", "amounts"),
    [
        ("dato", ["14 familier", "2 unge", "49 beboere ved 2 møder", "6 familier"]),
        ("antal", ["2 unge", "6 familier", "14 familier", "49 beboere ved 2 møder"]),
        ("-antal", ["49 beboere ved 2 møder", "14 familier", "6 familier", "2 unge"]),
        ("af", ["6 familier", "14 familier", "49 beboere ved 2 møder", "2 unge"]),
    ],
)
def test_the_list_is_sorted(lead, rows, sort, amounts):
    assert shown(lead, sorter=sort) == amounts


def test_the_sorted_column_says_so_and_turns_around(lead, rows):
    answer = lead.get(URL, {"sorter": "antal", "q": "a"})
    headings = {h.label: (h.sorted, h.url, h.is_number) for h in answer.context["headings"]}

    assert headings["Antal"] == ("ascending", "?q=a&sorter=-antal", True)
    assert headings["Dato"] == ("", "?q=a&sorter=dato", False)
    page = lead.get(URL, {"sorter": "antal"}).content.decode()
    assert (
        '<th scope="col" class="n" aria-sort="ascending"><a class="sortlink sortlink--ascending"'
        in page
    )


def test_the_list_is_paged_by_25_and_keeps_the_filter(lead, plan, mette):
    criterion = find(plan, "5.1.1-1")
    RegistrationFactory.create_batch(30, criterion=criterion, created_by=mette, note="a")

    first, second = (lead.get(URL, {"q": "a", "page": page}) for page in (1, 2))

    assert (len(first.context["rows"]), len(second.context["rows"])) == (25, 5)
    assert "?q=a&amp;page=2" in first.content.decode()
    assert first.context["heading"] == "30 registreringer"


def test_the_list_costs_the_same_for_1_and_50_rows(
    lead, plan, mette, peter, django_assert_num_queries
):
    def count():
        with django_assert_num_queries(10):
            lead.get(URL)

    criterion = find(plan, "5.1.1-1")
    RegistrationFactory(criterion=criterion, created_by=mette)
    count()
    RegistrationFactory.create_batch(
        49, criterion=criterion, created_by=peter, estate=plan.estates.first()
    )
    count()


# Who sees and may what


def test_the_lead_may_correct_all_and_a_worker_their_own(client, rows, mette, peter):
    client.force_login(mette)
    of_lead = [line.may_amend for line in client.get(URL).context["rows"]]
    client.force_login(peter)
    of_worker = [line.may_amend for line in client.get(URL).context["rows"]]

    assert (of_lead, of_worker) == ([True] * 4, [False, True, True, False])


def test_the_coordinator_reads_and_corrects_nothing(client, rows, birgit):
    client.force_login(birgit)
    html = client.get(URL).content.decode()

    assert ("/ret/" in html, "/fortryd/" in html, "/historik/" in html) == (False, False, True)


@pytest.mark.parametrize("name", ["henrik", "kirsten", "ole"])
def test_those_who_only_read_figures_do_not_read_registrations(client, rows, request, name):
    client.force_login(request.getfixturevalue(name))

    assert client.get(URL).status_code == 403


def test_another_plan_is_not_found(lead, other_plan):
    assert lead.get("/planer/nabo/registreringer/").status_code == 404


def test_a_voided_row_says_by_whom_and_offers_to_come_back(lead, rows):
    html = lead.get(URL, {"vis": "fortrudte"}).content.decode()

    assert "fortrudt af Mette Holm" in html
    assert reverse("registration-restore", args=["rum-for-liv", rows[3].pk]) in html


def test_rows_of_a_closed_period_are_locked(lead, plan, rows, mette):
    actions.close_period(plan, plan.period_of(date(2013, 5, 14)), by=mette)

    html = lead.get(URL, {"periode": "2013-K2"}).content.decode()

    assert "2. kvartal er lukket" in html
    assert reverse("registration-edit", args=["rum-for-liv", rows[0].pk]) not in html


def test_the_empty_list_says_what_to_do(lead, plan):
    html = lead.get(URL).content.decode()

    assert "Der er ingen registreringer i planen endnu" in html
    assert "Registrer den første" in html


def test_a_search_without_a_match_offers_all(lead, rows):
    html = lead.get(URL, {"q": "vinter"}).content.decode()

    assert "Ingen registreringer passer til det, du søger" in html
    assert Registration.objects.count() == 4
