"""Every page, for every role, on a phone and on a wide screen: readable by all, and nothing
complained of.

One load for each page: it is looked at wide, then made narrow. What is folded is unfolded first.
"""

import re

import pytest
from playwright.sync_api import expect

from activities.models import Activity, Registration
from core.periods import Period
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.models import JobState, Report, ReportKind
from reporting.tests.browser.checks import LEAST, faults_at, faults_of, focus_faults_of

pytestmark = pytest.mark.browser

PLAN = "/planer/rum-for-liv/"
WIDE, PHONE = 1280, 360

READING = (
    "overblik/",
    "overblik/?periode=2013-K2",
    "aktiviteter/",
    "aktiviteter/5.1.1/",
    "saadan-regner-vi/",
    "milepaele/",
)
PAGES = {
    "mette": {
        "reading": (
            *READING,
            "aktiviteter/5.3.3/",
            "aktiviteter/5.4/",
            "overblik/?periode=2020-K1",
            "findes-ikke/",
        ),
        "logging": (
            "",
            "registrer/",
            "registrer/?q=findes ikke",
            "registrer/?kriterium=5.1.1-1",
            "registrer/?kriterium=5.3.2-3",
            "registrer/?kriterium=5.3.3-3",
            "registrer/{corrected}/gemt/",
        ),
        "registrations": (
            "registreringer/",
            "registreringer/?aktivitet=5.4&fra=2013-01-01&til=2013-01-02",
            "registreringer/?side=2",
            "registreringer/{corrected}/ret/",
            "registreringer/{corrected}/historik/",
        ),
        "weeks": (
            "timer/",
            "timer/?uge=2013-20",
            "timer/?uge=1999-99",
            "perioder/",
            "perioder/2013-K1/luk/",
            "perioder/2013-K1/genaabn/",
            "perioder/2013-K3/luk/",
        ),
        "milestones": (
            "milepaele/?vis=forsinket",
            "milepaele/M3-10/",
            "milepaele/M3-10/flyt/",
            "milepaele/M3-10/bortfald/",
            "milepaele/M2-08/historik/",
            "milepaele/M4-01/historik/",
        ),
        "reports": (
            *(
                "rapporter/",
                "rapporter/?periode=2013-K2",
                "rapporter/?periode=2013-K1",
                "/rapporter/",
            ),
            *("rapporter/{issued}/", "rapporter/{ready}/", "rapporter/{draft}/"),
            *("kommentarer/2013-K3/", "kommentarer/2013-K2/", "/verificer/", "/verificer/{code}/"),
        ),
        "admin": (
            "/admin/",
            "/admin/activities/activity/",
            "/admin/activities/successcriterion/",
            "/admin/activities/registration/",
            "/admin/activities/activity/add/",
            "/admin/activities/activity/{activity}/change/",
            "/admin/activities/activity/{activity}/history/",
        ),
        "frame": ("/planer/", "/adgangskode/", "/log-ud/", "/tilgaengelighed/", "/privatliv/"),
    },
    "peter": {
        "all": (
            *READING,
            *(
                "",
                "registrer/",
                "registrer/?kriterium=5.2.2-1",
                "registreringer/",
                "timer/",
                "milepaele/M3-07/",
            ),
            "rapporter/",
            "rapporter/{issued}/",
        )
    },
    "birgit": {
        "all": (
            *(
                *READING,
                "",
                "registreringer/",
                "timer/",
                "rapporter/",
                "registrer/",
                "kommentarer/2013-K2/",
            ),
            *(
                "rapporter/{issued}/",
                "rapporter/{ready}/",
                "rapporter/{draft}/",
                "/rapporter/alle-planer/",
            ),
        )
    },
    "henrik": {"all": (*READING, "rapporter/", "rapporter/{issued}/", "registreringer/")},
    "kirsten": {
        "all": (*READING, "rapporter/", "rapporter/{issued}/", "rapporter/{draft}/", "/planer/")
    },
}
WALKS = [
    pytest.param(who, part, id=f"{who}-{part}") for who, parts in PAGES.items() for part in parts
]


