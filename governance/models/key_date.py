"""The plan's own days in the årshjul: newsletters with their deadline, returns, and what else
must be kept."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from activities.models.choices import Measure
from core.versioned import Versioned


class KeyDateKind(models.TextChoices):
    NEWSLETTER = "newsletter", "nyhedsbrev"
    RETURN = "return", "indberetning til Landsbyggefonden"
    OTHER = "other", "anden frist"


class KeyDate(Versioned):
    """A day something is to be out, sent or done by; done once it has the day it was.

    A newsletter may also have the day its articles are due (`material_on`) and, once out, how many
    were printed (`copies`); with a `criterion` its being out counts there as one.
    """

    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="key_dates"
    )
    kind = models.CharField("slags", max_length=10, choices=KeyDateKind)
    title = models.CharField("titel", max_length=160)
    due_on = models.DateField("dato")
    material_on = models.DateField("stof senest", null=True, blank=True)
    criterion = models.ForeignKey(
        "activities.SuccessCriterion",
        models.PROTECT,
        verbose_name="tæller som 1 i",
        related_name="key_dates",
        null=True,
        blank=True,
    )
    note = models.CharField("bemærkning", max_length=300, blank=True)
    done_on = models.DateField("gjort", null=True, blank=True)
    copies = models.PositiveIntegerField(
        "oplag",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
    )

    nameless = ("title", "note")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "frist"
        verbose_name_plural = "frister"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="key_date_material_comes_first",
                condition=Q(material_on__isnull=True) | Q(material_on__lte=F("due_on")),
                violation_error_message=(
                    "Fristen for stof ligger efter den dag, nyhedsbrevet udkommer."
                ),
            ),
            models.CheckConstraint(
                name="key_date_newsletter_fields",
                condition=Q(kind="newsletter")
                | Q(material_on__isnull=True, criterion__isnull=True, copies__isnull=True),
                violation_error_message=(
                    "Kun et nyhedsbrev har frist for stof, oplag og et succeskriterium."
                ),
            ),
            models.CheckConstraint(
                name="key_date_copies_of_what_is_out",
                condition=Q(copies__isnull=True) | Q(done_on__isnull=False),
                violation_error_message="Oplaget skrives, når nyhedsbrevet er udkommet.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        errors: dict[str, Any] = {}
        if self.criterion and self.criterion.activity.plan_id != self.plan_id:
            errors["criterion"] = "Succeskriteriet hører ikke til planen."
        elif self.criterion and self.criterion.measure != Measure.COUNT:
            errors["criterion"] = "Vælg et succeskriterium, der tælles i antal."
        if errors:
            raise ValidationError(errors)

    @property
    def is_done(self) -> bool:
        return self.done_on is not None

    @property
    def is_newsletter(self) -> bool:
        return self.kind == KeyDateKind.NEWSLETTER
