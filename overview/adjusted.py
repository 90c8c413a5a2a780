"""What is said of a target that was adjusted: what it was until when, and what it is since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from activities.models import Plan
from activities.progress.figures import Figure, TargetStep
from core.danish import long_day, number
from governance.changes.adjustments.as_of import Source, target_sources

Sources = Mapping[tuple[int, date], Source]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Adjusted:
    """ "Måltallet var 100 til 30. juni 2013 og er 120 fra 1. juli 2013 (justering 2)." `url`:
    the newest adjustment."""

    name: str
    sentence: str
    url: str


def sources(plan: Plan, figures: Iterable[Figure]) -> Sources:
    """Where the figures' targets came from; asked for only when one of them was adjusted. One
    query or none."""
    return target_sources(plan) if any(was_adjusted(figure) for figure in figures) else {}


def was_adjusted(figure: Figure) -> bool:
    return len(figure.steps) > 1


def adjusted(figure: Figure, found: Sources) -> Adjusted | None:
    """None for a target that is as it first was."""
    if not was_adjusted(figure):
        return None
    last = figure.steps[-1]
    now = f"{_value(figure, last)} fra {long_day(last.since)}{_by(figure, last, found)}"
    earlier = [
        f"{_value(figure, step)} til {long_day(after.since - DAY)}{_by(figure, step, found)}"
        for step, after in pairwise(figure.steps)
        if step.since < after.since
    ]
    said = (
        f"Måltallet var {', '.join(earlier)} og er {now}."
        if earlier
        else f"Måltallet er {now}. I planen var det {_value(figure, figure.steps[0])}."
    )
    source = found.get((figure.criterion.pk, last.since))
    name = f"{figure.criterion.code} {figure.criterion.name}"
    return Adjusted(name, said, source.url if source else "")


def _value(figure: Figure, step: TargetStep) -> str:
    return f"{number(step.value)}{figure.unit}"


def _by(figure: Figure, step: TargetStep, found: Sources) -> str:
    source = found.get((figure.criterion.pk, step.since))
    return f" (justering {source.number})" if source else ""
