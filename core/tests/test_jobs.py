"""Who owns a job, and what becomes of one whose worker is gone. A report is the job here; mails
are such jobs too."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import jobs
from core.jobs import JobState
from reporting.models import Report
from reporting.tests.factories import ReportFactory

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
STORED = {"file": "reports/x/y.pdf", "sha256": "a" * 64}


def running(**fields):
    lease = jobs.Lease.take(Report, ReportFactory().pk)
    Report.objects.filter(pk=lease.pk).update(**fields)
    return lease


def row():
    return Report.objects.get()


def test_taking_a_job_gives_it_one_owner():
    report = ReportFactory()

    lease = jobs.Lease.take(Report, report.pk)

    assert jobs.Lease.take(Report, report.pk) is None
    assert (row().job_state, row().token, row().attempts) == (JobState.RUNNING, lease.token, 1)
    left = row().lease_until - timezone.now()
    assert timedelta(seconds=60) < left <= timedelta(seconds=90)


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.IDLE])
def test_a_job_that_is_over_or_was_never_ordered_is_not_taken(state):
    report = ReportFactory(is_made=True, job_state=state)

    assert jobs.Lease.take(Report, report.pk) is None
    assert row().job_state == state


def test_a_job_that_is_gone_is_not_taken():
    assert jobs.Lease.take(Report, ReportFactory.build().pk) is None


def test_a_job_whose_worker_is_gone_is_taken_over():
    first = running(lease_until=timezone.now() - SECOND)

    second = jobs.Lease.take(Report, first.pk)

    assert second.token != first.token
    assert row().attempts == 2


def test_an_old_token_can_do_nothing():
    first = running(lease_until=timezone.now() - SECOND)
    second = jobs.Lease.take(Report, first.pk)

    assert first.finish(**STORED) is False
    assert first.fail("Fejl") is False
    with pytest.raises(jobs.LostLease):
        first.report_progress(80, "Filen gemmes")
    assert (row().job_state, row().token, row().progress, row().error) == (
        JobState.RUNNING,
        second.token,
        0,
        "",
    )


def test_the_token_that_holds_can_finish_once():
    lease = running()

    assert lease.finish(**STORED) is True
    assert lease.finish(**STORED) is False
    assert (row().job_state, row().file.name, row().sha256) == (
        JobState.DONE,
        "reports/x/y.pdf",
        "a" * 64,
    )


def test_without_the_token_in_the_condition_the_old_worker_would_win():
    """Negative control: the same write without the fence does overwrite."""
    first = running(lease_until=timezone.now() - SECOND)
    jobs.Lease.take(Report, first.pk)

    assert Report.objects.filter(pk=first.pk).update(job_state=JobState.FAILED) == 1


def test_the_sweeper_puts_back_what_a_dead_worker_held():
    running(lease_until=timezone.now() - SECOND, progress=40, step="Siderne sættes", rings=3)

    assert jobs.sweep() == 1
    assert (row().job_state, row().token, row().progress, row().step) == (
        JobState.QUEUED,
        None,
        0,
        "",
    )
    assert (row().attempts, row().rings) == (1, 1)


def test_the_sweeper_leaves_a_living_worker_alone():
    lease = running()

    assert jobs.sweep() == 0
    assert (row().job_state, row().token) == (JobState.RUNNING, lease.token)


def test_a_worker_swept_away_finds_out():
    lease = running(lease_until=timezone.now() - SECOND)

    jobs.sweep()

    assert lease.finish(**STORED) is False
    assert row().job_state == JobState.QUEUED


def test_ten_dead_workers_are_enough():
    running(lease_until=timezone.now() - SECOND, attempts=10)

    assert jobs.sweep() == 0
    assert (row().job_state, row().error) == (JobState.FAILED, Report.gave_up)


def test_nine_dead_workers_are_not():
    running(lease_until=timezone.now() - SECOND, attempts=9)

    jobs.sweep()

    assert jobs.Lease.take(Report, row().pk) is not None
    assert row().attempts == 10


def test_a_fresh_order_is_given_time_before_it_is_rung_for_again():
    ReportFactory(ring_at=timezone.now() + jobs.FIRST_RING)

    assert jobs.sweep() == 0


@pytest.mark.parametrize(
    ("rings", "seconds"), [(0, 20), (1, 40), (2, 80), (3, 160), (4, 300), (40, 300)]
)
def test_each_further_ring_waits_longer(rings, seconds):
    ReportFactory(rings=rings, ring_at=timezone.now() - SECOND)
    before = timezone.now()

    assert jobs.sweep() == 1
    waits = row().ring_at - before
    assert timedelta(seconds=seconds) <= waits < timedelta(seconds=seconds + 10)
    assert row().rings == rings + 1


@pytest.mark.usefixtures("refusing_queue")
def test_a_ring_nobody_heard_is_not_counted():
    ReportFactory()

    assert jobs.sweep() == 0
    assert row().rings == 0
    assert row().ring_at < timezone.now()
