"""Focus areas, their activities, and who staffs and shares them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from activities.models.plan import MAX_TEXT, Plan, PlanRow
from core.versioned import Versioned

if TYPE_CHECKING:
    from accounts.models import User

BANDS = 4


def band(position: int) -> int:
    """The colour of the area at a place in its plan: four, then round again."""
    return (position - 1) % BANDS + 1


class FocusArea(PlanRow):
    """An indsatsområde. Its place in the plan decides its colour."""

    name = models.CharField("navn", max_length=120)
    problem = models.TextField("problem", max_length=MAX_TEXT, blank=True)
    purpose = models.TextField("formål", max_length=MAX_TEXT, blank=True)

    history = HistoricalRecords()

    class Meta(PlanRow.Meta):
        verbose_name = "indsatsområde"
        verbose_name_plural = "indsatsområder"
        default_related_name = "focus_areas"
        constraints = [PlanRow.unique_code("focusarea_code_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def band(self) -> int:
        return band(self.position)


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(plan__in=Plan.objects.visible_to(user))


class Activity(PlanRow):
    """An activity of a focus area: purpose, where, with whom, how it is evaluated and anchored."""

    code = models.CharField("nummer", max_length=20)
    focus_area = models.ForeignKey(
        FocusArea, models.PROTECT, verbose_name="indsatsområde", related_name="activities"
    )
    name = models.CharField("navn", max_length=120)
    purpose = models.TextField("formål", max_length=MAX_TEXT, blank=True)
    estates = models.ManyToManyField(
        "activities.Estate",
        verbose_name="afdelinger",
        related_name="activities",
        blank=True,
        help_text="Tomt: alle.",
    )
    evaluation = models.TextField(
        "lokal evaluering", max_length=MAX_TEXT, blank=True, help_text="Hvordan og hvor ofte."
    )
    evaluated_by = models.CharField("evalueres af", max_length=200, blank=True)
    anchoring = models.TextField(
        "forankring", max_length=MAX_TEXT, blank=True, help_text="Betingelser og trin."
    )
    anchored_in = models.CharField("forankres i", max_length=200, blank=True)
    starts_on = models.DateField("begynder", null=True, blank=True, help_text="Tomt: med planen.")
    ends_on = models.DateField("slutter", null=True, blank=True, help_text="Tomt: med planen.")
    # What an adjustment moved the last day from: [{"ends_on": "2014-12-31", "until":
    # "2014-02-28"}], oldest first. Figures of a day are of the end that was known on it. A plan
    # file has the last alone: what lies in the activity lies within it.
    earlier_ends = models.JSONField(
        "tidligere sidste dage", default=list, blank=True, editable=False
    )
    is_one_group = models.BooleanField(
        "trinnene tæller samme gruppe",
        default=False,
        help_text="Så kan et senere trin ikke være flere end trinnet før.",
    )

    objects = ActivityQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(PlanRow.Meta):
        verbose_name = "aktivitet"
        verbose_name_plural = "aktiviteter"
        default_related_name = "activities"
        constraints = [
            PlanRow.unique_code("activity_code_once"),
            models.CheckConstraint(
                name="activity_ends_after_start",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gt=F("starts_on")),
                violation_error_message="Aktiviteten slutter, før den begynder.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def first_end(self) -> date | None:
        """The last day it had from the start; None where it ran as the plan does."""
        if not self.earlier_ends:
            return self.ends_on
        first = self.earlier_ends[0]["ends_on"]
        return date.fromisoformat(first) if first else None

    def get_absolute_url(self) -> str:
        return reverse("activity", args=[self.plan.slug, self.code])


class Channel(models.Model):
    """A part of an activity that is described but not measured alone (5.4's four channels)."""

    plan_via = "activity"

    activity = models.ForeignKey(
        Activity, models.CASCADE, verbose_name="aktivitet", related_name="channels"
    )
    code = models.CharField("nummer", max_length=20)
    name = models.CharField("navn", max_length=120)
    description = models.TextField("beskrivelse", max_length=MAX_TEXT, blank=True)
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)

    class Meta:
        verbose_name = "delaktivitet"
        verbose_name_plural = "delaktiviteter"
        ordering = ["activity", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "code"], name="channel_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Partnership(models.Model):
    """That a partner takes part in an activity, and with what."""

    plan_via = "activity"

    activity = models.ForeignKey(
        Activity, models.CASCADE, verbose_name="aktivitet", related_name="partnerships"
    )
    partner = models.ForeignKey(
        "activities.Partner",
        models.PROTECT,
        verbose_name="samarbejdspartner",
        related_name="partnerships",
    )
    contribution = models.CharField("bidrag", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)

    class Meta:
        verbose_name = "samarbejdsrelation"
        verbose_name_plural = "samarbejdsrelationer"
        ordering = ["activity", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "partner"],
                name="partnership_once",
                violation_error_message="Partneren står allerede på aktiviteten.",
            )
        ]

    def __str__(self) -> str:
        return self.partner.name


