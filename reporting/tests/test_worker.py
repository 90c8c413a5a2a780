"""A real worker process on this run's queue: filesystem with SQLite, Redis with PostgreSQL."""

import hashlib
import os
import signal
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import close_old_connections

from core import jobs, stored
from core.periods import Period
from reporting.actions import order as ordering
from reporting.models import JobState, Report, ReportKind

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

PERIODS = Period.year(2013).parts()[:3]
Q2 = PERIODS[1]
NOTE = ReportKind.STATUS_NOTE


@pytest.fixture
def short_lease(monkeypatch):
    """A dead worker's report is free again after three seconds."""
    monkeypatch.setenv("JOB_LEASE_SECONDS", "3")


@pytest.fixture
def worker(short_lease, worker):
    return worker


def is_done():
    return not Report.objects.exclude(job_state=JobState.DONE).exists()


def is_rendering():
    return Report.objects.filter(job_state=JobState.RUNNING, progress__gte=10).exists()


def sweep_until_done():
    """The scheduler does this every twenty seconds; here nobody waits that long."""
    jobs.sweep()
    return is_done()


def kill_child(worker):
    """kill -9 the process that renders; the worker's main process lives on."""
    children = (
        Path(f"/proc/{worker.process.pid}/task/{worker.process.pid}/children").read_text().split()
    )
    for child in children:
        os.kill(int(child), signal.SIGKILL)


def wait_for_render(worker):
    """Catch the worker in the middle: asked far more often than a render takes."""
    deadline = time.monotonic() + 60
    while not is_rendering():
        assert not is_done(), "the report was made before it could be disturbed"
        assert time.monotonic() < deadline
        time.sleep(0.005)


def files_are_whole():
    for report in Report.objects.all():
        content = Path(settings.MEDIA_ROOT, report.file.name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == report.sha256
    return True


def test_an_order_becomes_a_file(worker, plan, mette):
    report = ordering.order(plan, NOTE, Q2, by=mette)

    worker.wait_for(is_done, "the report")

    report.refresh_from_db()
    assert report.bell_heard is not False
    assert (report.attempts, report.progress) == (1, 100)
    assert files_are_whole()


def test_a_report_whose_renderer_was_killed_is_made_once(worker, plan, mette):
    ordering.order(plan, NOTE, Q2, by=mette)
    wait_for_render(worker)

    kill_child(worker)

    assert not is_done()
    worker.wait_for(sweep_until_done, "the report after the kill")
    report = Report.objects.get()
    assert report.attempts >= 2
    assert files_are_whole()


def test_a_report_whose_whole_worker_was_killed_is_made_once(worker, plan, mette):
    ordering.order(plan, NOTE, Q2, by=mette)
    wait_for_render(worker)

    worker.stop()
    assert not is_done()
    worker.start()

    worker.wait_for(sweep_until_done, "the report after the power cut")
    assert Report.objects.get().attempts >= 2
    assert files_are_whole()


def test_orders_under_constant_killing_are_all_made_once(worker, plan, mette):
    """Three reports, six kills: none lost, none doubled, none broken."""
    for period in PERIODS:
        ordering.order(plan, NOTE, period, by=mette)
    for _ in range(6):
        deadline = time.monotonic() + 20
        while not is_rendering() and not sweep_until_done() and time.monotonic() < deadline:
            time.sleep(0.02)
        kill_child(worker)
        if (
            worker.process.poll() is not None
        ):  # Celery leaves when its child dies at once: the supervisor's task
            worker.start()

    deadline = time.monotonic() + 90
    while not sweep_until_done() and time.monotonic() < deadline:
        if worker.process.poll() is not None:
            worker.start()
        time.sleep(0.2)

    found = Report.objects.order_by("period").values_list("period", "revision", "job_state")
    assert list(found) == [(period, 1, "done") for period in PERIODS]
    assert files_are_whole()


def test_an_order_while_the_queue_is_down_is_made_when_it_is_back(worker, plan, mette, request):
    request.getfixturevalue("refusing_queue")
    report = ordering.order(plan, NOTE, Q2, by=mette)
    assert report.bell_heard is False
    Report.objects.update(ring_at=report.ordered_at.replace(year=2000))

    worker.wait_for(is_done, "the sweeper of the worker's own scheduler")

    assert files_are_whole()


def test_a_report_that_cannot_be_set_ends_as_failed(worker, plan, mette):
    report = ordering.order(plan, NOTE, Q2, by=mette)
    worker.wait_for(is_done, "the first")
    Report.objects.update(snapshot={}, job_state=JobState.FAILED)

    ordering.retry(report, by=mette)
    worker.wait_for(lambda: not Report.objects.open().exists(), "the failure")

    report.refresh_from_db()
    assert (report.job_state, report.error) == (JobState.FAILED, stored.CANNOT_SET)


@pytest.fixture(autouse=True)
def _fresh_connections():
    yield
    close_old_connections()
