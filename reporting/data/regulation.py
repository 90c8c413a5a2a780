"""The reguleringskonto of a calendar year: what was granted, paid out, spent and left, by source.

Not the funder's own form: its columns are not public. It holds what the plan's ledger gives for
them; what is not written stands as that, never as 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar, Self

from activities.funders.profile import profile_of
from activities.hours import HoursLine, HoursSummary, hours_summary
from activities.models import Plan
from activities.presenting import WHOLE_PLAN
from activities.progress.figures import ActivityProgress, AreaProgress, round_half_up
from activities.progress.read import plan_progress
from core.danish import HARD, capital, exact_kroner, long_day, quantity
from core.lights import Light
from core.periods import Period
from governance.models import Budget, BudgetState, Source
from governance.models.budget import LOCAL, LOCAL_SHARE
from governance.money.co_financing import CoFinancing
from governance.money.figures import MoneyFigure
from governance.money.follow_up import BudgetFollowUp, budget_follow_up
from governance.money.payments.rules import paid
from reporting.data.accounts import (
    UNWRITTEN,
    BesideActivity,
    BesideArea,
    SourceRow,
    amount,
    in_ore,
    kroner_of,
    sum_of,
    total,
)
from reporting.data.changes import Change, Fact, changes
from reporting.data.returns import Return, front
from reporting.data.sheets import Column, Table
from reporting.models import Report, ReportKind

SOURCES = (
    Column("Kilde", width=26),
    Column("Lokal", width=8),
    Column("Godkendt budget", "kroner", 16),
    Column("Budget efter justeringer", "kroner", 16),
    Column("Overført fra året før", "kroner", 16),
    Column("Udbetalt", "kroner", 16),
    Column("Brugt", "kroner", 16),
    Column("Rest af budgettet", "kroner", 16),
    Column("Står på kontoen", "kroner", 16),
    Column("Linjer, der mangler tal", "number", 10),
)
BESIDE = (
    Column("Indsatsområde", width=28),
    Column("Budget", "kroner", 16),
    Column("Brugt", "kroner", 16),
    Column("Aktivitet", width=30),
    Column("Timer planlagt", "number", 10),
    Column("Timer brugt", "number", 10),
    Column("Kriterier", "number", 9),
    Column("Målt", "number", 8),
    Column("Mål nået", "number", 9),
)
PER_AREA = (
    "Regnskabet føres pr. indsatsområde, ikke pr. aktivitet: pengene står ved området, timer og "
    "resultater ved aktiviteten."
)


@dataclass(frozen=True)
class Regulation(Return):
    """Everything the basis of the reguleringskonto prints.

    `runs`: the part of the calendar year the plan runs in, "" for all of it. `standing`: how the
    budget stands; `written_to`: how far the spending is written. `since`: what of the last
    reported year is another now than it was reported (`since_title`).
    """

    kind: ClassVar[str] = "reguleringskonto"
    name: ClassVar[str] = "reguleringskonto"
    beside_rule: ClassVar[str] = PER_AREA

    account: str
    runs: str
    standing: str
    written_to: str
    sources: tuple[SourceRow, ...]
    total: SourceRow
    local_budget: str
    local_spent: str
    local_reason: str
    areas: tuple[BesideArea, ...]
    since_title: str = ""
    since: tuple[Change, ...] = ()

    @property
    def account_text(self) -> str:
        """ "Konto 406"; "" where the funder names none."""
        return f"Konto {self.account}" if self.account else ""

    @property
    def has_budget(self) -> bool:
        return bool(self.sources)

    @property
    def message(self) -> str:
        """ "1.800.000 kr. er brugt af 2.000.000 kr. Der står 100.000 kr. på kontoen." """
        if not self.has_budget:
            return self.standing
        spent, budget = kroner_of(self.total.all_spent), Decimal(self.total.budget) / 100
        if spent is None:
            return "Forbruget er ikke skrevet for alle linjer, så kontoen kan ikke gøres op."
        said = f"{exact_kroner(spent)} er brugt af {exact_kroner(budget)}"
        balance = kroner_of(self.total.balance)
        if balance is None:
            return f"{said} Udbetalingerne er ikke skrevet, så kontoen kan ikke gøres op."
        owed = "er brugt og ikke udbetalt" if balance < 0 else "er udbetalt og ikke brugt"
        return f"{said} {exact_kroner(abs(balance))} {owed}."

    def facts(self) -> Iterator[Fact]:
        """What the return states, for comparing: each source's amounts, the local share, and each
        area's money with its activities' hours."""
        for row in (*self.sources, self.total):
            for label, text in zip(SOURCES[2:9], row.texts, strict=True):
                yield Fact(f"{row.name}:{label.label}", row.name, label.label, text)
        yield Fact("lokal", "Lokal andel", "Brugt", self.local_spent)
        for area in self.areas:
            yield Fact(f"penge:{area.title}", "Penge", area.title, area.money)
            for one in area.activities:
                name, place = f"{one.code} {one.name}", f"a:{one.code}"
                yield Fact(f"timer:{one.code}", "Timer", name, one.used, place)
                yield Fact(f"resultat:{one.code}", "Resultater", name, one.results, place)

    def sheets(self) -> tuple[Table, ...]:
        sources = tuple(
            (row.name, "ja" if row.is_local else "", *row.cells, row.unwritten)
            for row in ((*self.sources, self.total) if self.has_budget else ())
        )
        beside = tuple(
            (
                area.title,
                kroner_of(area.budget) if first else None,
                kroner_of(area.spent) if first else None,
                f"{one.code} {one.name}" if one else "",
                one.planned_hours if one else None,
                one.used_hours if one else None,
                one.criteria if one else None,
                one.measured if one else None,
                one.reached if one else None,
            )
            for area in self.areas
            for first, one in _rows(area)
        )
        return (
            Table("Reguleringskonto", SOURCES, sources),
            Table("Penge, timer og resultater", BESIDE, beside),
        )

    @classmethod
    def build(cls, plan: Plan, period: Period, *, today: date) -> Self:
        """The reguleringskonto of a calendar year as of its last day, or `today` before that.

        Spending is what is written of the year's periods, whenever it was written. A fixed number
        of queries, whatever the size of the plan; twice as many where an earlier year is reported.
        """
        made = cls._of_year(plan, period, today)
        last = _last_reported(plan, period)
        if last is None:
            return made
        reported, now = cls.from_json(last.snapshot), cls._of_year(plan, last.period, today)
        title = f"Siden {last.period.label} blev indberettet, nr. {last.number_text}"
        return replace(made, since_title=title, since=changes(reported, now))

    @classmethod
    def _of_year(cls, plan: Plan, period: Period, today: date) -> Self:
        as_of = min(period.end, today)
        follow = budget_follow_up(plan, period, as_of)
        sources = _sources(plan, period, as_of, follow)
        summed = sum_of(sources)
        calendar = {
            "ends_on": period.end,
            "as_of": as_of,
            "is_preliminary": today <= period.end,
        }  # of the calendar year, also where the plan ends within it: money comes after it
        return cls(
            **front(plan, period, today) | calendar,
            account=profile_of(plan).account,
            runs=_runs(plan, period),
            standing=_standing(plan, period),
            written_to=_written_to(follow),
            sources=sources,
            total=summed,
            local_budget=_local(sources, "budget"),
            local_spent=_local(sources, "spent"),
            local_reason=_local_reason(sources, follow),
            areas=_areas(plan, period, as_of, follow),
        )


def _rows(area: BesideArea) -> Iterator[tuple[bool, BesideActivity | None]]:
    """The area's activities, the first marked; one empty row where it has none."""
    if not area.activities:
        yield True, None
    for place, one in enumerate(area.activities):
        yield not place, one


