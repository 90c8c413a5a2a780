"""The pages of the budget: a year with its lines and how it is followed, and the years beside
each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Max

from activities.models import Plan
from activities.presenting import WHOLE_PLAN
from core.danish import capital, common, day, exact_kroner, listing, number, quantity, word
from core.lights import Light
from core.periods import Period
from governance.models import Budget, BudgetLine, BudgetRevision, Category, Source
from governance.money.budget.actions import Sum, sum_of
from governance.money.budget.rules import headline
from governance.money.co_financing import CoFinancing, co_financing, shares
from governance.money.figures import MoneyFigure, MoneyLine
from governance.money.follow_up import (
    BudgetFollowUp,
    follow_up_of,
    follow_ups,
)


class Amounts:
    """How a table writes its amounts: with øre when one of them has any, so that every sum can
    be added up by hand."""

    def __init__(self, amounts: Iterable[Decimal | None]) -> None:
        self.places = (
            2 if any(amount is not None and amount != int(amount) for amount in amounts) else 0
        )

    def text(self, amount: Decimal | None, empty: str = "–") -> str:
        return empty if amount is None else number(amount, self.places)


@dataclass(frozen=True)
class Row:
    """A row of the matrix: what the money goes to, an amount for each source that pays for
    anything, and the sum."""

    name: str
    amounts: tuple[str, ...]
    total: str


@dataclass(frozen=True)
class Matrix:
    """A budget's money by what it goes to and who pays."""

    sources: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row
    shares: tuple[str, ...]


@dataclass(frozen=True)
class LineRow:
    """A line as the list shows it."""

    row: BudgetLine
    area: str
    source: str
    amount: str
    changed: str


@dataclass(frozen=True)
class LineGroup:
    """The lines of one cost category, with their sum."""

    name: str
    lines: tuple[LineRow, ...]
    total: str


@dataclass(frozen=True)
class Followed:
    """A figure as a follow-up table shows it. `sentence` is what the bar says."""

    figure: MoneyFigure
    budget: str
    spent: str
    rest: str
    expected: str
    sentence: str


@dataclass(frozen=True)
class Deviation:
    """A line off its budget, with the explanation somebody wrote."""

    line: MoneyLine
    explanation: str


@dataclass(frozen=True)
class FollowUpPart:
    """How the year stands at the end of a period."""

    period: Period
    as_of: date
    areas: tuple[Followed, ...]
    sources: tuple[Followed, ...]
    total: Followed
    deviations: tuple[Deviation, ...]
    gaps: str
    written: str = ""
    off_sheet: tuple[str, ...] = ()


@dataclass(frozen=True)
class BudgetPage:
    title: str
    budget: Budget
    standing: str
    standing_css: str
    sum_text: str
    co_financing: CoFinancing
    matrix: Matrix | None
    areas: tuple[tuple[str, str], ...]
    groups: tuple[LineGroup, ...]
    total: str
    follow_up: FollowUpPart | None


def budget_page(
    plan: Plan, budget: Budget, lines: Sequence[BudgetLine], period: Period | None, as_of: date
) -> BudgetPage:
    """`lines` with budget and area read along; `period`: the one to follow up, None before the
    year has begun."""
    found = follow_up_of(plan, lines, period or Period.year(budget.year), as_of) if lines else None
    followed = found if budget.is_approved and period else None
    money = list(found.lines) if found else []
    write = Amounts(line.budget for line in money)
    total = found.total.budget if found else Decimal(0)
    summed = sum_of(budget, lines)
    return BudgetPage(
        title=_title(budget, total, followed),
        budget=budget,
        standing=_standing(budget),
        standing_css="note--done"
        if budget.is_approved
        else "note--risk"
        if budget.is_proposed
        else "",
        sum_text="" if summed.adds_up else _sum_text(summed),
        co_financing=co_financing((line.line.source, line.budget) for line in money),
        matrix=_matrix(money, write) if money else None,
        areas=tuple((figure.name, write.text(figure.budget)) for figure in found.areas.values())
        if found
        else (),
        groups=tuple(_groups(found, write)) if found else (),
        total=write.text(total),
        follow_up=follow_up_part(followed) if followed else None,
    )


