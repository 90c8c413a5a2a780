"""Work that is ordered now and done by a worker: each piece is a row. The row is the truth, the
broker only a bell.

A worker takes a row for a limited time (lease) under a token of its own. Whatever it writes
afterwards is conditional on that token, so a worker thought dead that comes back can change
nothing. A sweeper puts rows back whose time ran out and rings again for those that wait. So each
piece is done exactly once, however often workers, broker or database are killed.
"""

import logging
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self
from uuid import UUID

from celery import current_app
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

log = logging.getLogger(__name__)

# Starts, not errors: an error ends the job at once. Honest jobs have needed five under constant
# killing.
MAX_ATTEMPTS = 10
FIRST_RING = timedelta(seconds=20)
LONGEST_WAIT = timedelta(minutes=5)


class LostLease(Exception):
    """The row now belongs to another worker, or to none: stop, and leave it alone."""


class JobState(models.TextChoices):
    IDLE = "idle", "ikke bestilt"
    QUEUED = "queued", "i kø"
    RUNNING = "running", "i gang"
    DONE = "done", "klar"
    FAILED = "failed", "kunne ikke laves"


OPEN = (JobState.QUEUED, JobState.RUNNING)


class Job(models.Model):
    """What every such row holds. A worker owns it while `lease_until` is ahead and `token` is its
    own.

    `task` is the Celery task that does the work; it takes the row's primary key. `gave_up` is what
    a person is told when the work was interrupted time after time.
    """

    task: ClassVar[str]
    gave_up: ClassVar[str] = (
        f"Arbejdet blev afbrudt {MAX_ATTEMPTS} gange uden at blive færdigt. Prøv igen."
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job_state = models.CharField(
        "tilstand", max_length=8, choices=JobState, default=JobState.QUEUED
    )
    progress = models.PositiveSmallIntegerField("procent", default=0)
    step = models.CharField("trin", max_length=80, blank=True)
    error = models.CharField("fejl", max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    ring_at = models.DateTimeField(default=timezone.now)
    rings = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField("klar", null=True, blank=True)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["job_state", "ring_at"], name="%(class)s_ring")]

    @property
    def is_open(self) -> bool:
        return self.job_state in OPEN

    @property
    def is_done(self) -> bool:
        return self.job_state == JobState.DONE

    @property
    def is_failed(self) -> bool:
        return self.job_state == JobState.FAILED

    @property
    def seen(self) -> str:
        """What a reader sees of the job, as a word: a page asks only for something else."""
        return f"{self.job_state}-{self.progress}"

    @property
    def status_text(self) -> str:
        """What a waiting reader is told."""
        if self.job_state == JobState.QUEUED:
            return "I kø. Du kan roligt lukke siden."
        step = f", {self.step[:1].lower()}{self.step[1:]}" if self.step else ""
        return f"{self.progress}\u00a0%{step}. Du kan roligt lukke siden."


@dataclass(frozen=True)
class Lease:
    """One worker's right to one row. Every write asks whether the token still holds."""

    model: type[Job]
    pk: UUID
    token: UUID

    @classmethod
    def take(cls, model: type[Job], pk: UUID) -> Self | None:
        """Take a row that waits, or whose worker's time ran out; None when there is nothing to
        take."""
        now = timezone.now()
        free = Q(job_state=JobState.QUEUED) | Q(job_state=JobState.RUNNING, lease_until__lt=now)
        lease = cls(model, pk, uuid.uuid4())
        taken = (
            rows(model)
            .filter(free, pk=pk, attempts__lt=MAX_ATTEMPTS)
            .update(
                job_state=JobState.RUNNING,
                token=lease.token,
                lease_until=now + timedelta(seconds=settings.JOB_LEASE_SECONDS),
                attempts=F("attempts") + 1,
                progress=0,
                step="",
                error="",
            )
        )
        return lease if taken else None

    def report_progress(self, progress: int, step: str) -> None:
        """Tell how far the work is. Raises LostLease."""
        if not self._mine().update(progress=progress, step=step):
            raise LostLease(self.pk)

    def finish(self, **fields: Any) -> bool:
        """Sign for the finished work; False when the row is no longer ours."""
        return self._close(
            job_state=JobState.DONE, progress=100, **{"done_at": timezone.now(), **fields}
        )

    def fail(self, error: str) -> bool:
        """End the job with a Danish sentence; False when the row is no longer ours."""
        return self._close(job_state=JobState.FAILED, error=error)

    def postpone(self, wait: timedelta, error: str) -> bool:
        """Give the row back, to be taken again after a while; False when it is no longer ours."""
        return self._close(
            job_state=JobState.QUEUED, progress=0, error=error, ring_at=timezone.now() + wait
        )

    def _close(self, **fields: Any) -> bool:
        return bool(self._mine().update(token=None, lease_until=None, step="", **fields))

    def _mine(self) -> Any:
        return rows(self.model).filter(pk=self.pk, token=self.token, job_state=JobState.RUNNING)