def _last_reported(plan: Plan, period: Period) -> Report | None:
    """The newest edition of the newest earlier year's reguleringskonto that was issued. One
    query."""
    rows = Report.objects.issued().filter(plan=plan, kind=ReportKind.REGULATION)
    earlier = [row for row in rows.order_by("revision") if row.period.end < period.start]
    return max(earlier, key=lambda row: (row.period.end, row.revision), default=None)


def _sources(
    plan: Plan, period: Period, as_of: date, follow: BudgetFollowUp | None
) -> tuple[SourceRow, ...]:
    """Those of the budget, and those that paid without standing in it."""
    here = paid(plan, period.start, as_of)
    before, spent_before = _brought(plan, period)
    figures = follow.sources if follow else {}
    rows = []
    for source in Source:
        figure = figures.get(source.value)
        if figure is None and source.value not in here:
            continue
        rows.append(
            _source(source, figure, here.get(source.value), before, spent_before, plan, period)
        )
    return tuple(rows)


def _source(
    source: Source,
    figure: MoneyFigure | None,
    here: Decimal | None,
    before: Mapping[str, Decimal],
    spent_before: Mapping[str, Decimal | None],
    plan: Plan,
    period: Period,
) -> SourceRow:
    return SourceRow(
        name=source.label,
        is_local=source in LOCAL,
        approved=in_ore(figure.original) or 0 if figure else 0,
        budget=in_ore(figure.budget) or 0 if figure else 0,
        brought=_carried(source.value, before, spent_before, plan, period),
        paid=in_ore(here),
        spent=in_ore(figure.spent) if figure else 0,
        unwritten=_unwritten(figure),
    )


def _unwritten(figure: MoneyFigure | None) -> int:
    return figure.unwritten if figure else 0


def _carried(
    source: str,
    before: Mapping[str, Decimal],
    spent_before: Mapping[str, Decimal | None],
    plan: Plan,
    period: Period,
) -> int | None:
    """What stood on the account when the year began: 0 in the plan's first year; None while an
    earlier year's payments or spending are not written."""
    if period.start.year <= plan.starts_on.year:
        return 0
    if source not in before or spent_before.get(source, None) is None:
        return None
    spent = spent_before[source]
    return in_ore(before[source] - spent) if spent is not None else None


