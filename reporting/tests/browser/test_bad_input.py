"""What people mistype: each is understood, or refused with a sentence at its field and all else
still there."""

import re

import pytest
from playwright.sync_api import expect

from activities.models import HoursEntry, Registration

pytestmark = pytest.mark.browser

PLAN = "/planer/rum-for-liv/"


@pytest.fixture
def form(visit):
    """The form of a criterion, as the sekretariatsleder sees it."""
    page = visit("mette")

    def open_form(criterion="5.3.1-1"):
        page.goto(f"{PLAN}registrer/?kriterium={criterion}")
        return page

    return open_form


def fill_in(page):
    """Everything a person may have written before the mistake."""
    page.get_by_label("Antal beboere", exact=True).fill("14")
    page.get_by_label("Heraf nye beboere", exact=True).fill("3")
    page.get_by_label("Lukretiavej").check()
    page.get_by_label("I går").check()
    page.get_by_text("Fordeling og note").click()
    page.get_by_label("Frivillige til stede", exact=True).fill("2")
    page.get_by_label("6–12 år").fill("9")
    page.get_by_label("Note").fill("Tur til Amager")


WRITTEN = {
    "Antal beboere": "14",
    "Heraf nye beboere": "3",
    "Frivillige til stede": "2",
    "6–12 år": "9",
    "Note": "Tur til Amager",
}


def expect_still_written(page, **instead):
    for label, text in (WRITTEN | instead).items():
        expect(page.get_by_label(label, exact=True)).to_have_value(text)
    expect(page.get_by_label("Lukretiavej")).to_be_checked()


def expect_refused(page, field, sentence):
    """The sentence stands at the field, is tied to it for a screen reader, and leads there from
    the top."""
    expect(page.locator("[data-errsum]")).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    described = field.get_attribute("aria-describedby").split()
    said = " ".join(page.locator(f"[id='{name}']").inner_text() for name in described)
    assert said.endswith(sentence)
    page.locator("[data-errsum] a").first.click()
    expect(field).to_be_focused()


def send(page):
    page.get_by_role("button", name=re.compile("^Gem")).click()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-3", "Tallet kan ikke være negativt. Skriv 0 eller mere."),
        ("2,5", "2,5 er ikke et helt tal. Skriv fx 2 eller 3."),
        ("abc", "»abc« er ikke et tal, vi kan læse. Skriv et helt tal, fx 14."),
        ("1.234,5", "1.234,5 er ikke et helt tal. Skriv fx 1.234 eller 1.235."),
        ("", "Skriv antal beboere."),
    ],
)
def test_a_number_that_is_none_is_refused_at_its_field(form, typed, sentence):
    page, rows = form(), Registration.objects.count()
    fill_in(page)
    page.get_by_label("Antal beboere", exact=True).fill(typed)
    send(page)

    expect_refused(page, page.get_by_label("Antal beboere", exact=True), sentence)
    expect_still_written(page, **{"Antal beboere": typed})
    expect(page.get_by_label("I går")).to_be_checked()
    assert Registration.objects.count() == rows


def test_the_mended_number_is_saved_with_all_the_rest(form):
    page = form()
    fill_in(page)
    page.get_by_label("Antal beboere", exact=True).fill("1.234,5")
    send(page)
    page.get_by_label("Antal beboere", exact=True).fill("1.234")
    send(page)
    expect_still_written(page, **{"Antal beboere": "1.234"})
    expect(page.get_by_role("button", name="Sæt det ind")).to_have_count(0)
    page.get_by_role("button", name="Ja, det er rigtigt").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"1\.234\s+beboere er gemt")
    )
    row = Registration.objects.latest("pk")
    counted = (row.value, row.new, row.volunteers, row.breakdown)
    assert (*counted, row.note, row.estate.code, str(row.on)) == (
        1234, 3, 2, {"age": {"6-12": 9}}, "Tur til Amager", "240-0", "2013-08-30",
    )  # fmt: skip


def write_day(page, text):
    """As in a browser without a date picker, where a date is typed."""
    page.get_by_label("Anden dag").check()
    field = page.get_by_label("Hvilken dag?")
    field.evaluate("field => { if (field.type === 'date') field.type = 'text'; }")
    field.fill(text)
    return field


