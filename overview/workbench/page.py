"""Min plan: what needs doing, what was just logged, the year's periods and the areas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.safestring import SafeString

from activities.models import Plan, Registration, SuccessCriterion
from activities.presenting import noun_of
from activities.progress.figures import PlanProgress
from core import charts
from core.danish import capital, common, long_day, number, quantity, short_day, weekday
from core.periods import Period
from milestones.progress.states import PeriodColumn
from milestones.progress.summary import MilestonePlan
from overview.areas import (
    AreaCard,
    area_cards,
    area_sentence,
    exceptions,
)
from overview.workbench.todo import Gathering, Todo

PERIODS_BACK = 4


@dataclass(frozen=True)
class Recent:
    """One of the newest registrations; `undo` is the address of Fortryd where the person may."""

    number: str
    what: str
    meta: str
    undo: str
    undo_label: str


@dataclass(frozen=True)
class StripPart:
    """One period of the year: how much of it is gone, its milestones, its lock or the next
    meeting."""

    name: str
    bar: SafeString
    is_now: bool
    is_closed: bool
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Option:
    code: str
    label: str
    base_label: str


@dataclass(frozen=True)
class OptionGroup:
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Chip:
    label: str
    url: str


@dataclass(frozen=True)
class Workbench:
    eyebrow: str
    heading: str
    lead: str
    todo: tuple[Todo, ...]
    todo_heading: str
    recent: tuple[Recent, ...]
    strip_heading: str
    strip: tuple[StripPart, ...]
    areas_heading: str
    areas: tuple[AreaCard, ...]


def workbench(
    plan: Plan,
    today: date,
    progress: PlanProgress,
    milestones: MilestonePlan,
    todo: tuple[Todo, ...],
    recent: tuple[Recent, ...],
    locks: dict[Period, datetime],
    coming: Sequence[Gathering],
    *,
    own: bool,
) -> Workbench:
    """`own`: the person does the work (the list is theirs); else they look on."""
    period = plan.period_of(today) if plan.starts_on <= today <= plan.ends_on else None
    sentence = area_sentence(progress.areas)
    return Workbench(
        eyebrow=(
            f"{capital(weekday(today))} den "
            f"{long_day(today)}{f', {period.short_label}' if period else ''}"
        ),
        heading=heading(len(todo), own=own),
        lead=f"{sentence}. {exceptions(progress.areas)}".strip(),
        todo=todo,
        todo_heading="Det, der haster mest, står øverst" if len(todo) > 1 else "Opgaver",
        recent=recent,
        strip_heading=strip_heading(plan, period, today),
        strip=tuple(_part(column, today, locks, coming) for column in milestones.columns),
        areas_heading=sentence,
        areas=area_cards(progress),
    )


def heading(count: int, *, own: bool) -> str:
    """The message of the page: "Seks ting kræver din handling"."""
    if not count:
        return "Alt er på plads"
    return f"{capital(common(count))} ting kræver {'din handling' if own else 'handling i planen'}"


def strip_heading(plan: Plan, period: Period | None, today: date) -> str:
    if period is None:
        begins = today < plan.starts_on
        verb, on = ("begynder", plan.starts_on) if begins else ("sluttede", plan.ends_on)
        return f"Planen {verb} den {long_day(on)}"
    left = (period.end - today).days
    when = f"om {quantity(left, 'dag', 'dage')}" if left else "i dag"
    return f"{period.short_label} slutter {when}"


def _part(
    column: PeriodColumn, today: date, locks: dict[Period, datetime], coming: Sequence[Gathering]
) -> StripPart:
    period = column.period
    lines = [_milestones(column, today)]
    if period.end < today:
        closed = locks.get(period)
        lines.append(
            f"Låst den {long_day(closed.date(), year=False)}." if closed else "Ikke lukket endnu."
        )
    steering = [meeting.on for meeting in coming if meeting.is_steering and meeting.on in period]
    lines += [f"Styregruppe den {long_day(on, year=False)}." for on in steering]
    return StripPart(
        name=period.short_label,
        bar=charts.elapsed_bar(period.elapsed(today)),
        is_now=today in period,
        is_closed=period in locks,
        lines=tuple(lines),
    )


def _milestones(column: PeriodColumn, today: date) -> str:
    if not column.total:
        return "Ingen milepæle."
    if column.period.start > today and not column.reached:
        return f"{quantity(column.total, 'milepæl', 'milepæle')} venter."
    noun = "milepæl" if column.total == 1 else "milepæle"
    moved = f", {number(column.moved)} flyttet" if column.moved else ""
    return f"{number(column.reached)} af {number(column.total)} {noun} nået{moved}."


def recent(row: Registration, undo: str) -> Recent:
    """`row` with its criterion, activity, estate and author read along."""
    what = f"{noun_of(row)}, {row.criterion.activity.name}"
    where = row.estate.name if row.estate else "Alle afdelinger"
    return Recent(
        number=number(row.value),
        what=what,
        meta=f"{where}, {short_day(row.on)}, {row.created_by.name}",
        undo=undo,
        undo_label=f"{number(row.value)} {what}",
    )


def option_groups(criteria: Sequence[SuccessCriterion]) -> tuple[OptionGroup, ...]:
    """The criteria a person may log on, under their activities."""
    groups: dict[str, list[Option]] = {}
    for criterion in criteria:
        base = {"percent": "Ud af", "average": "Antal møder"}.get(criterion.measure, "")
        option = Option(criterion.code, f"{criterion.activity.name}: {criterion.name}", base)
        groups.setdefault(f"{criterion.activity.code} {criterion.activity.name}", []).append(option)
    return tuple(OptionGroup(label, tuple(options)) for label, options in groups.items())
