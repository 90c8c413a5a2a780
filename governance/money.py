"""Money: what a year's budget holds, what is spent of it, and what the year is expected to cost.

Every figure of page, note and card comes from here, exact to the øre. A line's budget is its amount as it holds on the
day asked for; what was spent adds up period by period; what is expected is what was last said of the whole year.
Nothing written is None, never 0.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction
from typing import Any

from activities.models import Plan
from core.danish import HARD, capital, common, kroner, listing, number, quantity
from core.lights import Light
from core.periods import Period
from governance.models import Budget, BudgetLine, BudgetRevision, BudgetState, Category, Source, Spending
from governance.models.budget import LOCAL, LOCAL_SHARE

# Over 10 % is red: the plan's rule for budget follow-up. From 5 % is our own, so that 10 does not come as a surprise.
AT_RISK_OVER, RED_OVER = 5, 10
NONE = number(0, 1)  # a deviation too small to be shown
WHOLE_PLAN = "Hele planen"
RULE = (
    f"Afvigelsen er det forventede for hele året mod budgettet, op eller ned. Over {RED_OVER} % er rødt og skal "
    f"forklares. Over {AT_RISK_OVER} % er vores egen grænse for, hvad der skal holdes øje med."
)
CO_FINANCING_RULE = (
    f"Mindst {LOCAL_SHARE} % af planens samlede ramme skal komme fra andre end Landsbyggefonden: boligorganisationen, "
    "kommunen eller en anden fond."
)
CO_FINANCING_SOURCE = "Landsbyggefonden, boligsocial indsats, midlerne for 2011-14 (lbf.dk)"

WORDS = {
    Light.DELAYED: f"Over {RED_OVER} % fra budgettet",
    Light.AT_RISK: f"{AT_RISK_OVER}–{RED_OVER} % fra budgettet",
    Light.ON_TRACK: "Følger budgettet",
    Light.NOT_MEASURED: "Ikke skrevet",
}


def in_kroner(amount: Decimal) -> str:
    """ "125.000 kr."; "125.000,50 kr." where there are øre."""
    return kroner(amount, ore=amount != int(amount))


# Co-financing


@dataclass(frozen=True)
class CoFinancing:
    """The local part of an amount: all that Landsbyggefonden does not pay.

    The demand is on the plan's whole frame (domain.md 1.1 and 1.2: "min. 25 % local co-financing", and a municipality
    pays its share "of the plan's total frame"). So a year below it is not refused, as another year may make up for it
    and only the years together can break the demand. But nobody proposes such a year without saying why.
    """

    local: Decimal
    total: Decimal

    @property
    def share(self) -> Fraction | None:
        """Percent, exact; None where there is no money."""
        return Fraction(self.local * 100) / Fraction(self.total) if self.total else None

    @property
    def is_met(self) -> bool:
        return self.share is None or self.share >= LOCAL_SHARE

    @property
    def missing(self) -> Decimal:
        """How much more of the same total would have to be local, to the whole øre that is enough."""
        short = self.total * LOCAL_SHARE / 100 - self.local
        return max(short, Decimal(0)).quantize(Decimal("0.01"), ROUND_UP)

    @property
    def text(self) -> str:
        """ "26,4 %", never rounded up to what is not reached."""
        if self.share is None:
            return "–"
        exact = Decimal(self.share.numerator) / Decimal(self.share.denominator)
        return f"{number(exact.quantize(Decimal('0.1'), ROUND_DOWN), 1)}{HARD}%"

    @property
    def light(self) -> Light:
        if self.share is None:
            return Light.NOT_MEASURED
        return Light.ON_TRACK if self.is_met else Light.DELAYED

    @property
    def word(self) -> str:
        if self.share is None:
            return "Ingen beløb endnu"
        return f"Kravet om {LOCAL_SHARE} % er opfyldt" if self.is_met else f"Under kravet om {LOCAL_SHARE} %"

    @property
    def sentence(self) -> str:
        """ "1.300.000 kr. af 5.200.000 kr. er lokal medfinansiering: 25,0 %." """
        if self.share is None:
            return "Der er ingen beløb i budgettet endnu."
        said = f"{in_kroner(self.local)} af {in_kroner(self.total)} er lokal medfinansiering: {self.text}."
        return said if self.is_met else f"{said} {self.missing_text}"

    @property
    def missing_text(self) -> str:
        return f"Der mangler {in_kroner(self.missing)} for at nå {LOCAL_SHARE} %."


def co_financing(amounts: Iterable[tuple[str, Decimal]]) -> CoFinancing:
    """Of pairs of source and amount."""
    pairs = list(amounts)
    local = sum((amount for source, amount in pairs if source in LOCAL), Decimal(0))
    return CoFinancing(local, sum((amount for _, amount in pairs), Decimal(0)))


def shares(amounts: Mapping[str, Decimal]) -> dict[str, str]:
    """Each source's part of the whole, "74,2 %": they give 100, and the local ones what CoFinancing.text says, which is
    never rounded up."""
    local = {source: amount for source, amount in amounts.items() if source in LOCAL}
    whole = sum(amounts.values(), Decimal(0))
    if not whole:
        return dict.fromkeys(amounts, "–")
    exact = {source: Fraction(amount) * 1000 / Fraction(whole) for source, amount in local.items()}
    tenths = {source: int(share) for source, share in exact.items()}
    local_tenths = int(sum(exact.values(), Fraction(0)))
    by_rest = sorted(exact, key=lambda source: tenths[source] - exact[source])
    for source in by_rest[: local_tenths - sum(tenths.values())]:
        tenths[source] += 1
    parts = {source: tenths.get(source, 1000 - local_tenths) for source in amounts}
    return {source: f"{number(Decimal(part) / 10, 1)}{HARD}%" for source, part in parts.items()}


# Follow-up

Group = tuple[tuple[int, int], Any, str]  # where it stands, its key, its name


@dataclass(frozen=True)
class MoneyFigure:
    """A line's money, or an area's, a source's, a category's or all of it.

    `budget` holds on the day asked for, `original` is what was approved. `spent`: from 1 January to the end of the
    period; None when nothing is written. `expected`: for the whole year; of several lines None until every line has
    one. `missing` counts the lines without, `unwritten` those that lack an amount of one of the year's periods so far.
    `exceptions` name the lines that are red.
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
        """What the year will cost at least: what is expected, or what is spent where that alone is over the budget."""
        if self.expected is None and self.spent is not None and self.spent > self.budget:
            return self.spent
        return self.expected

    @property
    def deviation(self) -> Fraction | None:
        """Percent above (+) or below (-) the budget, exact; None without an outlook or a budget to compare with."""
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
        return f"{common(count)} {'linje' if count == 1 else 'linjer'} afviger over {RED_OVER}{HARD}%" if count else ""

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
            return f"Det forventede mangler for {self.missing} af {quantity(self.lines, 'linje', 'linjer')}."
        if self.expected is None:
            return f"Der er allerede brugt {in_kroner(self.outlook)} mod budgettets {in_kroner(self.budget)}"
        said = f"Forventet {in_kroner(self.outlook)} mod budgettets {in_kroner(self.budget)}"
        if self.deviation is None:
            return f"{said}: der er intet budget." if self.outlook else said
        if self.size == NONE:
            return said
        return f"{said}: {self.size}{HARD}% {'over' if self.deviation > 0 else 'under'}."


