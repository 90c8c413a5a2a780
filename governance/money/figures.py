"""A figure of money: a line of the budget, or several as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

from core.danish import HARD, capital, common, day, exact_kroner, listing, number, quantity
from core.lights import Light
from core.periods import Period
from governance.models import BudgetLine, Spending

# Over 10 % is red: the plan's rule for budget follow-up. From 5 % is our own, so that 10 does not
# come as a surprise.
AT_RISK_OVER, RED_OVER = 5, 10
NONE = number(0, 1)  # a deviation too small to be shown
RULE = (
    f"Afvigelsen er det forventede for hele året mod budgettet, op eller ned. Over {RED_OVER} % er "
    f"rødt og skal forklares. Over {AT_RISK_OVER} % er vores egen grænse for, hvad der skal holdes "
    "øje med."
)

WORDS = {
    Light.DELAYED: f"Over {RED_OVER} % fra budgettet",
    Light.AT_RISK: f"{AT_RISK_OVER}–{RED_OVER} % fra budgettet",
    Light.ON_TRACK: "Følger budgettet",
    Light.NOT_MEASURED: "Ikke skrevet",
}


@dataclass(frozen=True)
class MoneyFigure:
    """A line's money, or an area's, a source's, a category's or all of it.

    `budget` holds on the day asked for, `original` is what was approved. `spent`: from 1 January to
    the end of the period; None when nothing is written. `expected`: for the whole year; of several
    lines None until every line has one. `missing` counts the lines without, `unwritten` those that
    lack an amount of one of the year's periods so far. `exceptions` name the lines that are red.
    """

    name: str
    budget: Decimal
    original: Decimal
    spent: Decimal | None
    expected: Decimal | None
    explanation: str = ""
    lines: int = 1
    missing: int = 0
    unwritten: int = 0
    exceptions: tuple[str, ...] = ()

    @property
    def rest(self) -> Decimal | None:
        """What is left of the budget; below 0 when more is spent than there is."""
        return None if self.spent is None else self.budget - self.spent

    @property
    def outlook(self) -> Decimal | None:
        """What the year will cost at least: what is expected, or what is spent where that alone
        is over the budget."""
        if self.expected is None and self.spent is not None and self.spent > self.budget:
            return self.spent
        return self.expected

    @property
    def deviation(self) -> Fraction | None:
        """Percent above (+) or below (-) the budget, exact; None without an outlook or a budget
        to compare with."""
        if self.outlook is None or not self.budget:
            return None
        return Fraction(self.outlook - self.budget) * 100 / Fraction(self.budget)

    @property
    def light(self) -> Light:
        return light_of(self.outlook, self.budget)

    @property
    def word(self) -> str:
        """The light in words that fit money."""
        return WORDS[self.light]

    @property
    def size(self) -> str:
        """How far off, "12,5"; with two decimals where one would show it at a limit it is over."""
        assert self.deviation is not None
        off = abs(Decimal(self.deviation.numerator) / Decimal(self.deviation.denominator))
        shown = off.quantize(Decimal("0.1"), ROUND_HALF_UP)
        if shown in (AT_RISK_OVER, RED_OVER) and off > shown:
            return number(off.quantize(Decimal("0.01"), ROUND_UP), 2)
        return number(shown, 1)

    @property
    def red_text(self) -> str:
        """ "én linje afviger over 10 %", of several lines; "" where none is."""
        count = len(self.exceptions)
        return (
            f"{common(count)} {'linje' if count == 1 else 'linjer'} afviger over {RED_OVER}{HARD}%"
            if count
            else ""
        )

    @property
    def deviation_text(self) -> str:
        """ "+12,5 %", "−3,0 %", "0,0 %"; a dash where nothing can be said."""
        if self.deviation is None:
            return "–"
        sign = "" if self.size == NONE else "+" if self.deviation > 0 else "−"
        return f"{sign}{self.size}{HARD}%"

    @property
    def reason(self) -> str:
        """Why the light is as it is, in a sentence; it names the lines that are red."""
        said = self._said()
        if self.exceptions:
            named = listing(self.exceptions)
            said = f"{said} {capital(named)} afviger mere end {RED_OVER} %."
        return said

    def _said(self) -> str:
        if self.outlook is None:
            if self.lines == 1:
                return "Ingen har skrevet, hvad der forventes for hele året."
            return (
                f"Det forventede mangler for {self.missing} af "
                f"{quantity(self.lines, 'linje', 'linjer')}."
            )
        if self.expected is None:
            return (
                f"Der er allerede brugt {exact_kroner(self.outlook)} mod budgettets "
                f"{exact_kroner(self.budget)}"
            )
        said = f"Forventet {exact_kroner(self.outlook)} mod budgettets {exact_kroner(self.budget)}"
        if self.deviation is None:
            return f"{said}: der er intet budget." if self.outlook else said
        if self.size == NONE:
            return said
        return f"{said}: {self.size}{HARD}% {'over' if self.deviation > 0 else 'under'}."


@dataclass(frozen=True)
class MoneyLine(MoneyFigure):
    """One line of the budget, with what is written of it in the period itself (`written`, None when
    nothing is).

    `said_in`: the period in which what is expected was last said. `stated`: what the newest sheet
    said was spent since New Year, to the end of `stated_at`, and `stated_sum` what the periods till
    then add up to now.
    """

    row: BudgetLine | None = None
    written: Spending | None = None
    said_in: Period | None = None
    stated: Decimal | None = None
    stated_at: Period | None = None
    stated_in: str = ""
    stated_sum: Decimal = Decimal(0)

    @property
    def is_off_sheet(self) -> bool:
        return self.stated is not None and self.stated != self.stated_sum

    def off_sheet_text(self, *, with_file: bool) -> str:
        """ "1010 Løn: siden nytår 650.000 kr. pr. 30.9.2013 ifølge regnearket, men perioderne giver
        640.000 kr." """
        assert self.stated is not None and self.stated_at
        name = f" »{self.stated_in}«" if with_file and self.stated_in else ""
        return (
            f"{self.name}: siden nytår {exact_kroner(self.stated)} pr. {day(self.stated_at.end)} "
            f"ifølge regnearket{name}, men perioderne giver {exact_kroner(self.stated_sum)}"
        ).removesuffix(".") + "."

    @property
    def line(self) -> BudgetLine:
        assert self.row is not None
        return self.row


