"""What happened: the rows every figure is made of. Written only by activities.actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from activities.models.plan import Plan
from core.versioned import Versioned

if TYPE_CHECKING:
    from accounts.models import User

AGE_BANDS = {
    "0-5": "0–5 år",
    "6-12": "6–12 år",
    "13-17": "13–17 år",
    "18-24": "18–24 år",
    "25+": "25 år og over",
}
GENDERS = {"female": "kvinder", "male": "mænd"}
# Each breakdown by its key: its name, and its groups.
DIMENSIONS = {"age": ("Alder", AGE_BANDS), "gender": ("Køn", GENDERS)}


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def counting(self) -> Self:
        """Those that count: not voided."""
        return self.filter(voided_at__isnull=True)


class Registration(Versioned):
    """One entry on a criterion: a count, a measurement (value of base), or the attendance of
    meetings.

    count: `value` heads or things, `base` empty. percent: `value` of `base` asked or measured.
    average: `value` attendances at `base` meetings. `new`: those of `value` that were not counted
    on the criterion before. No names, no CPR: numbers only.
    """

    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="registrations"
    )
    criterion = models.ForeignKey(
        "activities.SuccessCriterion",
        models.PROTECT,
        verbose_name="succeskriterium",
        related_name="registrations",
    )
    on = models.DateField("dato")
    value = models.PositiveIntegerField("antal")
    base = models.PositiveIntegerField(
        "ud af", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    estate = models.ForeignKey(
        "activities.Estate",
        models.PROTECT,
        verbose_name="afdeling",
        related_name="registrations",
        null=True,
        blank=True,
    )
    round = models.ForeignKey(
        "activities.SurveyRound",
        models.PROTECT,
        verbose_name="måling",
        related_name="registrations",
        null=True,
        blank=True,
        help_text="Kun ved procent. Tomt: måneden er sin egen måling.",
    )
    new = models.PositiveIntegerField("heraf nye", null=True, blank=True)
    volunteers = models.PositiveIntegerField("frivillige til stede", null=True, blank=True)
    breakdown = models.JSONField(
        "fordeling",
        default=dict,
        blank=True,
        help_text='{"age": {"0-5": 3}, "gender": {"female": 2}}',
    )
    note = models.CharField("note", max_length=300, blank=True)
    source = models.CharField("kilde", max_length=80, null=True, blank=True, editable=False)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="registreret af",
        related_name="registrations",
    )
    created_at = models.DateTimeField("registreret")
    voided_at = models.DateTimeField("fortrudt", null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="fortrudt af",
        related_name="+",
        null=True,
        blank=True,
    )

    objects = RegistrationQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["plan"])

    class Meta:
        verbose_name = "registrering"
        verbose_name_plural = "registreringer"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "source"], name="registration_source_once"),
            models.CheckConstraint(
                name="registration_base_positive",
                condition=Q(base__isnull=True) | Q(base__gt=0),
                violation_error_message="Antallet, der deles med, skal være mindst 1.",
            ),
            models.CheckConstraint(
                name="registration_new_within_value",
                condition=Q(new__isnull=True) | Q(new__lte=F("value")),
                violation_error_message="Der kan ikke være flere nye end i alt.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["plan", "on", "criterion", "value", "base", "new", "round"],
                name="registration_totals",
                condition=Q(voided_at__isnull=True),
            ),
            models.Index(fields=["criterion", "-on"], name="registration_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.criterion.noun}, {self.on:%d.%m.%Y}"

    @property
    def is_voided(self) -> bool:
        return self.voided_at is not None
