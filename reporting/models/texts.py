"""What people write into a report beside the comments: sentences in other words, and a plan's
own mail texts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from core.periods import PeriodField
from core.versioned import Versioned


class NoteText(Versioned):
    """A sentence of the period's draft in a person's words; empty text leaves it out.

    `key` names the sentence (reporting.data.draft), `base` is what the draft said when it was
    rewritten: when the figures make it say something else, the person is asked to look again.
    """

    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="note_texts"
    )
    period = PeriodField("periode")
    key = models.CharField(max_length=80)
    text = models.TextField("tekst", blank=True)
    base = models.TextField("kladdens ord")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="skrevet af", related_name="+"
    )
    at = models.DateTimeField("skrevet")

    nameless = ("text",)

    history = HistoricalRecords(excluded_fields=["plan"])

    class Meta:
        verbose_name = "sætning"
        verbose_name_plural = "sætninger"
        ordering = ["plan", "period", "key"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "period", "key"], name="note_text_once")
        ]

    def __str__(self) -> str:
        return self.text[:60]


class LetterText(Versioned):
    """The plan's own opening of one kind of mail (reporting.emails); without a row the product's
    words stand."""

    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="letter_texts"
    )
    kind = models.CharField("mail", max_length=40)
    text = models.TextField("tekst", max_length=1000)

    nameless = ("text",)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "mailtekst"
        verbose_name_plural = "mailtekster"
        ordering = ["plan", "kind"]
        constraints = [models.UniqueConstraint(fields=["plan", "kind"], name="letter_text_once")]

    def __str__(self) -> str:
        return self.text[:60]