def _brought(plan: Plan, period: Period) -> tuple[dict[str, Decimal], dict[str, Decimal | None]]:
    """By source: what was paid before the year, and what was spent; None where an approved line
    of an earlier year has nothing written."""
    if period.start.year <= plan.starts_on.year:
        return {}, {}
    day_before = period.start - timedelta(days=1)
    before = paid(plan, date(plan.starts_on.year, 1, 1), day_before)
    spent: dict[str, Decimal | None] = {}
    for year in range(plan.starts_on.year, period.start.year):
        whole = Period.year(year)
        follow = budget_follow_up(plan, whole, whole.end)
        for source, figure in (follow.sources if follow else {}).items():
            had = spent.get(source, Decimal(0))
            lacks = figure.spent is None or figure.unwritten or had is None
            spent[source] = None if lacks else (had or Decimal(0)) + (figure.spent or 0)
    return before, spent


def _runs(plan: Plan, period: Period) -> str:
    first, last = max(period.start, plan.starts_on), min(period.end, plan.ends_on)
    if (first, last) == (period.start, period.end):
        return ""
    return f"Planen løber i {period.label} fra {long_day(first)} til {long_day(last)}."


def _standing(plan: Plan, period: Period) -> str:
    row = Budget.objects.filter(plan=plan, year=period.start.year).first()
    if row is None:
        return f"Der er intet budget for {period.label}."
    if row.state != BudgetState.APPROVED:
        return f"Budget {row.year} er ikke godkendt: {row.get_state_display()}."
    on = f" den {long_day(row.approved_on)}" if row.approved_on else ""
    return f"Budget {row.year} blev godkendt{on}."


def _written_to(follow: BudgetFollowUp | None) -> str:
    """Of which of the year's periods something is written, and how many lines lack an amount."""
    if follow is None:
        return ""
    if not follow.total.unwritten:
        return f"Forbruget er skrevet for alle {quantity(follow.total.lines, 'linje', 'linjer')}."
    missing, lines = follow.total.unwritten, follow.total.lines
    who = f"Alle {lines} linjer" if missing == lines else f"{missing} af {lines} linjer"
    return f"{who} mangler et beløb for en eller flere af årets perioder."


def _local(sources: tuple[SourceRow, ...], field: str) -> str:
    """ "260.000,00 kr. af 1.000.000,00 kr., 26,0 %"; in words what is not written."""
    parts: list[tuple[bool, int | None]] = [(r.is_local, getattr(r, field)) for r in sources]
    whole = total([ore for _, ore in parts])
    if whole is None:
        return UNWRITTEN
    local = sum(ore or 0 for is_local, ore in parts if is_local)
    share = CoFinancing(Decimal(local) / 100, Decimal(whole) / 100)
    said = f"{amount(local)}{HARD}kr. af {amount(whole)}{HARD}kr., {share.text}"
    missing = sum(row.unwritten for row in sources) if field == "spent" else 0
    short = f" ({quantity(missing, 'linje', 'linjer')} mangler tal)" if missing else ""
    return f"{said}{short}"


def _local_reason(sources: tuple[SourceRow, ...], follow: BudgetFollowUp | None) -> str:
    """Why a share that is below the demand is so, where it was said."""
    if follow is None or follow.co_financing.is_met:
        return ""
    said = follow.budget.co_financing_reason
    return f"Under kravet om {LOCAL_SHARE}{HARD}%. {said or 'Ingen grund er skrevet.'}"


def _areas(
    plan: Plan, period: Period, as_of: date, follow: BudgetFollowUp | None
) -> tuple[BesideArea, ...]:
    first, last = max(period.start, plan.starts_on), min(as_of, plan.ends_on)
    hours = hours_summary(plan, first, last) if first <= last else None
    money = follow.areas if follow else {}
    found = [_area(area, money.get(area.pk), hours) for area in plan_progress(plan, as_of).areas]
    if None in money:
        found.append(_whole(money[None]))
    return tuple(found)


def _area(area: AreaProgress, figure: MoneyFigure | None, hours: HoursSummary | None) -> BesideArea:
    return BesideArea(
        code=area.code,
        name=area.name,
        hue=area.band,
        budget=in_ore(figure.budget) if figure else None,
        spent=in_ore(figure.spent) if figure else None,
        unwritten=_unwritten(figure),
        activities=tuple(
            _activity(one, hours.activities.get(one.pk) if hours else None)
            for one in area.activities
        ),
    )


def _whole(figure: MoneyFigure) -> BesideArea:
    spent, unwritten = in_ore(figure.spent), _unwritten(figure)
    return BesideArea("", capital(WHOLE_PLAN), 0, in_ore(figure.budget), spent, unwritten, ())


def _activity(activity: ActivityProgress, line: HoursLine | None) -> BesideActivity:
    measured = [figure for figure in activity.figures if figure.actual is not None]
    used = line.used if line else None
    return BesideActivity(
        code=activity.code,
        name=activity.name,
        planned=line.planned_text if line else "0",
        used=line.used_text if line else UNWRITTEN,
        planned_hours=round_half_up(line.planned_min) if line else 0,
        used_hours=None if used is None else round_half_up(used),
        criteria=len(activity.figures),
        measured=len(measured),
        reached=sum(figure.light is Light.REACHED for figure in measured),
    )