def fresh() -> dict[str, Any]:
    """The fields of a job that has just been ordered: waiting, with all its attempts left."""
    return {**idle(), "job_state": JobState.QUEUED, "ring_at": timezone.now() + FIRST_RING}


def idle() -> dict[str, Any]:
    """The fields of a job nobody has ordered, or that was called off: a worker on it finds its
    lease lost."""
    return {
        "job_state": JobState.IDLE,
        "progress": 0,
        "step": "",
        "error": "",
        "attempts": 0,
        "token": None,
        "lease_until": None,
        "rings": 0,
        "done_at": None,
    }


def ring(model: type[Job], pk: UUID) -> bool:
    """Tell a worker that a row waits; False when the queue does not answer (within about a second).

    Nothing is lost then: the row waits, and the sweeper rings again. Call it after the commit.
    """
    impatient = {
        **current_app.conf.broker_transport_options,
        "socket_timeout": 1,
        "socket_connect_timeout": 1,
    }
    try:
        with current_app.connection_for_write(transport_options=impatient) as connection:
            current_app.send_task(model.task, [str(pk)], connection=connection)
    except (
        Exception
    ) as error:  # each broker has its own; none may spoil an order that is already saved
        log.warning("The queue does not answer: %s", error)
        return False
    return True


def sweep() -> int:
    """Put back rows whose worker is gone, and ring for those that have waited; returns how many
    rings.

    Each further ring for the same row waits longer (20 seconds to 5 minutes), else the queue fills.
    """
    now, rung = timezone.now(), 0
    for model in job_models():
        _put_back(model, now)
        for row in (
            rows(model)
            .filter(job_state=JobState.QUEUED, ring_at__lte=now)
            .order_by("ring_at")
            .only("rings")
        ):
            if not ring(model, row.pk):
                return rung
            wait = min(
                FIRST_RING * 2 ** min(row.rings, 10), LONGEST_WAIT
            )  # a timedelta holds no 2**40 rings
            waiting = rows(model).filter(pk=row.pk, job_state=JobState.QUEUED)
            waiting.update(ring_at=now + wait, rings=F("rings") + 1)
            rung += 1
    return rung


def _put_back(model: type[Job], now: datetime) -> None:
    expired = rows(model).filter(job_state=JobState.RUNNING, lease_until__lt=now)
    gone = {"token": None, "lease_until": None, "step": ""}
    given_up = expired.filter(attempts__gte=MAX_ATTEMPTS).update(
        job_state=JobState.FAILED, error=model.gave_up, **gone
    )
    if given_up:
        log.error("%s %s given up after %s attempts.", given_up, model._meta.label, MAX_ATTEMPTS)
    if put_back := expired.update(
        job_state=JobState.QUEUED, progress=0, rings=0, ring_at=now, **gone
    ):
        log.warning("%s %s put back: their worker is gone.", put_back, model._meta.label)


def job_models() -> Iterator[type[Job]]:
    """Every kind of job there is, in the order of their names."""
    return (
        model
        for model in sorted(apps.get_models(), key=lambda m: m._meta.label)
        if issubclass(model, Job)
    )


def rows(model: type[Job]) -> Any:
    return model._default_manager