@pytest.fixture
def reports(demo):
    """Beside the demo's issued note: one that waits for the koordinator, a draft that is being
    made, and a return that could not be; the worker is away."""
    lead, note, quarter = demo.person("mette"), ReportKind.STATUS_NOTE, Period.quarter(2013, 2)
    ready = ordering.order(demo.plan, note, quarter, by=lead)
    course.hand_over(
        ready, by=lead, shown=ready.snapshot_hash, remark="Timerne kommer i næste uge."
    )
    draft = ordering.order(demo.plan, note, Period.quarter(2013, 3), by=lead)
    goals = ordering.order(demo.plan, ReportKind.GOAL_ATTAINMENT, quarter, by=lead)
    Report.objects.filter(pk=draft.pk).update(job_state=JobState.RUNNING, progress=60)
    Report.objects.filter(pk=goals.pk).update(
        job_state=JobState.FAILED, error="Siden blev ikke sat."
    )


def addresses(who, part):
    words = {
        "corrected": Registration.objects.filter(lock_version__gt=1).latest("pk").pk,
        "activity": Activity.objects.get(code="5.1.1").pk,
        **{
            report.state: report.pk for report in Report.objects.filter(kind=ReportKind.STATUS_NOTE)
        },
        "code": Report.objects.issued().get().code,
    }
    for page in PAGES[who][part]:
        yield (page if page.startswith("/") else PLAN + page).format(**words)


def unfold(page):
    page.evaluate("document.querySelectorAll('main details').forEach((e) => { e.open = true; })")


@pytest.mark.parametrize(("who", "part"), WALKS)
def test_pages_are_for_everybody(visit, reports, who, part):
    page, widths = visit(who), (WIDE, PHONE, LEAST) if who == "mette" else (PHONE, LEAST)
    found = {}
    for address in addresses(who, part):
        page.set_viewport_size({"width": widths[0], "height": 800})
        page.goto(address)
        unfold(page)
        found[address] = [*faults_at(page, *widths), *focus_faults_of(page)]

    assert {address: faults for address, faults in found.items() if faults} == {}


# What pages become when something is wrong


def spoil(page):
    """Each form with its mistakes, as the sekretariatsleder meets it: yields when there is a
    page to look at."""
    page.goto(f"{PLAN}registrer/?kriterium=5.1.1-1")
    page.get_by_label("Antal familier", exact=True).fill("-3")
    page.get_by_label("Heraf nye familier", exact=True).fill("x")
    page.get_by_role("button", name=re.compile("^Gem")).click()
    yield "registrer"

    page.goto(f"{PLAN}registreringer/?fra=31.02.2013")
    yield "registreringer"

    page.goto(f"{PLAN}timer/?uge=2013-35")
    page.get_by_label(re.compile("^5.1.2.*Ungekoordinator")).fill("mange")
    page.get_by_role("button", name="Gem timer").click()
    yield "timer"

    for act in ("flyt", "bortfald"):
        page.goto(f"{PLAN}milepaele/M3-10/{act}/")
        page.locator("main form button[type=submit]").click()
        yield act

    page.goto(f"{PLAN}milepaele/M3-07/")
    page.get_by_label("Nået", exact=True).check()
    page.get_by_label("Nået den").fill("2013-12-24")
    page.get_by_role("button", name="Gem milepæl").click()
    yield "milepæl"

    page.goto(f"{PLAN}perioder/2013-K1/genaabn/")
    page.locator("main form button[type=submit]").click()
    yield "genåbn"

    page.goto("/adgangskode/")
    for field in page.locator("main form input[type=password]").all():
        field.fill("forkert")
    page.locator("main form button[type=submit]").click()
    yield "adgangskode"


def test_pages_with_errors_are_for_everybody(visit):
    page, found = visit("mette"), {}
    for state in spoil(page):
        expect(page.locator("[data-errsum], .invalid-feedback").first).to_be_visible()
        found[state] = [*faults_at(page, PHONE, LEAST), *focus_faults_of(page)]
        page.set_viewport_size({"width": WIDE, "height": 900})

    assert {state: faults for state, faults in found.items() if faults} == {}


def test_opened_cards_receipts_and_menus_are_for_everybody(visit):
    page, found = visit("mette"), {}
    page.goto(f"{PLAN}milepaele/")
    page.get_by_role("link", name="Pilot i Servicebesøg gennemført").click()
    expect(page.locator(".mcard--open")).to_be_visible()
    found["card"] = faults_at(page, WIDE, PHONE, LEAST)

    page.locator(".tabbar__more summary").click()
    expect(page.locator(".tabbar__list")).to_be_visible()
    found["menu"] = faults_at(page, PHONE)

    page.set_viewport_size({"width": WIDE, "height": 900})
    page.goto(PLAN)
    page.locator("#id_value").fill("2")
    page.locator("#id_new").fill("0")
    page.locator(".logbar").get_by_role("button", name="Gem").click()
    expect(page.locator("#log-result .logged")).to_be_visible()
    found["receipt"] = faults_at(page, WIDE)

    page.locator(".recent").get_by_role("button", name=re.compile("^Fortryd")).first.click()
    expect(page.locator(".toast")).to_be_visible()
    found["toast"] = [*faults_at(page, PHONE, LEAST), *focus_faults_of(page)]

    assert {state: faults for state, faults in found.items() if faults} == {}


