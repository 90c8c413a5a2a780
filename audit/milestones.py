"""What was promised of milestones: which count, and which are reached on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from audit.rows import Stone
from core.periods import Period


@dataclass(frozen=True)
class Count:
    reached: int
    total: int
    moved: int = 0
    dropped: int = 0


def is_reached(stone: Stone, day: date) -> bool:
    return stone.status == "reached" and stone.reached_on is not None and stone.reached_on <= day


def of_period(stones: Iterable[Stone], period: Period, day: date) -> Count:
    """A reporting period's milestones as it is counted: those that stand in it, with those moved
    from it and dropped told beside. (figures.md B4 asks for what was planned for it: change it
    here when the pages do.)"""
    stones = list(stones)
    here = [s for s in stones if s.period == period]
    live = [s for s in here if s.status != "dropped"]
    moved = [
        s for s in stones if s.period != period and any(old == period for old, _, _ in s.moves)
    ]
    return Count(
        sum(is_reached(s, day) for s in live), len(live), len(moved), len(here) - len(live)
    )


def of_year(stones: Iterable[Stone], year: int, day: date) -> Count:
    """Those that stand in the year now, the dropped left out."""
    live = [s for s in stones if s.period.start.year == year and s.status != "dropped"]
    return Count(sum(is_reached(s, day) for s in live), len(live))


def due(stones: Iterable[Stone], year: int, day: date) -> int:
    """Of those, the ones whose first period is over: a move never makes a plan look better."""
    return sum(
        s.planned.end <= day
        for s in stones
        if s.period.start.year == year and s.status != "dropped"
    )


def left_from_before(stones: Iterable[Stone], period: Period, day: date) -> int:
    """Open milestones of earlier periods."""
    return sum(
        s.period.end < period.start and s.status != "dropped" and not is_reached(s, day)
        for s in stones
    )
