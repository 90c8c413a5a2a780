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
    without = rules.figure(
        figure.criterion,
        figure.period,
        figure.target,
        months,
        figure.as_of,
        thresholds,
        figure.steps,
        day_is_over=figure.is_over,
    )
    return replace(without, before=figure.before, after=figure.after)


def _months_without(figure: Figure, row: Registration) -> Iterator[Month]:
    """The months with the row taken out of the one it is in, by the same sums as they are read."""
    each_once = figure.criterion.counts_each_once
    for month in figure.months:
        of_round = month.round.pk if month.round else None
        if month.read or month.first != row.on.replace(day=1) or of_round != row.round_id:
            yield month
        elif month.rows > 1:
            yield replace(
                month,
                value=month.value - ((row.new or 0) if each_once else row.value),
                base=month.base - (row.base or 0),
                rows=month.rows - 1,
                heads=month.heads - row.value,
                new=month.new - (row.new or 0),
                lacking=month.lacking - (row.new is None),
            )