def _title(budget: Budget, total: Decimal, followed: BudgetFollowUp | None) -> str:
    if followed and followed.is_written:
        return f"Budget {budget.year}: {headline(followed)}"
    if not total:
        return f"Budget {budget.year}: ingen linjer endnu"
    size = exact_kroner(total)
    if budget.is_approved:
        return f"Budget {budget.year} er godkendt: {size}"
    return f"Budget {budget.year}: {'indstillet' if budget.is_proposed else 'kladde'} på {size}"


def _standing(budget: Budget) -> str:
    if budget.is_approved and budget.approved_on:
        where = f", under punktet »{budget.decided_in.title}«" if budget.decided_in else ""
        return (
            f"Godkendt af styregruppen {day(budget.approved_on)}{where}. Linjerne ændres "
            "kun med en justering."
        )
    if budget.is_proposed and budget.proposed_on:
        return (
            f"Indstillet til styregruppen {day(budget.proposed_on)}. Linjerne er låst, "
            "til den har besluttet sig."
        )
    return "Kladde. Kun sekretariatet ser den, til den er indstillet til styregruppen."


def _sum_text(summed: Sum) -> str:
    write = Amounts((summed.found, summed.stated, summed.difference))
    return (
        f"Linjerne giver {write.text(summed.found)} kr., men summen ifølge bilaget er "
        f"{write.text(summed.stated)} kr. Forskellen er {write.text(summed.difference)} kr."
    )


def _matrix(lines: Sequence[MoneyLine], write: Amounts) -> Matrix:
    sources = [source for source in Source if any(line.line.source == source for line in lines)]

    def row(name: str, part: Sequence[MoneyLine]) -> Row:
        by_source = [
            _total(line for line in part if line.line.source == source) for source in sources
        ]
        return Row(
            name, tuple(write.text(a) if a else "" for a in by_source), write.text(_total(part))
        )

    found = [
        (category, [line for line in lines if line.line.category == category])
        for category in Category
        if any(line.line.category == category for line in lines)
    ]
    parts = shares(
        {source: _total(line for line in lines if line.line.source == source) for source in sources}
    )
    return Matrix(
        sources=tuple(str(source.label) for source in sources),
        rows=tuple(row(str(category.label), part) for category, part in found),
        total=row("I alt", lines),
        shares=tuple(parts.values()),
    )


def _total(lines: Iterable[MoneyLine]) -> Decimal:
    return sum((line.budget for line in lines), Decimal(0))


def _groups(found: BudgetFollowUp, write: Amounts) -> Iterable[LineGroup]:
    for category, figure in found.categories.items():
        lines = [line for line in found.lines if line.line.category == category]
        rows = tuple(
            LineRow(
                row=line.line,
                area=line.line.focus_area.name if line.line.focus_area else WHOLE_PLAN,
                source=line.line.get_source_display(),
                amount=write.text(line.budget),
                changed=_changed(line, write),
            )
            for line in lines
        )
        yield LineGroup(figure.name, rows, write.text(figure.budget))


def _changed(line: MoneyLine, write: Amounts) -> str:
    """What an adjustment did to the line."""
    if line.line.exists_from:
        return f"ny fra {day(line.line.exists_from)}"
    return "" if line.budget == line.original else f"før justering {write.text(line.original)}"


def follow_up_part(found: BudgetFollowUp) -> FollowUpPart:
    figures = [*found.lines, found.total]
    write = Amounts(a for figure in figures for a in (figure.budget, figure.spent, figure.expected))
    return FollowUpPart(
        period=found.period,
        as_of=found.as_of,
        areas=tuple(_followed(figure, write) for figure in found.areas.values()),
        sources=tuple(_followed(figure, write) for figure in found.sources.values()),
        total=_followed(found.total, write),
        deviations=tuple(
            Deviation(line, line.explanation)
            for line in sorted(found.lines, key=lambda line: -abs(line.deviation or Fraction(0)))
            if line.light in (Light.DELAYED, Light.AT_RISK)
        ),
        gaps=_gaps(found),
        written=found.written_text,
        off_sheet=tuple(line.off_sheet_text(with_file=True) for line in found.off_sheet),
    )


