"""From order to paper: the sekretariatsleder orders and hands over, the koordinator issues, a
real worker makes the files, and the styregruppe downloads."""

import re
import subprocess

import pikepdf
import pytest
from playwright.sync_api import expect

from activities.models import SuccessCriterion
from core.models import Heartbeat
from reporting.models import JobState, Report, ReportKind

pytestmark = [pytest.mark.browser, pytest.mark.worker]

PLAN = "/planer/rum-for-liv/"
MADE_MS = 60_000  # a cold worker on a busy machine


@pytest.fixture
def late_worker(demo, request):
    """Starts the worker when asked to: what is ordered before waits, and is seen to wait."""
    return lambda: request.getfixturevalue("worker")


def text_of(path):
    """The document's words in the order they are read, blanks run together."""
    done = subprocess.run(
        ["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True
    )
    return " ".join(done.stdout.split())


def download(page, link, folder):
    with page.expect_download() as waiting:
        link.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def figures_at(page, period):
    """What the dashboard of a period shows for each criterion that is measured: code -> ("58",
    "100")."""
    page.goto(f"{PLAN}overblik/?periode={period}")
    rows = page.locator("a.step__num:has(b)").evaluate_all(
        "all => all.map(a => [a.hash, a.innerText])"
    )
    shown = {
        code.removeprefix("#"): re.match(r"(\S+)(?:\s%)? af (\S+)(?:\s%)?", text)
        for code, text in rows
    }
    return {code: figure.groups() for code, figure in shown.items()}


def order_note(page):
    form = page.locator("form.order", has_text="Dan kladde til statusnotat")
    form.get_by_label("Periode").select_option(label="2. kvartal 2013")
    form.get_by_role("button", name="Dan kladde til statusnotat").click()


def test_reports_are_ordered_made_handed_over_issued_and_downloaded(
    log_in, arrive, demo, late_worker, tmp_path
):
    """The demo has issued one note already, that of 1. kvartal."""
    lead = log_in("mette")
    lead.get_by_label("Hovedmenu").get_by_role("link", name="Rapporter").click()
    order_note(lead)

    at_work = lead.locator(".job")
    expect(at_work).to_contain_text("Statusnotat")
    expect(at_work.get_by_role("progressbar")).to_be_visible()
    assert drafts().get().job_state != JobState.DONE

    goal = lead.locator("form.order", has_text="Dan grundlag")
    goal.get_by_label("Rapport").select_option(label="Målopfyldelse")
    goal.get_by_label("Periode").select_option(label="2013")
    goal.get_by_role("button", name="Dan grundlag").click()
    expect(lead.get_by_role("progressbar")).to_have_count(2)

    late_worker()
    made = at_work.get_by_role("link", name=re.compile("^Hent PDF"))
    expect(made).to_have_count(2, timeout=MADE_MS)
    expect(lead.get_by_role("progressbar")).to_have_count(0)
    expect(
        lead.locator("#budskab").get_by_role("link", name=re.compile("^Hent PDF"))
    ).to_be_visible()
    lead.goto(f"{PLAN}rapporter/?periode=2013-K2")
    link = lead.get_by_role("link", name=re.compile("^Hent kladden til Målopfyldelse, 2013"))
    check_attainment(lead, download(lead, link, tmp_path))

    hand_over(lead)
    issue(arrive("birgit"))
    check_what_henrik_gets(arrive("henrik"), tmp_path)


def drafts():
    return Report.objects.unissued()


def hand_over(lead):
    """The sekretariatsleder reads the note and gives it on with a word."""
    lead.goto(f"{PLAN}rapporter/?periode=2013-K2")
    expect(lead.get_by_role("heading", level=1)).to_have_text(
        "Statusnotatet for 2. kvartal er ikke afleveret endnu"
    )
    lead.get_by_role("link", name="Læs og aflevér notatet").click()
    lead.get_by_label("Besked til koordinatoren").fill("Timerne for uge 26 mangler.")
    lead.get_by_role("button", name="Aflevér notatet").click()
    expect(lead.locator(".toast")).to_contain_text(
        "Notatet er afleveret. Koordinatoren har fået besked."
    )
    expect(lead.get_by_role("button", name="Tag notatet tilbage")).to_be_visible()
    expect(lead.get_by_role("button", name=re.compile("^Udsend"))).to_have_count(0)


def issue(coordinator):
    """The koordinator finds it on Min plan, reads it and issues it; the file comes while she
    looks."""
    todo = coordinator.locator("li", has_text="Statusnotatet for 2. kvartal venter på dig")
    todo.get_by_role("link", name=re.compile("^Læs og udsend")).click()
    expect(coordinator.locator(".course")).to_contain_text("Timerne for uge 26 mangler.")
    coordinator.get_by_role("button", name="Udsend 1. udgave").click()
    expect(coordinator.locator(".toast")).to_contain_text("Notatet er udsendt.")
    expect(coordinator.get_by_role("link", name=re.compile("^Hent PDF"))).to_be_visible(
        timeout=MADE_MS
    )
    note = Report.objects.issued().get(period="2013-K2")
    assert (note.number_text, note.ready_by.name, note.issued_by.name) == (
        "2013-02", "Mette Holm", "Birgit Damgaard",
    )  # fmt: skip


def check_what_henrik_gets(henrik, folder):
    expect(henrik).to_have_url(re.compile("/overblik/$"))
    henrik.get_by_label("Hovedmenu").get_by_role("link", name="Rapporter").click()
    expect(henrik.get_by_role("heading", level=1)).to_have_text(
        "Statusnotatet for 2. kvartal er udsendt"
    )
    expect(henrik.locator("#arkiv tbody tr")).to_have_count(2)
    expect(henrik.get_by_role("button", name=re.compile("^Dan "))).to_have_count(0)
    expect(henrik.get_by_text("Målopfyldelse, 2013")).to_have_count(0)

    link = henrik.locator("#arkiv").get_by_role(
        "link", name=re.compile("^Hent Statusnotat.*2. kvartal 2013")
    )
    check_status_note(henrik, download(henrik, link, folder))


def check_status_note(page, path):
    assert path.name == "Statusnotat 2. kvartal 2013, Rum for Liv, udgave 1.pdf"
    with pikepdf.open(path) as pdf:
        assert (bool(pdf.Root.MarkInfo.Marked), str(pdf.Root.Lang), len(pdf.pages)) == (
            True,
            "da",
            8,
        )
    shown = figures_at(page, "2013-K2")
    assert len(shown) == 40, "five criteria had no figure yet"
    text = text_of(path)

    def stands(criterion, actual, target):
        """The number, that of the last issued note, and the sentence that reads on."""
        before = r"(–|[\d.,]+)( %)?"
        rests_on = r"( \([^)]*\))?"
        of = f"(af {criterion.denominator} )?"
        return re.search(
            rf"\b{actual}( %)? {before} {of}{re.escape(criterion.text)}{rests_on} {target}\b",
            text,
        )

    assert [code for code, figure in shown.items() if not stands(criterion_of(code), *figure)] == []


def check_attainment(page, path):
    assert path.name == "Målopfyldelse 2013, Rum for Liv, kladde.pdf"
    shown = figures_at(page, "2013")
    assert len(shown) == 41, "four criteria have no figure yet"
    text = text_of(path)

    def stands(criterion, actual, target):
        return re.search(
            rf"{re.escape(criterion.text)} Planen, {re.escape(criterion.stands_at)} {target}"
            rf"( %| 2013–2016, deles ikke op pr. år| oprindeligt [\d.]+)? {actual}\b",
            text,
            re.IGNORECASE,
        )

    assert [code for code, figure in shown.items() if not stands(criterion_of(code), *figure)] == []


def criterion_of(code):
    return SuccessCriterion.objects.get(code=code)


def test_ordering_twice_gives_one_report(visit, demo, late_worker):
    page = visit("mette")
    for _ in range(2):
        page.goto(f"{PLAN}rapporter/")
        order_note(page)
        expect(page.get_by_role("progressbar")).to_have_count(1)

    assert drafts().count() == 1
    assert drafts().get().kind == ReportKind.STATUS_NOTE
    assert not Heartbeat.objects.exists()
    expect(page.get_by_role("note")).to_contain_text("Rapporter dannes ikke lige nu")
