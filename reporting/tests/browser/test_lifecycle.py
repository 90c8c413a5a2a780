"""A note's whole life: the quarter closed, written, handed over, edited, issued, read, verified,
and corrected."""

import re

import pytest
from playwright.sync_api import expect

from activities.actions import close_period, reopen_period, void
from activities.models import Registration
from core.periods import Period
from core.tests.pdf_checks import faults
from reporting.models import Report
from reporting.tests.browser.checks import faults_at
from reporting.tests.browser.test_reports import MADE_MS, download, order_note, text_of

pytestmark = [pytest.mark.browser, pytest.mark.worker]

PLAN = "/planer/rum-for-liv/"
REPORTS = f"{PLAN}rapporter/?periode=2013-K2"
Q2 = Period.quarter(2013, 2)
WRITTEN, EDITED = (
    "Vi når de familier, vi satte os for.",
    "Vi når familierne. Styregruppen bedes se på pladserne.",
)
WIDE, PHONE = 1280, 360


@pytest.fixture
def opened(demo):
    """The second quarter stands open again, as when it has just ended."""
    reopen_period(demo.plan, Q2, by=demo.person("mette"), reason="Et hold manglede.")


def test_a_note_from_the_open_quarter_to_its_second_edition(
    visit, window, demo, opened, worker, tmp_path
):
    lead, coordinator, board = visit("mette"), visit("birgit"), visit("henrik")

    close_quarter(lead)
    write_whole(lead, WRITTEN)
    lead.goto(REPORTS)
    order_note(lead)
    expect(lead.locator(".job").get_by_role("link", name=re.compile("^Hent PDF"))).to_be_visible(
        timeout=MADE_MS
    )
    hand_over(lead)
    address = lead.url

    coordinator.goto(address)
    expect(coordinator.locator(".resume")).to_have_text(WRITTEN)
    write_whole(coordinator, EDITED)
    coordinator.goto(address)
    expect(
        coordinator.get_by_role("heading", name="Ændret, siden notatet blev afleveret: en")
    ).to_be_visible()
    expect(coordinator.locator(".changed")).to_contain_text(WRITTEN)
    expect(coordinator.locator(".changed")).to_contain_text(EDITED)
    issue(coordinator, "Udsend 1. udgave")

    first = read_and_download(board, address, tmp_path)
    assert EDITED in text_of(first)
    expect(board.get_by_role("heading", name="Rettelser siden forrige udgave")).to_have_count(0)
    verify(window(), Report.objects.issued().get(period=Q2), first)

    correct(lead, demo, address)
    hand_over(lead)
    coordinator.goto(lead.url)
    issue(coordinator, "Udsend 2. udgave")

    board.goto(address)
    board.get_by_role("link", name="Læs 2. udgave").click()
    second = read_and_download(board, board.url, tmp_path)
    expect(board.get_by_role("heading", name="Rettelser siden forrige udgave")).to_be_visible()
    assert "Rettelser siden forrige udgave En familie var talt to gange." in text_of(second)
    assert list(Report.objects.issued().filter(period=Q2).values_list("revision", "number")) == [
        (2, 3),
        (1, 2),
    ]
    assert first.read_bytes() == download(board, hent(board, address), tmp_path).read_bytes()


def close_quarter(lead):
    """From the check list to the closing."""
    lead.goto(REPORTS)
    lead.locator(".check").get_by_role("link", name="Luk", exact=True).click()
    lead.get_by_role("button", name="Luk 2. kvartal").click()
    expect(lead.locator(".toast")).to_be_visible()


def write_whole(page, text):
    """Written and left; the field saves itself."""
    page.goto(f"{PLAN}kommentarer/2013-K2/")
    field = page.get_by_role("textbox", name="Den samlede vurdering")
    field.fill(text)
    field.press("Tab")
    expect(page.locator("#gemt-hele")).to_contain_text("Gemt kl.")


def hand_over(lead):
    if "/rapporter/?" in lead.url:
        lead.get_by_role("link", name="Læs og aflevér notatet").click()
    lead.get_by_label("Besked til koordinatoren").fill("Timerne for uge 26 mangler.")
    assert faults_at(lead, WIDE, PHONE) == []
    lead.get_by_role("button", name="Aflevér notatet").click()
    expect(lead.locator(".toast")).to_contain_text("Notatet er afleveret.")


def issue(coordinator, button):
    coordinator.get_by_role("button", name=button).click()
    expect(coordinator.locator(".toast")).to_contain_text("Notatet er udsendt.")
    expect(coordinator.get_by_role("link", name=re.compile("^Hent PDF"))).to_be_visible(
        timeout=MADE_MS
    )


def read_and_download(board, address, folder):
    """The web edition, wide and on a phone, and its file."""
    board.goto(address)
    expect(board.locator(".resume")).to_have_text(EDITED)
    assert faults_at(board, PHONE, WIDE) == []
    path = download(board, hent(board, address), folder)
    assert faults(path.read_bytes()) == []
    return path


def hent(page, address):
    page.goto(address)
    return page.get_by_role("link", name=re.compile("^Hent PDF"))


def verify(page, note, path):
    """Somebody with a copy and no login."""
    page.goto("/verificer/")
    page.get_by_label("Kontrolkode").fill(note.code.lower())
    page.get_by_role("button", name="Kontrollér koden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Koden er ægte")
    page.get_by_label(re.compile("^Har du filen")).set_input_files(path)
    page.get_by_role("button", name="Sammenlign filen").click()
    expect(page.locator(".note--done")).to_contain_text("Filen er den udsendte.")
    assert faults_at(page, WIDE, PHONE) == []


def correct(lead, demo, address):
    """The figure is corrected as it is in a closed quarter; the next edition then says so by
    itself."""
    lead.goto(address)
    lead.get_by_text("Begynd en rettelse").click()
    lead.get_by_label("Hvad rettes, og hvorfor?").fill("En familie var talt to gange.")
    lead.get_by_role("button", name="Begynd rettelsen").click()
    expect(lead.locator(".toast")).to_contain_text("Rettelsen er begyndt.")
    by = demo.person("mette")
    reopen_period(demo.plan, Q2, by=by, reason="En familie var talt to gange.")
    void(
        Registration.objects.filter(criterion__code="5.1.1-1", on__range=(Q2.start, Q2.end)).latest(
            "on"
        ),
        by=by,
    )
    close_period(demo.plan, Q2, by=by)
    lead.reload()
