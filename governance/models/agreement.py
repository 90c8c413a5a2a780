"""Agreements and contracts with the municipality and the partners."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from activities.models.plan import PlanRow
from core.danish import listing

if TYPE_CHECKING:
    from activities.models import Activity, FocusArea


class AgreementKind(models.TextChoices):
    """An agreement is on the district's level, a contract for one area (domain.md T19)."""

    COOPERATION = "cooperation", "samarbejdsaftale"
    CONTRACT = "contract", "projektkontrakt"
    SUB_AGREEMENT = "sub_agreement", "delaftale"
    ACTIVITY = "activity", "aktivitetsaftale"


class Agreement(PlanRow):
    """Who has promised what to whom, for how long. `renew_days`: how long before the end it must
    be looked at."""

    title = models.CharField("titel", max_length=160)
    kind = models.CharField("slags", max_length=14, choices=AgreementKind)
    partner = models.ForeignKey(
        "activities.Partner", models.PROTECT, verbose_name="part", related_name="agreements"
    )
    focus_areas = models.ManyToManyField(
        "activities.FocusArea",
        verbose_name="indsatsområder",
        related_name="agreements",
        blank=True,
        help_text="Tomt: hele planen.",
    )
    activities = models.ManyToManyField(
        "activities.Activity", verbose_name="aktiviteter", related_name="agreements", blank=True
    )
    starts_on = models.DateField("fra")
    ends_on = models.DateField(
        "til og med", null=True, blank=True, help_text="Tomt: til den siges op."
    )
    we_deliver = models.TextField("vi leverer", max_length=1000, blank=True)
    they_deliver = models.TextField("de leverer", max_length=1000, blank=True)
    needs_funding = models.BooleanField("forudsætter fortsat finansiering", default=False)
    funding_note = models.CharField("hvilken finansiering", max_length=200, blank=True)
    renew_days = models.PositiveSmallIntegerField(
        "varsles, dage før den slutter", default=90, validators=[MaxValueValidator(730)]
    )
    ended_on = models.DateField("ophørt", null=True, blank=True)
    ended_why = models.CharField("hvorfor", max_length=300, blank=True)

    nameless = ("code", "title", "we_deliver", "they_deliver", "funding_note", "ended_why")

    history = HistoricalRecords()

    class Meta(PlanRow.Meta):
        verbose_name = "aftale"
        verbose_name_plural = "aftaler"
        default_related_name = "agreements"
        ordering = ["plan", "position", "title"]
        constraints = [
            PlanRow.unique_code("agreement_code_once"),
            models.CheckConstraint(
                name="agreement_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Slutdato ligger før startdato.",
            ),
            models.CheckConstraint(
                name="agreement_ended_says_why",
                condition=Q(ended_on__isnull=True) | ~Q(ended_why=""),
                violation_error_message="Skriv, hvorfor aftalen er ophørt.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> str:
        """What it is about, in words; many rows prefetch `focus_areas` and `activities`."""
        return scope_text(self.focus_areas.all(), self.activities.all())

    @property
    def last_on(self) -> date | None:
        """Its last day, as it says itself or as it was ended; None while there is none."""
        return min(filter(None, (self.ends_on, self.ended_on)), default=None)

    def is_in_force(self, on: date) -> bool:
        return self.starts_on <= on and (self.last_on is None or on <= self.last_on)


def scope_text(areas: Iterable[FocusArea], activities: Iterable[Activity]) -> str:
    """ "hele planen", or the areas and activities by name."""
    return listing([str(row) for row in (*areas, *activities)]) or "hele planen"
