"""The budget, and what is spent of it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from core import bound, clock
from core.periods import Period
from demo.acts import Act, moment
from demo.drawing import Year
from demo.phrases import OVERSPENT
from demo.quarters import closing_day, periods_of
from demo.script import day_of
from demo.steering.day import WRITTEN, on_day
from demo.steering.meetings import budget_point, decided_at
from demo.steering_script import Money
from governance.models import (
    Budget,
    BudgetLine,
    Category,
    ForumKind,
    Meeting,
    Payment,
)
from governance.money.budget import actions as budget
from governance.money.payments import actions as payments
from governance.money.spending import actions as spending

PAID = (3, 6, 9, 12)
PAID_NOTE = "Rate (opdigtet beløb)"
ORE, KRONER = Decimal("0.01"), Decimal(1)


def money(year: Year, told: Money) -> Iterator[Act]:
    yield from on_day(year, told.drafted, 13, 0, partial(_draft_budget, year, told))
    yield from on_day(year, told.proposed, 13, 0, partial(_propose_budget, year))
    # The yes is written down the morning after, once the minutes have it.
    after = day_of(year.year, told.approved) + timedelta(days=1)
    yield from on_day(year, (after.month, after.day), 9, 30, partial(_approve_budget, year, told))
    for code, (on, _) in told.spending.items():
        yield from on_day(year, on, 13, 30, partial(_spend, year, told, code))


def onward(year: Year) -> Iterator[Act]:
    """What no script tells: the budget of a year as the one before, approved at the year's first
    meeting, and the money of each period before it is closed."""
    told = year.script.steering.money
    first = (
        Meeting.objects.live()
        .filter(forum__plan=year.plan, forum__kind=ForumKind.STEERING_GROUP, on__year=year.year)
        .order_by("on")
        .first()
    )
    before = Budget.objects.filter(plan=year.plan, year=year.year - 1).exists()
    if not told and first and before:
        yield Act(moment(date(year.year, 1, 9), 13), partial(_renew_budget, year))
        yield Act(moment(first.on - timedelta(days=9), 13), partial(_propose_budget, year))
        approved = partial(_approve, year, first.on, budget_point(year.year))
        yield Act(moment(first.on + timedelta(days=1), 9, 30), approved)
    elif not told:
        return
    for month in PAID:
        yield Act(moment(date(year.year, month, 15), 12), partial(_pay, year))
    for period in periods_of(year):
        if not told or period.code not in told.spending:
            on = closing_day(year, period)
            yield Act(moment(on, 13, 30), partial(_spend_drawn, year, period))


def _pay(year: Year) -> None:
    """A fourth of what each source gives, from the funder and the local parties alike."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in budget.lines_of(_budget(year)):
        sums[line.source] += line.amount
    for source, amount in sums.items():
        part = (amount / len(PAID)).quantize(ORE)
        row = Payment(plan=year.plan, source=source, on=clock.today(), amount=part, note=PAID_NOTE)
        payments.write(row, by=year.cast.lead, reason=WRITTEN)


def _renew_budget(year: Year) -> None:
    old = Budget.objects.get(plan=year.plan, year=year.year - 1)
    row = Budget(plan=year.plan, year=year.year, note=old.note)
    budget.create(row, copy_from=old, by=year.cast.lead)


def _spend_drawn(year: Year, period: Period) -> None:
    """Near a fourth of each line in each quarter; in every other year one line runs far over."""
    row, share = _budget(year), Decimal(1) / len(year.plan.periods(year.year))
    entries = {}
    for line in budget.lines_of(row):
        if not line.exists_on(period.end):
            continue
        amount = line.amount_on(period.end)
        rng, of_year = year.chance("spent", period.code, line.code), year.chance("money", line.code)
        over = line.category == Category.ACTIVITIES and of_year.random() < 0.2
        pace = Decimal(
            str(round(of_year.uniform(1.11, 1.14) if over else rng.uniform(0.97, 1.03), 3))
        )
        spent = amount * share * pace * Decimal(str(round(rng.uniform(0.94, 1.04), 3)))
        entries[line] = spending.Entry(
            spent.quantize(ORE), (amount * pace).quantize(KRONER), OVERSPENT if over else ""
        )
    spending.write_spending(row, period, entries, by=year.cast.lead)


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
    _approve(year, day_of(year.year, told.approved), told.point)


def _approve(year: Year, on: date, point: str) -> None:
    row, where = _budget(year), decided_at(year, ForumKind.STEERING_GROUP, on, point)
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
