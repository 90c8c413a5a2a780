"""From a figure (activities.progress) to its drawings. Knows a figure by its attributes only."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from django.utils.safestring import SafeString

from core.charts.bars import ladder_bar
from core.charts.lines import Band, Point, line_plot
from core.danish import MONTHS, long_day
from core.periods import Kind, Period


class FigureLike(Protocol):
    """What a drawing reads of a figure; all numbers in the figure's own unit."""

    @property
    def criterion(self) -> Any: ...
    @property
    def as_of(self) -> date: ...
    @property
    def period(self) -> Period | None: ...
    @property
    def target(self) -> int | Decimal | None: ...
    @property
    def actual(self) -> Fraction | None: ...
    @property
    def expected(self) -> Fraction | None: ...
    @property
    def forecast(self) -> Any: ...
    @property
    def months(self) -> Sequence[Any]: ...
    @property
    def measurements(self) -> Sequence[Any]: ...
    @property
    def steps(self) -> Sequence[Any]: ...
    @property
    def days(self) -> tuple[date, date] | None: ...
    @property
    def is_over(self) -> bool: ...
    def expected_on(self, day: date) -> Fraction | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def of_text(self) -> str: ...
    @property
    def expected_text(self) -> str: ...
    @property
    def target_text(self) -> str: ...
    @property
    def actual_text(self) -> str: ...


def figure_sentence(figure: FigureLike) -> str:
    """ "Familier deltog: 71 af 100. Forventet 67 pr. 31. august 2013." """
    name, day = figure.criterion.name, long_day(figure.as_of)
    if figure.actual is None:
        said = f"{name}: {figure.actual_text}"
        return f"{said}. Mål {figure.target_text}." if figure.target is not None else f"{said}."
    if figure.target is None:
        return f"{name}: {figure.actual_text} pr. {day}."
    if figure.is_over:
        return f"{name}: {figure.of_text}, gjort op pr. {day}."
    said = f"{name}: {figure.of_text}"
    if figure.expected is None:
        return f"{said} pr. {day}."
    what = "Grænsen nu er" if figure.criterion.is_ceiling else "Forventet"
    return f"{said}. {what} {figure.expected_text} pr. {day}."


def figure_bar(figure: FigureLike, *, for_print: bool = False) -> SafeString:
    """The figure as one step of a ladder."""
    return ladder_bar(
        figure.actual,
        figure.expected,
        figure.target,
        sentence=figure_sentence(figure),
        for_print=for_print,
    )


def figure_plot(figure: FigureLike, *, for_print: bool = False) -> SafeString:
    """The figure over its period: counts added up, percent and average as they stood month by
    month."""
    period = figure.period or Period.containing(figure.as_of, Kind.YEAR)
    running = figure.criterion.measure == "count"
    plan: Sequence[Point] = ()
    if running and figure.target is not None and figure.expected is not None:
        plan = _planned(figure, period, figure.target)
    forecast = (figure.forecast.low, figure.forecast.high) if figure.forecast else None
    sentence = figure_sentence(figure)
    if forecast:
        sentence = (
            f"{sentence} Prognosen er {figure.forecast.text}{figure.unit} ved periodens slutning."
        )
    return line_plot(
        _counted(figure, period) if running else _measured(figure, period),
        start=period.start,
        end=period.end,
        sentence=sentence,
        target=figure.target,
        plan=plan,
        forecast=forecast,
        bands=bands_of(period),
        unit=figure.unit,
        for_print=for_print,
    )


def bands_of(period: Period) -> list[Band]:
    """The names under the axis: months of a quarter, quarters of a year, years of a span."""
    if period.kind == Kind.SPAN:
        return [Band(part.start, part.end, part.code) for part in period.parts(Kind.YEAR)]
    if period.kind == Kind.QUARTER:
        months = [date(period.start.year, period.start.month + n, 1) for n in range(3)]
        return [Band(first, month_end(first), MONTHS[first.month - 1][:3]) for first in months]
    return [
        Band(part.start, part.end, f"{part.number}. kv.") for part in period.parts(Kind.QUARTER)
    ]


def month_end(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)


def _before(period: Period) -> date:
    return period.start - timedelta(days=1)


def _planned(figure: FigureLike, period: Period, target: int | Decimal) -> list[Point]:
    """What its course expects: a straight line, or month by month where the course is another or
    the target was adjusted."""
    first, last = figure.days or (period.start, period.end)
    points: list[Point] = [(first - timedelta(days=1), 0)]
    if len(figure.steps) > 1 or not figure.criterion.course.is_linear:
        days = {step.since - timedelta(days=1) for step in figure.steps if first < step.since}
        month = first
        while month_end(month) < last:
            days.add(month_end(month))
            month = month_end(month) + timedelta(days=1)
        points += [(day, figure.expected_on(day) or 0) for day in sorted(days) if day < last]
    return [*points, (last, target)]


def _counted(figure: FigureLike, period: Period) -> list[Point]:
    """The sum at the close of each month gone, and of the day it is; nothing registered gives no
    line."""
    if figure.actual is None:
        return []
    sums = {month.first: month.value for month in figure.months}
    last = min(figure.as_of, period.end)
    points: list[Point] = [(_before(period), 0)]
    total, month = 0, period.start.replace(day=1)
    while month <= last:
        total += sums.get(month, 0)
        points.append((min(month_end(month), last), total))
        month = month_end(month) + timedelta(days=1)
    return points


def _measured(figure: FigureLike, period: Period) -> list[Point]:
    """Percent: each measurement, on the day of its last answer. Average: as it stood after each
    month, so that it ends at the figure."""
    if figure.criterion.measure == "percent":
        found = [
            (min(m.last_on, period.end), _shared(m, figure.criterion.per))
            for m in figure.measurements
        ]
        return sorted((day, share) for day, share in found if share is not None)
    points: list[Point] = []
    value = base = 0
    for month in figure.months:
        value, base = value + month.value, base + month.base
        if base:
            points.append((min(month.last_on, period.end), Fraction(value, base)))
    return points


def _shared(measurement: Any, per: int) -> Fraction | None:
    """The share of a measurement in its unit: as it was read, or its value of its base."""
    if measurement.read and measurement.read.share is not None:
        return Fraction(measurement.read.share)
    return Fraction(per * measurement.value, measurement.base) if measurement.base else None
