"""What happened to a report, and who fetched it. Rows are added, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Event(models.Model):
    """One step of a report's course: who did what when, and why."""

    class Verb(models.TextChoices):
        DRAFTED = "drafted", "Kladde lavet"
        HANDED_OVER = "handed_over", "Afleveret til koordinator"
        TAKEN_BACK = "taken_back", "Taget tilbage"
        SENT_BACK = "sent_back", "Sendt tilbage"
        ISSUED = "issued", "Udsendt"
        SEALED = "sealed", "Forseglet"
        SUBMITTED = "submitted", "Indberettet"
        CORRECTED = "corrected", "Rettelse begyndt"
        CANCELLED = "cancelled", "Fil afbrudt"

    report = models.ForeignKey(
        "reporting.Report", models.CASCADE, verbose_name="rapport", related_name="events"
    )
    verb = models.CharField("hvad", max_length=12, choices=Verb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="hvem",
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField("hvornår")
    note = models.CharField("bemærkning", max_length=600, blank=True)

    nameless = ("note",)

    class Meta:
        verbose_name = "hændelse"
        verbose_name_plural = "hændelser"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.report}"


class Download(models.Model):
    """That somebody fetched a report's file."""

    report = models.ForeignKey(
        "reporting.Report", models.CASCADE, verbose_name="rapport", related_name="downloads"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="hvem", related_name="+"
    )
    at = models.DateTimeField("hvornår")
    form = models.CharField("form", max_length=4)

    class Meta:
        verbose_name = "hentning"
        verbose_name_plural = "hentninger"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.report}: {self.by}"
