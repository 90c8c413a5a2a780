"""An issued report can be made again from its data, to the byte; what was touched is found."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from activities.actions import close_period
from core import stored
from core.periods import Period
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.actions import produce as making
from reporting.models import Report, ReportKind
from reporting.proof import Outcome, outcome, prove

Q1, Q2 = Period.year(2013).parts()[:2]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def issue(plan, period, lead, coordinator):
    close_period(plan, period, by=lead)
    draft = ordering.order(plan, ReportKind.STATUS_NOTE, period, by=lead)
    ready = course.hand_over(draft, by=lead, shown=draft.snapshot_hash, remark="Klar")
    course.issue(ready, by=coordinator, shown=ready.snapshot_hash)
    making.produce(draft.pk)
    return Report.objects.get(pk=draft.pk)


@pytest.fixture
def issued(plan, mette, birgit):
    return issue(plan, Q2, mette, birgit)


def command(*arguments):
    said = StringIO()
    call_command("prove_reports", *arguments, stdout=said)
    return said.getvalue().strip()


def test_every_issued_report_gives_the_same_bytes_again(plan, issued, mette, birgit):
    issue(plan, Q1, mette, birgit)
    ordering.order(plan, ReportKind.GOAL_ATTAINMENT, Period.year(2013), by=mette)

    assert [proof.outcome for proof in prove(Report.objects.all())] == [Outcome.SAME] * 2
    assert command() == "2 udsendte rapporter: 2 samme bytes."


def test_a_touched_file_is_found(plan, issued, media):
    path = Path(media, issued.file.name)
    path.write_bytes(path.read_bytes() + b" ")

    assert outcome(issued) == Outcome.BROKEN_FILE
    with pytest.raises(CommandError, match="1 rapporter er ikke, som de blev udsendt"):
        command(plan.slug)


def test_touched_data_are_found(issued):
    issued.snapshot["resume"] = "Noget andet"

    assert outcome(issued) == Outcome.CHANGED_DATA


def test_data_touched_together_with_their_fingerprint_are_found_by_the_bytes(issued):
    issued.snapshot["resume"] = "Noget andet"
    issued.snapshot_hash = ordering.content_hash(issued.snapshot)

    assert outcome(issued) == Outcome.OTHER_BYTES


def test_a_file_of_another_release_is_proved_by_its_sha_alone(issued):
    Report.objects.update(renderer="1/WeasyPrint 71.0/abc")
    issued.refresh_from_db()

    assert outcome(issued) == Outcome.OTHER_RENDERER
    assert command() == "1 udsendte rapporter: 1 filen er uændret; dannet med en anden version."


def test_a_lost_file_is_made_again_only_as_it_was(issued, mette, media):
    Path(media, issued.file.name).unlink()

    ordering.retry(issued, by=mette)
    making.produce(issued.pk)

    again = Report.objects.get()
    assert (again.job_state, again.sha256) == ("done", issued.sha256)
    assert stored.is_whole(again)


def test_a_lost_file_that_would_be_another_is_not_made(issued, mette, media):
    Path(media, issued.file.name).unlink()
    Report.objects.update(sha256="a" * 64)

    ordering.retry(issued, by=mette)
    making.produce(issued.pk)

    again = Report.objects.get()
    assert (again.job_state, again.sha256) == ("failed", "a" * 64)
    assert "præcis, som den blev udsendt" in again.error


def test_nothing_issued_is_nothing_to_prove(plan, mette):
    ordering.order(plan, ReportKind.STATUS_NOTE, Q2, by=mette)

    assert command() == "Ingen rapporter er udsendt."


def test_an_unknown_plan_is_told(db):
    with pytest.raises(CommandError, match="ingen plan med adressen »findes-ikke«"):
        command("findes-ikke")
