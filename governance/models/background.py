"""The estates' background figures, and how it goes with the plan's overall goal."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.versioned import Versioned


class Indicator(models.TextChoices):
    """KÅS-tal of the kinds the plan describes its estates by."""

    OUTSIDE_LABOUR_MARKET = "outside_labour", "uden for arbejdsmarkedet (%)"
    INCOME = "income", "bruttoindkomst pr. voksen (kr.)"
    UNDER_18 = "under_18", "beboere under 18 år (%)"
    SINGLE_PARENTS = "single_parents", "enlige forsørgere (%)"
    OTHER_ORIGIN = "other_origin", "indvandrere og efterkommere (%)"
    MOVES = "moves", "fraflytninger (%)"
    CRIME = "crime", "dømte (pr. 10.000 beboere)"


# How many an indicator's figures are of: percent of 100, convictions of 10,000. Kroner are of
# nobody.
WHOLE = dict.fromkeys(Indicator, 100) | {Indicator.CRIME: 10_000, Indicator.INCOME: None}
FEWEST = 5


def of_too_few(indicator: Indicator, value: Decimal, residents: int | None) -> str:
    """Why a figure may not stand: it, or what is left of the whole, is of one to four residents.
    Else "".

    Reckoned of all residents, who are at least as many as those the figure is of: what is too few
    of all is too few. `residents` None: not known, so nobody can say that it is few.
    """
    whole = WHOLE[indicator]
    if whole is None or residents is None:
        return ""
    counted = residents * Decimal(value) / whole
    if 0 < counted < FEWEST:
        return (
            "Det svarer til færre end fem beboere. Så små tal skrives ikke, for så kan "
            "man vide, hvem det er."
        )
    if whole == 100 and 0 < residents - counted < FEWEST:
        return (
            "Det er alle på nær færre end fem beboere. Så skrives tallet ikke, for så "
            "kan man vide, hvem de er."
        )
    return ""


class BackgroundFigure(Versioned):
    """One figure of one year: the estate's (or the whole plan's) beside the city's, with its source
    and definition.

    Public statistics only; a figure of fewer than five people is never entered.
    """

    plan = models.ForeignKey(
        "activities.Plan",
        models.CASCADE,
        verbose_name="helhedsplan",
        related_name="background_figures",
    )
    estate = models.ForeignKey(
        "activities.Estate",
        models.CASCADE,
        verbose_name="afdeling",
        related_name="background_figures",
        null=True,
        blank=True,
        help_text="Tomt: hele planen.",
    )
    indicator = models.CharField("tal", max_length=16, choices=Indicator)
    year = models.PositiveSmallIntegerField("år")
    value = models.DecimalField("værdi", max_digits=10, decimal_places=1)
    city_value = models.DecimalField(
        "hele byen", max_digits=10, decimal_places=1, null=True, blank=True
    )
    source = models.CharField(
        "kilde", max_length=160, help_text="Fx KÅS-tal, Københavns Kommune, februar 2013."
    )
    definition = models.CharField(
        "sådan er det opgjort", max_length=340, help_text="Hvem tæller med, og hvornår er det talt."
    )

    nameless = ("source", "definition")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "baggrundstal"
        verbose_name_plural = "baggrundstal"
        ordering = ["plan", "indicator", "estate", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "estate", "indicator", "year"],
                name="background_once",
                violation_error_message="Tallet er allerede skrevet for det år.",
            ),
            models.UniqueConstraint(
                fields=["plan", "indicator", "year"],
                condition=Q(estate__isnull=True),
                name="background_of_plan_once",
                violation_error_message="Tallet er allerede skrevet for det år.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_indicator_display()}, {self.estate or self.plan}, {self.year}"


class GoalStatus(Versioned):
    """How it goes with the plan's overall goal (Plan.overall_goal), as somebody has judged it on
    a day."""

    class Step(models.TextChoices):
        NOT_YET = "not_yet", "ikke nået endnu"
        CLOSER = "closer", "nærmere"
        FURTHER = "further", "længere væk"
        REACHED = "reached", "nået"

    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="goal_statuses"
    )
    on = models.DateField("den")
    step = models.CharField("status", max_length=8, choices=Step)
    why = models.CharField("hvad det bygger på", max_length=600)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="vurderet af", related_name="+"
    )

    nameless = ("why",)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "status på det overordnede mål"
        verbose_name_plural = "status på det overordnede mål"
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_step_display()}, {self.on:%d.%m.%Y}"
