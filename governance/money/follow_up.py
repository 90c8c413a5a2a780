"""A year's approved budget against what is spent of it: read, and added up by area, source and
category."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from activities.models import Plan
from activities.presenting import WHOLE_PLAN
from core.danish import listing
from core.lights import Light
from core.periods import Period
from governance.models import (
    Budget,
    BudgetLine,
    BudgetRevision,
    BudgetState,
    Category,
    Source,
    Spending,
)
from governance.money.co_financing import CoFinancing, co_financing
from governance.money.figures import MoneyFigure, MoneyLine, summed

Group = tuple[tuple[int, int], Any, str]  # where it stands, its key, its name


@dataclass(frozen=True)
class BudgetFollowUp:
    """A year's approved budget against what is spent to the end of `period`, as of a day.

    `due` are the year's periods up to `period`, `told` those spending is written of, and
    `told_in_part` those of them some lines have none in. `areas` are keyed by the area's pk, None
    for what is of the whole plan; `sources` and `categories` by their value.
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
    due: tuple[Period, ...] = ()
    told: tuple[Period, ...] = ()
    told_in_part: tuple[Period, ...] = ()

    @property
    def off_sheet(self) -> tuple[MoneyLine, ...]:
        """The lines whose periods no longer add up to what the administration's sheet said."""
        return tuple(line for line in self.lines if line.is_off_sheet)

    @property
    def written_text(self) -> str:
        """ "Forbrug til og med 2. kvartal; 3. kvartal er ikke skrevet"; "" where nothing is."""
        if not self.told:
            return ""
        parts = [f"Forbrug til og med {self.told[-1].short_label}"]
        missing = [p.short_label for p in self.due if p not in self.told]
        in_part = [p.short_label for p in self.told_in_part]
        if missing:
            parts.append(f"{listing(missing)} er ikke skrevet")
        if in_part:
            parts.append(f"{listing(in_part)} er skrevet for nogle linjer")
        return "; ".join(parts)

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


def budget_follow_up(plan: Plan, period: Period, as_of: date) -> BudgetFollowUp | None:
    """The money of `period`'s year up to the end of `period`, with budgets as they hold on `as_of`.

    None when the year has no approved budget. Three queries. The period is a quarter, half year or
    year.
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
    """As `budget_follow_up`, of a budget's own lines (budget and area read along), approved or not.
    Two queries.

    `instead`: rows of the period, by line, that are not saved yet: how it would be with them.
    """
    books = _read(lines)
    for pk, row in (instead or {}).items():
        books.written[pk] = [
            other for other in books.written.get(pk, []) if other.period != period
        ] + [row]
    return _follow_up(plan, lines, period, as_of, books)


def follow_ups(plan: Plan, budgets: Sequence[Budget], as_of: date) -> dict[int, BudgetFollowUp]:
    """The whole of each year that has lines, by year. Three queries."""
    lines = list(
        BudgetLine.objects.filter(budget__in=budgets).select_related("budget", "focus_area")
    )
    books = _read(lines)
    years: dict[int, list[BudgetLine]] = defaultdict(list)
    for line in lines:
        years[line.budget.year].append(line)
    return {
        year: _follow_up(plan, found, Period.year(year), as_of, books)
        for year, found in years.items()
    }


def this_year(plans: Iterable[Plan], today: date) -> dict[int, BudgetFollowUp]:
    """This year's follow-up of each plan (by pk) as it is shown where no period is asked for: at
    the period `followed_at` gives. A plan without an approved budget is not there. Three
    queries, however many plans."""
    by_pk = {plan.pk: plan for plan in plans}
    lines = list(
        BudgetLine.objects.filter(
            budget__plan__in=by_pk, budget__year=today.year, budget__state=BudgetState.APPROVED
        ).select_related("budget", "focus_area")
    )
    books = _read(lines)
    found: dict[int, list[BudgetLine]] = defaultdict(list)
    for line in lines:
        found[line.budget.plan_id].append(line)
    followed = {}
    for pk, rows in found.items():
        written = {row.period for line in rows for row in books.written.get(line.pk, ())}
        if period := followed_at(by_pk[pk], today.year, written, today):
            followed[pk] = _follow_up(by_pk[pk], rows, period, as_of(period, today), books)
    return followed


def followed_at(plan: Plan, year: int, written: Container[Period], today: date) -> Period | None:
    """The period a year is followed at: the last one something is written of, else the one it
    is; None before it."""
    begun = [period for period in plan.periods(year) if period.start <= today]
    return next(
        (period for period in reversed(begun) if period in written), begun[-1] if begun else None
    )


def as_of(period: Period | None, today: date) -> date:
    """The day a period's budget is taken as of: its last, or today while it runs."""
    return min(period.end, today) if period else today


