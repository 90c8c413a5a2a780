"""Reads milestones and moves, and decides where each stands with which light. One query in all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from activities.models import Plan
from activities.progress.figures import Figure
from core.danish import number
from core.lights import Light
from core.periods import Period
from milestones.models import Kind, Milestone, MilestoneMove, NumberRevision
from milestones.progress.rules import is_late, light_of
from milestones.progress.states import URGENT_FIRST, WHOLE_PLAN, MilestoneState, PeriodColumn
from milestones.progress.summary import MilestonePlan

MOVE_FIELDS = ("from_period", "to_period", "reason", "at")


def milestone_plan(
    plan: Plan, as_of: date, year: int | None = None, figures: Iterable[Figure] = ()
) -> MilestonePlan:
    """The milestones of `plan` in `year` (default: the year of `as_of` within the plan) as of a
    day.

    A milestone counts as reached from the day it was reached. Moves and drops are decisions about
    the plan and count as they stand now, also for an earlier day: a quarter's note is written after
    it. `figures` (of PlanProgress) give the milestones with a number their actual, and are read
    only when there is one. One query, whatever the number of milestones.
    """
    rows, moves = _read(plan, as_of)
    year = year or min(max(as_of.year, plan.starts_on.year), plan.ends_on.year)
    states = _all_states(rows, moves, plan, as_of, figures)
    in_year = [s for s in states if s.period.start.year == year]
    return MilestonePlan(
        year=year,
        years=tuple(sorted({s.period.start.year for s in states} | {year})),
        as_of=as_of,
        columns=tuple(_column(period, in_year, as_of) for period in _periods(plan, year, in_year)),
        should_be_reached_by_now=sum(
            s.is_live and s.light is not Light.DROPPED and s.first_period.end <= as_of
            for s in in_year
        ),
    )


def milestone_states(
    plan: Plan, as_of: date, figures: Iterable[Figure] = ()
) -> list[MilestoneState]:
    """The milestones of every year, as in `milestone_plan`: for what looks past the turn of a
    year. One query."""
    return _all_states(*_read(plan, as_of), plan, as_of, figures)


def _read(plan: Plan, as_of: date) -> tuple[list[Milestone], dict[int, list[MilestoneMove]]]:
    """The milestones, each once with its number as it was on the day, and their moves, the
    oldest first: joined, since pages count their queries."""
    revised = NumberRevision.objects.filter(
        milestone=OuterRef("pk"), in_force_on__lte=as_of
    ).order_by("-in_force_on")
    joined = (
        Milestone.objects.filter(plan=plan)
        .select_related("activity")
        .annotate(number_then=Coalesce(Subquery(revised.values("number")[:1]), F("number")))
        .annotate(**{f"move_{field}": F(f"moves__{field}") for field in MOVE_FIELDS})
        .order_by("position", "pk", "moves__at", "moves__pk")
    )
    rows: dict[int, Milestone] = {}
    moves: dict[int, list[MilestoneMove]] = defaultdict(list)
    for row in joined:
        row.number = row.number_then  # type: ignore[attr-defined]
        rows.setdefault(row.pk, row)
        if row.move_from_period:  # type: ignore[attr-defined]
            fields = {field: getattr(row, f"move_{field}") for field in MOVE_FIELDS}
            moves[row.pk].append(MilestoneMove(milestone_id=row.pk, **fields))
    return list(rows.values()), moves


def _all_states(
    rows: list[Milestone],
    moves: dict[int, list[MilestoneMove]],
    plan: Plan,
    as_of: date,
    figures: Iterable[Figure],
) -> list[MilestoneState]:
    numbered = any(row.number is not None for row in rows)
    by_criterion = {figure.criterion.pk: figure for figure in figures} if numbered else {}
    return [s for row in rows for s in _states(row, moves[row.pk], plan, as_of, by_criterion)]


def _periods(plan: Plan, year: int, states: list[MilestoneState]) -> list[Period]:
    """The plan's reporting periods of the year, and any other a file has put a milestone in."""
    return sorted({*plan.periods(year), *(s.period for s in states)})


def _column(period: Period, states: list[MilestoneState], as_of: date) -> PeriodColumn:
    entries = [s for s in states if s.period == period]
    entries.sort(key=lambda s: (URGENT_FIRST.index(s.light), s.position))
    return PeriodColumn(period=period, as_of=as_of, entries=tuple(entries))


def _states(
    row: Milestone,
    moves: list[MilestoneMove],
    plan: Plan,
    as_of: date,
    figures: Mapping[int, Figure],
) -> Iterator[MilestoneState]:
    """The milestone where it stands, and in each period it was moved away from (once, its last
    move)."""
    first = moves[0].from_period if moves else row.period
    left = {move.from_period: move for move in moves if move.from_period != row.period}
    for move in left.values():
        yield _state(
            row, move.from_period, first, (Light.MOVED, _moved_text(move), ""), moved_to=move
        )
    light = light_of(row, as_of, plan.limits_on(as_of).milestone_grace_days)
    yield _state(
        row,
        row.period,
        first,
        light,
        moved_from=moves[-1] if moves and moves[-1].to_period == row.period else None,
        is_late=is_late(row, light[0], as_of),
        number_text=_number_text(row, figures),
    )


def _state(
    row: Milestone,
    period: Period,
    first: Period,
    light: tuple[Light, str, str],
    *,
    moved_from: MilestoneMove | None = None,
    moved_to: MilestoneMove | None = None,
    is_late: bool = False,
    number_text: str = "",
) -> MilestoneState:
    move = moved_to or moved_from
    return MilestoneState(
        pk=row.pk,
        code=row.code,
        name=row.name,
        kind=row.kind,
        kind_label=Kind(row.kind).label,
        activity_pk=row.activity_id,
        activity_code=row.activity.code if row.activity else "",
        activity_name=row.activity.name if row.activity else WHOLE_PLAN,
        period=period,
        first_period=first,
        period_now=row.period,
        status=row.status,
        light=light[0],
        fact=light[1],
        rule=light[2],
        reached_on=row.reached_on,
        agreed_on=row.agreed_on,
        evidence=row.evidence,
        comment=row.comment,
        moved_from=moved_from.from_period if moved_from else None,
        moved_to=moved_to.to_period if moved_to else None,
        move_reason=move.reason if move else "",
        is_late=is_late,
        number_text=number_text,
        lock_version=row.lock_version,
        position=row.position,
    )


def _moved_text(move: MilestoneMove) -> str:
    return f"Flyttet til {move.to_period.label}. {move.reason}"


def _number_text(row: Milestone, figures: Mapping[int, Figure]) -> str:
    figure = figures.get(row.criterion_id) if row.number is not None and row.criterion_id else None
    if figure is None or row.number is None:
        return ""
    if figure.actual is None:
        return "ikke målt"
    return f"{figure.actual_text} af {number(row.number)}{figure.unit}"
