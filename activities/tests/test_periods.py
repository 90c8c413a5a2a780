from datetime import date

import pytest

from activities import actions
from activities.models import PeriodLock, SuccessCriterion
from core.periods import Period

BASE = "/planer/rum-for-liv/perioder/"
CLOSE, REOPEN = f"{BASE}2013-K2/luk/", f"{BASE}2013-K2/genaabn/"
SECOND_QUARTER = Period.quarter(2013, 2)


@pytest.fixture
def lead(client, mette):
    client.force_login(mette)
    return client


@pytest.fixture
def closed(plan, mette):
    return actions.close_period(plan, SECOND_QUARTER, by=mette)


def locks():
    return [(lock.period.code, lock.reopened_reason) for lock in PeriodLock.objects.order_by("pk")]


def test_the_check_list_tells_what_the_quarter_holds(lead, plan, mette):
    families = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")
    actions.register(families, on=date(2013, 5, 14), value=14, by=mette)
    actions.void(actions.register(families, on=date(2013, 5, 15), value=1, by=mette), by=mette)
    actions.register(families, on=date(2013, 7, 1), value=1, by=mette)

    response = lead.get(CLOSE)

    content = response.context["content"]
    assert (content.registrations, content.voided, content.hours_weeks) == (1, 1, 0)
    assert [c.code for c in content.without] == ["5.2.2-1", "5.3.5-1", "5.3.5-2"]
    assert "Luk 2. kvartal" in response.content.decode()


def test_a_yearly_measurement_is_missed_only_in_its_month(lead, plan, settings):
    settings.DEMO_DATE = date(2014, 1, 2)

    second, fourth = (lead.get(f"{BASE}2013-K{n}/luk/").context["content"].without for n in (2, 4))

    assert ["5.1.1-2" in [c.code for c in without] for without in (second, fourth)] == [False, True]


def test_looking_closes_nothing(lead, plan):
    lead.get(CLOSE)

    assert locks() == []


def test_close_by_post(lead, plan):
    response = lead.post(CLOSE)

    assert (response.url, locks()) == (CLOSE, [("2013-K2", "")])
    page = lead.get(CLOSE)
    assert "2. kvartal 2013 er lukket" in page.content.decode()
    assert [line.title for line in page.context["lines"]] == ["Lukket"]


def test_close_twice_is_once(lead, plan):
    lead.post(CLOSE)
    lead.post(CLOSE)

    assert locks() == [("2013-K2", "")]


def test_a_quarter_that_is_not_over_says_when(lead, plan):
    page = lead.get(f"{BASE}2013-K3/luk/").content.decode()
    lead.post(f"{BASE}2013-K3/luk/")

    assert "3. kvartal 2013 er ikke slut endnu" in page
    assert "Den kan lukkes fra den 1.\u00a0oktober 2013." in page
    assert locks() == []


@pytest.mark.parametrize(
    "code", ["2012-K4", "2013-H1", "2017-K1", "2013-K5", "2013", "0000-K1", "2013-k9"]
)
@pytest.mark.parametrize("act", ["luk", "genaabn"])
def test_a_period_the_plan_does_not_have_is_not_found(lead, plan, code, act):
    assert lead.get(f"{BASE}{code}/{act}/").status_code == 404


def test_reopen_with_a_reason(lead, plan, closed, mette):
    response = lead.post(REOPEN, {"reason": "Et tal manglede"})

    assert (response.url, locks()) == (CLOSE, [("2013-K2", "Et tal manglede")])
    lines = lead.get(CLOSE).context["lines"]
    assert {(line.title, line.by, line.reason) for line in lines} == {
        ("Genåbnet", mette, "Et tal manglede"),
        ("Lukket", mette, ""),
    }


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("", "Skriv, hvorfor perioden skal genåbnes."),
        ("   ", "Skriv, hvorfor perioden skal genåbnes."),
        ("x" * 301, "Begrundelsen er for lang (301 tegn). Der er plads til 300."),
    ],
)
def test_reopening_needs_a_reason_and_keeps_what_was_typed(lead, plan, closed, reason, message):
    response = lead.post(REOPEN, {"reason": reason})

    form = response.context["form"]
    assert (response.status_code, form.errors, form["reason"].value()) == (
        422,
        {"reason": [message]},
        reason,
    )
    assert locks() == [("2013-K2", "")]


def test_an_open_quarter_is_not_reopened(lead, plan):
    response = lead.post(REOPEN, {"reason": "Et tal manglede"})

    assert response.context["form"].errors == {"__all__": ["2. kvartal 2013 er ikke lukket."]}
    assert "2. kvartal 2013 er åben" in response.content.decode()


def test_the_list_shows_each_quarter_so_far(lead, plan, closed):
    context = lead.get(BASE).context

    assert context["heading"] == "Én periode kan lukkes"
    assert [(row["period"].code, row["closed"], row["over"]) for row in context["periods"]] == [
        ("2013-K3", False, False),
        ("2013-K2", True, True),
        ("2013-K1", False, True),
    ]
    assert [line.title for line in context["lines"]] == ["2. kvartal 2013 lukket"]


def test_closing_leads_back_to_where_one_came_from(lead, plan):
    assert lead.post(CLOSE, {"next": "/planer/rum-for-liv/"}).url == "/planer/rum-for-liv/"
    assert lead.post(CLOSE, {"next": "https://example.org/"}).url == CLOSE


def test_a_plan_that_reports_by_half_year(lead, plan):
    plan.reporting_period = "half_year"
    plan.save()

    lead.post(f"{BASE}2013-H1/luk/")

    assert (locks(), lead.get(CLOSE).status_code) == ([("2013-H1", "")], 404)


@pytest.mark.parametrize("name", ["peter", "birgit", "henrik", "kirsten", "ole"])
@pytest.mark.parametrize("url", [BASE, CLOSE, REOPEN])
def test_only_the_lead_closes_and_reopens(client, plan, closed, request, name, url):
    client.force_login(request.getfixturevalue(name))

    assert client.get(url).status_code == 403
    if url != BASE:
        assert client.post(url, {"reason": "Et tal manglede"}).status_code == 403
    assert locks() == [("2013-K2", "")]


def test_another_plan_is_not_found(lead, other_plan):
    assert lead.get("/planer/nabo/perioder/2013-K2/luk/").status_code == 404


def test_a_period_before_the_plan_began_is_not_listed(lead, plan):
    """A plan that begins in August has no first and second quarter of that year to close."""
    plan.starts_on = date(2012, 8, 1)
    plan.save()

    listed = [row["period"].code for row in lead.get(BASE).context["periods"]]

    assert listed == ["2013-K3", "2013-K2", "2013-K1", "2012-K4", "2012-K3"]
    assert {lead.get(f"{BASE}{code}/luk/").status_code for code in listed} == {200}
