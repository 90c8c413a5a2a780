import hashlib
import logging
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from activities.actions import close_period
from activities.models import Plan
from core.periods import Period
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.actions import produce as making
from reporting.models import Download, JobState, Report, ReportKind

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.7 made for a test"


@pytest.fixture
def made(plan, mette, birgit, settings, tmp_path):
    """An issued report with a file that proves itself."""
    settings.MEDIA_ROOT = tmp_path
    close_period(plan, Period.quarter(2013, 2), by=mette)
    report = ordering.order(plan, ReportKind.STATUS_NOTE, Period.quarter(2013, 2), by=mette)
    course.hand_over(report, by=mette, shown=report.snapshot_hash, remark="Timerne kommer.")
    course.issue(report, by=birgit, shown=report.snapshot_hash)
    Path(tmp_path, "reports").mkdir()
    Path(tmp_path, "reports", "made.pdf").write_bytes(CONTENT)
    Report.objects.update(
        job_state=JobState.DONE,
        file="reports/made.pdf",
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        pages=1,
        size=1,
    )
    report.refresh_from_db()
    return report


def download(client, user, report, method="get"):
    client.force_login(user)
    return getattr(client, method)(reverse("report-download", args=[report.plan.slug, report.pk]))


def test_the_file_is_the_one_that_was_made(client, henrik, made):
    response = download(client, henrik, made)

    assert response.status_code == 200
    assert b"".join(response.streaming_content) == CONTENT


def test_the_file_has_a_name_people_can_file_it_under(client, henrik, made):
    header = download(client, henrik, made)["Content-Disposition"]

    assert (
        unquote(header)
        == 'attachment; filename="Statusnotat 2. kvartal 2013, Rum for Liv, udgave 1.pdf"'
    )


def test_the_file_of_a_draft_is_named_so(client, plan, mette, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    draft = ordering.order(plan, ReportKind.STATUS_NOTE, Period.quarter(2013, 2), by=mette)
    making.produce(draft.pk)

    header = download(client, mette, draft)["Content-Disposition"]

    assert (
        unquote(header)
        == 'attachment; filename="Statusnotat 2. kvartal 2013, Rum for Liv, kladde.pdf"'
    )


def test_a_stroke_in_the_plans_name_takes_nothing_away(client, henrik, made):
    Plan.objects.update(name="Nord / Syd")

    header = download(client, henrik, made)["Content-Disposition"]

    assert (
        unquote(header)
        == 'attachment; filename="Statusnotat 2. kvartal 2013, Nord-Syd, udgave 1.pdf"'
    )


def test_a_danish_name_survives(client, henrik, made):
    Report.objects.update(kind=ReportKind.GOAL_ATTAINMENT, period=Period.year(2013))

    header = download(client, henrik, made)["Content-Disposition"]

    assert header.startswith("attachment; filename*=utf-8''")
    assert unquote(header).endswith("Målopfyldelse 2013, Rum for Liv, udgave 1.pdf")


def test_the_file_is_kept_apart_from_the_site(client, henrik, made):
    response = download(client, henrik, made)

    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox"
    assert "no-store" in response["Cache-Control"]


def test_asking_about_the_file_is_allowed(client, henrik, made):
    assert download(client, henrik, made, "head").status_code == 200


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.FAILED])
def test_a_report_that_is_not_made_is_not_found(client, mette, made, state):
    Report.objects.update(job_state=state)

    assert download(client, mette, made).status_code == 404


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_damaged_file_is_not_handed_out(client, henrik, mette, made, settings, damage, caplog):
    path = Path(settings.MEDIA_ROOT, "reports", "made.pdf")
    path.write_bytes(b"something else") if damage == "changed" else path.unlink()

    response = download(client, henrik, made)

    assertContains(response, "Filen kan ikke hentes", status_code=409)
    assertContains(response, "Bed sekretariatslederen om at danne filen igen.", status_code=409)
    assert [
        record.levelname for record in caplog.records if record.name == "reporting.views.report"
    ] == ["ERROR"]
    assertContains(download(client, mette, made), "Dan filen igen</button>", status_code=409)


def test_a_damaged_file_can_be_made_again(client, mette, made, settings):
    """An issued one comes out byte for byte as it was issued."""
    Report.objects.update(job_state=JobState.QUEUED, file="", sha256="")
    making.produce(made.pk)
    issued = Report.objects.get()
    Path(settings.MEDIA_ROOT, issued.file.name).unlink()
    client.force_login(mette)

    client.post(reverse("report-retry", args=[issued.plan.slug, issued.pk]))
    making.produce(issued.pk)

    response = download(client, mette, issued)
    assert hashlib.sha256(b"".join(response.streaming_content)).hexdigest() == issued.sha256


def test_each_download_is_on_record(client, henrik, made, caplog):
    with caplog.at_level(logging.INFO, logger="audit"):
        download(client, henrik, made)

    assert f"report.downloaded report={made.pk} user={henrik.pk} form=pdf" in caplog.messages
    assert list(Download.objects.values_list("report", "by", "form")) == [
        (made.pk, henrik.pk, "pdf")
    ]


def test_a_refused_download_is_not(client, ole, made, caplog):
    with caplog.at_level(logging.INFO, logger="audit"):
        assert download(client, ole, made).status_code == 404

    assert not Download.objects.exists()

    assert caplog.messages == [
        "Not Found: " + reverse("report-download", args=[made.plan.slug, made.pk])
    ]