class StaffAllocation(Versioned):
    """Weekly hours a staff role gives an activity; min = max unless the plan gives a range.

    `is_annual_average`: the week is an average over the year. An allocation is never a timesheet.
    """

    plan_via = "activity"

    activity = models.ForeignKey(
        Activity, models.CASCADE, verbose_name="aktivitet", related_name="allocations"
    )
    staff_role = models.ForeignKey(
        "activities.StaffRole", models.PROTECT, verbose_name="stilling", related_name="allocations"
    )
    hours_min = models.DecimalField(
        "timer pr. uge, mindst", max_digits=5, decimal_places=2, validators=[MinValueValidator(0)]
    )
    hours_max = models.DecimalField(
        "timer pr. uge, højst", max_digits=5, decimal_places=2, validators=[MinValueValidator(0)]
    )
    is_annual_average = models.BooleanField("gennemsnit over året", default=False)
    starts_on = models.DateField(
        "fra", null=True, blank=True, help_text="Tomt: så længe aktiviteten varer."
    )
    ends_on = models.DateField("til og med", null=True, blank=True)
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "medarbejderressource"
        verbose_name_plural = "medarbejderressourcer"
        ordering = ["activity", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "staff_role"],
                name="allocation_once",
                violation_error_message="Stillingen har allerede timer på aktiviteten.",
            ),
            models.CheckConstraint(
                name="allocation_range",
                condition=Q(hours_min__gte=0) & Q(hours_max__gte=F("hours_min")),
                violation_error_message="Højst kan ikke være mindre end mindst.",
            ),
            models.CheckConstraint(
                name="allocation_ends_after_start",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gt=F("starts_on")),
                violation_error_message="Timerne slutter, før de begynder.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_role}: {self.activity}"

    @property
    def days(self) -> tuple[date | None, date | None]:
        """Its first and last day, else its activity's; None where it runs as the plan does."""
        activity = self.activity
        return self.starts_on or activity.starts_on, self.ends_on or activity.ends_on

    def hours_on(self, day: date) -> tuple[Decimal, Decimal]:
        """Hours a week (least, most) as they are on `day`; reads `revisions`, which many rows
        prefetch."""
        held = max(
            (r for r in self.revisions.all() if r.in_force_on <= day),
            key=lambda r: r.in_force_on,
            default=self,
        )
        return held.hours_min, held.hours_max


class AllocationRevision(models.Model):
    """Other weekly hours of an allocation from a day on: what an adjustment in force leaves
    behind."""

    allocation = models.ForeignKey(
        StaffAllocation,
        models.CASCADE,
        verbose_name="medarbejderressource",
        related_name="revisions",
    )
    hours_min = models.DecimalField("timer pr. uge, mindst", max_digits=5, decimal_places=2)
    hours_max = models.DecimalField("timer pr. uge, højst", max_digits=5, decimal_places=2)
    in_force_on = models.DateField("gælder fra")

    class Meta:
        verbose_name = "ændrede timer"
        verbose_name_plural = "ændrede timer"
        ordering = ["allocation", "in_force_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["allocation", "in_force_on"], name="allocation_revision_once"
            ),
            models.CheckConstraint(
                name="allocation_revision_range",
                condition=Q(hours_min__gte=0) & Q(hours_max__gte=F("hours_min")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hours_min}-{self.hours_max} fra {self.in_force_on:%d.%m.%Y}"
