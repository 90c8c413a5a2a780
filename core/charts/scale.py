"""Where a value stands: shares, ticks and labels that keep apart. Exact until the last step."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

# What can be written in Danish; a share may also be a float.
Exact = int | Fraction | Decimal
Number = Exact | float


def share(part: Number | None, whole: Number | None, limit: Number = 1) -> float:
    """`part` of `whole`, between 0 and `limit`; 0 where there is nothing to divide by."""
    if part is None or not whole or whole < 0 or part <= 0:
        return 0.0
    return float(min(Fraction(part) / Fraction(whole), Fraction(limit)))


def nice_ticks(top: Number, at_most: int = 4) -> list[Fraction]:
    """Round, evenly spaced values above 0 and up to `top`: 50, 100 or 10, 20, 30. One to `at_most`
    (2 or more) of them.

    Whole numbers whenever `top` is 1 or more: nobody counts half families.
    """
    top = Fraction(top)
    if top <= 0:
        return []
    scale = _power_of_ten_below(top / at_most)
    if top >= 1:
        scale = max(scale, Fraction(1))
    steps = (scale * factor for factor in (1, 2, Fraction(5, 2), 5, 10))
    step = next(s for s in steps if 1 <= top // s <= at_most and (s.denominator == 1 or top < 1))
    return [step * n for n in range(1, int(top // step) + 1)]


def _power_of_ten_below(value: Fraction) -> Fraction:
    """The greatest power of ten that is not above `value`."""
    power = Fraction(1)
    while power > value:
        power /= 10
    while power * 10 <= value:
        power *= 10
    return power


def keep_apart(fixed: float, free: float, gap: float, low: float, high: float) -> float:
    """Where a label wanting to stand at `free` goes, so that it is `gap` from `fixed` and within
    low..high."""
    free = min(max(free, low), high)
    if abs(free - fixed) >= gap:
        return free
    above, below = fixed - gap, fixed + gap
    first, second = (above, below) if free <= fixed else (below, above)
    return first if low <= first <= high else second


def thin_out(items: Sequence[object], at_most: int) -> int:
    """Show every n-th of `items` so that no more than `at_most` stand: the n."""
    return -(-len(items) // at_most) if items else 1
