"""A plan's limits for its lights: what they were from the start, and what they are from a later
day on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from core.danish import HARD, listing, long_day, percent, quantity

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

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Each with its name, in words."""
        return (
            ("på sporet fra", percent(self.on_track_from)),
            ("risiko fra", percent(self.at_risk_from)),
            (
                "milepæl forsinket efter",
                quantity(self.milestone_grace_days, "dag", "dage"),
            ),
            ("andele mindst", f"{self.min_answers}{HARD}svar"),
        )


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


def differences(old: Limits, new: Limits) -> tuple[tuple[str, str, str], ...]:
    """(name, before, now) of the limits that are others."""
    return tuple(
        (name, before, now)
        for (name, before), (_, now) in zip(old.pairs, new.pairs, strict=True)
        if before != now
    )


def changed_text(found: Sequence[Limits], until: date) -> str:
    """ "Fra 1. juli 2013: på sporet fra 80 % (før 90 %)." of each change up to `until`; "" where
    there is none."""
    said = []
    for before, now in pairwise(found):
        if now.since and now.since <= until and (differs := differences(before, now)):
            what = listing([f"{name} {to} (før {old})" for name, old, to in differs])
            said.append(f"Fra {long_day(now.since)}: {what}.")
    return " ".join(said)
