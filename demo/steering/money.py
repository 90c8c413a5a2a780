"""The budget, and what is spent of it."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial

from core import bound
from core.periods import Period
from demo.acts import Act
from demo.registrations import Year
from demo.script import day_of
from demo.steering.day import on_day
from demo.steering.meetings import decided_at
from demo.steering_script import Money
from governance.models import (
    Budget,
    BudgetLine,
    ForumKind,
)
from governance.money.budget import actions as budget
from governance.money.spending import actions as spending


def money(year: Year, told: Money) -> Iterator[Act]:
    yield from on_day(year, told.drafted, 13, 0, partial(_draft_budget, year, told))
    yield from on_day(year, told.proposed, 13, 0, partial(_propose_budget, year))
    # The yes is written down the morning after, once the minutes have it.
    after = day_of(year.year, told.approved) + timedelta(days=1)
    yield from on_day(year, (after.month, after.day), 9, 30, partial(_approve_budget, year, told))
    for code, (on, _) in told.spending.items():
        yield from on_day(year, on, 13, 30, partial(_spend, year, told, code))


def _budget(year: Year) -> Budget:
    return Budget.objects.select_related("plan").get(plan=year.plan, year=year.year)


def _draft_budget(year: Year, told: Money) -> None:
    total = sum((line.amount for line in told.lines), Decimal(0))
    row = Budget(plan=year.plan, year=year.year, stated_total=total, note=told.note)
    row = budget.create(row, copy_from=None, by=year.cast.lead)
    areas = {area.code: area for area in year.plan.focus_areas.all()}
    for position, line in enumerate(told.lines, start=1):
        new = BudgetLine(
            budget=row,
            code=line.code,
            category=line.category,
            source=line.source,
            text=line.text,
            amount=line.amount,
            focus_area=areas.get(line.area),
            position=position,
        )
        budget.write_line(new, by=year.cast.lead)


def _propose_budget(year: Year) -> None:
    row = _budget(year)
    budget.propose(
        row,
        shown=bound.token(budget.texts(row, budget.lines_of(row))),
        reason="",
        by=year.cast.lead,
    )


def _approve_budget(year: Year, told: Money) -> None:
    row = _budget(year)
    where = decided_at(year, ForumKind.STEERING_GROUP, day_of(year.year, told.approved), told.point)
    seen = bound.token(budget.texts(row, budget.lines_of(row)))
    budget.approve(row, shown=seen, where=where, by=year.cast.coordinator)


def _spend(year: Year, told: Money, code: str) -> None:
    row, (_, spent) = _budget(year), told.spending[code]
    lines = budget.lines_of(row)
    entries = {
        line: spending.Entry(s.spent, s.expected, s.note)
        for line in lines
        if (s := spent.get(line.code))
    }
    spending.write_spending(row, Period.parse(code), entries, by=year.cast.lead)
