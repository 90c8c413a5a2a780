"""The page of forankring: how much of the plan would live on today, and how far each activity
is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import User
from activities.models import Plan
from core.charts import share_plot
from core.charts.scale import Exact
from core.danish import capital, day, number, quantity
from core.lights import Light
from governance.forankring.as_of import AnchoringLine, AnchoringSummary, Stage, anchoring_on
from governance.forankring.rules import (
    headline,
    hours_sentence,
    in_hours,
    span,
)
from governance.hub import Card
from governance.models import AnchoringStep

LIGHTS = {
    AnchoringStep.OPEN: Light.NOT_STARTED,
    AnchoringStep.FOUND: Light.IN_PROGRESS,
    AnchoringStep.AGREED: Light.ON_TRACK,
    AnchoringStep.HANDING_OVER: Light.ON_TRACK,
    AnchoringStep.ANCHORED: Light.REACHED,
    AnchoringStep.ENDS: Light.DROPPED,
}
Divided = tuple[str, Sequence[tuple[Exact, str]]]
LOOKS = {
    Stage.ANCHORED: "bar-fill",
    Stage.AGREED: "g-band",
    Stage.OPEN: "bar-track",
    Stage.ENDS: "bar-none",
}


@dataclass(frozen=True)
class Line:
    row: AnchoringLine
    light: Light
    words: str
    hours: str


@dataclass(frozen=True)
class Area:
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Key:
    """A part of the drawing with its look and its numbers in words."""

    look: str
    word: str
    text: str


@dataclass(frozen=True)
class AnchoringPage:
    title: str
    plot_title: str
    plot: SafeString
    keys: tuple[Key, ...]
    areas: tuple[Area, ...]


def anchoring_page(summary: AnchoringSummary) -> AnchoringPage:
    return AnchoringPage(
        title=headline(summary),
        plot_title=hours_sentence(summary),
        plot=plot(summary),
        keys=tuple(_key(summary, stage) for stage in Stage if summary.count(stage)),
        areas=tuple(_areas(summary)),
    )


def plot(summary: AnchoringSummary, *, for_print: bool = False) -> SafeString:
    """The plan's activities and its weekly hours, each divided by how far forankring is; a range
    by its middle."""
    counts = [(summary.count(stage), number(summary.count(stage))) for stage in Stage]
    hours = [
        (sum(summary.hours(stage), Decimal()) / 2, span(summary.hours(stage))) for stage in Stage
    ]
    spoken = ", ".join(
        f"{_amounts(summary, stage)} {stage.word}" for stage in Stage if summary.count(stage)
    )
    rows: list[Divided] = [("Aktiviteter", counts)]
    if any(summary.total_hours):
        rows.append(("Timer om ugen", hours))
    return share_plot(
        rows, sentence=f"{headline(summary)}. {capital(spoken)}.", for_print=for_print
    )


def _key(summary: AnchoringSummary, stage: Stage) -> Key:
    return Key(LOOKS[stage], capital(stage.word), _amounts(summary, stage))


def _amounts(summary: AnchoringSummary, stage: Stage) -> str:
    """ "to aktiviteter med 20 timer"."""
    activities = quantity(summary.count(stage), "aktivitet", "aktiviteter")
    return (
        f"{activities} med {in_hours(summary.hours(stage))}"
        if any(summary.total_hours)
        else activities
    )


def _areas(summary: AnchoringSummary) -> Iterable[Area]:
    for name, rows in groupby(summary.lines, key=lambda line: line.area):
        yield Area(name, tuple(_line(row, summary.on) for row in rows))


def _line(row: AnchoringLine, today: date) -> Line:
    hours = f"{in_hours((row.hours_min, row.hours_max))} om ugen"
    words = capital(row.step.label)
    if row.reached_on:
        words = f"{words} {day(row.reached_on)}"
    if row.is_late(today) and row.planned_on:
        return Line(
            row, Light.DELAYED, f"{words}, skulle være på plads {day(row.planned_on)}", hours
        )
    if row.planned_on and row.stage in (Stage.OPEN, Stage.AGREED):
        words = f"{words}, på plads senest {day(row.planned_on)}"
    return Line(row, LIGHTS[row.step], words, hours)


def card(user: User, plan: Plan, today: date) -> Card:
    summary = anchoring_on(plan, today)
    light = Light.DELAYED if any(line.is_late(today) for line in summary.lines) else None
    return Card(
        "Forankring", f"{headline(summary)}.", reverse("anchoring", args=[plan.slug]), light
    )