def test_the_page_of_a_stale_save_is_for_everybody(visit, demo):
    page, row = visit("mette"), Registration.objects.counting().latest("pk")
    page.goto(f"{PLAN}registreringer/{row.pk}/ret/")
    Registration.objects.filter(pk=row.pk).update(
        lock_version=row.lock_version + 1, note="En andens note"
    )
    page.get_by_label("Note").fill("Min note")
    page.get_by_role("button", name="Gem rettelsen").click()

    expect(page.get_by_role("button", name="Gem min udgave")).to_be_visible()
    assert faults_at(page, WIDE, PHONE, LEAST) == []
    assert focus_faults_of(page) == []


def test_the_door_is_for_everybody(window):
    page, found = window(), {}
    for address in (
        "/log-ind/",
        "/glemt-adgangskode/",
        "/glemt-adgangskode/sendt/",
        "/log-ind/lukket/",
        "/privatliv/",
    ):
        page.set_viewport_size({"width": WIDE, "height": 800})
        page.goto(address)
        found[address] = [*faults_at(page, WIDE, PHONE, LEAST), *focus_faults_of(page)]

    page.goto("/log-ind/")
    page.get_by_label("E-mail").fill("ingen@rumforliv.example")
    page.get_by_label("Adgangskode").fill("forkert")
    page.get_by_role("button", name="Log ind").click()
    expect(page.locator("[data-errsum]")).to_be_focused()
    expect(page.get_by_label("E-mail")).to_have_value("ingen@rumforliv.example")
    found["wrong password"] = faults_at(page, PHONE, LEAST)

    assert {address: faults for address, faults in found.items() if faults} == {}


def test_with_the_keyboard_one_skips_the_menus(visit):
    page = visit("mette")
    page.goto(PLAN)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gå til indhold")).to_be_focused()
    expect(page.get_by_role("link", name="Gå til indhold")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=re.compile("^Flyt milepæl"))).to_be_focused()


# Paper


def test_the_dashboard_prints_with_its_figures_and_without_the_menus(visit):
    page = visit("mette")
    page.goto(f"{PLAN}overblik/")
    page.emulate_media(media="print")

    for menu in (".topbar", ".mainnav", ".tabbar", ".jump", ".segments", ".foot"):
        expect(page.locator(menu).first).to_be_hidden()
    expect(page.locator(".printhead")).to_have_text(
        "Rum for Liv, Akacieparken og Lukretiavej, Valby. Udskrevet 31.8.2013."
    )
    expect(page.locator(".areacard")).to_have_count(4)
    expect(page.locator(".step__num").first).to_contain_text("71 af 100")
    assert faults_of(page) == []


# The listener listens


def test_what_is_wrong_is_noticed(visit, complaints):
    """Negative control: each fault is put into a page that has none."""
    page = visit("mette")
    page.goto(PLAN)
    page.evaluate("""() => {
        document.body.insertAdjacentHTML(
            "beforeend", "<h1>To</h1><p class='wide'>x</p><img src='/findes-ikke.png'>");
        document.querySelector(".wide").style.width = "2000px";
        document.body.insertAdjacentHTML("beforeend", "<a href='/' class='bare'>Uden ramme</a>");
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(".bare:focus { outline: 0 !important; box-shadow: none !important; }");
        document.adoptedStyleSheets.push(sheet);
    }""")
    with page.expect_event("console", lambda message: message.type == "error"):
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">indsat</p>')"
        )

    faults = " ".join(faults_of(page))
    assert ("2 h1" in faults, "image-alt" in faults, "wider than the window" in faults) == (
        True,
        True,
        True,
    )
    assert "Uden ramme" in " ".join(focus_faults_of(page))
    assert any("Content Security Policy" in heard for heard in complaints)
    assert any("findes-ikke.png: 404" in heard for heard in complaints)
    complaints.clear()
