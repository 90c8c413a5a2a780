"""What the same figures said on an earlier day: counted from the months already read, so it
costs no query."""

from datetime import date

from activities.progress import rules
from activities.progress.figures import Figure, PlanProgress


def earlier_count(
    progress: PlanProgress, day: date, thresholds: rules.Thresholds
) -> tuple[int, int] | None:
    """(following, measured) criteria of `progress` as of `day`, the last day of an earlier month.

    None when no target was in force then: last year's figures are measured against last year's
    targets.
    """
    found = (earlier_figure(figure, day, thresholds) for figure in progress.figures)
    figures = [figure for figure in found if figure is not None]
    if not figures:
        return None
    return sum(f.light.follows_plan for f in figures), sum(f.light.is_measured for f in figures)


def earlier_figure(figure: Figure, day: date, thresholds: rules.Thresholds) -> Figure | None:
    """`figure` as it was on `day`, the last day of a month within its target's period; else
    None."""
    if figure.period is None or day not in figure.period:
        return None
    months = [month for month in figure.months if month.first <= day]
    steps = tuple(step for step in figure.steps if step.since <= day)
    return rules.figure(
        figure.criterion,
        figure.period,
        figure.target_on(day),
        months,
        day,
        thresholds,
        steps,
        day_is_over=True,
    )