@dataclass(frozen=True)
class MoneyLine(MoneyFigure):
    """One line of the budget, with what is written of it in the period itself (`written`, None when nothing is).

    `said_in`: the period in which what is expected was last said.
    """

    row: BudgetLine | None = None
    written: Spending | None = None
    said_in: Period | None = None

    @property
    def line(self) -> BudgetLine:
        assert self.row is not None
        return self.row


@dataclass(frozen=True)
class BudgetFollowUp:
    """A year's approved budget against what is spent to the end of `period`, as of a day.

    `areas` are keyed by the area's pk, None for what is of the whole plan; `sources` and `categories` by their value.
    """

    plan: Plan
    budget: Budget
    period: Period
    as_of: date
    lines: tuple[MoneyLine, ...]
    areas: dict[int | None, MoneyFigure]
    sources: dict[str, MoneyFigure]
    categories: dict[str, MoneyFigure]
    total: MoneyFigure

    @property
    def co_financing(self) -> CoFinancing:
        return co_financing((line.line.source, line.budget) for line in self.lines)

    @property
    def red(self) -> tuple[MoneyLine, ...]:
        return tuple(line for line in self.lines if line.light == Light.DELAYED)

    @property
    def is_written(self) -> bool:
        """Whether anything at all is written of the year up to the period."""
        return any(line.spent is not None or line.expected is not None for line in self.lines)