def light_of(outlook: Decimal | None, budget: Decimal) -> Light:
    """The light of what a year is expected to cost against its budget (RULE). Exactly 5 and 10 %
    are within."""
    if outlook is None:
        return Light.NOT_MEASURED
    off = abs(outlook - budget) * 100
    if off > budget * RED_OVER:
        return Light.DELAYED
    return Light.AT_RISK if off > budget * AT_RISK_OVER else Light.ON_TRACK


def summed(name: str, lines: Sequence[MoneyLine]) -> MoneyFigure:
    """Several lines as one figure."""
    spent = [line.spent for line in lines if line.spent is not None]
    expected = [line.expected for line in lines if line.expected is not None]
    red = [line for line in lines if line.light == Light.DELAYED]
    return MoneyFigure(
        name=name,
        budget=sum((line.budget for line in lines), Decimal(0)),
        original=sum((line.original for line in lines), Decimal(0)),
        spent=sum(spent, Decimal(0)) if spent else None,
        expected=sum(expected, Decimal(0)) if lines and len(expected) == len(lines) else None,
        explanation=" ".join(
            f"{line.name}: {line.explanation}" for line in red if line.explanation
        ),
        lines=len(lines),
        missing=len(lines) - len(expected),
        unwritten=sum(line.unwritten for line in lines),
        exceptions=tuple(line.name for line in red),
    )
