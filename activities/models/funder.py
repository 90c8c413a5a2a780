"""What a plan's funder asks of it each year; here where the plan has its own list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from core.versioned import Versioned

MOST_MONTHS = 24


class AskedKind(models.TextChoices):
    """What a funder may ask for; each has a kind of report (reporting.kinds)."""

    REGULATION = "reguleringskonto", "reguleringskontoopgørelse"
    GOAL_ATTAINMENT = "goal_attainment", "målopfyldelse"
    MILESTONE_PLAN = "milestone_plan", "milepælsplan"
    COOPERATION = "cooperation", "samarbejdsrelationer"


class AskedDirection(models.TextChoices):
    """Whether a return tells of the year that is over, or of the one that comes."""

    BACK = "back", "året, der er gået"
    AHEAD = "ahead", "det kommende år"


def day_of_year(text: str, year: int = 2001) -> date:
    """ "06-30" as a day of `year`. Raises ValueError: no such day, or none in every year."""
    month, _, day = text.partition("-")
    date(2001, int(month), int(day))
    return date(year, int(month), int(day))


def is_day_of_year(text: str) -> None:
    try:
        day_of_year(text)
    except ValueError as error:
        raise ValidationError("Skriv måned og dag, fx 06-30.") from error


def faults_of(
    kind: str, direction: str, months_after: int | None, due_on: str
) -> Iterator[tuple[str, str]]:
    """(field, why): what a return a funder asks for may not be; of profile, plan file and browser
    alike."""
    if direction == AskedDirection.AHEAD and kind != AskedKind.MILESTONE_PLAN:
        yield "direction", "Kun milepælsplanen kan se frem. Skriv back, eller udelad feltet."
    if months_after is not None and due_on:
        yield "due_on", "Fristen står to gange. Slet enten months_after eller due_on."


class AskedReturn(Versioned):
    """One return the plan is asked for each year: the plan's own list, instead of its funder's."""

    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="asked_returns"
    )
    kind = models.CharField("slags", max_length=20, choices=AskedKind)
    direction = models.CharField(
        "retning", max_length=5, choices=AskedDirection, default=AskedDirection.BACK
    )
    months_after = models.PositiveSmallIntegerField(
        "frist, måneder efter året",
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_MONTHS)],
    )
    due_on = models.CharField(
        "frist, måned og dag i året efter",
        max_length=5,
        blank=True,
        validators=[is_day_of_year],
    )
    note = models.CharField("bemærkning", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "krav om indberetning"
        verbose_name_plural = "krav om indberetning"
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind"],
                name="asked_return_once",
                violation_error_message="Der er allerede et krav af den slags.",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def clean(self) -> None:
        found = faults_of(self.kind, self.direction, self.months_after, self.due_on)
        if errors := dict(found):
            raise ValidationError(errors)
