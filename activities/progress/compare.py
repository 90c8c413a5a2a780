"""What one registration did to its criterion's figure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from activities.models import Registration
from activities.progress import rules
from activities.progress.figures import Figure, Month


def figure_without(figure: Figure, registration: Registration) -> Figure:
    """`figure` as it would be without `registration`, by the same rules; itself where the
    registration does not count in it (voided, or outside the figure's period)."""
    start = figure.period.start if figure.period else date(figure.as_of.year, 1, 1)
    end = min(figure.as_of, figure.period.end) if figure.period else figure.as_of
    if registration.is_voided or not start <= registration.on <= end:
        return figure
    thresholds = rules.Thresholds.of(registration.plan, figure.as_of)
    months = list(_months_without(figure, registration))
    return rules.figure(
        figure.criterion,
        figure.period,
        figure.target,
        months,
        figure.as_of,
        thresholds,
        figure.steps,
        day_is_over=figure.is_over,
    )


def _months_without(figure: Figure, row: Registration) -> Iterator[Month]:
    for month in figure.months:
        if month.first != row.on.replace(day=1):
            yield month
        elif month.rows > 1:
            yield replace(
                month,
                value=month.value - row.value,
                base=month.base - (row.base or 0),
                rows=month.rows - 1,
            )
