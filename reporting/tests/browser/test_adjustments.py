"""An adjustment from proposal to figure, by the people who do it; and next year, from this one
to the decision."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from activities.models import Target
from core.periods import Period
from reporting.data.status_note import StatusNote
from reporting.tests.browser.checks import LEAST, faults_at, focus_faults_of

pytestmark = pytest.mark.browser

PLAN = "/planer/rum-for-liv/"
STEERING = f"{PLAN}styring/"


def faultless(page):
    page.mouse.move(0, 0)
    faults = [*focus_faults_of(page), *faults_at(page, 1280, 360, LEAST)]
    page.set_viewport_size({"width": 1280, "height": 900})
    return faults == [] or faults


def target_shown(page, period=""):
    page.goto(f"{PLAN}aktiviteter/5.1.1/{period}")
    return page.locator("[id='5.1.1-1'] .crit__num").inner_text()


def note_target(demo, number):
    made = StatusNote.build(demo.plan, Period.quarter(2013, number), today=date(2013, 8, 31))
    rows = (row for area in made.areas for activity in area.activities for row in activity.rows)
    return next(row.target for row in rows if row.code == "5.1.1-1")


def decide(page, answer, on):
    page.get_by_role("radio", name=answer, exact=True).check()
    page.get_by_label("Dato").fill(on)
    page.get_by_role("button", name=re.compile("^Notér")).click()


def test_an_adjustment_goes_its_way_and_changes_the_target_from_its_day(visit, demo):
    mette, birgit, kirsten = visit("mette"), visit("birgit"), visit("kirsten")

    mette.goto(f"{STEERING}justeringer/")
    mette.get_by_role("link", name="Ny justering").click()
    assert faultless(mette) is True
    key = f"target-{Target.objects.get(criterion__code='5.1.1-1').pk}"
    mette.get_by_label("Hvad skal ændres?").select_option(key)
    mette.get_by_role("button", name="Videre").click()
    mette.get_by_label("Overskrift").fill("Flere familier")
    mette.get_by_label("Nyt måltal (familier)").fill("120")
    mette.get_by_label("Gælder fra").fill("2013-07-01")
    mette.get_by_label("Begrundelse").fill("Ti familier står på venteliste.")
    mette.get_by_label("Konsekvens").fill("To timer mere om ugen.")
    assert faultless(mette) is True
    mette.get_by_role("button", name="Gem kladden").click()
    mette.get_by_role("button", name="Indstil til styregruppen").click()
    mette.get_by_role("link", name="Notér følgegruppens udtalelse").click()
    decide(mette, "Anbefaler justeringen", "2013-06-12")
    expect(mette.get_by_text("Anbefaler, 12.6.2013")).to_be_visible()
    expect(mette.get_by_role("link", name="Notér styregruppens beslutning")).to_have_count(0)

    address = mette.url
    kirsten.goto(address)
    expect(kirsten.get_by_role("heading", level=1)).to_have_text("Justering 3: Flere familier")
    expect(kirsten.get_by_text("Indstillet, venter på styregruppen")).to_be_visible()

    birgit.goto(f"{address}beslutning/")
    assert faultless(birgit) is True
    decide(birgit, "Godkendt", "2013-06-19")
    birgit.get_by_role("link", name="Notér, at den er sendt").click()
    birgit.get_by_label("Sendt den").fill("2013-06-24")
    birgit.get_by_role("button", name="Notér").click()
    before = target_shown(kirsten)
    birgit.get_by_role("link", name="Notér Landsbyggefondens svar").click()
    birgit.get_by_role("radio", name="Godkendt, eller kræver ikke deres godkendelse").check()
    birgit.get_by_role("button", name="Notér svaret").click()
    expect(birgit.get_by_text("I kraft fra 1.7.2013").first).to_be_visible()
    assert faultless(birgit) is True

    assert (before, target_shown(kirsten)) == ("71 af 100 familier", "71 af 120 familier")
    expect(
        kirsten.get_by_text(
            re.compile(r"Måltallet var 100 til 30.\sjuni 2013 og er 120 fra 1.\sjuli")
        )
    ).to_be_visible()
    assert target_shown(kirsten, "?periode=2013-K2").endswith("af 100 familier")
    assert (note_target(demo, 2), note_target(demo, 3)) == ("100", "120")
    mette.goto(f"{STEERING}justeringer/")
    assert faultless(mette) is True


def test_next_year_is_begun_written_proposed_and_decided(visit, demo):
    mette, birgit, henrik = visit("mette"), visit("birgit"), visit("henrik")

    mette.goto(f"{STEERING}naeste-aar/")
    mette.get_by_role("button", name="Begynd 2014").click()
    expect(mette.get_by_role("heading", level=1)).to_have_text(
        "2014 er klar til at blive indstillet"
    )
    assert faultless(mette) is True
    mette.get_by_role("link", name="Ret måltal").click()
    mette.get_by_label("Måltal, 5.1.1-1 Familier deltog").fill("130")
    assert faultless(mette) is True
    mette.get_by_role("button", name="Gem").click()
    expect(mette.get_by_text("Måltal for 2014 er gemt.")).to_be_visible()
    for part in ("timer", "milepaele", "sammenlign"):
        mette.goto(f"{STEERING}naeste-aar/2014/{part}/")
        assert faultless(mette) is True
    mette.goto(f"{STEERING}naeste-aar/")
    mette.get_by_role("button", name="Indstil 2014 til styregruppen").click()

    henrik.goto(f"{STEERING}naeste-aar/2014/sammenlign/")
    expect(henrik.get_by_text("130 familier")).to_be_visible()

    birgit.goto(f"{STEERING}naeste-aar/2014/beslutning/")
    decide(birgit, "Godkendt: 2014 gælder", "2013-08-28")
    expect(birgit.get_by_role("heading", level=1)).to_have_text("2014 er godkendt")
    assert faultless(birgit) is True
    assert Target.objects.get(criterion__code="5.1.1-1", starts_on=date(2014, 1, 1)).value == 130
    assert demo.plan.milestones.filter(period__startswith="2014").count() == 43
