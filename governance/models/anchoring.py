"""Forankring: who carries an activity on when the plan is over, and how far that is."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords

from core.versioned import Versioned


class AnchoringStep(models.IntegerChoices):
    """How far it is. From AGREED on, somebody has said yes."""

    OPEN = 0, "ikke afklaret"
    FOUND = 1, "modtager fundet"
    AGREED = 2, "aftalt"
    HANDING_OVER = 3, "under overdragelse"
    ANCHORED = 4, "forankret"
    ENDS = 5, "ophører med planen"


class Anchoring(Versioned):
    """One activity's future. The plan's own words about it stand on the activity; this is where
    it has got to."""

    plan_via = "activity"

    activity = models.OneToOneField(
        "activities.Activity",
        models.CASCADE,
        verbose_name="aktivitet",
        related_name="anchoring_state",
    )
    partner = models.ForeignKey(
        "activities.Partner",
        models.PROTECT,
        verbose_name="hvem tager over",
        related_name="anchorings",
        null=True,
        blank=True,
    )
    taken_over_by = models.CharField(
        "eller med andre ord",
        max_length=200,
        blank=True,
        help_text="Funktion eller gruppe, ikke navn.",
    )
    conditions = models.TextField("betingelser", max_length=1000, blank=True)
    step = models.PositiveSmallIntegerField(
        "trin", choices=AnchoringStep, default=AnchoringStep.OPEN
    )
    planned_on = models.DateField("skal være på plads senest", null=True, blank=True)
    reached_on = models.DateField("trinnet er nået den", null=True, blank=True)
    note = models.CharField("bemærkning", max_length=300, blank=True)

    nameless = ("taken_over_by", "conditions", "note")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "forankring"
        verbose_name_plural = "forankringer"
        ordering = ["activity"]

    def __str__(self) -> str:
        return f"{self.activity}: {self.get_step_display()}"
