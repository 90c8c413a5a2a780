"""A ladder whose steps count one group: a later step cannot well be above an earlier one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from activities.models import SuccessCriterion
from activities.progress.figures import Figure
from activities.progress.read import activity_figures


@dataclass(frozen=True)
class Above:
    """A step that is above an earlier step of its ladder."""

    later: Figure
    earlier: Figure

    @property
    def text(self) -> str:
        """ "»Fortsat medlem« er 31, men »Kommet til« er kun 24"."""
        return (
            f"»{self.later.criterion.name}« er {self.later.actual_text}, men "
            f"»{self.earlier.criterion.name}« er kun {self.earlier.actual_text}"
        )


def steps_above(figures: Sequence[Figure]) -> list[Above]:
    """The counted steps of one ladder that are above an earlier one, each with the lowest of
    those. On a step of several criteria the highest says how many got there."""
    counted = [f for f in figures if f.criterion.is_count and f.actual is not None]
    highest: dict[int, Figure] = {}
    for figure in counted:
        known = highest.get(figure.criterion.level)
        if known is None or _actual(figure) > _actual(known):
            highest[figure.criterion.level] = figure
    found = []
    for later in counted:
        before = [f for level, f in highest.items() if level < later.criterion.level]
        lowest = min(before, key=_actual, default=None)
        if lowest is not None and _actual(later) > _actual(lowest):
            found.append(Above(later, lowest))
    return found


def _actual(figure: Figure) -> Fraction:
    return figure.actual or Fraction(0)


def doubt(criterion: SuccessCriterion, *, on: date, counted: int, as_of: date) -> str:
    """The question before `counted` more are registered on a step of a ladder of one group: "…
    Er det rigtigt?"; "" where the step stays within the one before."""
    if not criterion.activity.is_one_group or criterion.is_level_measure:
        return ""
    figures = [
        replace(f, actual=_actual(f) + counted) if _holds(f, criterion, on) else f
        for f in activity_figures(criterion.activity, as_of)
    ]
    mine = [a for a in steps_above(figures) if a.later.criterion.pk == criterion.pk]
    return f"{mine[0].text}. Er det rigtigt?" if mine else ""


def _holds(figure: Figure, criterion: SuccessCriterion, on: date) -> bool:
    """Whether what happened `on` that day counts in the figure."""
    since = figure.period.start if figure.period else date(figure.as_of.year, 1, 1)
    return figure.criterion.pk == criterion.pk and since <= on <= figure.as_of
