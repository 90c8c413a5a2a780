"""Reports: the row holds the frozen data, the job's state and the finished file's address."""

import re
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Membership, Role
from activities.models import Plan
from core import clock
from core.danish import HARD, clock_time, number, percent, quantity, readable
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
        mine = Membership.objects.in_force(clock.today()).filter(user=user, role__in=UNISSUED_ROLES)
        return self.filter(plan__in=mine.values("plan"))

    def open(self) -> Self:
        return self.filter(job_state__in=[JobState.QUEUED, JobState.RUNNING])

    def done(self) -> Self:
        return self.filter(job_state=JobState.DONE)

    def working(self) -> Self:
        """What stands under "I gang nu": open ones, and failed ones no later edition has taken the place of."""
        failed = Q(~Exists(self._later_editions()), job_state=JobState.FAILED)
        return self.filter(failed | Q(job_state__in=[JobState.QUEUED, JobState.RUNNING])).order_by("number")

    def with_currency(self) -> Self:
        """Add `is_current`: no later edition of the same report is done."""
        return self.annotate(is_current=~Exists(self._later_editions().filter(job_state=JobState.DONE)))

    def _later_editions(self) -> models.QuerySet["Report"]:
        same = {name: OuterRef(name) for name in ("plan", "kind", "period")}
        return Report.objects.filter(**same, revision__gt=OuterRef("revision"))


class Report(models.Model):
    """One report of one plan and period, frozen when ordered: the snapshot never changes.

    Lease and fencing token: a worker owns the row while `lease_until` is in the future and `token` is its own.
    An edition (`revision`) is never changed; other data make the next one. `number` counts all the plan's reports.
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

    # Whether the queue answered, in the request that ordered the report (reporting.actions).
    bell_heard: bool | None = None

    @property
    def is_open(self) -> bool:
        return self.job_state in (JobState.QUEUED, JobState.RUNNING)

    @property
    def is_done(self) -> bool:
        return self.job_state == JobState.DONE

    @property
    def is_failed(self) -> bool:
        return self.job_state == JobState.FAILED

    @property
    def seen(self) -> str:
        """What a reader sees of the job, as a word: the page asks only for something else."""
        return f"{self.job_state}-{self.progress}"

    @property
    def title(self) -> str:
        """ "Statusnotat, 2. kvartal 2013"."""
        return f"{self.get_kind_display()}, {self.period.label}"

    @property
    def number_text(self) -> str:
        """ "2013-06": the year it was ordered and its number in the plan."""
        return f"{timezone.localtime(self.ordered_at).year}-{self.number:02}"

    @property
    def control_code(self) -> str:
        """The beginning of the file's sha256, as people compare it: "9c41 e07b"."""
        return f"{self.sha256[:4]} {self.sha256[4:8]}"

    @property
    def ordered_text(self) -> str:
        """ "kl. 14.03" today, "31.8.2013 kl. 14.03" later."""
        at = timezone.localtime(self.ordered_at)
        return f"kl. {clock_time(at)}" if at.date() == clock.today() else readable(at)

    @property
    def done_text(self) -> str:
        return readable(self.done_at)

    @property
    def pages_text(self) -> str:
        """ "PDF, 6 sider"."""
        return f"PDF, {quantity(self.pages, 'side', 'sider')}" if self.pages else "PDF"

    @property
    def bytes_text(self) -> str:
        """ "84 kB"."""
        return f"{number(max(-(-(self.size or 0) // 1000), 1))}{HARD}kB"

    @property
    def size_text(self) -> str:
        """ "PDF, 6 sider, 84 kB"."""
        return f"{self.pages_text}, {self.bytes_text}"

    @property
    def status_text(self) -> str:
        """What a waiting reader is told."""
        if self.job_state == JobState.QUEUED:
            return "I kø. Du kan roligt lukke siden."
        step = f", {self.step[:1].lower()}{self.step[1:]}" if self.step else ""
        return f"{percent(self.progress)}{step}. Du kan roligt lukke siden."

    @property
    def filename(self) -> str:
        """What the file is called when it is saved: "Statusnotat 2. kvartal 2013, Rum for Liv, udgave 1.pdf"."""
        plan = re.sub(r"\s*[/\\]\s*", "-", self.plan.name)  # of "Nord/Syd" a browser keeps what is after the stroke
        return f"{self.get_kind_display()} {self.period.label}, {plan}, udgave {self.revision}.pdf"
