"""What was promised of money: the year's budget as it holds on a day, what is spent of it to the
end of a period, and what the year is expected to cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from audit.rows import Line
from core.periods import Period


@dataclass(frozen=True)
class Money:
    budget: Fraction
    spent: Fraction | None
    expected: Fraction | None

    @property
    def deviation(self) -> Fraction | None:
        """Percent from the budget; where nothing is expected yet, of what is spent beyond it."""
        outlook = self.expected
        if outlook is None and self.spent is not None and self.spent > self.budget:
            outlook = self.spent
        if outlook is None or not self.budget:
            return None
        return 100 * (outlook - self.budget) / self.budget

    @property
    def word(self) -> str:
        off = self.deviation
        if off is None:
            return "Ikke skrevet"
        if abs(off) > 10:
            return "Over 10 % fra budgettet"
        return "5–10 % fra budgettet" if abs(off) > 5 else "Følger budgettet"


def money(lines: Iterable[Line], period: Period, day: date) -> Money:
    """Several lines as one: what is expected is known when it is known of each."""
    found = [of_line(line, period, day) for line in lines if line.year == period.end.year]
    spent = [m.spent for m in found if m.spent is not None]
    expected = [m.expected for m in found if m.expected is not None]
    return Money(
        sum((m.budget for m in found), Fraction(0)),
        sum(spent, Fraction(0)) if spent else None,
        sum(expected, Fraction(0)) if found and len(expected) == len(found) else None,
    )


def of_line(line: Line, period: Period, day: date) -> Money:
    held = [amount for since, amount in line.revised if since <= day]
    rows = [row for row in line.spending if row[0].end <= period.end]
    spent = [row[1] for row in rows if row[1] is not None]
    expected = [row[2] for row in rows if row[2] is not None]
    return Money(
        held[-1] if held else line.amount,
        sum(spent, Fraction(0)) if spent else None,
        expected[-1] if expected else None,
    )
