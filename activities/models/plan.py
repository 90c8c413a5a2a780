"""The plan itself and the registers it owns: estates, staff roles, partners."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import Membership
from activities import limits
from activities.funders.files import USUAL
from core import clock
from core.periods import Kind, Period
from core.versioned import Versioned

if TYPE_CHECKING:
    from accounts.models import User

# What a text of the plan may be at most, in the administration and in a plan file: a page of print.
MAX_TEXT = 4000


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: User) -> Self:
        """The plans `user` belongs to today; a superuser sees all."""
        if user.is_superuser:
            return self
        mine = Membership.objects.in_force(clock.today()).filter(user=user)
        return self.filter(pk__in=mine.values("plan"))

    def touch(self) -> int:
        """Count the stamp up by one in the database: every cached page of the plan is now old."""
        return self.update(version=F("version") + 1)


class Plan(Versioned):
    """One helhedsplan. `version` is the stamp every cache key of its pages holds."""

    class Rhythm(models.TextChoices):
        QUARTER = Kind.QUARTER, "kvartal"
        HALF_YEAR = Kind.HALF_YEAR, "halvår"

    slug = models.SlugField("adresse", max_length=60, unique=True)
    name = models.CharField("navn", max_length=120)
    place = models.CharField(
        "sted", max_length=160, blank=True, help_text="Vises øverst på hver side."
    )
    association = models.CharField("boligorganisation", max_length=120, blank=True)
    administrator = models.CharField("projektadministrator", max_length=120, blank=True)
    strategy = models.CharField("strategi", max_length=200, blank=True)
    vision = models.TextField("vision", max_length=MAX_TEXT, blank=True)
    overall_goal = models.TextField("overordnet mål", max_length=MAX_TEXT, blank=True)
    office = models.CharField("kontor", max_length=200, blank=True)
    annual_evaluation = models.TextField("årlig evaluering", max_length=MAX_TEXT, blank=True)
    external_evaluation = models.TextField(
        "midtvejs- og slutevaluering", max_length=MAX_TEXT, blank=True
    )
    starts_on = models.DateField("begynder")
    ends_on = models.DateField("slutter")
    reporting_period = models.CharField(
        "rapporteres pr.", max_length=10, choices=Rhythm, default=Rhythm.QUARTER
    )

    on_track_from = models.PositiveSmallIntegerField(
        "på sporet fra (%)",
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Procent af det forventede, fra og med.",
    )
    at_risk_from = models.PositiveSmallIntegerField(
        "risiko fra (%)",
        default=70,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Procent af det forventede, fra og med. Derunder er kriteriet forsinket.",
    )
    milestone_grace_days = models.PositiveSmallIntegerField(
        "dage fra risiko til forsinket",
        default=30,
        help_text=(
            "Så længe efter periodens slutning er en milepæl i risiko; derefter er den forsinket."
        ),
    )

    min_answers = models.PositiveSmallIntegerField(
        "svar, der mindst skal til",
        default=10,
        validators=[MinValueValidator(1)],
        help_text="Under så mange svar kan en andel ikke kaldes nået.",
    )
    unusual_times = models.PositiveSmallIntegerField(
        "gange, før der spørges",
        default=5,
        validators=[MinValueValidator(2)],
        help_text="Der spørges til et tal, der er så mange gange større end det største før.",
    )

    # What another limit is from a day on ({"in_force_on": "2013-07-01", and all of limits.FIELDS}):
    # what an adjustment leaves behind. The columns above keep what the plan began with.
    later_limits = models.JSONField(
        "grænser fra en senere dag", default=list, blank=True, editable=False
    )
    funder = models.CharField(
        "bidragyder",
        max_length=40,
        default=USUAL,
        help_text="Hvad der skal indberettes hvert år, og hvornår.",
    )

    is_demo = models.BooleanField("demo", default=False, editable=False)
    version = models.PositiveBigIntegerField(default=1, editable=False)

    objects = PlanQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["version"])

    class Meta:
        verbose_name = "helhedsplan"
        verbose_name_plural = "helhedsplaner"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="plan_ends_after_start",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="Planen slutter, før den begynder.",
            ),
            models.CheckConstraint(
                name="plan_thresholds_in_order",
                condition=Q(at_risk_from__lt=F("on_track_from")) & Q(on_track_from__lte=100),
                violation_error_message=(
                    "Grænsen for risiko skal ligge under grænsen for på sporet."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("plan-home", args=[self.slug])

    @property
    def plan_id(self) -> int:
        """A plan is its own plan: what asks a row for its plan may be given the plan."""
        return self.pk

    @property
    def limits_course(self) -> tuple[limits.Limits, ...]:
        """The limits from the start and after each change, in order."""
        base = {name: getattr(self, name) for name in limits.FIELDS}
        return limits.course(base, self.later_limits)

    def limits_on(self, day: date) -> limits.Limits:
        """The limits that hold on `day`. No query."""
        return limits.on_day(self.limits_course, day)

    @property
    def whole(self) -> Period:
        """The years of the whole plan as one period."""
        return Period.span(self.starts_on.year, self.ends_on.year)

    @property
    def years(self) -> str:
        return self.whole.label

    def period_of(self, day: date) -> Period:
        """The reporting period (quarter or half year) that `day` lies in."""
        return Period.containing(day, self.reporting_period)

    def last_day_of(self, period: Period) -> date:
        """The last day the plan runs in a period: its reports are of that day, and final after."""
        return min(period.end, self.ends_on)

    def periods(self, year: int) -> list[Period]:
        """The reporting periods of a year."""
        return Period.year(year).parts(self.reporting_period)

    def ends_before(self, period: Period) -> list[date]:
        """The last days of the reporting periods of the year before `period`: what it is held
        against. Over a new year nothing is compared, for the targets are others."""
        return [part.end for part in self.periods(period.start.year) if part < period]


class PlanRow(Versioned):
    """A row that belongs to one plan and carries a stable code that files match on; the model's
    `default_related_name` is what the plan calls them."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="helhedsplan")
    code = models.CharField("kode", max_length=20)
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)

    class Meta:
        abstract = True
        ordering = ["plan", "position", "pk"]

    @classmethod
    def unique_code(cls, name: str) -> models.UniqueConstraint:
        return models.UniqueConstraint(
            fields=["plan", "code"],
            name=name,
            violation_error_message="Koden er allerede brugt i planen.",
        )


