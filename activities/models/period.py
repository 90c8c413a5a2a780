"""What people say about a reporting period, and the lock that closes it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.lights import Light
from core.periods import PeriodField
from core.versioned import Versioned


class PeriodLock(models.Model):
    """That a reporting period was closed, by whom, and perhaps reopened and why. The open lock
    counts."""

    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="locks"
    )
    period = PeriodField("periode")
    closed_at = models.DateTimeField("lukket")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="lukket af", related_name="+"
    )
    reopened_at = models.DateTimeField("genåbnet", null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="genåbnet af",
        related_name="+",
        null=True,
        blank=True,
    )
    reopened_reason = models.CharField("begrundelse", max_length=300, blank=True)

    class Meta:
        verbose_name = "lukning"
        verbose_name_plural = "lukninger"
        ordering = ["plan", "period", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "period"], condition=Q(reopened_at__isnull=True), name="lock_once"
            ),
            models.CheckConstraint(
                name="reopening_has_reason",
                condition=Q(reopened_at__isnull=True) | ~Q(reopened_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, {self.period.label}"


class PeriodComment(Versioned):
    """What a person says about the whole plan, an area or a criterion in one period."""

    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="comments"
    )
    period = PeriodField("periode")
    focus_area = models.ForeignKey(
        "activities.FocusArea",
        models.CASCADE,
        verbose_name="indsatsområde",
        related_name="comments",
        null=True,
        blank=True,
    )
    criterion = models.ForeignKey(
        "activities.SuccessCriterion",
        models.CASCADE,
        verbose_name="succeskriterium",
        related_name="comments",
        null=True,
        blank=True,
    )
    text = models.CharField("tekst", max_length=600)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="skrevet af", related_name="+"
    )
    at = models.DateTimeField("skrevet")

    nameless = ("text",)

    history = HistoricalRecords(excluded_fields=["plan"])

    class Meta:
        verbose_name = "kommentar"
        verbose_name_plural = "kommentarer"
        ordering = ["plan", "period", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "period"],
                condition=Q(focus_area__isnull=True, criterion__isnull=True),
                name="comment_on_plan_once",
            ),
            models.UniqueConstraint(
                fields=["period", "focus_area"],
                condition=Q(focus_area__isnull=False),
                name="comment_on_area_once",
            ),
            models.UniqueConstraint(
                fields=["period", "criterion"],
                condition=Q(criterion__isnull=False),
                name="comment_on_criterion_once",
            ),
            models.CheckConstraint(
                name="comment_about_one_thing",
                condition=Q(focus_area__isnull=True) | Q(criterion__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class LightOverride(models.Model):
    """A person's light for an area in a period, with the reason; the newest counts, none is
    deleted."""

    plan_via = "focus_area"

    CHOICES = [
        (light.value, light.label) for light in (Light.ON_TRACK, Light.AT_RISK, Light.DELAYED)
    ]

    focus_area = models.ForeignKey(
        "activities.FocusArea",
        models.CASCADE,
        verbose_name="indsatsområde",
        related_name="overrides",
    )
    period = PeriodField("periode")
    light = models.CharField(
        "lys", max_length=12, choices=CHOICES, blank=True, help_text="Tomt: reglen gælder."
    )
    reason = models.CharField("begrundelse", max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="sat af", related_name="+"
    )
    at = models.DateTimeField("sat")

    nameless = ("reason",)

    class Meta:
        verbose_name = "ændret lys"
        verbose_name_plural = "ændrede lys"
        ordering = ["focus_area", "period", "pk"]

    def __str__(self) -> str:
        return f"{self.focus_area}: {self.get_light_display()}"
