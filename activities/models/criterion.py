"""Success criteria and their targets."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from activities.models.choices import (
    EACH_ONCE,
    CountingRule,
    Counts,
    Direction,
    Level,
    Measure,
    Per,
    Rhythm,
    asks_who,
)
from activities.models.plan import MAX_TEXT, Plan
from core.exact import ExactField
from core.periods import Kind, Period
from core.versioned import Versioned

if TYPE_CHECKING:
    from accounts.models import User

MONTH_BEGINS = "Perioden skal begynde den første i en måned."
MONTH_ENDS = "Perioden skal slutte den sidste i en måned."
BASELINE_YEARS = (1990, 2100)
WRONG_YEAR = f"Skriv et år fra {BASELINE_YEARS[0]} til {BASELINE_YEARS[1]}."


class CriterionQuerySet(models.QuerySet["SuccessCriterion"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(activity__plan__in=Plan.objects.visible_to(user))


class SuccessCriterion(Versioned):
    """One step of an activity's ladder: a result sentence with a number in front."""

    plan_via = "activity"

    activity = models.ForeignKey(
        "activities.Activity", models.CASCADE, verbose_name="aktivitet", related_name="criteria"
    )
    code = models.CharField("kode", max_length=20)
    level = models.PositiveSmallIntegerField("trin", choices=Level)
    name = models.CharField("kort navn", max_length=80, help_text='Fx "Familier deltog".')
    text = models.CharField(
        "resultatsætning",
        max_length=200,
        help_text=(
            'Læses efter tallet, fx "familier deltog i aktiviteterne"; ved procent efter '
            '"54 % af beboerne".'
        ),
    )
    measure = models.CharField("måles som", max_length=8, choices=Measure, default=Measure.COUNT)
    noun = models.CharField("enhed, flertal", max_length=60, help_text='Fx "familier".')
    noun_singular = models.CharField("enhed, ental", max_length=60, help_text='Fx "familie".')
    counting_rule = models.CharField("tællemåde", max_length=20, choices=CountingRule)
    method = models.CharField("metode", max_length=200, help_text="Hvordan ved vi det?")
    denominator = models.CharField(
        "i forhold til",
        max_length=80,
        blank=True,
        help_text="Procent: af hvem. Gennemsnit: pr. hvad.",
    )
    rhythm = models.CharField("rytme", max_length=8, choices=Rhythm, default=Rhythm.RUNNING)
    measured_in_month = models.PositiveSmallIntegerField(
        "måles i måned",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    direction = models.CharField(
        "målet er", max_length=8, choices=Direction, default=Direction.AT_LEAST
    )
    per = models.PositiveSmallIntegerField(
        "andel i", choices=Per, default=Per.HUNDRED, help_text="Kun ved andele."
    )
    baseline = ExactField("udgangspunkt", null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(
        "udgangspunktets år",
        null=True,
        blank=True,
        validators=[
            MinValueValidator(BASELINE_YEARS[0], WRONG_YEAR),
            MaxValueValidator(BASELINE_YEARS[1], WRONG_YEAR),
        ],
    )
    baseline_source = models.CharField("udgangspunktets kilde", max_length=160, blank=True)
    course = models.JSONField(
        "ventet forløb",
        default=dict,
        blank=True,
        help_text="Hvornår det ventes, se activities.course. Tomt: jævnt over perioden.",
    )
    responsible = models.ForeignKey(
        "activities.StaffRole",
        models.PROTECT,
        verbose_name="ansvarlig",
        related_name="criteria",
        null=True,
        blank=True,
    )
    counts = models.CharField(
        "tæller",
        max_length=10,
        choices=Counts,
        default=Counts.THINGS,
        help_text="Kun ved personer spørges der om alder og køn.",
    )
    approved_text = models.TextField(
        "godkendt ordlyd",
        max_length=MAX_TEXT,
        blank=True,
        help_text="Succeskriteriet, som det står i den godkendte plan. Trykkes i indberetninger.",
    )
    stands_at = models.CharField(
        "står i planen", max_length=80, blank=True, help_text='Fx "side 14" eller "linje 402".'
    )
    note = models.CharField("bemærkning", max_length=300, blank=True)
    doubt = models.CharField(
        "ikke bekræftet",
        max_length=300,
        blank=True,
        help_text='Læses efter "Det er ikke bekræftet,", fx "at en familie tælles hver gang".',
    )
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)

    objects = CriterionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "succeskriterium"
        verbose_name_plural = "succeskriterier"
        ordering = ["activity__position", "activity", "level", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "code"],
                name="criterion_code_once",
                violation_error_message="Koden er allerede brugt på aktiviteten.",
            ),
            models.CheckConstraint(
                name="criterion_level",
                condition=Q(level__in=[1, 2, 3]),
                violation_error_message="Trinnet skal være 1, 2 eller 3.",
            ),
            models.CheckConstraint(
                name="criterion_baseline_has_year",
                condition=Q(baseline__isnull=True, baseline_year__isnull=True)
                | Q(baseline__gte=0, baseline_year__isnull=False),
                violation_error_message="Skriv både udgangspunktet og dets år.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_level_measure(self) -> bool:
        """Percent and average say how high, not how many: nothing is expected pro rata."""
        return self.measure != Measure.COUNT

    @property
    def asks_who(self) -> bool:
        """Whether a registration may say ages and sexes (asks_who above)."""
        return asks_who(self.measure, self.counts)

    @property
    def counts_each_once(self) -> bool:
        """Whether the figure is the sum of `new`: each is counted once, by the counting rule."""
        return self.measure == Measure.COUNT and self.counting_rule in EACH_ONCE


class Target(Versioned):
    """The target of a criterion for a year or a span of years; never divided or rolled over
    silently."""

    plan_via = "criterion"

    criterion = models.ForeignKey(
        SuccessCriterion, models.CASCADE, verbose_name="succeskriterium", related_name="targets"
    )
    starts_on = models.DateField("fra")
    ends_on = models.DateField("til og med")
    value = ExactField("måltal", validators=[MinValueValidator(0)])
    course = models.JSONField(
        "eget forløb",
        null=True,
        blank=True,
        help_text="Hvor det er et andet end kriteriets, se activities.course.",
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "måltal"
        verbose_name_plural = "måltal"
        ordering = ["criterion", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "starts_on"],
                name="target_once",
                violation_error_message="Der er allerede et måltal fra den dag.",
            ),
            models.CheckConstraint(
                name="target_ends_after_start",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="Perioden slutter, før den begynder.",
            ),
            models.CheckConstraint(
                name="target_not_negative",
                condition=Q(value__gte=0),
                violation_error_message="Et måltal kan ikke være negativt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value} ({self.period.label})"

    def clean(self) -> None:
        """Whole months only: figures are summed by month."""
        after = self.ends_on + timedelta(days=1) if self.ends_on else None
        if self.starts_on and self.starts_on.day != 1:
            raise ValidationError({"starts_on": MONTH_BEGINS})
        if after and after.day != 1:
            raise ValidationError({"ends_on": MONTH_ENDS})

    @property
    def period(self) -> Period:
        """The target's period as it is named: a year, a span of years, or the quarter/half it
        equals."""
        for kind in (Kind.YEAR, Kind.HALF_YEAR, Kind.QUARTER):
            period = Period.containing(self.starts_on, kind)
            if (period.start, period.end) == (self.starts_on, self.ends_on):
                return period
        whole = Period.span(self.starts_on.year, self.ends_on.year)
        return Period(self.starts_on, self.ends_on, whole.kind)


class TargetRevision(models.Model):
    """Another value of a target from a day on: what an adjustment in force leaves behind. The
    target keeps the value the plan began with, so a report of an earlier day still says what
    held then."""

    target = models.ForeignKey(
        Target, models.CASCADE, verbose_name="måltal", related_name="revisions"
    )
    value = ExactField("måltal", validators=[MinValueValidator(0)])
    in_force_on = models.DateField("gælder fra")

    class Meta:
        verbose_name = "ændret måltal"
        verbose_name_plural = "ændrede måltal"
        ordering = ["target", "in_force_on"]
        constraints = [
            models.UniqueConstraint(fields=["target", "in_force_on"], name="target_revision_once"),
            models.CheckConstraint(name="target_revision_not_negative", condition=Q(value__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.value} fra {self.in_force_on:%d.%m.%Y}"
