"""A plan's limits for its lights: what they were from the start, and what they are from a later
day on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

FIELDS = ("on_track_from", "at_risk_from", "milestone_grace_days", "min_answers")


@dataclass(frozen=True)
class Limits:
    """The limits as they are on a day; `since` where they were ever changed."""

    on_track_from: int
    at_risk_from: int
    milestone_grace_days: int
    min_answers: int
    since: date | None = None

    @property
    def values(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in FIELDS}


def of(values: Mapping[str, Any], since: date | None = None) -> Limits:
    on_track, at_risk, days, answers = (int(values[name]) for name in FIELDS)
    return Limits(on_track, at_risk, days, answers, since)


def course(base: Mapping[str, int], later: Sequence[Mapping[str, Any]]) -> tuple[Limits, ...]:
    """The limits from the start and after each change, in order. `later`: Plan.later_limits."""
    changes = sorted(later, key=lambda change: change["in_force_on"])
    return (
        of(base),
        *(of(change, date.fromisoformat(change["in_force_on"])) for change in changes),
    )


def on_day(found: Sequence[Limits], day: date) -> Limits:
    return [limits for limits in found if limits.since is None or limits.since <= day][-1]
