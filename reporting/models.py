"""Reports: the row holds the frozen data, the job's state and the finished file's address."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Role
from activities.models import Plan
from core.periods import PeriodField

UNISSUED_ROLES = (Role.SECRETARIAT_LEAD, Role.SOCIAL_COORDINATOR, Role.STEERING_GROUP)


class ReportKind(models.TextChoices):
    STATUS_NOTE = "status_note", "Statusnotat"
    GOAL_ATTAINMENT = "goal_attainment", "Målopfyldelse"


class JobState(models.TextChoices):
    QUEUED = "queued", "i kø"
    RUNNING = "running", "dannes"
    DONE = "done", "klar"
    FAILED = "failed", "kunne ikke dannes"


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: Any) -> Self:
        """Reports of the user's plans; what is not issued only for those who prepare or treat it."""
        if user.is_superuser:
            return self
        return self.filter(
            plan__in=Plan.objects.visible_to(user),
            plan__memberships__user=user,
            plan__memberships__role__in=UNISSUED_ROLES,
        ).distinct()

    def open(self) -> Self:
        return self.filter(job_state__in=[JobState.QUEUED, JobState.RUNNING])


class Report(models.Model):
    """One report of one plan and period, frozen when ordered: the snapshot never changes.

    Lease and fencing token: a worker owns the row while `lease_until` is in the future and `token` is its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="helhedsplan", related_name="reports")
    kind = models.CharField("slags", max_length=20, choices=ReportKind)
    period = PeriodField("periode")
    number = models.PositiveIntegerField("nummer")
    revision = models.PositiveSmallIntegerField("udgave")
    snapshot = models.JSONField("data")
    snapshot_hash = models.CharField(max_length=64)
    data_as_of = models.DateField("data pr.")
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="bestilt af", related_name="+"
    )
    ordered_at = models.DateTimeField("bestilt")

    job_state = models.CharField("tilstand", max_length=8, choices=JobState, default=JobState.QUEUED)
    progress = models.PositiveSmallIntegerField("procent", default=0)
    step = models.CharField("trin", max_length=80, blank=True)
    error = models.CharField("fejl", max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    ring_at = models.DateTimeField()
    rings = models.PositiveSmallIntegerField(default=0)

    file = models.FileField(upload_to="reports/", max_length=200, null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField("bytes", null=True, blank=True)
    pages = models.PositiveSmallIntegerField("sider", null=True, blank=True)
    done_at = models.DateTimeField("klar", null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "rapport"
        verbose_name_plural = "rapporter"
        ordering = ["-ordered_at"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="report_number_once"),
            models.UniqueConstraint(fields=["plan", "kind", "period", "revision"], name="report_revision_once"),
            models.CheckConstraint(name="report_done_has_file", condition=~Q(job_state="done") | ~Q(sha256="")),
        ]
        indexes = [models.Index(fields=["job_state", "ring_at"], name="report_ring")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.period.label}, {self.plan}"

    @property
    def is_open(self) -> bool:
        return self.job_state in (JobState.QUEUED, JobState.RUNNING)
