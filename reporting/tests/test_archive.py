"""The archive: everything issued to a person, of all their plans, found by plan, kind, period,
code and words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import Role
from accounts.tests.factories import MembershipFactory
from core.periods import Period
from reporting.models import ReportKind
from reporting.tests.factories import ReportFactory

Q1, Q2 = Period.year(2013).parts()[:2]
URL = "/rapporter/"


def issued(plan, period=Q2, kind=ReportKind.STATUS_NOTE, revision=1, words="", **fields):
    return ReportFactory(
        plan=plan,
        period=period,
        kind=kind,
        revision=revision,
        words=words,
        is_issued=True,
        **fields,
    )


@pytest.fixture
def steering(client, plan, other_plan, henrik):
    """Henrik sits in the styregruppe of both plans."""
    MembershipFactory(user=henrik, plan=other_plan, role=Role.STEERING_GROUP)
    client.force_login(henrik)
    return client


def titles(response):
    return [
        (report.plan.name, report.kind, report.period.code)
        for report in response.context["archive"]
    ]


def test_all_that_is_issued_to_the_person_stands_newest_first(steering, plan, other_plan):
    first, second = issued(plan, Q1), issued(other_plan, Q2)
    ReportFactory(plan=plan, period=Q2, is_made=True)

    assert [report.pk for report in steering.get(URL).context["archive"]] == [second.pk, first.pk]
    assertContains(steering.get(URL), "<h1>To rapporter er udsendt</h1>", html=True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?plan=nabo", [("Naboplanen", "status_note", "2013-K2")]),
        ("?slags=goal_attainment", [("Rum for Liv", "goal_attainment", "2013-K1")]),
        ("?for_periode=2013-K1", [("Rum for Liv", "goal_attainment", "2013-K1")]),
        ("?q=Æblehaven", [("Naboplanen", "status_note", "2013-K2")]),
        ("?q=haven+ÆBLE", [("Naboplanen", "status_note", "2013-K2")]),
        ("?q=findes-ikke", []),
    ],
)
def test_reports_are_found(steering, plan, other_plan, query, found):
    issued(plan, Q1, ReportKind.GOAL_ATTAINMENT, words="familier deltog")
    issued(other_plan, Q2, words="arbejdsdag i æblehaven")

    response = steering.get(URL + query)

    assert titles(response) == found
    assertContains(response, "fundet")


def test_a_code_finds_its_report(steering, plan):
    wanted, _ = issued(plan, Q1), issued(plan, Q2)

    assert [
        r.pk
        for r in steering.get(URL, {"q": wanted.code.lower().replace("-", " ")}).context["archive"]
    ] == [wanted.pk]


@pytest.mark.parametrize(
    "query", ["?plan=hemmelig", "?slags=horoskop", "?for_periode=2099-K9", "?side=999", "?q=%25"]
)
def test_what_makes_no_sense_filters_nothing_and_breaks_nothing(steering, plan, query):
    issued(plan)

    assert steering.get(URL + query).status_code == 200


def test_another_plan_is_not_even_a_choice(client, plan, other_plan, henrik):
    issued(other_plan)
    client.force_login(henrik)

    assertNotContains(client.get(URL), "Naboplanen")


def test_the_replaced_edition_is_marked(steering, plan):
    issued(plan, revision=1)
    issued(plan, revision=2)

    assert [(r.revision, r.is_current) for r in steering.get(URL).context["archive"]] == [
        (2, True),
        (1, False),
    ]


def test_pages_of_twenty(steering, plan):
    for revision in range(1, 23):
        issued(plan, revision=revision)

    assert len(steering.get(URL).context["archive"]) == 20
    assertContains(steering.get(URL, {"side": 2}), "Side 2 af 2")


def test_as_many_queries_for_few_as_for_many(steering, plan):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            steering.get(URL)
        return len(captured)

    for revision in range(1, 5):
        issued(plan, revision=revision)
    few = queries()
    for revision in range(5, 15):
        issued(plan, revision=revision)

    assert queries() == few <= 7


def test_without_plans_there_is_nothing_to_see(client, carl):
    client.force_login(carl)

    assertContains(client.get(URL), "Ingen rapporter er udsendt endnu")


def test_without_a_login_you_are_sent_to_it(client, db):
    assert client.get(URL).headers["Location"] == f"{reverse('account_login')}?next={URL}"