def amounts_on(budget: Budget, day: date) -> dict[BudgetLine, Decimal]:
    """The lines a budget has on `day`, each with its amount. Two queries."""
    lines = [line for line in budget.lines.all() if line.exists_on(day)]
    books = Books(_read_revised(lines), {})
    return {line: books.amount(line, day) for line in lines}


def in_order(lines: Iterable[BudgetLine]) -> list[BudgetLine]:
    """As a budget is read: by what the money goes to, then by konto."""
    return sorted(
        lines, key=lambda line: (_place(Category, line.category), line.position, line.code, line.pk)
    )


@dataclass(frozen=True)
class Books:
    """What is written of lines, by line: the amounts adjustments gave it, the oldest first, and
    its spending."""

    revised: dict[int, list[BudgetRevision]]
    written: dict[int, list[Spending]]

    def amount(self, line: BudgetLine, day: date) -> Decimal:
        """What the line holds on `day`."""
        held = [row.amount for row in self.revised.get(line.pk, ()) if row.in_force_on <= day]
        return held[-1] if held else line.amount


def _read(lines: Sequence[BudgetLine]) -> Books:
    """Two queries."""
    written: dict[int, list[Spending]] = defaultdict(list)
    for row in Spending.objects.filter(line__in=lines):
        written[row.line_id].append(row)
    return Books(_read_revised(lines), written)


def _read_revised(lines: Sequence[BudgetLine]) -> dict[int, list[BudgetRevision]]:
    revised: dict[int, list[BudgetRevision]] = defaultdict(list)
    for row in BudgetRevision.objects.filter(line__in=lines).order_by("in_force_on", "pk"):
        revised[row.line_id].append(row)
    return revised


def _follow_up(
    plan: Plan, lines: Sequence[BudgetLine], period: Period, as_of: date, books: Books
) -> BudgetFollowUp:
    due = {part for part in plan.periods(period.end.year) if part.end <= period.end}
    found = [
        _line(line, books.amount(line, as_of), books.written.get(line.pk, []), period, due)
        for line in in_order(lines)
        if line.exists_on(as_of)
    ]
    told = [
        {row.period for row in books.written.get(line.line.pk, []) if row.spent is not None} & due
        for line in found
    ]
    any_told = set[Period]().union(*told)
    in_part = {
        part
        for part in any_told
        for line, own in zip(found, told, strict=True)
        if part not in own and line.line.exists_on(part.end)
    }
    return BudgetFollowUp(
        due=tuple(sorted(due)),
        told=tuple(sorted(any_told)),
        told_in_part=tuple(sorted(in_part)),
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


def _line(
    line: BudgetLine, budget: Decimal, written: list[Spending], period: Period, due: set[Period]
) -> MoneyLine:
    """`due`: the periods of the year that an amount could be written of by now."""
    rows = sorted(
        (row for row in written if row.period.end <= period.end), key=lambda row: row.period
    )
    spent = [row.spent for row in rows if row.spent is not None]
    told = {row.period for row in rows if row.spent is not None}
    said = next((row for row in reversed(rows) if row.expected is not None), None)
    here = next((row for row in rows if row.period == period), None)
    stated = next((row for row in reversed(rows) if row.stated is not None), None)
    till_then = [
        row.spent
        for row in rows
        if stated and row.period <= stated.period and row.spent is not None
    ]
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
        stated=stated.stated if stated else None,
        stated_at=stated.period if stated else None,
        stated_in=stated.stated_in if stated else "",
        stated_sum=sum(till_then, Decimal(0)),
    )


def _place(choices: Any, value: str) -> int:
    return list(choices.values).index(value)


def _area_of(line: MoneyLine) -> Group:
    """Areas in the plan's order; the whole plan's money last."""
    area = line.line.focus_area
    return (
        ((area.position, area.pk), area.pk, area.name) if area else ((10**6, 0), None, WHOLE_PLAN)
    )


def _source_of(line: MoneyLine) -> Group:
    row = line.line
    return (_place(Source, row.source), 0), row.source, row.get_source_display()


def _category_of(line: MoneyLine) -> Group:
    row = line.line
    return (_place(Category, row.category), 0), row.category, row.get_category_display()


def _by(
    lines: Sequence[MoneyLine], group_of: Callable[[MoneyLine], Group]
) -> dict[Any, MoneyFigure]:
    groups: dict[Group, list[MoneyLine]] = defaultdict(list)
    for line in lines:
        groups[group_of(line)].append(line)
    ordered = sorted(groups.items(), key=lambda item: item[0][0])
    return {key: summed(name, found) for (_, key, name), found in ordered}


def followed_period(plan: Plan, budget: Budget, today: date) -> Period | None:
    """As governance.money.followed_at, of one budget. One query."""
    rows = budget.lines.filter(spending__isnull=False).values_list("spending__period", flat=True)
    return followed_at(plan, budget.year, set(rows.distinct().order_by()), today)
