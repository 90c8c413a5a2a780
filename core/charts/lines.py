"""The line drawing: how far a criterion came, day by day, against its plan, forecast and target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.safestring import SafeString

from core.charts.scale import Exact, Number, keep_apart, nice_ticks, share, thin_out
from core.charts.svg import Pen, num, pct, wrap
from core.danish import number

TOP, HEIGHT, BASE, TOTAL = 20.0, 176.0, 196.0, 224.0
# The plot takes this share of the width; the rest holds the labels of target and forecast.
PLOT = 0.84
LABEL_GAP = 16.0
BANDS_SHOWN = 6

Point = tuple[date, Exact]


@dataclass(frozen=True)
class Band:
    """A stretch of the time axis with its name: "1. kv.", "maj", "2014"."""

    start: date
    end: date
    label: str


@dataclass(frozen=True)
class Field:
    """The plot's scales. `width` is px on paper, None on screen, where x is percent."""

    start: date
    end: date
    top: Fraction
    width: float | None

    def at(self, day: date) -> float:
        """The share of the period gone when `day` is over."""
        days = (self.end - self.start).days + 1
        return share((day - self.start).days + 1, days)

    def x(self, part: float) -> str:
        """`part` of the plot (0 to 1; more reaches into the labels) as an attribute of the
        drawing."""
        return pct(part * PLOT * 100) if self.width is None else num(part * PLOT * self.width)

    def y(self, value: Number) -> float:
        return BASE - HEIGHT * share(value, self.top)

    @property
    def inner(self) -> float:
        """The width of the nested drawing's own units; on paper they are the drawing's."""
        return 1000.0 if self.width is None else PLOT * self.width

    def points(self, pairs: Sequence[tuple[float, Number]]) -> str:
        """Pairs of share and value in the nested drawing's units."""
        return " ".join(
            f"{num(part * self.inner)},{num(self.y(value) - TOP)}" for part, value in pairs
        )


def line_plot(
    points: Sequence[Point],
    *,
    start: date,
    end: date,
    sentence: str,
    target: Exact | None = None,
    plan: Sequence[Point] = (),
    forecast: tuple[Exact, Exact] | None = None,
    bands: Sequence[Band] = (),
    unit: str = "",
    for_print: bool = False,
    width: float = 480,
) -> SafeString:
    """Values at the close of days from `start` to `end`; the last one carries its number.

    `plan` is dashed; `forecast` spreads from the last point to its (low, high) at the end; `target`
    is a line across with its label. A line that starts at nothing has the day before `start` with 0
    as its first point. Without points the plot says that nothing is measured. `width` (px) counts
    in print only.
    """
    top = _top([value for _, value in [*points, *plan]], target, forecast)
    field = Field(start, end, top, width if for_print else None)
    pen = Pen(for_print)
    parts = [
        *_grid(pen, field, target, unit),
        *_time_axis(pen, field, bands),
        _curves(pen, field, points, plan, forecast),
        *_target(pen, field, target, unit),
        *_last_point(pen, field, points, target, unit, alone=not forecast),
        *_forecast_label(pen, field, target, forecast, unit),
    ]
    size = (
        f' viewBox="0 0 {num(width)} {num(TOTAL)}" width="{num(width)}" height="{num(TOTAL)}"'
        if for_print
        else ""
    )
    return wrap("".join(parts), css="plot", sentence=sentence, attributes=size)


def _top(
    values: Sequence[Exact], target: Exact | None, forecast: tuple[Exact, Exact] | None
) -> Fraction:
    """The value at the upper edge: room above the target, and a little above all else."""
    highest = max(
        [Fraction(v) for v in values] + [Fraction(v) for v in forecast or ()], default=Fraction(0)
    )
    return max(Fraction(target or 0) * Fraction(5, 4), highest * Fraction(27, 25)) or Fraction(1)


def _grid(pen: Pen, field: Field, target: Exact | None, unit: str) -> list[str]:
    parts = [pen.draw("line", "g-base", x1=0, x2=field.x(1), y1=BASE, y2=BASE)]
    for tick in nice_ticks(field.top):
        y = field.y(tick)
        parts.append(pen.draw("line", "g-grid", x1=0, x2=field.x(1), y1=y, y2=y))
        struck_through = target and y - 16 < field.y(target) < y - 2
        if not struck_through:
            parts.append(pen.draw("text", "t", number(tick) + unit, x=0, y=y - 4))
    return parts