def test_a_day_is_understood_as_danes_write_it(form):
    page = form()
    fill_in(page)
    write_day(page, "31/8-13")
    send(page)

    expect(page.locator(".saved")).to_contain_text("Lukretiavej, 31.8.2013, heraf 3 nye")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/2-13", "Datoen 31.2.2013 findes ikke. Skriv dag, måned og år, fx 31.8.2013."),
        ("i forgårs", "»i forgårs« er ikke en dato. Skriv dag, måned og år, fx 31.8.2013."),
        ("1/9-2013", "Datoen ligger i fremtiden. Vælg en dato til og med 31.8.2013."),
        ("31/12-2012", "Planen løber fra 1.1.2013 til 31.12.2016. Vælg en dato der imellem."),
        ("", "Vælg en dato, fx 31.8.2013."),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(form, typed, sentence):
    page, rows = form(), Registration.objects.count()
    fill_in(page)
    write_day(page, typed)
    send(page)

    field = page.get_by_label("Hvilken dag?")
    expect_refused(page, field, sentence)
    expect_still_written(page)
    expect(page.get_by_label("Anden dag")).to_be_checked()
    iso = {
        "1/9-2013": "2013-09-01",
        "31/12-2012": "2012-12-31",
    }  # what the picker shows of a day it understood
    expect(field).to_have_value(iso.get(typed, typed))
    assert Registration.objects.count() == rows


def test_more_new_ones_than_came_are_refused(form):
    page = form()
    fill_in(page)
    page.get_by_label("Heraf nye beboere", exact=True).fill("15")
    send(page)

    expect_refused(
        page,
        page.get_by_label("Heraf nye beboere", exact=True),
        "flere nye (15) end beboere i alt (14).",
    )
    expect_still_written(page, **{"Heraf nye beboere": "15"})


def test_a_breakdown_above_the_total_is_refused(form):
    page, rows = form(), Registration.objects.count()
    fill_in(page)
    page.get_by_label("18–24 år").fill("6")
    send(page)

    expect(page.locator(".break__bands")).to_contain_text(
        "Fordelingen på alder giver 15, men der er kun 14 i alt."
    )
    expect_still_written(page)
    expect(page.get_by_label("18–24 år")).to_have_value("6")
    assert Registration.objects.count() == rows


def test_a_numerator_above_its_denominator_is_refused(form):
    page, rows = form("5.3.2-3"), Registration.objects.count()
    page.get_by_label(re.compile("^Hvor mange var"), exact=True).fill("30")
    page.get_by_label("Ud af hvor mange?", exact=True).fill("20")
    send(page)

    field = page.get_by_label(re.compile("^Hvor mange var"), exact=True)
    expect_refused(page, field, "30 ud af 20 er over 100 %. Tjek de to tal.")
    expect(field).to_have_value("30")
    expect(page.get_by_label("Ud af hvor mange?", exact=True)).to_have_value("20")
    assert Registration.objects.count() == rows


def test_the_log_bar_refuses_without_losing_a_word(visit):
    page = visit("mette")
    page.goto(PLAN)
    bar = page.get_by_role("form", name="Registrer")
    bar.get_by_label("Aktivitet og kriterium").select_option(
        label="Sesam: Tilfredse med fællesarealerne"
    )
    bar.get_by_label("Antal", exact=True).fill("30")
    bar.get_by_label("Ud af").fill("2,5")
    bar.get_by_label("Afdeling").select_option(label="Akacieparken")
    bar.get_by_role("button", name="Gem").click()

    expect(page.locator("#log-result")).to_contain_text(
        "Ud af hvor mange? 2,5 er ikke et helt tal. Skriv fx 2 eller 3."
    )
    expect(bar.get_by_label("Ud af")).to_have_attribute("aria-invalid", "true")
    expect(bar.get_by_label("Ud af")).to_have_value("2,5")
    expect(bar.get_by_label("Antal", exact=True)).to_have_value("30")


def test_hours_that_are_none_are_refused_in_their_cell(visit):
    page, rows = visit("mette"), HoursEntry.objects.count()
    page.goto(f"{PLAN}timer/?uge=2013-35")
    good, bad = (
        page.get_by_label(re.compile(f"^{code}.*Ungekoordinator")) for code in ("5.1.2", "5.1.3")
    )
    good.fill("30,5")
    bad.fill("mange")
    page.get_by_role("button", name="Gem timer").click()

    expect(page.locator("[data-errsum]")).to_be_focused()
    expect(bad).to_have_attribute("aria-invalid", "true")
    expect(bad).to_have_value("mange")
    expect(good).to_have_value("30,5")
    assert HoursEntry.objects.count() == rows
