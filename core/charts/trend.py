"""A few lines over the years, each named where it ends: how a place went, beside what it is held
against."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString

from core.charts.scale import Exact, share
from core.charts.svg import Pen, num, pct, wrap

# The plot takes this share of the width; the rest holds the names.
PLOT = 0.56
TOP, LABEL_GAP = 12.0, 17.0
LOOKS = ("g-line", "g-line", "g-fore", "g-fore")
HELD_AGAINST = "g-plan"


@dataclass(frozen=True)
class Series:
    """A line: a value for each year (None: not known), and what stands where it ends.
    `is_yardstick`: what the others are held against, drawn dashed."""

    name: str
    values: Sequence[Exact | None]
    is_yardstick: bool = False


def trend_plot(
    years: Sequence[int],
    series: Sequence[Series],
    *,
    sentence: str,
    height: float = 132,
    for_print: bool = False,
    width: float = 480,
) -> SafeString:
    """Values from 0 up, year by year. Without a `sentence` it is a small drawing beside words
    that say it, and names nothing. `width` (px) counts in print only."""
    pen = Pen(for_print)
    base = height - (22 if sentence else 4)
    wide = PLOT if sentence else 0.98
    known = [value for line in series for value in line.values if value is not None]
    field = _Field(tuple(years), max(known, default=0), base, wide, width if for_print else None)
    parts = [pen.draw("line", "g-base", x1=0, x2=field.at(1), y1=base, y2=base)]
    for index, line in enumerate(series):
        look = HELD_AGAINST if line.is_yardstick else LOOKS[index % len(LOOKS)]
        parts += _line(pen, field, line, look, index)
    if sentence:
        parts += [*_years(pen, field), *_names(pen, field, series)]
    size = f' viewBox="0 0 {num(width)} {num(height)}" width="{num(width)}"' if for_print else ""
    attributes = f'{size} height="{num(height)}"'
    return wrap("".join(parts), css="plot plot--trend", sentence=sentence, attributes=attributes)


@dataclass(frozen=True)
class _Field:
    years: tuple[int, ...]
    top: Exact
    base: float
    wide: float
    width: float | None

    def at(self, part: float) -> str:
        """`part` of the plot (0 to 1; more reaches into the names)."""
        place = part * self.wide
        return pct(place * 100) if self.width is None else num(place * self.width)

    def x(self, index: int) -> str:
        """Where a year stands; a single one in the middle."""
        span = self.years[-1] - self.years[0]
        return self.at(0.04 + 0.92 * (self.years[index] - self.years[0]) / span if span else 0.5)

    def y(self, value: Exact) -> float:
        return self.base - (self.base - TOP) * share(value, self.top)


def _line(pen: Pen, field: _Field, line: Series, look: str, index: int) -> list[str]:
    known = [(n, value) for n, value in enumerate(line.values) if value is not None]
    parts = [
        pen.draw("line", look, x1=field.x(a), x2=field.x(b), y1=field.y(low), y2=field.y(high))
        for (a, low), (b, high) in pairwise(known)
    ]
    if not line.is_yardstick:
        parts += [
            pen.draw("circle", "g-dot", cx=field.x(n), cy=field.y(value), r=4) for n, value in known
        ]
    elif len(known) == 1:
        parts.append(
            pen.draw("circle", "bar-none", cx=field.x(known[0][0]), cy=field.y(known[0][1]), r=4)
        )
    return parts


def _years(pen: Pen, field: _Field) -> list[str]:
    """The first and the last."""
    if not field.years:
        return []
    ends = (
        [(0, "middle")] if len(field.years) == 1 else [(0, "start"), (len(field.years) - 1, "end")]
    )
    return [
        pen.draw(
            "text", "t", str(field.years[n]), x=field.x(n), y=field.base + 17, text_anchor=anchor
        )
        for n, anchor in ends
    ]


def _names(pen: Pen, field: _Field, series: Sequence[Series]) -> list[str]:
    """Each line's name at the height it ends, moved apart where they would stand on each other."""
    ends = [(field.y(last), line) for line in series if (last := _last(line)) is not None]
    placed: list[tuple[float, Series]] = []
    for y, line in sorted(ends, key=lambda end: end[0]):
        lowest = placed[-1][0] + LABEL_GAP if placed else TOP
        placed.append((max(y + 4, lowest), line))
    below = placed[-1][0] - (field.base + 2) if placed else 0
    lift = max(below, 0.0)
    return [
        pen.draw(
            "text",
            "t" if line.is_yardstick else "t-strong",
            line.name,
            x=field.at(1.03),
            y=max(y - lift, 10.0),
        )
        for y, line in placed
    ]


def _last(line: Series) -> Exact | None:
    return next((value for value in reversed(line.values) if value is not None), None)
