"""A report of one plan and period: its course from draft to issued, its frozen data, its job and
its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Part, roles_with
from core import clock
from core.danish import HARD, clock_time, number, quantity
from core.downloads import safe_name
from core.jobs import OPEN, JobState
from core.periods import PeriodField
from core.readable import readable
from core.stored import FileJob

if TYPE_CHECKING:
    from accounts.models import User


class ReportKind(models.TextChoices):
    STATUS_NOTE = "status_note", "Statusnotat"
    GOAL_ATTAINMENT = "goal_attainment", "Målopfyldelse"
    MILESTONE_PLAN = "milestone_plan", "Milepælsplan"
    COOPERATION = "cooperation", "Samarbejdsrelationer"
    REGULATION = "reguleringskonto", "Reguleringskonto"
    MILESTONES_AHEAD = "milestones_ahead", "Milepælsplan for det kommende år"


class State(models.TextChoices):
    """How far an edition is. A return has no READY: one person reports it to the funder."""

    DRAFT = "draft", "kladde"
    READY = "ready", "hos koordinator"
    ISSUED = "issued", "udsendt"


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> Self:
        """All reports of the plans the person makes them for; of their other plans what is
        issued to them."""
        if user.is_superuser:
            return self
        mine = Membership.objects.in_force(clock.today()).filter(user=user)

        def plans(part: Part) -> Q:
            return Q(plan__in=mine.filter(role__in=roles_with(part)).values("plan"))

        issued, note = Q(state=State.ISSUED), Q(kind=ReportKind.STATUS_NOTE)
        return self.filter(
            plans(Part.SECRETARIAT)
            | (issued & note & plans(Part.NOTES))
            | (issued & ~note & plans(Part.RETURNS))
        )

    def open(self) -> Self:
        return self.filter(job_state__in=OPEN)

    def done(self) -> Self:
        return self.filter(job_state=JobState.DONE)

    def issued(self) -> Self:
        return self.filter(state=State.ISSUED)

    def unissued(self) -> Self:
        return self.exclude(state=State.ISSUED)

    def working(self) -> Self:
        """What stands under "I gang nu": files being made, and those that could not be."""
        return self.filter(job_state__in=[*OPEN, JobState.FAILED]).order_by("ordered_at")

    def with_currency(self) -> Self:
        """Add `is_current`: issued, and no later edition of the same report is."""
        same = {name: OuterRef(name) for name in ("plan", "kind", "period")}
        later = Report.objects.issued().filter(**same, revision__gt=OuterRef("revision"))
        return self.annotate(is_current=~Exists(later) & Q(state=State.ISSUED))


class Report(FileJob):
    """One edition of one report. While it is a draft its data may be read anew; once issued nothing
    changes.

    `revision` counts the editions of the same report, `number` all that the plan has issued.
    `handed_over` is the data as the sekretariatsleder gave them on, beside which the koordinator
    sees what has changed since. `edition` holds what the row knows and the data do not
    (reporting.data.edition), frozen when it is issued; `layout` and `renderer` say with what the
    file was made, so that it can be made again and compared.
    """

    folder = "reports"
    task = "reporting.produce"
    gave_up = "Arbejdet blev afbrudt 10 gange, uden at rapporten blev færdig. Prøv igen."

    plan = models.ForeignKey(
        "activities.Plan", models.PROTECT, verbose_name="helhedsplan", related_name="reports"
    )
    kind = models.CharField("slags", max_length=20, choices=ReportKind)
    period = PeriodField("periode")
    revision = models.PositiveSmallIntegerField("udgave")
    state = models.CharField("stade", max_length=8, choices=State, default=State.DRAFT)
    correction = models.CharField(
        "rettelse", max_length=300, blank=True, help_text="Hvorfor udgaven blev lavet."
    )

    snapshot = models.JSONField("data")
    snapshot_hash = models.CharField(max_length=64)
    data_as_of = models.DateField("data pr.")
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="bestilt af",
        related_name="+",
        null=True,
        blank=True,
    )
    ordered_at = models.DateTimeField("bestilt")

    handed_over = models.JSONField(null=True, blank=True)
    ready_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="afleveret af",
        related_name="+",
        null=True,
        blank=True,
    )
    ready_at = models.DateTimeField("afleveret", null=True, blank=True)

    number = models.PositiveIntegerField("nummer", null=True, blank=True)
    code = models.CharField("kontrolkode", max_length=14, blank=True)
    edition = models.JSONField(null=True, blank=True)
    layout = models.PositiveSmallIntegerField(default=1)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="udsendt af",
        related_name="+",
        null=True,
        blank=True,
    )
    issued_at = models.DateTimeField("udsendt", null=True, blank=True)
    sent_on = models.DateField("indberettet den", null=True, blank=True)
    words = models.TextField("ord at søge efter", blank=True)

    renderer = models.CharField(max_length=80, blank=True)

    nameless = ("correction",)

    objects = ReportQuerySet.as_manager()

    class Meta(FileJob.Meta):
        verbose_name = "rapport"
        verbose_name_plural = "rapporter"
        ordering = ["-ordered_at"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="report_number_once"),
            models.UniqueConstraint(
                fields=["plan", "kind", "period", "revision"], name="report_revision_once"
            ),
            models.UniqueConstraint(
                fields=["plan", "kind", "period"],
                condition=~Q(state="issued"),
                name="report_one_draft",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="report_code_once"
            ),
            models.CheckConstraint(
                name="report_done_has_file", condition=~Q(job_state="done") | ~Q(sha256="")
            ),
            models.CheckConstraint(
                name="report_issued_is_signed",
                condition=~Q(state="issued")
                | (
                    Q(number__isnull=False, issued_by__isnull=False, issued_at__isnull=False)
                    & ~Q(code="")
                ),
            ),
            models.CheckConstraint(
                name="report_note_takes_two",
                condition=~Q(state="issued", kind="status_note")
                | (Q(ready_by__isnull=False) & ~Q(issued_by=F("ready_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.period.label}, {self.plan}"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.plan.slug, self.pk])

    # Whether the queue answered, in the request that ordered the report (reporting.actions).
    bell_heard: bool | None = None

    @property
    def is_note(self) -> bool:
        return self.kind == ReportKind.STATUS_NOTE

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_ready(self) -> bool:
        return self.state == State.READY

    @property
    def is_issued(self) -> bool:
        return self.state == State.ISSUED

    @property
    def state_text(self) -> str:
        """ "kladde", "hos koordinator", "udsendt"; a return is "indberettet", or "forseglet" till
        the day it was sent is noted."""
        if not self.is_issued or self.is_note:
            return self.get_state_display()
        return "forseglet" if self.is_sealed and not self.sent_on else "indberettet"

    @property
    def is_sealed(self) -> bool:
        """Whether it was frozen together with the rest of a package, before it was sent."""
        return bool((self.edition or {}).get("sealed_on"))

    @property
    def title(self) -> str:
        """ "Statusnotat, 2. kvartal 2013"."""
        return f"{self.get_kind_display()}, {self.period.label}"

    @property
    def number_text(self) -> str:
        """ "2013-06": the year it was issued and its number in the plan; "" for a draft."""
        return (
            f"{timezone.localtime(self.issued_at).year}-{self.number:02}"
            if self.number and self.issued_at
            else ""
        )

    @property
    def edition_text(self) -> str:
        """ "1. udgave"; a draft is "kladde til 1. udgave"."""
        text = f"{self.revision}.{HARD}udgave"
        return text if self.is_issued else f"kladde til {text}"

    @property
    def orderer(self) -> str:
        return self.ordered_by.name if self.ordered_by else "systemet"

    @property
    def ordered_text(self) -> str:
        """ "kl. 14.03" today, "31.8.2013 kl. 14.03" later."""
        at = timezone.localtime(self.ordered_at)
        return f"kl. {clock_time(at)}" if at.date() == clock.today() else readable(at)

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

    def filename(self, extension: str = "pdf") -> str:
        """What the file is called when it is saved: "Statusnotat 2. kvartal 2013, Rum for Liv,
        udgave 1.pdf"."""
        which = f"udgave {self.revision}" if self.is_issued else "kladde"
        return (
            f"{self.get_kind_display()} {self.period.label}, {safe_name(self.plan.name)}, "
            f"{which}.{extension}"
        )
