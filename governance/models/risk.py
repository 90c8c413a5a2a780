"""What may go wrong."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.versioned import Versioned

BETWEEN_1_AND_3 = [MinValueValidator(1), MaxValueValidator(3)]


class Risk(Versioned):
    """Something that may happen, how likely (1-3), how bad (1-3), with what consequence, and
    what is done about it."""

    class Level(models.IntegerChoices):
        LOW = 1, "lille"
        MIDDLE = 2, "mellem"
        HIGH = 3, "stor"

    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="risks"
    )
    title = models.CharField("risiko", max_length=160)
    focus_area = models.ForeignKey(
        "activities.FocusArea",
        models.PROTECT,
        verbose_name="indsatsområde",
        related_name="risks",
        null=True,
        blank=True,
        help_text="Tomt: hele planen.",
    )
    likelihood = models.PositiveSmallIntegerField(
        "sandsynlighed", choices=Level, validators=BETWEEN_1_AND_3
    )
    impact = models.PositiveSmallIntegerField("alvor", choices=Level, validators=BETWEEN_1_AND_3)
    consequence = models.TextField("konsekvens", max_length=1000)
    action = models.TextField("handling", max_length=1000)
    function = models.CharField("ansvarlig", max_length=160, help_text="Funktion, ikke navn.")
    seen_on = models.DateField("vurderet")
    closed_on = models.DateField("lukket", null=True, blank=True)
    closed_why = models.CharField("hvorfor", max_length=300, blank=True)

    nameless = ("title", "consequence", "action", "function", "closed_why")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "risiko"
        verbose_name_plural = "risici"
        ordering = ["closed_on", "-likelihood", "-impact", "title"]
        constraints = [
            models.CheckConstraint(
                name="risk_levels", condition=Q(likelihood__range=(1, 3)) & Q(impact__range=(1, 3))
            ),
            models.CheckConstraint(
                name="risk_closed_says_why",
                condition=Q(closed_on__isnull=True) | ~Q(closed_why=""),
                violation_error_message="Skriv, hvorfor risikoen er lukket.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def weight(self) -> int:
        """1-9: likelihood times impact."""
        return self.likelihood * self.impact
