"""The sekretariatsleder's day: see what is urgent, log, undo, correct, write hours, move
milestones."""

import re

import pytest
from playwright.sync_api import expect

from activities.models import HoursEntry, Registration
from milestones.models import Milestone, Status
from reporting.tests.browser.conftest import PHONE
from reporting.tests.browser.people import Taps

pytestmark = pytest.mark.browser

PLAN = "/planer/rum-for-liv/"
FAMILIES = "[id='5.1.1-1']"  # the criterion on its activity's page


def families(page):
    """What the activity's page says of the families: number, comparison, light, sentence,
    drawing."""
    page.goto(f"{PLAN}aktiviteter/5.1.1/")
    shown = page.locator(FAMILIES)
    return (
        shown.locator(".crit__num").inner_text(),
        shown.locator(".crit__cmp").inner_text(),
        shown.locator(".light").inner_text(),
        shown.locator(".chart__title").inner_text(),
        shown.locator("figure svg").first.inner_html(),
    )


def log_by_the_bar(page, taps, criterion, value, new="", estate="Akacieparken"):
    bar = page.get_by_role("form", name="Registrer")
    taps.choose(bar.get_by_label("Aktivitet og kriterium"), criterion)
    bar.get_by_label("Antal", exact=True).fill(value)
    bar.get_by_label("Heraf nye").fill(new)
    taps.choose(bar.get_by_label("Afdeling"), estate)
    taps.on(bar.get_by_role("button", name="Gem"))


def test_lead_lands_on_min_plan_and_sees_what_is_urgent(log_in):
    page = log_in("mette")

    expect(page).to_have_url(re.compile(f"{PLAN}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ti ting kræver din handling")
    todo = page.locator(".todo__what")
    expect(todo).to_have_count(10)
    expect(todo.first).to_contain_text("Pilot i Servicebesøg gennemført")
    lights = page.locator(".areacard").evaluate_all(
        "cards => cards.map(c => [c.querySelector('h3').innerText, "
        "c.querySelector('.light').innerText])"
    )
    assert lights == [
        ["Børn, unge og familier", "På sporet"],
        ["Uddannelse, beskæftigelse og erhverv", "På sporet"],
        ["Beboernetværk, inddragelse og demokrati", "Forsinket"],
        ["Image og kommunikation", "På sporet"],
    ]
    expect(page.get_by_role("heading", name="3. kvartal slutter om 30 dage")).to_be_visible()


def test_lead_logs_14_families_in_three_taps_sees_it_count_and_undoes_it(arrive):
    page, taps = arrive("mette"), Taps()
    before = families(page)
    assert before[:3] == ("71 af 100 familier", "4 flere end forventet (67)", "På sporet")

    page.get_by_role("link", name="Min plan").click()
    log_by_the_bar(page, taps, "Forældre & læring: Familier deltog", "14", new="3")

    receipt = page.locator("#log-result")
    expect(receipt.get_by_role("status")).to_have_text(
        re.compile(r"14 familier er gemt\.\s+Akacieparken, 31\.8\.2013, heraf 3 nye")
    )
    expect(receipt.locator(".step__num")).to_have_text("85 af 100")
    expect(receipt.locator(".now__before")).to_have_text("Før: 71 af 100")
    assert taps.count == 3
    after = families(page)
    assert after[:2] == ("85 af 100 familier", "18 flere end forventet (67)")
    assert after[3] != before[3], "the sentence above the chart follows"
    assert after[4] != before[4], "so does the line"

    page.get_by_role("link", name="Min plan").click()
    newest = page.locator(".recent li").first
    expect(newest).to_contain_text("Mette Holm")
    newest.get_by_role(
        "button", name=re.compile("^Fortryd ?: 14 familier, Forældre & læring$")
    ).click()
    expect(page.locator(".toast")).to_contain_text("14 familier")
    assert families(page) == before


def test_lead_undoes_right_where_it_was_logged(arrive):
    page = arrive("mette")
    log_by_the_bar(page, Taps(), "Forældre & læring: Familier deltog", "14")
    receipt = page.locator("#log-result")

    receipt.get_by_role("button", name="Fortryd").click()
    expect(receipt.get_by_role("status")).to_contain_text(
        "14 familier er fortrudt og tæller ikke med"
    )
    expect(receipt.locator(".step__num")).to_have_text("71 af 100")

    receipt.get_by_role("button", name="Gendan").click()
    expect(receipt.locator(".step__num")).to_have_text("85 af 100")


def test_a_light_changes_with_the_figure(arrive):
    page = arrive("mette")
    log_by_the_bar(
        page, Taps(), "Servicebesøg: Beboere kontaktet", "30", estate="Lukretiavej", new="30"
    )

    receipt = page.locator("#log-result")
    expect(receipt.locator(".now__light .light")).to_have_text("På sporet")
    expect(receipt.locator(".now__before .light")).to_have_text("Forsinket")


def test_lead_logs_from_the_phone_in_three_taps(arrive):
    page, taps = arrive("mette", PHONE), Taps()

    taps.on(page.get_by_label("Registrer hurtigt").get_by_role("link", name="Andet"))
    taps.on(page.get_by_role("link", name=re.compile("^Familier deltog")))
    page.get_by_label("Antal familier", exact=True).fill("14")
    page.get_by_label("Heraf nye familier", exact=True).fill("3")
    expect(page.get_by_label("Akacieparken")).to_be_checked()
    expect(page.get_by_label("I dag, 31.8.")).to_be_checked()
    taps.on(page.get_by_role("button", name="Gem 14 familier"))

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"14\s+familier er gemt"))
    expect(page.locator(".saved")).to_contain_text("Akacieparken, 31.8.2013, heraf 3 nye")
    expect(page.locator(".step__num")).to_have_text("85 af 100")
    assert taps.count == 3

    page.get_by_role("link", name="Færdig").click()
    expect(page.get_by_label("Registrer hurtigt").get_by_role("link").first).to_have_text(
        "Familier deltog"
    )