class Estate(PlanRow):
    """A housing section (afdeling) the plan covers."""

    name = models.CharField("navn", max_length=120)
    dwellings = models.PositiveIntegerField("lejemål")
    residents = models.PositiveIntegerField("beboere", null=True, blank=True)
    residents_note = models.CharField(
        "om beboertallet",
        max_length=120,
        blank=True,
        help_text='Fx "knap 1200", når tallet er anslået.',
    )

    history = HistoricalRecords()

    class Meta(PlanRow.Meta):
        verbose_name = "afdeling"
        verbose_name_plural = "afdelinger"
        default_related_name = "estates"
        constraints = [PlanRow.unique_code("estate_code_once")]

    def __str__(self) -> str:
        return self.name


class StaffRole(PlanRow):
    """A post in the plan (familiekoordinator, ...) with a full week's hours; what a login may do is
    `accounts.Role`."""

    name = models.CharField("stilling", max_length=80)
    full_time_hours = models.DecimalField(
        "fuld uge (timer)", max_digits=4, decimal_places=1, null=True, blank=True
    )

    history = HistoricalRecords()

    class Meta(PlanRow.Meta):
        verbose_name = "stilling"
        verbose_name_plural = "stillinger"
        default_related_name = "staff_roles"
        constraints = [PlanRow.unique_code("staffrole_code_once")]

    def __str__(self) -> str:
        return self.name


class PartnerKind(models.TextChoices):
    MUNICIPALITY = "municipality", "kommune"
    VOLUNTEERS = "volunteers", "frivillige"
    ASSOCIATION = "association", "forening eller klub"
    HOUSING = "housing", "boligorganisation og drift"
    RESIDENTS = "residents", "beboere og bestyrelser"
    BUSINESS = "business", "virksomheder"
    OTHER = "other", "andre"


class Partner(PlanRow):
    """Somebody the plan works with: an organisation or a group, never a named person."""

    name = models.CharField("navn", max_length=120)
    kind = models.CharField("slags", max_length=14, choices=PartnerKind, default=PartnerKind.OTHER)

    history = HistoricalRecords()

    class Meta(PlanRow.Meta):
        verbose_name = "samarbejdspartner"
        verbose_name_plural = "samarbejdspartnere"
        default_related_name = "partners"
        constraints = [PlanRow.unique_code("partner_code_once")]

    def __str__(self) -> str:
        return self.name
