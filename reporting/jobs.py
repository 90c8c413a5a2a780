"""Who works on which report. The row is the truth, the broker only a bell.

A worker takes a row for a limited time (lease) under a token of its own. Whatever it writes afterwards is
conditional on that token, so a worker thought dead that comes back can change nothing. A sweeper puts rows
back whose time ran out and rings again for those that wait. So a report is made exactly once, however
often workers, broker or database are killed.
"""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from core import clock
from core.health import HEARTBEAT_LIMIT
from core.models import Heartbeat
from reporting.files import StoredFile
from reporting.models import JobState, Report, ReportQuerySet

log = logging.getLogger(__name__)

PRODUCE = "reporting.produce"
# Starts, not errors: an error ends the job at once. Honest jobs have needed five under constant killing.
MAX_ATTEMPTS = 10
FIRST_RING = timedelta(seconds=20)
LONGEST_WAIT = timedelta(minutes=5)
GAVE_UP = f"Arbejdet blev afbrudt {MAX_ATTEMPTS} gange, uden at rapporten blev færdig. Prøv igen."


class LostLease(Exception):
    """The row now belongs to another worker, or to none: stop, and leave it alone."""


@dataclass(frozen=True)
class Lease:
    """One worker's right to one report. Every write asks whether the token still holds."""

    pk: UUID
    token: UUID

    @classmethod
    def take(cls, pk: UUID) -> Self | None:
        """Take a report that waits, or whose worker's time ran out; None when there is nothing to take."""
        now = timezone.now()
        free = Q(job_state=JobState.QUEUED) | Q(job_state=JobState.RUNNING, lease_until__lt=now)
        lease = cls(pk, uuid.uuid4())
        taken = Report.objects.filter(free, pk=pk, attempts__lt=MAX_ATTEMPTS).update(
            job_state=JobState.RUNNING,
            token=lease.token,
            lease_until=now + timedelta(seconds=settings.REPORT_LEASE_SECONDS),
            attempts=F("attempts") + 1,
            progress=0,
            step="",
            error="",
        )
        return lease if taken else None

    def report_progress(self, progress: int, step: str) -> None:
        """Tell how far the work is. Raises LostLease."""
        if not self._mine().update(progress=progress, step=step):
            raise LostLease(self.pk)

    def finish(self, stored: StoredFile) -> bool:
        """Sign for the finished file; False when the report is no longer ours."""
        return self._close(
            job_state=JobState.DONE,
            progress=100,
            file=stored.name,
            sha256=stored.sha256,
            size=stored.size,
            pages=stored.pages,
            done_at=clock.now(),
        )

    def fail(self, error: str) -> bool:
        """End the job with a Danish sentence; False when the report is no longer ours."""
        return self._close(job_state=JobState.FAILED, error=error)

    def _close(self, **fields: object) -> bool:
        return bool(self._mine().update(token=None, lease_until=None, step="", **fields))

    def _mine(self) -> ReportQuerySet:
        return Report.objects.filter(pk=self.pk, token=self.token, job_state=JobState.RUNNING)


def fresh() -> dict[str, object]:
    """The job's fields as an order sets them: waiting, with all its attempts left."""
    return {
        "job_state": JobState.QUEUED,
        "progress": 0,
        "step": "",
        "error": "",
        "attempts": 0,
        "token": None,
        "lease_until": None,
        "rings": 0,
        "ring_at": timezone.now() + FIRST_RING,
    }


def ring(pk: UUID) -> bool:
    """Tell a worker that a report waits; False when the queue does not answer (within about a second).

    Nothing is lost then: the row waits, and the sweeper rings again.
    """
    impatient = {**current_app.conf.broker_transport_options, "socket_timeout": 1, "socket_connect_timeout": 1}
    try:
        with current_app.connection_for_write(transport_options=impatient) as connection:
            current_app.send_task(PRODUCE, [str(pk)], connection=connection)
    except Exception as error:  # each broker has its own; none may spoil an order that is already saved
        log.warning("The queue does not answer: %s", error)
        return False
    return True


def sweep() -> int:
    """Put back reports whose worker is gone, and ring for those that have waited; returns how many rings.

    Each further ring for the same report waits longer (20 seconds to 5 minutes), else the queue fills.
    """
    now = timezone.now()
    _put_back(now)
    rung = 0
    for report in Report.objects.filter(job_state=JobState.QUEUED, ring_at__lte=now).order_by("ring_at"):
        if not ring(report.pk):
            break
        wait = min(FIRST_RING * 2**report.rings, LONGEST_WAIT)
        Report.objects.filter(pk=report.pk, job_state=JobState.QUEUED).update(ring_at=now + wait, rings=F("rings") + 1)
        rung += 1
    return rung


def _put_back(now: datetime) -> None:
    expired = Report.objects.filter(job_state=JobState.RUNNING, lease_until__lt=now)
    gone = {"token": None, "lease_until": None, "step": ""}
    if given_up := expired.filter(attempts__gte=MAX_ATTEMPTS).update(job_state=JobState.FAILED, error=GAVE_UP, **gone):
        log.error("%s reports given up after %s attempts.", given_up, MAX_ATTEMPTS)
    if put_back := expired.update(job_state=JobState.QUEUED, progress=0, rings=0, ring_at=now, **gone):
        log.warning("%s reports put back: their worker is gone.", put_back)


def worker_is_alive() -> bool:
    """Whether scheduler, queue and worker have shown themselves within two minutes."""
    return Heartbeat.objects.filter(name="worker", at__gte=timezone.now() - HEARTBEAT_LIMIT).exists()
