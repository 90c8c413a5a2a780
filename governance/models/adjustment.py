"""Adjustments of the plan: proposed, recommended, approved, answered by the funder, in force
from a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.roles import Part, memberships_of, plans_with
from core.versioned import Versioned

if TYPE_CHECKING:
    from accounts.models import User


class AdjustmentState(models.TextChoices):
    DRAFT = "draft", "kladde"
    PROPOSED = "proposed", "indstillet"
    APPROVED = "approved", "godkendt af styregruppen"
    SENT = "sent", "sendt til Landsbyggefonden"
    ACCEPTED = "accepted", "godkendt af Landsbyggefonden"
    IN_FORCE = "in_force", "i kraft"
    REJECTED = "rejected", "ikke godkendt af styregruppen"
    REFUSED = "refused", "afvist af Landsbyggefonden"
    WITHDRAWN = "withdrawn", "trukket"


OPEN = (
    AdjustmentState.DRAFT,
    AdjustmentState.PROPOSED,
    AdjustmentState.APPROVED,
    AdjustmentState.SENT,
    AdjustmentState.ACCEPTED,
)
DECIDED = (AdjustmentState.APPROVED, AdjustmentState.SENT, AdjustmentState.ACCEPTED)
ENDED = (
    AdjustmentState.IN_FORCE,
    AdjustmentState.REJECTED,
    AdjustmentState.REFUSED,
    AdjustmentState.WITHDRAWN,
)


class Subject(models.TextChoices):
    """What an adjustment changes."""

    TARGET = "target", "måltal"
    MILESTONE = "milestone", "milepæl"
    ALLOCATION = "allocation", "timer"
    BUDGET = "budget", "budget"
    LIMITS = "limits", "grænser"
    ACTIVITY = "activity", "sidste dag"


class AdjustmentQuerySet(models.QuerySet["Adjustment"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def ended(self) -> Self:
        return self.filter(state__in=ENDED)

    def visible_to(self, user: User) -> Self:
        """All for the secretariat; for the groups what has been proposed: a draft is its
        writer's own, also when it was withdrawn as one. What is in force is the plan, so
        everybody who belongs to it sees that."""
        if user.is_superuser:
            return self
        never_proposed = Q(state=AdjustmentState.WITHDRAWN, proposed_by__isnull=True)
        return self.filter(
            Q(plan__in=plans_with(user, Part.SECRETARIAT))
            | (
                Q(plan__in=plans_with(user, Part.PROPOSALS))
                & ~Q(state=AdjustmentState.DRAFT)
                & ~never_proposed
            )
            | Q(plan__in=[m.plan_id for m in memberships_of(user)], state=AdjustmentState.IN_FORCE)
        )


class Adjustment(Versioned):
    """One change of one thing: the old value, the new, why, with what consequence, and who said
    yes.

    `old` and `new` hold the values as JSON ({"value": 100}, {"period": "2013-K4", "number": 10},
    {"hours_min": "10.00", "hours_max": "10.00"}, {"ends_on": "2014-06-30"},
    {"amount": "125000.00"}, the plan's limits, or a whole new line of `budget`); `old_text` and
    `new_text` are how they are read aloud (governance.changes.subjects).
    `old` is what held when it was proposed. `proposed_by` wrote what is decided, and the database
    refuses that the same person writes the decision down.
    """

    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="adjustments"
    )
    number = models.PositiveIntegerField("nummer")
    title = models.CharField("overskrift", max_length=160)
    subject = models.CharField("ændrer", max_length=10, choices=Subject)
    target = models.ForeignKey(
        "activities.Target",
        models.PROTECT,
        verbose_name="måltal",
        related_name="adjustments",
        null=True,
        blank=True,
    )
    milestone = models.ForeignKey(
        "milestones.Milestone",
        models.PROTECT,
        verbose_name="milepæl",
        related_name="adjustments",
        null=True,
        blank=True,
    )
    allocation = models.ForeignKey(
        "activities.StaffAllocation",
        models.PROTECT,
        verbose_name="timer",
        related_name="adjustments",
        null=True,
        blank=True,
    )
    activity = models.ForeignKey(
        "activities.Activity",
        models.PROTECT,
        verbose_name="aktivitet",
        related_name="adjustments",
        null=True,
        blank=True,
    )
    budget_line = models.ForeignKey(
        "governance.BudgetLine",
        models.PROTECT,
        verbose_name="budgetlinje",
        related_name="adjustments",
        null=True,
        blank=True,
    )
    budget = models.ForeignKey(
        "governance.Budget",
        models.PROTECT,
        verbose_name="ny linje i",
        related_name="adjustments",
        null=True,
        blank=True,
    )
    old = models.JSONField("før")
    new = models.JSONField("nu")
    old_text = models.CharField("før", max_length=500)
    new_text = models.CharField("nu", max_length=500)
    reason = models.TextField("begrundelse", max_length=1000)
    consequence = models.TextField("konsekvens", max_length=1000)
    in_force_on = models.DateField("gælder fra")
    state = models.CharField(
        "tilstand", max_length=10, choices=AdjustmentState, default=AdjustmentState.DRAFT
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="indstillet af",
        related_name="+",
        null=True,
        blank=True,
    )
    is_recommended = models.BooleanField("anbefalet af følgegruppen", null=True, blank=True)
    recommended_on = models.DateField("følgegruppen udtalte sig", null=True, blank=True)
    recommended_in = models.ForeignKey(
        "governance.AgendaItem",
        models.PROTECT,
        verbose_name="anbefalet i",
        related_name="recommends",
        null=True,
        blank=True,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="noteret af",
        related_name="+",
        null=True,
        blank=True,
    )
    decided_on = models.DateField("besluttet", null=True, blank=True)
    decided_in = models.ForeignKey(
        "governance.AgendaItem",
        models.PROTECT,
        verbose_name="besluttet i",
        related_name="decides",
        null=True,
        blank=True,
    )
    sent_on = models.DateField("sendt til Landsbyggefonden", null=True, blank=True)
    answered_on = models.DateField("svaret kom", null=True, blank=True)
    reference = models.CharField("Landsbyggefondens nummer", max_length=60, blank=True)
    answer = models.CharField("svar", max_length=600, blank=True)

    nameless = ("title", "reason", "consequence", "reference", "answer")

    objects = AdjustmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "justering"
        verbose_name_plural = "justeringer"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="adjustment_number_once"),
            models.CheckConstraint(
                name="adjustment_of_one_thing",
                condition=Q(subject="target", target__isnull=False)
                | Q(subject="milestone", milestone__isnull=False)
                | Q(subject="allocation", allocation__isnull=False)
                | Q(subject="budget", budget_line__isnull=False)
                | Q(subject="budget", budget__isnull=False)
                | Q(subject="limits")
                | Q(subject="activity", activity__isnull=False),
            ),
            models.CheckConstraint(
                name="adjustment_takes_two",
                condition=Q(proposed_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(proposed_by=F("decided_by")),
                violation_error_message="Den, der indstiller, kan ikke selv notere beslutningen.",
            ),
        ]

    def __str__(self) -> str:
        return f"Justering {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("adjustment", args=[self.plan.slug, self.number])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class AdjustmentStep(models.Model):
    """One step of an adjustment's way: who did what when, and in which words."""

    plan_via = "adjustment"

    class Verb(models.TextChoices):
        DRAFTED = "drafted", "Kladde skrevet"
        CHANGED = "changed", "Ændret"
        PROPOSED = "proposed", "Indstillet"
        RECOMMENDED = "recommended", "Anbefalet af følgegruppen"
        NOT_RECOMMENDED = "advised", "Følgegruppen anbefaler den ikke"
        APPROVED = "approved", "Godkendt af styregruppen"
        REJECTED = "rejected", "Ikke godkendt af styregruppen"
        SENT = "sent", "Sendt til Landsbyggefonden"
        ACCEPTED = "accepted", "Godkendt af Landsbyggefonden"
        REFUSED = "refused", "Afvist af Landsbyggefonden"
        IN_FORCE = "in_force", "Trådt i kraft"
        WITHDRAWN = "withdrawn", "Trukket"

    adjustment = models.ForeignKey(
        Adjustment, models.CASCADE, verbose_name="justering", related_name="steps"
    )
    verb = models.CharField("hvad", max_length=12, choices=Verb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="af", related_name="+"
    )
    at = models.DateTimeField("hvornår")
    note = models.CharField("bemærkning", max_length=600, blank=True)

    nameless = ("note",)

    class Meta:
        verbose_name = "skridt"
        verbose_name_plural = "skridt"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.adjustment}"
