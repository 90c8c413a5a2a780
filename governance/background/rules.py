"""What background figures say: how it goes with the overall goal, and each indicator as a trend
and as a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.text import Truncator

from core.charts import Series, trend_plot
from core.danish import HARD, capital, kroner, long_day, number, word
from core.lights import Light
from governance.background.as_of import FigureLine, GoalLine
from governance.models import GoalStatus, Indicator

NAMES = {
    Indicator.OUTSIDE_LABOUR_MARKET: "Uden for arbejdsmarkedet",
    Indicator.INCOME: "Bruttoindkomst pr. voksen",
    Indicator.UNDER_18: "Beboere under 18 år",
    Indicator.SINGLE_PARENTS: "Enlige forsørgere",
    Indicator.OTHER_ORIGIN: "Indvandrere og efterkommere",
    Indicator.MOVES: "Fraflytninger",
    Indicator.CRIME: "Dømte",
}
LABEL = 15
STEP_LIGHTS = {
    GoalStatus.Step.NOT_YET: Light.NOT_STARTED,
    GoalStatus.Step.CLOSER: Light.ON_TRACK,
    GoalStatus.Step.FURTHER: Light.AT_RISK,
    GoalStatus.Step.REACHED: Light.REACHED,
}


@dataclass(frozen=True)
class Row:
    pk: int
    year: int
    place: str
    value: str
    city: str
    source: str


@dataclass(frozen=True)
class Place:
    """The newest figure of a place, and the oldest it can be held against ("" without one)."""

    name: str
    value: str
    before: str


@dataclass(frozen=True)
class Trend:
    """An indicator: its sentence, its drawing (large, and small beside the words), and all its
    figures."""

    code: str
    name: str
    year: int
    sentence: str
    places: tuple[Place, ...]
    city: str
    plot: SafeString
    small: SafeString
    rows: tuple[Row, ...]
    sources: tuple[str, ...]
    definitions: tuple[str, ...]


@dataclass(frozen=True)
class Goal:
    """The overall goal's newest judgement in words."""

    light: Light
    word: str
    words: str
    why: str


def trends(figures: Iterable[FigureLine]) -> tuple[Trend, ...]:
    """`figures` as queries_following.background_of sorts them."""
    return tuple(
        _trend(indicator, list(found))
        for indicator, found in groupby(figures, key=lambda row: row.indicator)
    )


def goal(line: GoalLine | None) -> Goal | None:
    if line is None:
        return None
    return Goal(
        STEP_LIGHTS[line.step],
        line.word,
        f"{capital(line.word)}, vurderet den {long_day(line.on)}",
        line.why,
    )


def headline(judged: Goal | None, found: Sequence[Trend]) -> str:
    """What the page, its part of the dashboard and the card on Styring say first: "Det
    overordnede mål: nærmere"."""
    if judged:
        return f"Det overordnede mål: {judged.word}"
    if not found:
        return "Ingen baggrundstal endnu"
    kinds = "Én slags tal" if len(found) == 1 else f"{capital(word(len(found)))} slags tal"
    return f"{kinds} om afdelingerne, de nyeste fra {max(trend.year for trend in found)}"


def said(indicator: Indicator, value: Decimal) -> str:
    """ "39 %", "212.400 kr.", "342 pr. 10.000"."""
    if indicator is Indicator.INCOME:
        return kroner(value)
    per = " pr. 10.000" if indicator is Indicator.CRIME else f"{HARD}%"
    return f"{number(value)}{per}"


def _trend(indicator: Indicator, figures: list[FigureLine]) -> Trend:
    by_place = {name: list(rows) for name, rows in groupby(figures, key=lambda row: row.place)}
    places = tuple(_place(indicator, name, rows) for name, rows in by_place.items())
    year = max(row.year for row in figures)
    city = _city(figures)
    sentence = _sentence(indicator, by_place, city)
    years, series = _series(indicator, by_place, city)
    return Trend(
        code=indicator.value,
        name=NAMES[indicator],
        year=year,
        sentence=sentence,
        places=places,
        city=said(indicator, city[max(city)]) if city else "",
        plot=trend_plot(
            years, series, sentence=f"{sentence}. {_course(indicator, by_place)}".strip()
        ),
        small=trend_plot(years, series, sentence="", height=48),
        rows=tuple(_row(indicator, row) for row in sorted(figures, key=lambda row: -row.year)),
        sources=tuple(dict.fromkeys(row.source for row in reversed(figures))),
        definitions=tuple(
            dict.fromkeys(row.definition for row in reversed(figures) if row.definition)
        ),
    )


def _city(figures: Iterable[FigureLine]) -> dict[int, Decimal]:
    """By year, from whichever place's row has it."""
    return {row.year: row.city_value for row in figures if row.city_value is not None}


def _place(indicator: Indicator, name: str, rows: list[FigureLine]) -> Place:
    first, last = rows[0], rows[-1]
    before = f"{said(indicator, first.value)}{HARD}i{HARD}{first.year}" if first is not last else ""
    return Place(name, said(indicator, last.value), before)


def _sentence(
    indicator: Indicator, by_place: dict[str, list[FigureLine]], city: dict[int, Decimal]
) -> str:
    """Each place's newest, with its year where they differ; and the city's."""
    newest = {name: rows[-1] for name, rows in by_place.items()}
    same = len({row.year for row in newest.values()}) == 1
    told = [
        f"{name} {said(indicator, row.value)}{'' if same else f' ({row.year})'}"
        for name, row in newest.items()
    ]
    if city:
        told.append(f"hele byen {said(indicator, city[max(city)])}")
    year = f" i {max(row.year for row in newest.values())}" if same else ""
    return f"{NAMES[indicator]}{year}: {', '.join(told)}"


def _course(indicator: Indicator, by_place: dict[str, list[FigureLine]]) -> str:
    """How each place went, read aloud with the drawing."""
    told = [
        f"{name}: {', '.join(f'{row.year} {said(indicator, row.value)}' for row in rows)}."
        for name, rows in by_place.items()
        if len(rows) > 1
    ]
    return " ".join(told)


def _series(
    indicator: Indicator, by_place: dict[str, list[FigureLine]], city: dict[int, Decimal]
) -> tuple[list[int], list[Series]]:
    years = sorted({row.year for rows in by_place.values() for row in rows})
    lines = []
    for name, rows in by_place.items():
        values = {row.year: row.value for row in rows}
        lines.append(
            Series(_label(indicator, name, rows[-1].value), [values.get(year) for year in years])
        )
    if city:
        label = _label(indicator, "Hele byen", city[max(city)])
        lines.append(Series(label, [city.get(year) for year in years], is_yardstick=True))
    return years, lines


def _label(indicator: Indicator, place: str, value: Decimal) -> str:
    """What stands where a line ends: short enough for a phone. The sentence above has it whole."""
    shown = (
        number(value)
        if indicator in (Indicator.INCOME, Indicator.CRIME)
        else said(indicator, value)
    )
    return f"{Truncator(place).chars(LABEL)} {shown}"


def _row(indicator: Indicator, row: FigureLine) -> Row:
    city = "" if row.city_value is None else said(indicator, row.city_value)
    return Row(row.pk, row.year, row.place, said(indicator, row.value), city, row.source)