def _followed(figure: MoneyFigure, write: Amounts) -> Followed:
    spent = write.text(figure.spent, "ikke skrevet")
    expected = write.text(figure.expected, "ikke skrevet")
    sentence = (
        f"{figure.name}: brugt {spent}, forventet for året {expected}, budget "
        f"{write.text(figure.budget)}."
    )
    return Followed(
        figure, write.text(figure.budget), spent, write.text(figure.rest), expected, sentence
    )


def _gaps(found: BudgetFollowUp) -> str:
    """What is not written yet, in a sentence; empty when all is."""
    total = found.total
    said = []
    if total.unwritten:
        said.append(
            f"forbrug for {common(total.unwritten)} af {quantity(total.lines, 'linje', 'linjer')}"
        )
    if total.missing:
        said.append(f"det forventede for {common(total.missing)}")
    return f"Der mangler {' og '.join(said)}." if said else ""


# The years beside each other


@dataclass(frozen=True)
class YearRow:
    """One year in the list of budgets."""

    budget: Budget
    total: str
    co_financing: CoFinancing
    spent: str
    expected: str
    figure: MoneyFigure | None


@dataclass(frozen=True)
class YearsPage:
    title: str
    rows: tuple[YearRow, ...]
    whole: CoFinancing
    whole_of: str


def years_page(plan: Plan, budgets: Sequence[Budget], as_of: date) -> YearsPage:
    """`budgets`: those the person may see."""
    found = follow_ups(plan, budgets, as_of)
    totals = [f.total for f in found.values()]
    write = Amounts(a for figure in totals for a in (figure.budget, figure.spent, figure.expected))
    rows = tuple(_year_row(budget, found.get(budget.year), write) for budget in budgets)
    pairs = [(line.line.source, line.budget) for f in found.values() for line in f.lines]
    return YearsPage(_years_title(budgets), rows, co_financing(pairs), _whole_of(budgets))


def _whole_of(budgets: Sequence[Budget]) -> str:
    """ "2013 og 2014 (kladde)": whose money the sum is, as not everybody sees the same budgets."""
    ordered = sorted(budgets, key=lambda budget: budget.year)
    return listing(
        [f"{b.year}" if b.is_approved else f"{b.year} ({b.get_state_display()})" for b in ordered]
    )


def _year_row(budget: Budget, found: BudgetFollowUp | None, write: Amounts) -> YearRow:
    figure = found.total if found else None
    return YearRow(
        budget=budget,
        total=write.text(figure.budget) if figure else "–",
        co_financing=found.co_financing if found else co_financing(()),
        spent=write.text(figure.spent, "ikke skrevet") if figure and budget.is_approved else "–",
        expected=write.text(figure.expected, "ikke skrevet")
        if figure and budget.is_approved
        else "–",
        figure=figure if budget.is_approved else None,
    )


def _years_title(budgets: Sequence[Budget]) -> str:
    if not budgets:
        return "Intet budget endnu"
    approved = sum(budget.is_approved for budget in budgets)
    many = (
        f"{'ét' if len(budgets) == 1 else word(len(budgets))} "
        f"{'budget' if len(budgets) == 1 else 'budgetter'}"
    )
    if approved == len(budgets):
        return capital(f"{many}, godkendt" if len(budgets) == 1 else f"{many}, alle godkendt")
    return capital(
        f"{many}, {'ingen' if not approved else word(approved) if approved > 1 else 'ét'} godkendt"
    )


# What the pages ask about time


def changed_since(budget: Budget, then: date, today: date) -> date | None:
    """The day of the newest adjustment in force after `then`, where the page still shows the
    budget of that day."""
    rows = BudgetRevision.objects.filter(
        line__budget=budget, in_force_on__gt=then, in_force_on__lte=today
    )
    return rows.aggregate(newest=Max("in_force_on"))["newest"]  # type: ignore[no-any-return]
