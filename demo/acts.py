"""Acts on their days: gathered first, then done in the order of time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from core import clock


@dataclass(frozen=True)
class Act:
    """Something a person does at a moment."""

    at: datetime
    do: Callable[[], object]


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment in Copenhagen."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def perform(acts: Iterable[Act], *, latest: datetime | None = None) -> None:
    """Do the acts in order of time, each with the clock at its own moment; at one moment in the
    order given. Those after `latest` are done at that moment, still in their order: money is
    written before the period is closed, also in a demo that opens on the morning of that day."""
    for act in sorted(acts, key=lambda act: act.at):
        with clock.pretend(min(act.at, latest) if latest else act.at):
            act.do()