def light_of(outlook: Decimal | None, budget: Decimal) -> Light:
    """The light of what a year is expected to cost against its budget (RULE). Exactly 5 and 10 % are within."""
    if outlook is None:
        return Light.NOT_MEASURED
    off = abs(outlook - budget) * 100
    if off > budget * RED_OVER:
        return Light.DELAYED
    return Light.AT_RISK if off > budget * AT_RISK_OVER else Light.ON_TRACK


def budget_follow_up(plan: Plan, period: Period, as_of: date) -> BudgetFollowUp | None:
    """The money of `period`'s year up to the end of `period`, with budgets as they hold on `as_of`.

    None when the year has no approved budget. Three queries. The period is a quarter, half year or year.
    """
    lines = list(
        BudgetLine.objects.filter(
            budget__plan=plan, budget__year=period.end.year, budget__state=BudgetState.APPROVED
        ).select_related("budget", "focus_area")
    )
    return follow_up_of(plan, lines, period, as_of) if lines else None


def follow_up_of(
    plan: Plan,
    lines: Sequence[BudgetLine],
    period: Period,
    as_of: date,
    instead: Mapping[int, Spending] | None = None,
) -> BudgetFollowUp:
    """As `budget_follow_up`, of a budget's own lines (budget and area read along), approved or not. Two queries.

    `instead`: rows of the period, by line, that are not saved yet: how it would be with them.
    """
    books = _read(lines, as_of)
    for pk, row in (instead or {}).items():
        books.written[pk] = [other for other in books.written.get(pk, []) if other.period != period] + [row]
    return _follow_up(plan, lines, period, as_of, books)


def follow_ups(plan: Plan, budgets: Sequence[Budget], as_of: date) -> dict[int, BudgetFollowUp]:
    """The whole of each year that has lines, by year. Three queries."""
    lines = list(BudgetLine.objects.filter(budget__in=budgets).select_related("budget", "focus_area"))
    books = _read(lines, as_of)
    years: dict[int, list[BudgetLine]] = defaultdict(list)
    for line in lines:
        years[line.budget.year].append(line)
    return {year: _follow_up(plan, found, Period.year(year), as_of, books) for year, found in years.items()}


def totals(plans: Iterable[Plan], on: date) -> dict[int, MoneyFigure]:
    """The whole of each plan's approved budget of the year, as of a day, by the plan's pk; a plan without one is not
    there. Three queries, however many plans."""
    by_pk = {plan.pk: plan for plan in plans}
    lines = list(
        BudgetLine.objects.filter(
            budget__plan__in=by_pk, budget__year=on.year, budget__state=BudgetState.APPROVED
        ).select_related("budget", "focus_area")
    )
    books = _read(lines, on)
    found: dict[int, list[BudgetLine]] = defaultdict(list)
    for line in lines:
        found[line.budget.plan_id].append(line)
    return {pk: _follow_up(by_pk[pk], rows, by_pk[pk].period_of(on), on, books).total for pk, rows in found.items()}


def amounts_on(budget: Budget, day: date) -> dict[BudgetLine, Decimal]:
    """The lines a budget has on `day`, each with its amount. Two queries."""
    lines = [line for line in budget.lines.all() if line.exists_on(day)]
    revised = _read_revised(lines, day)
    return {line: revised.get(line.pk, line.amount) for line in lines}


