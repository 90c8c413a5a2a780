"""The page of forankring: how much of the plan would live on today, and how far each activity is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.utils.safestring import SafeString

from activities.hours import span_text
from core.charts import share_plot
from core.charts.scale import Exact
from core.danish import capital, common, day, number, quantity, word
from core.lights import Light
from governance.forankring.as_of import AnchoringLine, AnchoringSummary, Stage
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
LOOKS = {Stage.ANCHORED: "bar-fill", Stage.AGREED: "g-band", Stage.OPEN: "bar-track", Stage.ENDS: "bar-none"}


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


def headline(summary: AnchoringSummary) -> str:
    """ "To af 15 aktiviteter er forankret, fire er aftalt"."""
    total = len(summary.lines)
    if not total:
        return "Planen har ingen aktiviteter endnu"
    anchored, agreed = summary.count(Stage.ANCHORED), summary.count(Stage.AGREED)
    noun = "aktivitet" if total == 1 else "aktiviteter"
    first = (
        f"{common(anchored)} af {word(total)} {noun} er forankret"
        if anchored
        else "ingen aktiviteter er forankret endnu"
    )
    late = sum(line.is_late(summary.on) for line in summary.lines)
    said = (first, f"{common(agreed)} er aftalt" if agreed else "", f"{common(late)} er over tiden" if late else "")
    return capital(", ".join(filter(None, said)))


def hours_sentence(summary: AnchoringSummary, when: str = "i dag") -> str:
    """ "20 af 145 timer om ugen lever videre i dag, 30 er aftalt"; `when` is the summary's day in words."""
    whole = span(summary.total_hours)
    if whole == "0":
        return f"Ingen aktiviteter har timer {when}"
    anchored, agreed = span(summary.hours(Stage.ANCHORED)), span(summary.hours(Stage.AGREED))
    first = f"{anchored if anchored != '0' else 'Ingen'} af {whole} timer om ugen lever videre {when}"
    return f"{first}, {agreed} er aftalt" if agreed != "0" else first


def plot(summary: AnchoringSummary, *, for_print: bool = False) -> SafeString:
    """The plan's activities and its weekly hours, each divided by how far forankring is; a range by its middle."""
    counts = [(summary.count(stage), number(summary.count(stage))) for stage in Stage]
    hours = [(sum(summary.hours(stage), Decimal()) / 2, span(summary.hours(stage))) for stage in Stage]
    spoken = ", ".join(f"{_amounts(summary, stage)} {stage.word}" for stage in Stage if summary.count(stage))
    rows: list[Divided] = [("Aktiviteter", counts)]
    if any(summary.total_hours):
        rows.append(("Timer om ugen", hours))
    return share_plot(rows, sentence=f"{headline(summary)}. {capital(spoken)}.", for_print=for_print)


def _key(summary: AnchoringSummary, stage: Stage) -> Key:
    return Key(LOOKS[stage], capital(stage.word), _amounts(summary, stage))


def _amounts(summary: AnchoringSummary, stage: Stage) -> str:
    """ "to aktiviteter med 20 timer"."""
    activities = quantity(summary.count(stage), "aktivitet", "aktiviteter")
    return f"{activities} med {in_hours(summary.hours(stage))}" if any(summary.total_hours) else activities


def _areas(summary: AnchoringSummary) -> Iterable[Area]:
    for name, rows in groupby(summary.lines, key=lambda line: line.area):
        yield Area(name, tuple(_line(row, summary.on) for row in rows))


def _line(row: AnchoringLine, today: date) -> Line:
    hours = f"{in_hours((row.hours_min, row.hours_max))} om ugen"
    words = capital(row.step.label)
    if row.reached_on:
        words = f"{words} {day(row.reached_on)}"
    if row.is_late(today) and row.planned_on:
        return Line(row, Light.DELAYED, f"{words}, skulle være på plads {day(row.planned_on)}", hours)
    if row.planned_on and row.stage in (Stage.OPEN, Stage.AGREED):
        words = f"{words}, på plads senest {day(row.planned_on)}"
    return Line(row, LIGHTS[row.step], words, hours)


def span(hours: tuple[Decimal, Decimal]) -> str:
    """ "20", "20–21"."""
    return span_text(*hours)


def in_hours(hours: tuple[Decimal, Decimal]) -> str:
    """ "1 time", "20–21 timer"."""
    amount = span(hours)
    return f"{amount} {'time' if amount == '1' else 'timer'}"
