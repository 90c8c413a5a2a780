"""Two people at once, two clicks at once, the back button, no script, and a login that ran out."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from activities.models import Registration
from reporting.models import Report

pytestmark = [pytest.mark.browser, pytest.mark.both]

PLAN = "/planer/rum-for-liv/"


def newest_of_amina():
    return Registration.objects.get(note="Oplevelsesklubben i Valbyparken")


def edit(page):
    page.goto(f"{PLAN}registreringer/{newest_of_amina().pk}/ret/")
    return page


def test_of_two_who_edit_at_once_the_second_sees_both_texts(visit):
    amina, mette = edit(visit("amina")), edit(visit("mette"))
    amina.get_by_label("Antal familier").fill("8")
    amina.get_by_label("Note").fill("Otte familier med")
    amina.get_by_role("button", name="Gem rettelsen").click()
    expect(amina.locator(".toast")).to_be_visible()

    mette.get_by_label("Antal familier").fill("9")
    mette.get_by_label("Note").fill("Ni familier med")
    mette.get_by_role("button", name="Gem rettelsen").click()

    expect(mette.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"^Amina Yusuf gemte kl\.\s\d+\.\d\d, mens du skrev\s*$")
    )
    for theirs, mine in (("8", "9"), ("Otte familier med", "Ni familier med")):
        row = mette.get_by_role("row").filter(has_text=theirs).filter(has_text=mine)
        expect(row).to_contain_text("forskel")
    assert newest_of_amina_is(8, "Otte familier med")

    mette.get_by_role("button", name="Gem min udgave").click()
    expect(mette.locator(".toast")).to_be_visible()
    assert newest_of_amina_is(9, "Ni familier med")


def newest_of_amina_is(value, note):
    return Registration.objects.filter(value=value, note=note).count() == 1


def test_a_double_click_saves_once(visit):
    page, rows = visit("mette"), Registration.objects.count()
    page.goto(f"{PLAN}registrer/?kriterium=5.1.1-1")
    page.get_by_label("Antal familier", exact=True).fill("14")
    page.get_by_role("button", name="Gem 14 familier").dblclick()

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("familier er gemt"))
    assert Registration.objects.count() == rows + 1


def test_a_double_click_in_the_log_bar_saves_once(visit):
    page, rows = visit("mette"), Registration.objects.count()
    page.goto(PLAN)
    bar = page.get_by_role("form", name="Registrer")
    bar.get_by_label("Antal", exact=True).fill("2")
    bar.get_by_label("Heraf nye").fill("0")
    bar.get_by_role("button", name="Gem").dblclick()

    expect(page.locator("#log-result .logged")).to_be_visible()
    assert Registration.objects.count() == rows + 1


def test_going_back_and_forth_saves_nothing_more(visit):
    page, rows = visit("mette"), Registration.objects.count()
    page.goto(PLAN)
    page.goto(f"{PLAN}registrer/?kriterium=5.1.1-1")
    page.get_by_label("Antal familier", exact=True).fill("14")
    page.get_by_role("button", name="Gem 14 familier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("familier er gemt"))

    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Familier deltog")
    page.go_back()
    expect(page.locator(".recent li").first).to_contain_text("Mette Holm")
    page.go_forward()
    page.go_forward()

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("familier er gemt"))
    expect(page.locator(".toast")).to_have_count(0)
    assert Registration.objects.count() == rows + 1


def test_going_back_to_mend_the_number_tells_of_both(visit):
    """The old page stands as it was; what is sent from it is a new registration, and both can be
    undone."""
    page, rows = visit("mette"), Registration.objects.count()
    for number in ("14", "15"):
        page.goto(f"{PLAN}registrer/?kriterium=5.1.1-1") if number == "14" else page.go_back()
        page.get_by_label("Antal familier", exact=True).fill(number)
        page.get_by_role("button", name=f"Gem {number} familier").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(
            re.compile(f"{number}\\s+familier er gemt")
        )

    assert Registration.objects.count() == rows + 2
    page.goto(PLAN)
    expect(
        page.locator(".recent li").get_by_role(
            "button", name=re.compile("^Fortryd ?: 1[45] familier,")
        )
    ).to_have_count(2)


def test_what_was_typed_survives_a_login_that_ran_out(log_in, demo):
    page, rows = log_in("mette"), Registration.objects.count()
    page.goto(f"{PLAN}registrer/?kriterium=5.1.1-1")
    page.get_by_label("Antal familier", exact=True).fill("14")
    Session.objects.all().delete()
    page.get_by_role("button", name="Gem 14 familier").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")
    page.get_by_label("E-mail").fill(demo.email("mette"))
    page.get_by_label("Adgangskode").fill(demo.password("mette"))
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_label("Adgangskode")).to_have_count(0)

    page.goto(f"{PLAN}registrer/?kriterium=5.1.1-1")
    expect(page.get_by_label("Antal familier", exact=True)).to_have_value("")
    page.get_by_role("button", name="Sæt det ind").click()
    expect(page.get_by_label("Antal familier", exact=True)).to_have_value("14")
    page.get_by_role("button", name="Gem 14 familier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("familier er gemt"))
    assert Registration.objects.count() == rows + 1


def test_without_script_one_logs_in_registers_undoes_and_orders(log_in):
    page = log_in("mette", java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ti ting kræver din handling")

    bar = page.get_by_role("form", name="Registrer")
    bar.get_by_label("Aktivitet og kriterium").select_option(
        label="Forældre & læring: Familier deltog"
    )
    bar.get_by_label("Antal", exact=True).fill("14")
    bar.get_by_label("Heraf nye").fill("3")
    bar.get_by_label("Afdeling").select_option(label="Akacieparken")
    bar.get_by_role("button", name="Gem").click()
    expect(page.locator(".saved")).to_contain_text("Akacieparken, 31.8.2013, heraf 3 nye")
    expect(page.locator(".step__num")).to_have_text("85 af 100")

    page.locator(".saved__acts").get_by_role("button", name="Fortryd").click()
    expect(page.locator(".step__num")).to_have_text("71 af 100")

    page.get_by_role("link", name="Milepæle", exact=True).first.click()
    page.get_by_role("link", name="Pilot i Servicebesøg gennemført").click()
    page.get_by_role("link", name="Foreslå flytning til en anden periode").click()
    page.get_by_label("4. kvartal 2013").check()
    page.get_by_label("Hvorfor flytter du den?").fill("Driften mangler en ejendomsfunktionær.")
    page.get_by_role("button", name="Foreslå flytning").click()
    expect(page.locator(".toast")).to_contain_text("er foreslået flyttet til 4. kvartal 2013")

    page.get_by_role("link", name="Rapporter", exact=True).first.click()
    note = page.locator("form.order", has_text="Dan kladde til statusnotat")
    note.get_by_label("Periode").select_option(label="2. kvartal 2013")
    note.get_by_role("button", name="Dan kladde til statusnotat").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("link", name="Opdatér")).to_be_visible()
    assert Report.objects.unissued().count() == 1