def in_order(lines: Iterable[BudgetLine]) -> list[BudgetLine]:
    """As a budget is read: by what the money goes to, then by konto."""
    return sorted(lines, key=lambda line: (_place(Category, line.category), line.position, line.code, line.pk))


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
        explanation=" ".join(f"{line.name}: {line.explanation}" for line in red if line.explanation),
        lines=len(lines),
        missing=len(lines) - len(expected),
        unwritten=sum(line.unwritten for line in lines),
        exceptions=tuple(line.name for line in red),
    )


@dataclass(frozen=True)
class Books:
    """What is written of lines, by line: the amount an adjustment gave it, and its spending."""

    revised: dict[int, Decimal]
    written: dict[int, list[Spending]]


def _read(lines: Sequence[BudgetLine], as_of: date) -> Books:
    """Two queries."""
    written: dict[int, list[Spending]] = defaultdict(list)
    for row in Spending.objects.filter(line__in=lines):
        written[row.line_id].append(row)
    return Books(_read_revised(lines, as_of), written)


def _read_revised(lines: Sequence[BudgetLine], as_of: date) -> dict[int, Decimal]:
    return dict(
        BudgetRevision.objects.filter(line__in=lines, in_force_on__lte=as_of)
        .order_by("in_force_on", "pk")
        .values_list("line_id", "amount")
    )


def _follow_up(plan: Plan, lines: Sequence[BudgetLine], period: Period, as_of: date, books: Books) -> BudgetFollowUp:
    due = {part for part in plan.periods(period.end.year) if part.end <= period.end}
    found = [
        _line(line, books.revised.get(line.pk, line.amount), books.written.get(line.pk, []), period, due)
        for line in in_order(lines)
        if line.exists_on(as_of)
    ]
    return BudgetFollowUp(
        plan=plan,
        budget=lines[0].budget,
        period=period,
        as_of=as_of,
        lines=tuple(found),
        areas=_by(found, _area_of),
        sources=_by(found, _source_of),
        categories=_by(found, _category_of),
        total=summed("I alt", found),
    )


def _line(line: BudgetLine, budget: Decimal, written: list[Spending], period: Period, due: set[Period]) -> MoneyLine:
    """`due`: the periods of the year that an amount could be written of by now."""
    rows = sorted((row for row in written if row.period.end <= period.end), key=lambda row: row.period)
    spent = [row.spent for row in rows if row.spent is not None]
    told = {row.period for row in rows if row.spent is not None}
    said = next((row for row in reversed(rows) if row.expected is not None), None)
    here = next((row for row in rows if row.period == period), None)
    explained = next((row.note for row in (here, said) if row and row.note), "")
    return MoneyLine(
        name=str(line),
        budget=budget,
        original=line.amount,
        spent=sum(spent, Decimal(0)) if spent else None,
        expected=said.expected if said else None,
        explanation=explained,
        missing=0 if said else 1,
        unwritten=0 if {part for part in due if line.exists_on(part.end)} <= told else 1,
        row=line,
        written=here,
        said_in=said.period if said else None,
    )


def _place(choices: Any, value: str) -> int:
    return list(choices.values).index(value)


def _area_of(line: MoneyLine) -> Group:
    """Areas in the plan's order; the whole plan's money last."""
    area = line.line.focus_area
    return ((area.position, area.pk), area.pk, area.name) if area else ((10**6, 0), None, WHOLE_PLAN)


def _source_of(line: MoneyLine) -> Group:
    row = line.line
    return (_place(Source, row.source), 0), row.source, row.get_source_display()


def _category_of(line: MoneyLine) -> Group:
    row = line.line
    return (_place(Category, row.category), 0), row.category, row.get_category_display()


def _by(lines: Sequence[MoneyLine], group_of: Callable[[MoneyLine], Group]) -> dict[Any, MoneyFigure]:
    groups: dict[Group, list[MoneyLine]] = defaultdict(list)
    for line in lines:
        groups[group_of(line)].append(line)
    ordered = sorted(groups.items(), key=lambda item: item[0][0])
    return {key: summed(name, found) for (_, key, name), found in ordered}