def test_lead_corrects_a_registration_and_history_tells_who_changed_what(arrive):
    page = arrive("mette")
    page.get_by_role("link", name="Registreringer", exact=True).click()
    row = page.get_by_role("row").filter(has_text="Oplevelsesklubben i Valbyparken")
    row.get_by_role("link", name="Ret").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Ret 6 familier")
    page.get_by_label("Antal familier").fill("16")
    page.get_by_label("Hvorfor retter du?").fill("Ti kom senere")
    page.get_by_role("button", name="Gem rettelsen").click()

    expect(page.locator(".toast")).to_contain_text("16 familier")
    row = page.get_by_role("row").filter(has_text="Oplevelsesklubben i Valbyparken")
    expect(row).to_contain_text("rettet")
    row.get_by_role("link", name="Historik").click()
    latest, first = page.locator(".history__item").first, page.locator(".history__item").last
    expect(page.locator(".history__item")).to_have_count(2)
    expect(latest).to_contain_text("Mette Holm, 31.8.2013")
    expect(latest).to_contain_text("»Ti kom senere«")
    expect(latest.locator("dl div")).to_have_text([re.compile(r"Antal\s*før: 6\s*nu: 16")])
    expect(first).to_contain_text("Amina Yusuf, 31.8.2013 kl. 7.55")
    assert families(page)[0] == "81 af 100 familier"


def test_lead_writes_the_weeks_hours(arrive):
    page = arrive("mette")
    page.get_by_role("link", name="Timer", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Uge 35: 95,5 af 144–145 timer skrevet"
    )

    cell = page.get_by_label(re.compile("^5.1.2.*Ungekoordinator"))
    cell.fill("30,5")
    cell.press("Enter")
    page.get_by_label(re.compile("^5.1.3.*Ungekoordinator")).fill("2")
    page.get_by_role("button", name="Gem timer").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Uge 35: 128 af 144–145 timer skrevet"
    )
    expect(page.get_by_label(re.compile("^5.1.2.*Ungekoordinator"))).to_have_value("30,5")
    assert (
        HoursEntry.objects.filter(
            by__name="Mette Holm", staff_role__code="UK", hours="30.5"
        ).count()
        == 1
    )


def test_lead_marks_a_milestone_reached_and_moves_another_with_its_reason(arrive):
    page = arrive("mette")
    page.get_by_role("link", name="Milepæle", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("25 af 43 milepæle er nået")

    page.get_by_role("button", name="Nået i dag: Temamøde 2 for ledige og beboere planlagt").click()
    expect(page.locator(".toast")).to_contain_text("Temamøde 2 for ledige og beboere planlagt")
    expect(page.get_by_role("heading", level=1)).to_have_text("26 af 43 milepæle er nået")

    page.get_by_role("link", name="Pilot i Servicebesøg gennemført").click()
    page.get_by_role("link", name="Foreslå flytning til en anden periode").click()
    card = page.locator(".mcard--open")
    card.get_by_label("4. kvartal 2013").check()
    card.get_by_role("button", name="Foreslå flytning").click()

    error = page.locator("[id$='reason_error']")
    expect(error).to_be_visible()
    expect(page.get_by_label("4. kvartal 2013")).to_be_checked()
    page.get_by_label("Hvorfor").fill(
        "Driften manglede en ejendomsfunktionær, så piloten fortsætter i efteråret."
    )
    page.get_by_role("button", name="Foreslå flytning").click()

    expect(page.locator(".toast")).to_contain_text("er foreslået flyttet til 4. kvartal 2013")
    pilot = Milestone.objects.get(code="M3-10")
    proposed = pilot.moves.get()
    assert (pilot.period.code, proposed.to_period.code, proposed.decided_on) == (
        "2013-K3",
        "2013-K4",
        None,
    )
    assert Milestone.objects.get(code="M3-06").status == Status.REACHED
    old_place = page.get_by_role("region", name="3. kvartal").locator(
        ".mcard", has_text="Pilot i Servicebesøg gennemført"
    )
    expect(old_place).to_contain_text("til 4. kvartal")
    expect(old_place).to_contain_text("piloten fortsætter i efteråret")


def test_logging_writes_one_row_with_all_that_was_said(arrive):
    page = arrive("mette")
    rows = Registration.objects.count()
    log_by_the_bar(page, Taps(), "Forældre & læring: Familier deltog", "14", new="3")
    expect(page.locator("#log-result .logged")).to_be_visible()

    row = Registration.objects.latest("pk")
    assert Registration.objects.count() == rows + 1
    assert (row.criterion.code, row.value, row.new, row.estate.code, row.created_by.name) == (
        "5.1.1-1", 14, 3, "463-0", "Mette Holm",
    )  # fmt: skip
