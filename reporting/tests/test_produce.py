import errno
import hashlib
import resource
import uuid
from pathlib import Path

import pikepdf
import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError

from core import jobs, stored
from core.files import write_whole
from core.pdf import page_count
from core.periods import Period
from reporting import documents
from reporting.actions import order as ordering
from reporting.actions import produce as making
from reporting.models import JobState, Report, ReportKind

Q2 = Period.quarter(2013, 2)
NOTE = ReportKind.STATUS_NOTE


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def ordered(plan, mette):
    return ordering.order(plan, NOTE, Q2, by=mette)


def row():
    return Report.objects.get()


def on_disk(media):
    return sorted(path.relative_to(media).as_posix() for path in media.rglob("*") if path.is_file())


def test_produce_makes_the_file_and_signs_for_it(ordered, media):
    making.produce(ordered.pk)

    report = row()
    content = Path(media, report.file.name).read_bytes()
    assert (report.job_state, report.progress, report.error) == (JobState.DONE, 100, "")
    assert (report.token, report.lease_until, report.attempts) == (None, None, 1)
    assert (report.sha256, report.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (report.pages, report.renderer) == (page_count(content), documents.renderer())
    assert on_disk(media) == [report.file.name]
    assert report.file.name.startswith(f"reports/rum-for-liv/{report.pk.hex}.")


@pytest.mark.parametrize(
    ("kind", "period"), [(NOTE, Q2), (ReportKind.GOAL_ATTAINMENT, Period.year(2013))]
)
def test_the_page_count_is_the_pdfs_own(plan, mette, media, kind, period):
    report = ordering.order(plan, kind, period, by=mette)
    making.produce(report.pk)

    with pikepdf.open(media / row().file.name) as pdf:
        assert row().pages == len(pdf.pages)


def test_the_file_can_be_read_by_its_owner_alone(ordered, media):
    making.produce(ordered.pk)

    assert Path(media, row().file.name).stat().st_mode & 0o777 == 0o640


def test_producing_twice_makes_one(ordered, media):
    making.produce(ordered.pk)
    first = row().file.name

    making.produce(ordered.pk)

    assert row().file.name == first
    assert on_disk(media) == [first]
    assert row().attempts == 1


def test_a_report_somebody_else_works_on_is_left_alone(ordered, media):
    lease = jobs.Lease.take(Report, ordered.pk)

    making.produce(ordered.pk)

    assert (row().job_state, row().token) == (JobState.RUNNING, lease.token)
    assert on_disk(media) == []


def test_a_report_that_is_gone_is_nothing(db):
    assert making.produce(uuid.uuid4()) is None


def test_a_worker_that_lost_its_lease_removes_its_own_file(ordered, media):
    """Another worker takes over while this one renders; both finish; one file stands."""
    slow = jobs.Lease.take(Report, ordered.pk)
    Report.objects.update(lease_until=ordered.ring_at.replace(year=2000))
    making.produce(ordered.pk)
    done = row()

    with pytest.raises(jobs.LostLease):
        stored.store(slow, "reports/rum-for-liv", Path(media, done.file.name).read_bytes())

    assert on_disk(media) == [done.file.name]
    assert row().sha256 == done.sha256


def test_the_same_row_renders_to_the_same_bytes(ordered):
    making.produce(ordered.pk)

    again = making.render(Report.objects.select_related("ordered_by").get())

    assert hashlib.sha256(again).hexdigest() == row().sha256


def test_what_cannot_be_set_fails_with_a_reason_and_can_be_retried(ordered, mette, media):
    snapshot = ordered.snapshot
    Report.objects.update(snapshot={})

    making.produce(ordered.pk)

    assert (row().job_state, row().error, row().token) == (JobState.FAILED, stored.CANNOT_SET, None)
    assert on_disk(media) == []
    Report.objects.update(snapshot=snapshot)
    ordering.retry(row(), by=mette)
    making.produce(ordered.pk)
    assert (row().job_state, row().error) == (JobState.DONE, "")


def test_an_error_is_not_tried_again_by_itself(ordered):
    Report.objects.update(snapshot={})
    making.produce(ordered.pk)

    assert jobs.sweep() == 0
    making.produce(ordered.pk)

    assert (row().job_state, row().attempts) == (JobState.FAILED, 1)


def test_a_disk_that_cannot_be_written_fails_with_a_reason(ordered, settings, tmp_path):
    blocked = tmp_path / "media"
    blocked.write_text("not a folder")
    settings.MEDIA_ROOT = blocked

    making.produce(ordered.pk)

    assert (row().job_state, row().error) == (JobState.FAILED, stored.DISK_ERROR)


@pytest.fixture
def little_room():
    """No file may grow past 10 kB, as on a disk that is nearly full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_half_a_file_is_never_left(ordered, media, little_room):
    content = b"%PDF" + b"0" * 50_000
    with pytest.raises(OSError) as error:
        write_whole(media / "reports" / "whole.pdf", content)

    assert error.value.errno in stored.NO_SPACE
    assert on_disk(media) == []


def test_a_naive_write_leaves_half_a_file(media, little_room):
    """Negative control: what the temporary file and the rename are for."""
    with pytest.raises(OSError):
        Path(media, "whole.pdf").write_bytes(b"%PDF" + b"0" * 50_000)

    assert Path(media, "whole.pdf").stat().st_size == 10_000


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, stored.DISK_FULL),
        (errno.EDQUOT, stored.DISK_FULL),
        (errno.EIO, stored.DISK_ERROR),
    ],
)
def test_the_reason_says_what_is_wrong_with_the_disk(code, said):
    assert stored.disk_error(OSError(code, "")) == said


def test_a_damaged_file_is_made_again_by_ordering(ordered, plan, mette, media):
    making.produce(ordered.pk)
    made = row()
    Path(media, made.file.name).write_bytes(b"%PDF tampered")

    again = ordering.order(plan, NOTE, Q2, by=mette)
    making.produce(again.pk)

    assert again.pk == made.pk
    assert row().sha256 == made.sha256
    assert stored.is_whole(row())


# What happens in the middle of a render


@pytest.fixture
def while_rendering(monkeypatch):
    """Let something happen while the pages are set."""

    def arrange(happening):
        render = documents.render

        def disturbed(*args):
            happening()
            return render(*args)

        monkeypatch.setattr(documents, "render", disturbed)

    return arrange


def test_a_worker_overtaken_while_rendering_leaves_no_trace(ordered, media, while_rendering):
    other = uuid.uuid4()
    while_rendering(lambda: Report.objects.update(token=other, progress=10))

    making.produce(ordered.pk)

    assert (row().job_state, row().token, row().progress) == (JobState.RUNNING, other, 10)
    assert on_disk(media) == []


def test_a_worker_swept_away_while_saving_removes_its_file(ordered, media, monkeypatch):
    put = stored.put

    def slow_disk(*args):
        made = put(*args)
        Report.objects.update(job_state=JobState.QUEUED, token=None)
        return made

    monkeypatch.setattr(stored, "put", slow_disk)

    making.produce(ordered.pk)

    assert (row().job_state, row().sha256) == (JobState.QUEUED, "")
    assert on_disk(media) == []


def test_a_report_that_takes_too_long_says_so(ordered, while_rendering):
    def too_long():
        raise SoftTimeLimitExceeded

    while_rendering(too_long)

    making.produce(ordered.pk)

    assert (row().job_state, row().error) == (JobState.FAILED, stored.TOO_SLOW)


def test_a_database_that_is_away_is_left_to_the_sweeper(ordered, while_rendering):
    def away():
        raise OperationalError

    while_rendering(away)

    with pytest.raises(OperationalError):
        making.produce(ordered.pk)

    assert (row().job_state, row().error) == (JobState.RUNNING, "")
    assert row().lease_until is not None
