"""The bar of a post's hours: all posts on one scale, so that their sizes compare."""

from fractions import Fraction

from django.utils.safestring import SafeString

from activities.hours import HoursLine
from core.charts.svg import Pen, pct, wrap

FULL = 96.0


def hours_bar(line: HoursLine, longest: Fraction, sentence: str) -> SafeString:
    """Used (bar) against planned to date (track, and the line at its end); `longest` fills the
    width."""
    pen, parts = Pen(), []
    planned = _share(line.planned_min, longest)
    if line.used is None:
        parts.append(pen.draw("line", "bar-none", x1=0, x2=pct(planned), y1=12, y2=12))
    else:
        parts.append(pen.draw("rect", "bar-track", x=0, y=7, width=pct(planned), height=10, rx=2))
        if used := _share(line.used, longest):
            parts.append(pen.draw("rect", "bar-fill", x=0, y=7, width=pct(used), height=10, rx=2))
    if planned:
        parts.append(pen.draw("rect", "bar-target", x=pct(planned), y=3, width=3, height=18))
    return wrap("".join(parts), css="step__bar", sentence=sentence)


def _share(hours: Fraction, longest: Fraction) -> float:
    return FULL * min(float(hours / longest), 1.0) if longest else 0.0
