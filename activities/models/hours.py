"""Hours used, by week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from activities.models.plan import Plan
from core.versioned import Versioned

if TYPE_CHECKING:
    from accounts.models import User


class HoursQuerySet(models.QuerySet["HoursEntry"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(plan__in=Plan.objects.visible_to(user))


class HoursEntry(Versioned):
    """Hours one staff role used on one activity in the ISO week that begins on Monday `week`."""

    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="hours"
    )
    activity = models.ForeignKey(
        "activities.Activity", models.PROTECT, verbose_name="aktivitet", related_name="hours"
    )
    staff_role = models.ForeignKey(
        "activities.StaffRole", models.PROTECT, verbose_name="stilling", related_name="hours"
    )
    week = models.DateField("uge (mandag)")
    hours = models.DecimalField(
        "timer",
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(168)],
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="skrevet af", related_name="+"
    )

    objects = HoursQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["plan"])

    class Meta:
        verbose_name = "timer"
        verbose_name_plural = "timer"
        ordering = ["-week", "staff_role", "activity"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "staff_role", "week"], name="hours_once"),
            models.CheckConstraint(
                name="hours_within_week",
                condition=Q(hours__gte=0) & Q(hours__lte=168),
                violation_error_message="En uge har 168 timer.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["plan", "week", "activity", "staff_role", "hours"], name="hours_totals"
            )
        ]

    def __str__(self) -> str:
        return (
            f"{self.staff_role}, {self.activity}, uge {self.week.isocalendar().week}: {self.hours}"
        )
