"""The boligsocial medarbejder at the door, with a phone."""

import re

import pytest
from playwright.sync_api import expect

from activities.models import HoursEntry, Registration
from reporting.tests.browser.conftest import PHONE
from reporting.tests.browser.people import Taps

pytestmark = pytest.mark.browser

PLAN = "/planer/rum-for-liv/"
OWN = ["5.2.2", "5.2.3", "5.2.4", "5.3.1", "5.3.2", "5.3.4", "5.3.5", "5.4"]


def test_worker_logs_in_two_taps_sees_it_count_and_undoes_it(log_in):
    page, taps = log_in("peter", PHONE), Taps()
    expect(page).to_have_url(re.compile(f"{PLAN}$"))

    taps.on(page.get_by_label("Registrer hurtigt").get_by_role("link", name="Brugte lektiehjælpen"))
    page.get_by_label("Antal brugere", exact=True).fill("7")
    page.get_by_label("Heraf nye brugere", exact=True).fill("7")
    taps.on(page.get_by_role("button", name="Gem 7 brugere"))

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"7\s+brugere er gemt"))
    expect(page.locator(".step__num")).to_have_text("50 af 40")
    expect(page.locator(".now__before")).to_contain_text("Før: 43 af 40")
    assert taps.count == 2
    row = Registration.objects.latest("pk")
    assert (row.value, row.criterion.code, row.created_by.name) == (7, "5.2.4-1", "Peter Lindskov")

    page.locator(".saved__acts").get_by_role("button", name="Fortryd").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"7\s+brugere er fortrudt")
    )
    expect(page.locator(".step__num")).to_have_text("43 af 40")
    row.refresh_from_db()
    assert row.is_voided


def test_worker_is_offered_own_activities_and_no_others(visit, demo):
    page = visit("peter", PHONE)
    page.goto(f"{PLAN}registrer/")

    offered = page.locator(".pick__group h2").all_inner_texts()
    assert [heading.split()[0] for heading in offered] == OWN

    page.goto(f"{PLAN}aktiviteter/5.1.1/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Forældre & læring")
    expect(page.locator("main").get_by_role("link", name="Registrer")).to_have_count(0)
    assert page.goto(f"{PLAN}registrer/?kriterium=5.1.1-1").status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text("Det har du ikke adgang til")


def test_worker_corrects_own_registrations_and_no_others(visit):
    page = visit("peter", PHONE)
    page.goto(f"{PLAN}registreringer/")
    others = page.get_by_role("row").filter(has_text="Oplevelsesklubben i Valbyparken")
    expect(others).to_contain_text("Amina Yusuf")
    expect(others.get_by_role("link", name="Ret")).to_have_count(0)
    expect(others.get_by_role("button", name="Fortryd")).to_have_count(0)

    own = (
        page.get_by_role("row")
        .filter(has_text="5.3.2 Sesam")
        .filter(has_text="Peter Lindskov")
        .first
    )
    own.get_by_role("link", name="Ret").tap()
    page.get_by_label(re.compile("^Antal")).fill("2")
    page.get_by_role("button", name="Gem rettelsen").tap()

    expect(page.get_by_role("row").filter(has_text="5.3.2 Sesam").first).to_contain_text(
        "2 beboere"
    )


def test_worker_writes_own_hours_and_no_others(visit):
    page = visit("peter", PHONE)
    page.goto(f"{PLAN}timer/?uge=2013-35")

    fields = page.locator("table.sheet input:not([type=hidden])")
    labels = fields.evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
    assert [label for label in labels if "Boligsocial medarbejder" not in label] == []
    page.get_by_label(re.compile("^5.2.4 .*Boligsocial medarbejder")).fill("2,5")
    page.get_by_role("button", name="Gem timer").tap()

    expect(page.locator(".toast")).to_be_visible()
    hours = HoursEntry.objects.get(activity__code="5.2.4", staff_role__code="BM", week="2013-08-26")
    assert (str(hours.hours), hours.by.name) == ("2.50", "Peter Lindskov")


def test_worker_says_how_an_own_milestone_goes_but_moves_none(visit):
    page = visit("peter", PHONE)
    page.goto(f"{PLAN}milepaele/")

    page.get_by_role("link", name="10 vejledningsforløb i Fritidsjobvejledningen").tap()
    card = page.locator(".mcard--open")
    expect(card.get_by_role("link", name="Foreslå flytning til en anden periode")).to_have_count(0)
    card.get_by_label("Bemærkning").fill("Otte forløb er gennemført.")
    card.get_by_role("button", name="Gem milepæl").tap()

    expect(page.locator(".mcard", has_text="10 vejledningsforløb")).to_contain_text(
        "Otte forløb er gennemført."
    )
    foreign = page.locator(".mcard", has_text="Andet intromøde for foreningsguider")
    expect(foreign.get_by_role("button")).to_have_count(0)
    expect(foreign.get_by_role("link")).to_have_count(0)
