"""Small numbers: a group of one to four people could be recognised, so outside the secretariat it
is hidden.

Hiding one number is not enough where the total stands beside it: the rest can be subtracted. Then
other groups are hidden too, in the order they stand, until nobody who knows both the total and this
rule can work a hidden number out. The order must not depend on the numbers: "the smallest of the
others" would tell too much.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

SMALLEST, LARGEST = 1, 4

KeyT = TypeVar("KeyT", bound=Hashable)


def is_small(count: int) -> bool:
    return SMALLEST <= count <= LARGEST


def suppress(cells: Mapping[KeyT, int]) -> dict[KeyT, int | None]:
    """The groups of one total with what may be shown: the number, or None for hidden.

    `cells` must be all the groups the total consists of, also the one nobody knows more about; else
    the total gives the missing one away. A group of none is hidden only when no larger one is left
    to hide.
    """
    hidden = {key for key, count in cells.items() if is_small(count)}
    others = sorted((key for key in cells if key not in hidden), key=lambda key: cells[key] == 0)
    while hidden and others and _can_be_worked_out([cells[key] for key in hidden], len(cells)):
        hidden.add(others.pop(0))
    return {key: None if key in hidden else count for key, count in cells.items()}


def _can_be_worked_out(counts: list[int], groups: int) -> bool:
    """One hidden number is the total less the rest; a sum near the least or the most the hidden
    ones can be together leaves each of them one value."""
    together = sum(counts)
    return len(counts) < 2 or together <= max(LARGEST, groups) or together == LARGEST * len(counts)
