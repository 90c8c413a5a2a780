"""An adjustment's way through the groups and Landsbyggefonden to the dashboard; what a reader
may do in Styring."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from activities.models import Target
from core.periods import Period
from governance.changes.adjustments import actions as adjustments
from governance.models import Adjustment, AdjustmentState, FollowUp, Meeting, Subject
from reporting import documents
from reporting.data.edition import Edition
from reporting.tests.browser.checks import LEAST, faults_at
from reporting.tests.browser.test_reports import text_of

pytestmark = pytest.mark.browser

PLAN = "/planer/rum-for-liv/"
STEERING = f"{PLAN}styring/"
TODAY, Q2 = date(2013, 8, 31), Period.quarter(2013, 2)
WIDE, PHONE = 1280, 360


@pytest.fixture
def june(demo, tmp_path):
    """Last quarter's note as it is before anybody proposes anything."""
    return note_of_june(demo.plan, tmp_path)


@pytest.fixture
def proposed(demo):
    """The lead proposes 120 families instead of 100, from today."""
    lead = demo.person("mette")
    row = Adjustment(
        plan=demo.plan,
        title="Flere familier",
        subject=Subject.TARGET,
        target=Target.objects.get(criterion__activity__plan=demo.plan, criterion__code="5.1.1-1"),
        new={"value": 120},
        reason="Der er venteliste til Oplevelsesklubben.",
        consequence="To ture mere i efteråret inden for de samme timer.",
        in_force_on=TODAY,
    )
    row = adjustments.draft(row, by=lead)
    adjustments.propose(row, by=lead, expected_version=row.lock_version)
    return row


def shown_at(page, period):
    page.goto(f"{PLAN}overblik/?periode={period}")
    return page.locator('a.step__num[href$="#5.1.1-1"]').inner_text().split("\n")[0]


def note_of_june(plan, folder):
    """The words of last quarter's note as it is made today."""
    made = documents.build(plan, "status_note", Q2, TODAY)
    path = folder / "note.pdf"
    path.write_bytes(
        documents.render(
            "status_note", made.to_json(), Edition(revision=1, prepared_by="Mette Holm")
        )
    )
    return text_of(path)


def write_down(page, link, answer, *, day_label="Dato", day="2013-08-30", button):
    """One step of the adjustment's way, from its page and back to it."""
    page.get_by_role("link", name=link, exact=True).click()
    page.get_by_label(answer, exact=True).check()
    page.get_by_label(re.compile(f"^{day_label}")).fill(day)
    page.get_by_role("button", name=button, exact=True).click()


def test_a_target_goes_through_both_groups_and_the_fund_and_changes_from_its_day(
    visit, demo, june, proposed, tmp_path
):
    lead, coordinator, reader = visit("mette"), visit("birgit"), visit("kirsten")
    assert (shown_at(reader, "2013-K2"), shown_at(reader, "2013-K3")) == ("58 af 100", "71 af 100")

    lead.goto(f"{STEERING}justeringer/")
    lead.get_by_role("link", name=re.compile("Flere familier")).click()
    expect(lead.get_by_role("link", name="Notér styregruppens beslutning")).to_have_count(0)
    write_down(lead, "Notér følgegruppens udtalelse", "Anbefaler justeringen", button="Notér")
    expect(lead.locator(".course li", has_text="Anbefalet af følgegruppen")).to_be_visible()

    coordinator.goto(lead.url)
    write_down(
        coordinator,
        "Notér styregruppens beslutning",
        "Godkendt",
        day="2013-08-31",
        button="Notér beslutningen",
    )
    assert shown_at(reader, "2013-K3") == "71 af 100"

    coordinator.get_by_role("link", name="Notér, at den er sendt").click()
    coordinator.get_by_label("Sendt den").fill("2013-08-31")
    coordinator.get_by_role("button", name="Notér", exact=True).click()
    write_down(
        coordinator,
        "Notér Landsbyggefondens svar",
        "Godkendt, eller kræver ikke deres godkendelse",
        day_label="Svaret kom den",
        day="2013-08-31",
        button="Notér svaret",
    )
    expect(coordinator.locator(".leadlight")).to_contain_text("I kraft")

    assert (shown_at(reader, "2013-K2"), shown_at(reader, "2013-K3")) == ("58 af 100", "71 af 120")
    assert note_of_june(demo.plan, tmp_path) == june


def test_the_reference_group_reads_what_is_steered_and_can_change_nothing(visit, demo, proposed):
    page = visit("kirsten")
    before = (Meeting.history.count(), Adjustment.history.count(), FollowUp.history.count())
    meeting = Meeting.objects.get(forum__plan=demo.plan, on=date(2013, 5, 28))
    of_others = Meeting.objects.get(forum__plan=demo.plan, on=date(2013, 5, 21))

    page.goto(STEERING)
    doors = page.locator(".door__title a").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    assert len(doors) > 5
    pages = [*doors, f"{STEERING}moeder/{meeting.pk}/", proposed.get_absolute_url()]
    changing = {}
    for address in pages:
        assert page.goto(address).ok
        changing[address] = page.locator("main form[method=post]").count()
        changing[address] += page.locator(
            'main a[href$="/ret/"], main a[href$="/ny/"], main a[href$="/nyt/"]'
        ).count()
    assert {address: count for address, count in changing.items() if count} == {}

    for step in ("ret", "foelgegruppen", "beslutning"):
        assert page.goto(f"{proposed.get_absolute_url()}{step}/").status == 403
    assert page.goto(f"{STEERING}moeder/{of_others.pk}/").status == 404
    assert (Meeting.history.count(), Adjustment.history.count(), FollowUp.history.count()) == before
    proposed.refresh_from_db()
    assert proposed.state == AdjustmentState.PROPOSED


@pytest.mark.parametrize("who", ["mette", "birgit", "kirsten"])
def test_styring_is_for_everybody_at_every_width(visit, demo, proposed, who):
    page, found = visit(who), {}
    on = date(2013, 5, 28) if who == "kirsten" else date(2013, 9, 25)
    meeting = Meeting.objects.get(forum__plan=demo.plan, on=on)
    for address in (STEERING, f"{STEERING}moeder/{meeting.pk}/", proposed.get_absolute_url()):
        page.set_viewport_size({"width": WIDE, "height": 800})
        page.goto(address)
        found[address] = faults_at(page, WIDE, PHONE, LEAST)

    assert {address: faults for address, faults in found.items() if faults} == {}