def _time_axis(pen: Pen, field: Field, bands: Sequence[Band]) -> list[str]:
    parts, every = [], thin_out(bands, BANDS_SHOWN)
    for index, band in enumerate(bands):
        left, right = (
            (field.at(band.start) - field.at(field.start)) if index else 0.0,
            field.at(band.end),
        )
        if index % every == 0:
            parts.append(
                pen.draw(
                    "text",
                    "t",
                    band.label,
                    x=field.x((left + right) / 2),
                    y=BASE + 20,
                    text_anchor="middle",
                )
            )
        if index < len(bands) - 1:
            x = field.x(right)
            parts.append(pen.draw("line", "g-base", x1=x, x2=x, y1=BASE, y2=BASE + 5))
    return parts


def _curves(
    pen: Pen,
    field: Field,
    points: Sequence[Point],
    plan: Sequence[Point],
    forecast: tuple[Exact, Exact] | None,
) -> str:
    """Everything that stretches with the width, in a nested drawing, so that text and dots do
    not."""
    steady = {} if pen.for_print else {"vector_effect": "non-scaling-stroke"}
    parts = []
    if forecast and points:
        at, last = field.at(points[-1][0]), points[-1][1]
        low, high = forecast
        middle = (Fraction(low) + Fraction(high)) / 2
        spread = [(at, last), (1.0, high), (1.0, low)]
        parts.append(pen.draw("polygon", "g-band", points=field.points(spread)))
        parts.append(
            pen.draw(
                "polyline", "g-fore", points=field.points([(at, last), (1.0, middle)]), **steady
            )
        )
    for css, pairs in (("g-plan", plan), ("g-line", points)):
        if len(pairs) > 1:
            line = field.points([(field.at(day), value) for day, value in pairs])
            parts.append(pen.draw("polyline", css, points=line, **steady))
    if not parts:
        return ""
    frame = f'x="0" y="{num(TOP)}" width="{field.x(1)}" height="{num(HEIGHT)}"'
    box = f'viewBox="0 0 {num(field.inner)} {num(HEIGHT)}" preserveAspectRatio="none"'
    return f"<svg {frame} {box}>{''.join(parts)}</svg>"


def _target(pen: Pen, field: Field, target: Exact | None, unit: str) -> list[str]:
    if not target:
        return []
    y = field.y(target)
    return [
        pen.draw("line", "g-target", x1=0, x2=field.x(1), y1=y, y2=y),
        pen.draw("text", "t-strong", f"mål {number(target)}{unit}", x=field.x(1.012), y=y + 4),
    ]


def _last_point(
    pen: Pen, field: Field, points: Sequence[Point], target: Exact | None, unit: str, *, alone: bool
) -> list[str]:
    """The dot and its number: beside it where nothing follows (`alone`), else below or above the
    line."""
    if not points:
        return [
            pen.draw(
                "text", "t", "ikke målt endnu", x=field.x(0.5), y=BASE - 12, text_anchor="middle"
            )
        ]
    day, value = points[-1]
    part, y = field.at(day), field.y(value)
    x, text = field.x(part), number(value) + unit
    dot = pen.draw("circle", "g-dot", cx=x, cy=y, r=5)
    if alone and part < 0.8:
        beside = (
            keep_apart(field.y(target) + 5, y + 5, LABEL_GAP, 16, BASE - 4)
            if target
            else min(y + 5, BASE - 4)
        )
        return [dot, pen.draw("text", "t-strong", text, x=x, dx=10, y=beside)]
    anchor = "start" if part < 0.06 else "end" if part > 0.92 else "middle"
    label_y = _label_y(field, y, target)
    return [dot, pen.draw("text", "t-strong", text, x=x, y=label_y, text_anchor=anchor)]


def _label_y(field: Field, y: float, target: Exact | None) -> float:
    """Below the point; above it where the base line or the target's line would cross the number."""
    below, above = y + 24, y - 12
    crosses = target and below - 14 < field.y(target) < below + 4
    return above if below > BASE - 4 or crosses else below


def _forecast_label(
    pen: Pen, field: Field, target: Exact | None, forecast: tuple[Exact, Exact] | None, unit: str
) -> list[str]:
    if not forecast:
        return []
    low, high = forecast
    middle = field.y((Fraction(low) + Fraction(high)) / 2) + 4
    y = keep_apart(field.y(target) + 4, middle, LABEL_GAP, 12, BASE) if target else middle
    text = number(low) if low == high else f"{number(low)}–{number(high)}"
    return [pen.draw("text", "t-band", text + unit, x=field.x(1.012), y=y)]
