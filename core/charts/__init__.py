"""The drawings of page and paper: pure functions from plain numbers to SVG.

Only attributes and classes (a strict CSP allows no inline style), no ids, numbers unlocalised. On
the web positions are percent, so that a drawing fills its column and text keeps its size;
`for_print=True` draws the same at a fixed width with presentation attributes, since WeasyPrint
gives inline SVG no style sheet and no `vector-effect`. Every drawing says its whole sentence in
<title>.
"""

from core.charts.bars import (
    column_plot,
    elapsed_bar,
    ladder_axis,
    ladder_bar,
    outlook_bar,
    progress_bar,
)
from core.charts.figures import figure_bar, figure_plot, figure_sentence
from core.charts.lines import Band, line_plot
from core.charts.marks import pips
from core.charts.scale import nice_ticks
from core.charts.shares import share_plot
from core.charts.trend import Series, trend_plot

__all__ = [
    "Band",
    "Series",
    "column_plot",
    "elapsed_bar",
    "figure_bar",
    "figure_plot",
    "figure_sentence",
    "ladder_axis",
    "ladder_bar",
    "line_plot",
    "nice_ticks",
    "outlook_bar",
    "pips",
    "progress_bar",
    "share_plot",
    "trend_plot",
]
