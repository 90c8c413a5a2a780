"""Evaluations: due, done, what they found, what follows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.versioned import Versioned


class EvaluationKind(models.TextChoices):
    LOCAL = "local", "lokal"
    YEARLY = "yearly", "årlig, intern"
    MID_TERM = "mid_term", "midtvejs, ekstern"
    FINAL = "final", "slut, ekstern"


class Evaluation(Versioned):
    """One evaluation of an activity, or of the whole plan. Done once it has a day and a
    conclusion."""

    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="evaluations"
    )
    kind = models.CharField("slags", max_length=8, choices=EvaluationKind)
    activity = models.ForeignKey(
        "activities.Activity",
        models.PROTECT,
        verbose_name="aktivitet",
        related_name="evaluations",
        null=True,
        blank=True,
    )
    title = models.CharField("titel", max_length=160)
    evaluator = models.CharField(
        "hvem evaluerer", max_length=200, help_text="Forum, partner eller konsulent."
    )
    due_on = models.DateField("senest")
    done_on = models.DateField("gjort", null=True, blank=True)
    conclusion = models.TextField("konklusion", max_length=2000, blank=True)
    consequence = models.TextField("hvad vi gør ved det", max_length=1000, blank=True)

    nameless = ("title", "evaluator", "conclusion", "consequence")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "evaluering"
        verbose_name_plural = "evalueringer"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="evaluation_done_concludes",
                condition=Q(done_on__isnull=True) | ~Q(conclusion=""),
                violation_error_message="Skriv, hvad evalueringen viste.",
            ),
            models.CheckConstraint(
                name="evaluation_local_has_activity",
                condition=~Q(kind="local") | Q(activity__isnull=False),
                violation_error_message="Vælg, hvilken aktivitet der evalueres.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_done(self) -> bool:
        return self.done_on is not None
