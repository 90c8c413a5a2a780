"""The følgegruppe reads; nothing it meets lets it change a thing."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PLAN = "/planer/rum-for-liv/"
PERSONAL = {"/log-ud/", "/adgangskode/"}  # one's own login is one's own to change
# Open to the whole world: a file that is sent here is compared, and kept nowhere.
COMPARING = "/verificer/"
# What a form or button on a reader's page may do: choose what to look at, print, close a message.
CHANGES = """() => [...document.querySelectorAll(
    "form, button, input, select, textarea, [hx-post], [contenteditable]")]
    .filter(e => !e.closest("form[method=get]")
        && !e.matches("[data-print], [data-toast-close], .jump__print"))
    .map(e => e.outerHTML.slice(0, 160))"""


def links(page):
    """The addresses within the product that the page leads to, without their place on the page."""
    found = page.locator("a[href]").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    for href in found:
        parts = urlsplit(urljoin(page.url, href))
        if parts.netloc == urlsplit(page.url).netloc:
            yield f"{parts.path}?{parts.query}".removesuffix("?")


def test_following_group_reads_dashboard_activities_milestones_and_issued_notes(log_in):
    page = log_in("kirsten")

    expect(page).to_have_url(re.compile(f"{PLAN}overblik/$"))
    expect(page.get_by_label("Hovedmenu").get_by_role("link")).to_have_text(
        ["Overblik", "Aktiviteter", "Milepæle", "Rapporter", "Styring"]
    )
    expect(page.locator(".areacard")).to_have_count(4)
    expect(page.locator(".step__num").first).to_contain_text("71 af 100")

    page.get_by_label("Hovedmenu").get_by_role("link", name="Milepæle").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("25 af 43 milepæle er nået")
    expect(page.locator(".mcard")).to_have_count(44)  # 43, and one at the place it was moved from

    page.get_by_label("Hovedmenu").get_by_role("link", name="Rapporter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Statusnotatet for 2. kvartal er ikke udsendt endnu"
    )
    page.locator("#arkiv").get_by_role(
        "link", name="Statusnotat, 1. kvartal 2013", exact=True
    ).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rum for Liv, 1. kvartal 2013")
    expect(page.locator(".resume")).to_contain_text("Planen er kommet godt fra start")


def test_no_page_the_following_group_can_click_to_changes_anything(visit):
    page = visit("kirsten")
    waiting, seen, changing = [PLAN, "/planer/"], set(), {}
    while waiting:
        address = waiting.pop()
        path = urlsplit(address).path
        if address in seen or path in PERSONAL:
            continue
        seen.add(address)
        if path.endswith(("/fil/", ".ics")) or "/papirer/" in path:
            continue  # a file opens no page
        answer = page.goto(address, wait_until="domcontentloaded")
        assert answer.status == 200, f"a link led to {address}: {answer.status}"
        found = page.evaluate(CHANGES)
        if found and not path.startswith(COMPARING):
            changing[address] = found
        waiting += [a for a in links(page) if a not in seen]

    assert changing == {}
    assert len(seen) > 20, "the walk reached the activities"
    assert len([a for a in seen if a.endswith("/fil/")]) == 1, "and the one note that is issued"
    assert not [
        a for a in seen if any(w in a for w in ("registrer", "timer", "kommentarer", "admin"))
    ]


@pytest.mark.parametrize(
    "address",
    ["registrer/", "registreringer/", "timer/", "milepaele/M3-07/", "kommentarer/2013-K3/"],
)
def test_following_group_is_refused_in_danish(visit, address):
    page = visit("kirsten")

    answer = page.goto(PLAN + address)

    assert answer.status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text("Det har du ikke adgang til")
    expect(
        page.get_by_text("Din rolle i planen giver ikke lov til det. Intet er ændret.")
    ).to_be_visible()
    page.get_by_role("link", name="Gå til forsiden").click()
    expect(page).to_have_url(re.compile(f"{PLAN}overblik/$"))
