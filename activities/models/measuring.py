"""What a share rests on: survey rounds that registrations belong to, and readings of registers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from activities.models.plan import Plan
from core.exact import ExactField
from core.versioned import Versioned

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User

ROUND_NAME, WHO, SOURCE = 80, 160, 160


class SurveyRound(Versioned):
    """A måling: one round of asking or measuring on a share. Its registrations are one
    measurement, whatever months they lie in."""

    plan_via = "criterion"

    criterion = models.ForeignKey(
        "activities.SuccessCriterion",
        models.CASCADE,
        verbose_name="succeskriterium",
        related_name="rounds",
    )
    name = models.CharField("navn", max_length=ROUND_NAME, help_text='Fx "Måling, august 2013".')
    starts_on = models.DateField("fra")
    ends_on = models.DateField("til og med")
    who = models.CharField(
        "hvem bliver spurgt",
        max_length=WHO,
        blank=True,
        help_text='Fx "alle beboere på Lukretiavej". Skriv ingen navne.',
    )
    asked = models.PositiveIntegerField(
        "antal spurgte",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Valgfrit. Så står det ved siden af antallet af svar.",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="oprettet af", related_name="+"
    )
    created_at = models.DateTimeField("oprettet")

    nameless = ("name", "who")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "måling"
        verbose_name_plural = "målinger"
        ordering = ["criterion", "-ends_on", "-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "name"],
                name="round_name_once",
                violation_error_message="Kriteriet har allerede en måling med det navn.",
            ),
            models.CheckConstraint(
                name="round_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="Målingen slutter, før den begynder.",
            ),
            models.CheckConstraint(
                name="round_asked_positive",
                condition=Q(asked__isnull=True) | Q(asked__gt=0),
                violation_error_message="Antal spurgte skal være mindst 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


class ReadingRole(models.TextChoices):
    """Where a reading stands to the plan."""

    ORDINARY = "ordinary", "undervejs"
    BEFORE = "before", "før planen"
    AFTER = "after", "efter planen"


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def counting(self) -> Self:
        """Those that count: not voided."""
        return self.filter(voided_at__isnull=True)


class Reading(Versioned):
    """An aflæsning: a figure read in a register or a report, or measured before or after the plan.

    `value` of `base` where the number asked is known; without `base` it is the figure itself, in
    the criterion's own unit, and `source` says where it stands.
    """

    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="readings"
    )
    criterion = models.ForeignKey(
        "activities.SuccessCriterion",
        models.PROTECT,
        verbose_name="succeskriterium",
        related_name="readings",
    )
    role = models.CharField(
        "aflæst", max_length=8, choices=ReadingRole, default=ReadingRole.ORDINARY
    )
    read_on = models.DateField("aflæst den")
    year = models.PositiveSmallIntegerField(
        "tallet er for år", validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    value = ExactField("tal", validators=[MinValueValidator(0)])
    base = models.PositiveIntegerField(
        "ud af", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    source = models.CharField("kilde", max_length=SOURCE, blank=True)
    note = models.CharField("note", max_length=300, blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="skrevet af", related_name="+"
    )
    created_at = models.DateTimeField("skrevet")
    voided_at = models.DateTimeField("fortrudt", null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="fortrudt af",
        related_name="+",
        null=True,
        blank=True,
    )

    nameless = ("source", "note")

    objects = ReadingQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["plan"])

    class Meta:
        verbose_name = "aflæsning"
        verbose_name_plural = "aflæsninger"
        ordering = ["-read_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="reading_base_positive",
                condition=Q(base__isnull=True) | Q(base__gt=0),
                violation_error_message="Antallet, der deles med, skal være mindst 1.",
            ),
            models.CheckConstraint(
                name="reading_rests_on_something",
                condition=Q(base__isnull=False) | ~Q(source=""),
                violation_error_message="Skriv, hvor tallet står, eller hvor mange det er ud af.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["criterion", "read_on"],
                name="reading_counting",
                condition=Q(voided_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion}, {self.year}"

    @property
    def is_voided(self) -> bool:
        return self.voided_at is not None
