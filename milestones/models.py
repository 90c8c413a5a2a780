"""Milestones per period, and every move of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from activities.models.plan import Plan, PlanRow
from core.periods import PeriodField

if TYPE_CHECKING:
    from accounts.models import User


class Kind(models.TextChoices):
    MEETING = "meeting", "møde"
    ACTIVITY = "activity", "aktivitet"
    EVALUATION = "evaluation", "evaluering"
    OUTPUT = "output", "leverance"
    NUMBER = "number", "tal"
    PLANNING = "planning", "plan"
    YEAR_END = "year_end", "årsskifte"


class Status(models.TextChoices):
    """What a person has said. Late and moved are seen from dates and moves
    (milestones.progress)."""

    NOT_STARTED = "not_started", "Ikke startet"
    IN_PROGRESS = "in_progress", "I gang"
    REACHED = "reached", "Nået"
    PARTLY = "partly", "Delvist nået"
    DELAYED = "delayed", "Forsinket"
    DROPPED = "dropped", "Bortfaldet"


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(plan__in=Plan.objects.visible_to(user))


class Milestone(PlanRow):
    """Something to be reached before a period ends. The period's last day is the only deadline."""

    name = models.CharField("milepæl", max_length=200)
    kind = models.CharField("slags", max_length=10, choices=Kind)
    period = PeriodField("periode")
    activity = models.ForeignKey(
        "activities.Activity",
        models.PROTECT,
        verbose_name="aktivitet",
        related_name="milestones",
        null=True,
        blank=True,
        help_text="Tomt: hele planen.",
    )
    criterion = models.ForeignKey(
        "activities.SuccessCriterion",
        models.PROTECT,
        verbose_name="succeskriterium",
        related_name="milestones",
        null=True,
        blank=True,
    )
    number = models.PositiveIntegerField("tal, der skal nås", null=True, blank=True)
    counts_from = models.DateField(
        "tæller fra",
        null=True,
        blank=True,
        help_text="Tomt: fra måltallets periode, der hvor milepælen først blev lagt.",
    )
    status = models.CharField("status", max_length=12, choices=Status, default=Status.NOT_STARTED)
    reached_on = models.DateField("nået den", null=True, blank=True)
    agreed_on = models.DateField("aftalt til", null=True, blank=True)
    evidence = models.CharField(
        "dokumentation", max_length=300, blank=True, help_text="Hvor kan det ses?"
    )
    comment = models.CharField("bemærkning", max_length=300, blank=True)
    short_reason = models.CharField("hvorfor nået under tallet", max_length=300, blank=True)

    nameless = ("evidence", "comment", "short_reason")

    objects = MilestoneQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(PlanRow.Meta):
        verbose_name = "milepæl"
        verbose_name_plural = "milepæle"
        ordering = ["plan", "period", "position", "pk"]
        default_related_name = "milestones"
        constraints = [
            PlanRow.unique_code("milestone_code_once"),
            models.CheckConstraint(
                name="milestone_reached_has_date",
                condition=~Q(status="reached") | Q(reached_on__isnull=False),
                violation_error_message="Skriv, hvilken dag milepælen blev nået.",
            ),
            models.CheckConstraint(
                name="milestone_number_has_criterion",
                condition=Q(number__isnull=True) | Q(criterion__isnull=False),
                violation_error_message="Et tal skal måles på et succeskriterium.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def number_on(self, day: date) -> int | None:
        """The number to be reached as it is on `day`; reads `revisions`."""
        held = max(
            (r for r in self.revisions.all() if r.in_force_on <= day),
            key=lambda r: r.in_force_on,
            default=self,
        )
        return held.number


class MilestoneMove(models.Model):
    """A move from one period to another, with its reason; the old period keeps showing it.

    It is proposed until `decided_on`: till then the milestone stands where it stood. A milestone
    has one proposal at a time.
    """

    plan_via = "milestone"

    milestone = models.ForeignKey(
        Milestone, models.CASCADE, verbose_name="milepæl", related_name="moves"
    )
    from_period = PeriodField("fra")
    to_period = PeriodField("til")
    reason = models.CharField("begrundelse", max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="flyttet af", related_name="+"
    )
    at = models.DateTimeField("foreslået")
    decided_on = models.DateField("besluttet", null=True, blank=True)

    nameless = ("reason",)

    class Meta:
        verbose_name = "flytning"
        verbose_name_plural = "flytninger"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="move_goes_somewhere", condition=~Q(from_period=F("to_period")) & ~Q(reason="")
            ),
            models.UniqueConstraint(
                fields=["milestone"],
                condition=Q(decided_on__isnull=True),
                name="move_proposed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.from_period.label} → {self.to_period.label}"


class NumberRevision(models.Model):
    """Another number for a milestone to reach, from a day on: what an adjustment in force leaves
    behind. The milestone keeps the number the plan began with."""

    plan_via = "milestone"

    milestone = models.ForeignKey(
        Milestone, models.CASCADE, verbose_name="milepæl", related_name="revisions"
    )
    number = models.PositiveIntegerField("tal, der skal nås")
    in_force_on = models.DateField("gælder fra")

    class Meta:
        verbose_name = "ændret tal"
        verbose_name_plural = "ændrede tal"
        ordering = ["milestone", "in_force_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "in_force_on"], name="number_revision_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.number} fra {self.in_force_on:%d.%m.%Y}"
