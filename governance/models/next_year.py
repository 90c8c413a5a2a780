"""Next year: proposed from this year's, and real once the styregruppe has said yes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.roles import Part, memberships_of, plans_with
from core.exact import ExactField
from core.periods import PeriodField
from core.versioned import Versioned
from milestones.models import Kind

if TYPE_CHECKING:
    from accounts.models import User


class NextYearQuerySet(models.QuerySet["NextYear"]):
    def visible_to(self, user: User) -> Self:
        """All for the secretariat; for the groups what has been proposed; for everybody else
        what is approved."""
        if user.is_superuser:
            return self
        return self.filter(
            Q(plan__in=plans_with(user, Part.SECRETARIAT))
            | (Q(plan__in=plans_with(user, Part.PROPOSALS)) & ~Q(state=NextYear.State.DRAFT))
            | Q(plan__in=[m.plan_id for m in memberships_of(user)], state=NextYear.State.APPROVED)
        )


class NextYear(Versioned):
    """The draft of a year. Nothing of it holds until it is approved; then targets, hours and
    milestones are written."""

    class State(models.TextChoices):
        DRAFT = "draft", "kladde"
        PROPOSED = "proposed", "indstillet til styregruppen"
        APPROVED = "approved", "godkendt"

    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="next_years"
    )
    year = models.PositiveSmallIntegerField("år")
    state = models.CharField("tilstand", max_length=8, choices=State, default=State.DRAFT)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="begyndt af", related_name="+"
    )
    begun_at = models.DateTimeField("begyndt")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="indstillet af",
        related_name="+",
        null=True,
        blank=True,
    )
    proposed_at = models.DateTimeField("indstillet", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="noteret af",
        related_name="+",
        null=True,
        blank=True,
    )
    approved_on = models.DateField("godkendt", null=True, blank=True)
    decided_in = models.ForeignKey(
        "governance.AgendaItem",
        models.PROTECT,
        verbose_name="besluttet i",
        related_name="approves_years",
        null=True,
        blank=True,
    )

    objects = NextYearQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "næste år"
        verbose_name_plural = "næste år"
        ordering = ["plan", "year"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "year"], name="next_year_once"),
            models.CheckConstraint(
                name="next_year_takes_two",
                condition=Q(proposed_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(proposed_by=F("decided_by")),
                violation_error_message="Den, der indstiller, kan ikke selv notere beslutningen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("next-year-page", args=[self.plan.slug, self.year])


class ProposedTarget(Versioned):
    """A criterion's target for the year; `value` None: it is not measured that year, and `note`
    says why. `course`: when it is expected (activities.course).

    `made`: the target it became. It also keeps a plan file that does not know the year from
    deleting it.
    """

    plan_via = "criterion"

    next_year = models.ForeignKey(
        NextYear, models.CASCADE, verbose_name="år", related_name="targets"
    )
    criterion = models.ForeignKey(
        "activities.SuccessCriterion",
        models.CASCADE,
        verbose_name="succeskriterium",
        related_name="+",
    )
    value = ExactField("måltal", null=True, blank=True, validators=[MinValueValidator(0)])
    course = models.JSONField("ventet forløb", default=dict, blank=True)
    note = models.CharField("bemærkning", max_length=300, blank=True)
    made = models.OneToOneField(
        "activities.Target",
        models.PROTECT,
        verbose_name="måltal",
        related_name="proposal",
        null=True,
        blank=True,
        editable=False,
    )

    nameless = ("note",)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "foreslået måltal"
        verbose_name_plural = "foreslåede måltal"
        ordering = ["next_year", "criterion"]
        constraints = [
            models.UniqueConstraint(fields=["next_year", "criterion"], name="proposed_target_once"),
            models.CheckConstraint(
                name="proposed_target_not_negative",
                condition=Q(value__isnull=True) | Q(value__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"


class ProposedAllocation(Versioned):
    """A post's weekly hours on an activity in the year."""

    plan_via = "next_year"

    next_year = models.ForeignKey(
        NextYear, models.CASCADE, verbose_name="år", related_name="allocations"
    )
    allocation = models.ForeignKey(
        "activities.StaffAllocation", models.CASCADE, verbose_name="timer", related_name="+"
    )
    hours_min = models.DecimalField(
        "timer pr. uge, mindst", max_digits=5, decimal_places=2, validators=[MinValueValidator(0)]
    )
    hours_max = models.DecimalField(
        "timer pr. uge, højst", max_digits=5, decimal_places=2, validators=[MinValueValidator(0)]
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "foreslåede timer"
        verbose_name_plural = "foreslåede timer"
        ordering = ["next_year", "allocation"]
        constraints = [
            models.UniqueConstraint(
                fields=["next_year", "allocation"], name="proposed_allocation_once"
            ),
            models.CheckConstraint(
                name="proposed_allocation_range",
                condition=Q(hours_min__gte=0) & Q(hours_max__gte=F("hours_min")),
                violation_error_message="Højst kan ikke være mindre end mindst.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.allocation}: {self.hours_min}"


class ProposedMilestone(Versioned):
    """A milestone of the year; `copied_from` is this year's, a year earlier."""

    plan_via = "next_year"

    next_year = models.ForeignKey(
        NextYear, models.CASCADE, verbose_name="år", related_name="milestones"
    )
    copied_from = models.ForeignKey(
        "milestones.Milestone",
        models.SET_NULL,
        verbose_name="kopi af",
        related_name="+",
        null=True,
        blank=True,
    )
    name = models.CharField("milepæl", max_length=200)
    kind = models.CharField("slags", max_length=10, choices=Kind)
    period = PeriodField("periode")
    activity = models.ForeignKey(
        "activities.Activity",
        models.CASCADE,
        verbose_name="aktivitet",
        related_name="+",
        null=True,
        blank=True,
    )
    criterion = models.ForeignKey(
        "activities.SuccessCriterion",
        models.CASCADE,
        verbose_name="succeskriterium",
        related_name="+",
        null=True,
        blank=True,
    )
    number = models.PositiveIntegerField("tal, der skal nås", null=True, blank=True)
    made = models.OneToOneField(
        "milestones.Milestone",
        models.PROTECT,
        verbose_name="milepæl",
        related_name="proposal",
        null=True,
        blank=True,
        editable=False,
    )
    is_left_out = models.BooleanField("kommer ikke med", default=False)
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)

    nameless = ("name",)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "foreslået milepæl"
        verbose_name_plural = "foreslåede milepæle"
        ordering = ["next_year", "period", "position", "pk"]

    def __str__(self) -> str:
        return self.name
