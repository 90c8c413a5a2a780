"""The dashboard: the whole plan as of a day, with finished words and drawings."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.safestring import SafeString

from activities.hours import HoursLine, HoursSummary
from activities.models import Plan
from activities.progress.figures import PlanProgress
from core.danish import capital, common, listing, long_day, number, percent, word
from core.lights import Light
from core.periods import Kind
from governance.background.as_of import Background
from governance.background.rules import (
    Goal,
    Trend,
    goal,
    trends,
)
from governance.background.rules import headline as background_heading
from milestones.progress.states import PeriodColumn
from milestones.progress.summary import MilestonePlan
from overview.areas import (
    AreaCard,
    area_cards,
    area_heading,
    area_sentence,
)
from overview.dashboard.hours import hours_bar
from overview.ladders import AreaLadders, area_ladders, summary
from overview.periods import (
    Choice,
    Chosen,
    segments,
    years,
)

NOTES_SHOWN = 4
MILESTONE_LIGHTS = (
    Light.REACHED,
    Light.IN_PROGRESS,
    Light.PARTLY,
    Light.NOT_STARTED,
    Light.AT_RISK,
    Light.DELAYED,
    Light.MOVED,
    Light.DROPPED,
)
NAMES_SHOWN = 3
SAID_OF_ACTIVITIES = {
    Light.NOT_REACHED: "ikke nået",
    Light.DELAYED: "forsinket",
    Light.AT_RISK: "i risiko",
}


@dataclass(frozen=True)
class BigFigure:
    """A figure with its denominator and what to hold it against; `url` is what stands behind it."""

    name: str
    number: str
    of: str
    note: str
    url: str


@dataclass(frozen=True)
class Notable:
    """A milestone named under its period: its light, its name and what is to be said about it."""

    light: Light
    name: str
    details: str
    url: str


@dataclass(frozen=True)
class Column:
    name: str
    is_now: bool
    reached: str
    of: str
    pips: tuple[Light, ...]
    notes: tuple[Notable, ...]
    rest: str
    sentence: str
    url: str


@dataclass(frozen=True)
class HoursRow:
    name: str
    weekly: str
    bar: SafeString
    planned: str
    used: str
    deviation: str


@dataclass(frozen=True)
class Dashboard:
    eyebrow: str
    title: str
    message: str
    remark: str
    segments: tuple[Choice, ...]
    years: tuple[Choice, ...]
    query: str
    as_of: date
    figures: tuple[BigFigure, ...]
    areas_heading: str
    areas: tuple[AreaCard, ...]
    ladders_heading: str
    ladders: tuple[AreaLadders, ...]
    elapsed: str
    milestones_heading: str
    columns: tuple[Column, ...]
    milestone_lights: tuple[Light, ...]
    hours_heading: str
    hours: tuple[HoursRow, ...]
    hours_total: HoursRow
    hours_missing: str
    weeks: str
    background_heading: str
    background: tuple[Trend, ...]
    goal: Goal | None


@dataclass(frozen=True)
class Links:
    """Addresses the builder needs; the view makes them."""

    activity: Callable[[str], str]
    milestone: Callable[[str], str]
    board: str


def dashboard(
    plan: Plan,
    chosen: Chosen,
    progress: PlanProgress,
    milestones: MilestonePlan,
    hours: HoursSummary,
    links: Links,
    background: Background,
) -> Dashboard:
    """Everything the page shows. Reads nothing: every figure comes with `progress`,
    `milestones`, `hours` and `background`."""
    areas = area_cards(progress)
    total = sum(1 for _ in progress.figures)
    known, judged = trends(background.figures), goal(background.goal)
    longest = max(
        (max(line.planned_max, line.used or Fraction()) for line in hours.roles), default=Fraction()
    )
    return Dashboard(
        eyebrow=f"Overblik, tal pr. {long_day(chosen.as_of)}",
        title="Sådan går det med planen"
        if chosen.is_now
        else f"Sådan gik det til og med {chosen.period.label}",
        message=f"{area_sentence(progress.areas)}.",
        remark=remark(progress, background.next_steering if chosen.is_now else None),
        segments=segments(plan, chosen),
        years=years(plan, chosen),
        query=chosen.past_query,
        as_of=chosen.as_of,
        figures=(
            _criteria_figure(progress, total),
            _milestone_figure(milestones, chosen),
            _activity_figure(progress),
            _hours_figure(hours),
        ),
        areas_heading=area_heading(progress.areas),
        areas=areas,
        ladders_heading=capital(summary(progress.following, progress.measured, total)),
        ladders=area_ladders(progress, links.activity),
        elapsed=_elapsed(chosen),
        milestones_heading=_milestones_heading(milestones),
        columns=tuple(_column(column, links) for column in milestones.columns),
        milestone_lights=MILESTONE_LIGHTS,
        hours_heading=hours_heading(hours.total),
        hours=tuple(hours_row(line, longest) for line in hours.roles),
        hours_total=hours_row(hours.total, longest),
        hours_missing=hours_missing(hours.total),
        weeks=number(Fraction((hours.until - hours.start).days + 1, 7)),
        background_heading=background_heading(judged, known),
        background=known,
        goal=judged,
    )


def remark(progress: PlanProgress, meeting: date | None) -> str:
    """Which activities are behind, and when the styregruppe meets about it."""
    named = {
        light: [a.name for a in progress.activities if a.light is light]
        for light in (Light.NOT_REACHED, Light.DELAYED, Light.AT_RISK)
    }
    light = next((light for light in named if named[light]), Light.AT_RISK)
    said = SAID_OF_ACTIVITIES[light]
    parts = [_named(named[light], said)] if named[light] else []
    if meeting:
        parts.append(f"styregruppen mødes den {long_day(meeting, year=False)}")
    return f"{capital(', og '.join(parts))}." if parts else ""


def _named(names: list[str], said: str) -> str:
    if len(names) > NAMES_SHOWN:
        return f"{word(len(names))} aktiviteter er {said}"
    return f"{listing(names)} er {said}"


def _criteria_figure(progress: PlanProgress, total: int) -> BigFigure:
    if not progress.measured:
        note = f"{capital(common(progress.missing))} mangler måling." if progress.missing else ""
        note = note or "Intet er målt endnu."
        return BigFigure("Succeskriterier", "–", f"af {number(total)}", note, "#h-kr")
    before = progress.period.previous()
    following, measured = progress.count_on(before.end)
    notes = ["følger planen."]
    if measured:
        notes.append(f"Ved udgangen af {before.short_label} var det {following} af {measured}.")
    if progress.missing:
        notes.append(f"{capital(common(progress.missing))} mangler måling.")
    if progress.not_due:
        notes.append(f"{capital(common(progress.not_due))} er ikke målt endnu.")
    of = f"af {number(progress.measured)} målte"
    return BigFigure("Succeskriterier", number(progress.following), of, " ".join(notes), "#h-kr")


def _milestone_figure(milestones: MilestonePlan, chosen: Chosen) -> BigFigure:
    if not milestones.total:
        return BigFigure("Milepæle", "–", "", f"Ingen milepæle i {milestones.year}.", "#h-ms")
    due = milestones.should_be_reached_by_now
    note = (
        f"er nået. {number(due) if due else 'Ingen'} skulle være nået "
        f"{'nu' if chosen.is_now else 'da'}."
    )
    return BigFigure(
        "Milepæle", number(milestones.reached), f"af {number(milestones.total)}", note, "#h-ms"
    )


def _activity_figure(progress: PlanProgress) -> BigFigure:
    lights = Counter(activity.light for activity in progress.activities)
    total = sum(lights.values())
    following = sum(count for light, count in lights.items() if light.follows_plan)
    idle = sum(count for light, count in lights.items() if not light.is_due)
    if idle == total:
        return BigFigure(
            "Aktiviteter", "–", f"af {number(total)}", "Ingen kan måles endnu.", "#h-kr"
        )
    clauses = [
        f"{common(count)} {said}"
        for count, said in (
            (lights[Light.AT_RISK], "er i risiko"),
            (lights[Light.DELAYED], "er forsinket"),
            (lights[Light.NOT_REACHED], "har mål, der ikke blev nået"),
            (lights[Light.MISSING], "mangler måling"),
            (idle, "kan ikke måles endnu"),
        )
        if count
    ]
    note = f"er på sporet. {capital(', '.join(clauses))}." if clauses else "er på sporet."
    return BigFigure("Aktiviteter", number(following), f"af {number(total)}", note, "#h-kr")


def _hours_figure(hours: HoursSummary) -> BigFigure:
    line = hours.total
    if line.share is None:
        note = (
            "Der er ikke skrevet timer endnu."
            if line.planned_min
            else "Planen har ingen timer i perioden."
        )
        return BigFigure("Timer", "–", f"af {line.planned_text} planlagte", note, "#h-ti")
    note = f"{line.used_text} timer brugt af {line.compared_text} planlagte."
    if line.missing_text:
        note = f"{note.rstrip('.')} i de skrevne uger. {line.missing_text}"
    return BigFigure("Timer", percent(line.share), "af planlagt", note, "#h-ti")


def _milestones_heading(milestones: MilestonePlan) -> str:
    if not milestones.total or not (milestones.should_be_reached_by_now or milestones.reached):
        return milestones.headline
    return f"{milestones.headline}, {milestones.against_plan}"


def _column(column: PeriodColumn, links: Links) -> Column:
    notable = column.notable
    return Column(
        name=column.period.short_label,
        is_now=column.is_now,
        reached=number(column.reached) if column.entries else "–",
        of=column.of_text or "ingen milepæle",
        pips=column.pips,
        notes=tuple(
            Notable(state.light, state.name, ", ".join(state.details), links.milestone(state.code))
            for state in notable[:NOTES_SHOWN]
        ),
        rest=f"og {word(len(notable) - NOTES_SHOWN)} mere" if len(notable) > NOTES_SHOWN else "",
        sentence=_column_sentence(column),
        url=links.board,
    )


def _column_sentence(column: PeriodColumn) -> str:
    """What stands where there is nothing to name."""
    if column.notable or not column.entries:
        return ""
    if column.reached == column.total:
        return "Alt er nået."
    return "Venter på at begynde." if not column.is_over else ""


def hours_heading(line: HoursLine) -> str:
    if line.share is None:
        return (
            "Der er ikke skrevet timer endnu"
            if line.planned_min
            else "Planen har ingen timer i perioden"
        )
    if line.deviation is not None and abs(line.deviation) <= 5:
        return f"Timerne følger planen: {percent(line.share)} er brugt"
    more = "flere" if line.share > 100 else "færre"
    return f"Der er brugt {more} timer end planlagt: {percent(line.share)}"


def hours_missing(line: HoursLine) -> str:
    """The weeks nobody wrote, and what the deviation then is of; "" where all are written."""
    if not line.missing_text:
        return ""
    return (
        f"{line.missing_text} Afvigelsen er af de uger, der er skrevet: {line.used_text} af "
        f"{line.compared_text} planlagte."
    )


def hours_row(line: HoursLine, longest: Fraction) -> HoursRow:
    used = "ingen timer skrevet" if line.used is None else f"{line.used_text} timer brugt"
    return HoursRow(
        name=line.name,
        weekly=line.weekly_text,
        bar=hours_bar(line, longest, f"{used} af {line.planned_text} planlagte."),
        planned=line.planned_text,
        used=line.used_text,
        deviation=line.deviation_text,
    )


def _elapsed(chosen: Chosen) -> str:
    """ "243 dage ud af 365": the share of the year that "expected" rests on."""
    year = (
        chosen.period
        if chosen.period.kind == Kind.YEAR
        else chosen.period.containing(chosen.as_of, Kind.YEAR)
    )
    return f"{(chosen.as_of - year.start).days + 1} dage ud af {year.days}"
