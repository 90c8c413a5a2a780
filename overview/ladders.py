"""The ladders of every activity: three steps with their bars, under the heading of their area."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from activities.progress.figures import (
    ActivityProgress,
    AreaProgress,
    Figure,
    PlanProgress,
)
from core import charts, icons
from core.danish import short_day
from core.lights import Light
from core.periods import Kind, Period


@dataclass(frozen=True)
class Step:
    """One criterion on one line. `light` and `bar` are drawn; `actual` is None where nothing is
    measured. `answers`: how many a share rests on."""

    name: str
    url: str
    bar: SafeString
    actual: str | None
    of: str
    light: SafeString
    answers: str = ""


@dataclass(frozen=True)
class Ladder:
    code: str
    name: str
    url: str
    light: Light
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class AreaLadders:
    band: int
    anchor: str
    name: str
    badge: str
    summary: str
    axis: SafeString
    ladders: tuple[Ladder, ...]


def area_ladders(progress: PlanProgress, url_of: Callable[[str], str]) -> tuple[AreaLadders, ...]:
    """`url_of` gives the address of the activity with a code."""
    return tuple(_area(area, progress, url_of) for area in progress.areas)


def _area(area: AreaProgress, progress: PlanProgress, url_of: Callable[[str], str]) -> AreaLadders:
    period = _usual_period(
        [f for f in area.figures if f.expected is not None] or list(area.figures)
    )
    elapsed = period.elapsed(progress.as_of) if period else None
    return AreaLadders(
        band=area.band,
        anchor=f"kriterier-{area.code}",
        name=area.name,
        badge=f"mål for {period.label}" if period and period.kind == Kind.SPAN else "",
        summary=summary(area.following, area.measured, len(area.figures)),
        axis=charts.ladder_axis(elapsed, f"forventet {short_day(progress.as_of)}"),
        ladders=tuple(ladder(activity, url_of(activity.code)) for activity in area.activities),
    )


def _usual_period(figures: list[Figure]) -> Period | None:
    """The period most of the targets are for: what the axis above the ladders shows."""
    counted = Counter(figure.period for figure in figures if figure.period)
    return counted.most_common(1)[0][0] if counted else None


def summary(following: int, measured: int, total: int) -> str:
    """ "11 af 12 kriterier følger planen", "10 af 11 målte kriterier følger planen"."""
    if not measured:
        return "ingen kriterier kan måles endnu"
    one = measured == 1
    which = ("målt " if one else "målte ") if measured < total else ""
    return f"{following} af {measured} {which}{'kriterium' if one else 'kriterier'} følger planen"


def ladder(activity: ActivityProgress, url: str) -> Ladder:
    steps = tuple(step(figure, url) for figure in activity.figures)
    return Ladder(activity.code, activity.name, url, activity.light, steps)


def step(figure: Figure, url: str) -> Step:
    measured = figure.actual is not None
    joint = "" if figure.criterion.is_ceiling else "af "
    return Step(
        name=f"{figure.criterion.level}. {figure.criterion.name}",
        url=f"{url}#{figure.criterion.code}",
        bar=charts.figure_bar(figure),
        actual=figure.actual_text if measured else None,
        of=f"{joint}{figure.target_text}"
        if measured and figure.target is not None
        else figure.actual_text,
        light=icons.shape(figure.light.css, figure.light.label, "step__light"),
        answers=figure.answers_text,
    )
