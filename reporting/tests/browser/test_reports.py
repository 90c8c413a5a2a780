"""From order to paper: the sekretariatsleder orders, a real worker makes, the styregruppe downloads."""

import re
import subprocess

import pikepdf
import pytest
from playwright.sync_api import expect

from activities.models import SuccessCriterion
from core.models import Heartbeat
from reporting.models import JobState, Report

pytestmark = [pytest.mark.browser, pytest.mark.worker]

PLAN = "/planer/rum-for-liv/"
MADE_MS = 60_000  # a cold worker on a busy machine


@pytest.fixture
def late_worker(demo, request):
    """Starts the worker when asked to: what is ordered before waits, and is seen to wait."""
    return lambda: request.getfixturevalue("worker")


def text_of(path):
    """The document's words in the order they are read, blanks run together."""
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def download(page, link, folder):
    with page.expect_download() as waiting:
        link.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def figures_at(page, period):
    """What the dashboard of a period shows for each criterion that is measured: code -> ("58", "100")."""
    page.goto(f"{PLAN}overblik/?periode={period}")
    rows = page.locator("a.step__num:has(b)").evaluate_all("all => all.map(a => [a.hash, a.innerText])")
    shown = {code.removeprefix("#"): re.match(r"(\S+)(?:\s%)? af (\S+)(?:\s%)?", text) for code, text in rows}
    return {code: figure.groups() for code, figure in shown.items()}


def test_reports_are_ordered_made_found_and_downloaded(log_in, demo, late_worker, tmp_path):
    lead = log_in("mette")
    lead.get_by_label("Hovedmenu").get_by_role("link", name="Rapporter").click()
    note = lead.locator("form.order", has_text="Dan statusnotat")
    note.get_by_label("Periode").select_option(label="2. kvartal 2013")
    note.get_by_role("button", name="Dan statusnotat").click()

    at_work = lead.locator(".job")
    expect(at_work).to_contain_text("Statusnotat")
    expect(at_work.get_by_role("progressbar")).to_be_visible()
    assert Report.objects.get().job_state != JobState.DONE

    goal = lead.locator("form.order", has_text="Dan målopfyldelse")
    goal.get_by_label("År").select_option(label="2013")
    goal.get_by_role("button", name="Dan målopfyldelse").click()
    expect(lead.get_by_role("progressbar")).to_have_count(2)

    late_worker()
    archive = lead.locator("#arkiv tbody tr")
    expect(archive).to_have_count(2, timeout=MADE_MS)
    expect(lead.get_by_role("progressbar")).to_have_count(0)
    expect(lead.locator("#budskab").get_by_role("heading", level=1)).to_contain_text("Statusnotatet")

    henrik = log_in("henrik")
    expect(henrik).to_have_url(re.compile("/overblik/$"))
    henrik.get_by_label("Hovedmenu").get_by_role("link", name="Rapporter").click()
    expect(henrik.get_by_role("button", name=re.compile("^Dan "))).to_have_count(0)

    link = henrik.locator("#arkiv").get_by_role("link", name=re.compile("^Hent Statusnotat.*2. kvartal 2013"))
    status_note = download(henrik, link, tmp_path)
    link = henrik.locator("#arkiv").get_by_role("link", name=re.compile("^Hent .*ålopfyldelse.*2013"))
    attainment = download(henrik, link, tmp_path)

    check_status_note(henrik, status_note)
    check_attainment(henrik, attainment)


def check_status_note(page, path):
    assert path.name == "Statusnotat 2. kvartal 2013, Rum for Liv, udgave 1.pdf"
    with pikepdf.open(path) as pdf:
        assert (bool(pdf.Root.MarkInfo.Marked), str(pdf.Root.Lang), len(pdf.pages)) == (True, "da", 7)
    shown = figures_at(page, "2013-K2")
    assert len(shown) == 40, "five criteria had no figure yet"
    text = text_of(path)

    def stands(criterion, actual, target):
        return re.search(rf"\b{actual}( % af {criterion.denominator})? {re.escape(criterion.text)} {target}\b", text)

    assert [code for code, figure in shown.items() if not stands(criterion_of(code), *figure)] == []


def check_attainment(page, path):
    assert path.name == "Målopfyldelse 2013, Rum for Liv, udgave 1.pdf"
    shown = figures_at(page, "2013")
    assert len(shown) == 41, "four criteria have no figure yet"
    text = text_of(path)

    def stands(criterion, actual, target):
        return re.search(
            rf"{re.escape(criterion.text)} {target}( %| 2013–2016, deles ikke op pr. år)? {actual}\b",
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
        form = page.locator("form.order", has_text="Dan statusnotat")
        form.get_by_label("Periode").select_option(label="2. kvartal 2013")
        form.get_by_role("button", name="Dan statusnotat").click()
        expect(page.get_by_role("progressbar")).to_have_count(1)

    assert Report.objects.count() == 1
    assert not Heartbeat.objects.exists()
    expect(page.get_by_role("note")).to_contain_text("Rapporter dannes ikke lige nu")
