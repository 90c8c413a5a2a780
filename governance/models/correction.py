"""Corrections: what was typed wrong from the start, and has been held to ever since. One person
proposes, another gives the nod, and it then holds as if it had been typed right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.roles import Part, memberships_of, plans_with
from core.versioned import Versioned

if TYPE_CHECKING:
    from accounts.models import User


class CorrectionState(models.TextChoices):
    PROPOSED = "proposed", "venter på koordinatoren"
    IN_FORCE = "in_force", "rettet"
    REFUSED = "refused", "afvist af koordinatoren"
    WITHDRAWN = "withdrawn", "trukket"


class Mistaken(models.TextChoices):
    """What a correction is about."""

    TARGET = "target", "måltal"
    CRITERION = "criterion", "hvad der måles"
    ALLOCATION = "allocation", "timer"
    MILESTONE = "milestone", "milepæl"
    LIMITS = "limits", "grænser for lys"
    ACTIVITY = "activity", "aktivitetens dage"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def proposed(self) -> Self:
        return self.filter(state=CorrectionState.PROPOSED)

    def in_force(self) -> Self:
        return self.filter(state=CorrectionState.IN_FORCE)

    def visible_to(self, user: User) -> Self:
        """All for the secretariat; what is in force is the plan, so everybody who belongs to it
        sees that."""
        if user.is_superuser:
            return self
        return self.filter(
            Q(plan__in=plans_with(user, Part.SECRETARIAT))
            | Q(plan__in=[m.plan_id for m in memberships_of(user)], state=CorrectionState.IN_FORCE)
        )


def reference(to: str, name: str) -> Any:
    return models.ForeignKey(
        to,
        models.PROTECT,
        verbose_name=name,
        related_name="corrections",
        null=True,
        blank=True,
    )


class Correction(Versioned):
    """One thing that was typed wrong: what stood, what should have stood, and why.

    `old` and `new` hold the thing's base values as JSON (governance.changes.corrections.things),
    `old_text` and `new_text` how they are read aloud. Values that adjustments gave it from later
    days are no part of them, and stay. `first` and `last`: the days the thing has figures in, as it
    stood and as it stands; the reports of those days build on it.
    """

    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="corrections"
    )
    number = models.PositiveIntegerField("nummer")
    subject = models.CharField("retter", max_length=10, choices=Mistaken)
    target = reference("activities.Target", "måltal")
    criterion = reference("activities.SuccessCriterion", "succeskriterium")
    allocation = reference("activities.StaffAllocation", "timer")
    activity = reference("activities.Activity", "aktivitet")
    milestone = reference("milestones.Milestone", "milepæl")
    old = models.JSONField("stod")
    new = models.JSONField("rettes til")
    old_text = models.CharField("stod", max_length=1000)
    new_text = models.CharField("rettes til", max_length=1000)
    first = models.DateField("har tal fra")
    last = models.DateField("har tal til")
    reason = models.TextField("begrundelse", max_length=1000)
    state = models.CharField(
        "tilstand", max_length=10, choices=CorrectionState, default=CorrectionState.PROPOSED
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="indstillet af", related_name="+"
    )
    proposed_at = models.DateTimeField("indstillet")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="godkendt eller afvist af",
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField("godkendt eller afvist", null=True, blank=True)
    answer = models.CharField("svar", max_length=300, blank=True)

    nameless = ("reason", "answer")

    objects = CorrectionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "rettelse af fejl"
        verbose_name_plural = "rettelser af fejl"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="correction_number_once"),
            models.CheckConstraint(
                name="correction_of_one_thing",
                condition=Q(subject="target", target__isnull=False)
                | Q(subject="criterion", criterion__isnull=False)
                | Q(subject="allocation", allocation__isnull=False)
                | Q(subject="milestone", milestone__isnull=False)
                | Q(subject="limits")
                | Q(subject="activity", activity__isnull=False),
            ),
            models.CheckConstraint(
                name="correction_takes_two",
                condition=Q(decided_by__isnull=True) | ~Q(proposed_by=F("decided_by")),
                violation_error_message="Den, der indstiller, kan ikke selv godkende.",
            ),
            models.CheckConstraint(
                name="correction_decided_is_signed",
                condition=~Q(state__in=("in_force", "refused"))
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="correction_no_has_reason",
                condition=~Q(state__in=("refused", "withdrawn")) | ~Q(answer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Rettelse {self.number}: {self.old_text} til {self.new_text}"

    def get_absolute_url(self) -> str:
        return reverse("correction", args=[self.plan.slug, self.number])

    @property
    def is_open(self) -> bool:
        return self.state == CorrectionState.PROPOSED
