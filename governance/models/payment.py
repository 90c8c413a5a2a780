"""Money that was paid out to the plan: what the reguleringskonto holds against what is spent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.versioned import Versioned
from governance.models.budget import Source, kroner


class Payment(Versioned):
    """One amount that came from a funder or a local party on a day; below 0 for what was paid
    back. It belongs to the calendar year of its day."""

    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="payments"
    )
    source = models.CharField("betalt af", max_length=14, choices=Source)
    on = models.DateField("udbetalt den")
    amount = kroner("beløb", help_text="Skriv minus foran det, der er betalt tilbage.")
    note = models.CharField(
        "bemærkning", max_length=160, blank=True, help_text="Fx bilagsnummer eller rate."
    )

    nameless = ("note",)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "udbetaling"
        verbose_name_plural = "udbetalinger"
        ordering = ["plan", "on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="payment_is_of_something",
                condition=~Q(amount=0),
                violation_error_message="Beløbet kan ikke være 0.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()}, {self.on:%d.%m.%Y}"
