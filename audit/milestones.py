"""What was promised of milestones: each as it was on the day, counted by what was planned."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from audit.rows import Stone
from core.periods import Period


@dataclass(frozen=True)
class Count:
    """`total` is what was planned: also the moved and the dropped, which are told beside."""

    reached: int
    total: int
    moved: int = 0
    dropped: int = 0


def is_reached(stone: Stone, day: date) -> bool:
    return stone.status == "reached" and stone.reached_on is not None and stone.reached_on <= day


def is_dropped(stone: Stone, day: date) -> bool:
    """By what had been said of it when the day was over."""
    if is_reached(stone, day):
        return False
    later = any(said > day for said, _ in stone.said)
    if not later:
        return stone.status == "dropped"
    open_ones = [(on, status) for on, status in stone.said if status != "reached"]
    then = [status for on, status in open_ones if on <= day] or [s for _, s in open_ones[:1]]
    return bool(then) and then[-1] == "dropped"


def stood_in(stone: Stone, day: date) -> Period:
    """Where it stood: a move counts from the day it was decided."""
    later = sorted((m for m in stone.moves if m[2] and m[2] > day), key=lambda m: m[2] or day)
    return later[0][0] if later else stone.period


def left(stone: Stone, day: date) -> set[Period]:
    """The periods it had been moved away from by the day."""
    gone = {m[0] for m in stone.moves if m[2] and m[2] <= day}
    return gone - {stood_in(stone, day)}


def first_in(stone: Stone, day: date) -> Period:
    """Where the plan first laid it."""
    decided = [m for m in stone.moves if m[2] and m[2] <= day]
    return decided[0][0] if decided else stood_in(stone, day)


def of_period(stones: Iterable[Stone], period: Period, day: date) -> Count:
    """Its denominator is what was planned for it."""
    stones = list(stones)
    here = [s for s in stones if stood_in(s, day) == period]
    moved = [s for s in stones if period in left(s, day)]
    return Count(
        sum(is_reached(s, day) for s in here),
        len(here) + len(moved),
        len(moved),
        sum(is_dropped(s, day) for s in here),
    )


def of_year(stones: Iterable[Stone], year: int, day: date) -> Count:
    """Each once: those that stand in the year, and those that were moved away from it."""
    stones = list(stones)
    here = [s for s in stones if stood_in(s, day).start.year == year]
    gone = [s for s in stones if s not in here and any(p.start.year == year for p in left(s, day))]
    return Count(sum(is_reached(s, day) for s in here), len(here) + len(gone), len(gone))


def due(stones: Iterable[Stone], year: int, day: date) -> int:
    """Those that stand in the year and whose first period is over: a move never makes a plan
    look better."""
    return sum(
        first_in(s, day).end <= day
        for s in stones
        if stood_in(s, day).start.year == year and not is_dropped(s, day)
    )


def left_from_before(stones: Iterable[Stone], period: Period, day: date) -> int:
    """Open milestones of earlier periods."""
    return sum(
        stood_in(s, day).end < period.start and not is_dropped(s, day) and not is_reached(s, day)
        for s in stones
    )
