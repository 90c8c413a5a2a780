"""Reads milestones and moves, and decides where each stands with which light. One query in all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, CharField, Exists, F, JSONField, OuterRef, Subquery, When
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.utils import timezone

from activities.models import Plan
from activities.progress.figures import Figure
from activities.progress.read import criterion_figure
from core.lights import Light
from core.periods import Period
from milestones.models import Kind, Milestone, MilestoneMove, NumberRevision, Status
from milestones.progress.counted import Counted, counted, registered
from milestones.progress.rules import is_late, light_of
from milestones.progress.states import URGENT_FIRST, WHOLE_PLAN, MilestoneState, PeriodColumn
from milestones.progress.summary import MilestonePlan

MOVE_FIELDS = ("from_period", "to_period", "reason", "at", "decided_on")


@dataclass(frozen=True)
class Then:
    """A milestone as it was on a day: the moves decided by then, the one that was proposed then,
    and what is asked now: a proposal or a drop that was not decided on that day."""

    row: Milestone
    moves: tuple[MilestoneMove, ...]
    proposed: MilestoneMove | None
    asked: MilestoneMove | None
    drop_asked: str
    total: int | None

    @property
    def first(self) -> Period:
        """Where the plan first laid it."""
        return self.moves[0].from_period if self.moves else self.row.period


def milestone_plan(
    plan: Plan, as_of: date, year: int | None = None, figures: Iterable[Figure] = ()
) -> MilestonePlan:
    """The milestones of `plan` in `year` (default: the year of `as_of` within the plan) as of a
    day.

    Everything is as it was on the day (findings/figures.md, A3): status, drops and moves by when
    they were said or decided; a milestone counts as reached from the day it was reached. Remarks
    and evidence are texts about it, and stand as they are now. `figures` (of PlanProgress) give
    the milestones with a number their actual, and are read only when there is one. One query,
    whatever the number of milestones.
    """
    year = year or min(max(as_of.year, plan.starts_on.year), plan.ends_on.year)
    states = _all_states(_read(plan, as_of), plan, as_of, figures)
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
    return _all_states(_read(plan, as_of), plan, as_of, figures)


def counted_on(milestone: Milestone, day: date) -> Counted | None:
    """What is reached of the milestone's number on a day; None for one without a number. At most
    five queries."""
    if milestone.number is None or milestone.criterion is None:
        return None
    (then,) = _read(milestone.plan, day, milestone.pk)
    figure = criterion_figure(milestone.criterion, day)
    return counted(then.row, then.first, then.total, {milestone.criterion.pk: figure})


def _read(plan: Plan, as_of: date, only: int | None = None) -> list[Then]:
    """The milestones as they were on the day: joined, since pages count their queries."""
    revised = NumberRevision.objects.filter(
        milestone=OuterRef("pk"), in_force_on__lte=as_of
    ).order_by("-in_force_on")
    wanted = {"plan": plan} if only is None else {"plan": plan, "pk": only}
    left = MilestoneMove.objects.filter(milestone=OuterRef("pk"), decided_on__isnull=False)
    joined = (
        Milestone.objects.filter(**wanted)
        .select_related("activity", "criterion")
        .annotate(
            number_then=Coalesce(Subquery(revised.values("number")[:1]), F("number")),
            said_then=_said(as_of),
            first_period=Coalesce(
                Subquery(left.order_by("at", "pk").values(code=_code("from_period"))[:1]),
                _code("period"),
            ),
            **{f"move_{field}": F(f"moves__{field}") for field in MOVE_FIELDS},
        )
        .annotate(total=registered(as_of))
        .order_by("position", "pk", "moves__at", "moves__pk")
    )
    rows: dict[int, Milestone] = {}
    moves: dict[int, list[MilestoneMove]] = defaultdict(list)
    for row in joined:
        rows.setdefault(row.pk, row)
        if row.move_from_period:  # type: ignore[attr-defined]
            fields = {field: getattr(row, f"move_{field}") for field in MOVE_FIELDS}
            moves[row.pk].append(MilestoneMove(milestone_id=row.pk, **fields))
    return [_then(row, moves[row.pk], as_of) for row in rows.values()]


def _code(field: str) -> Cast:
    """A period as its code: text, also where the database hands out a Period."""
    return Cast(field, CharField())


def _said(as_of: date) -> Case:
    """The newest version of a milestone from before the end of the day, where it was changed
    since; of one that is younger, its first. One that was reached is left out: that has a day of
    its own."""
    end = timezone.make_aware(datetime.combine(as_of + timedelta(days=1), time.min))
    versions = Milestone.history.filter(id=OuterRef("pk"))
    open_ones = versions.exclude(status=Status.REACHED)
    said = JSONObject(status="status", agreed_on="agreed_on")
    then = open_ones.filter(history_date__lt=end).order_by("-history_id").values(said=said)[:1]
    first = open_ones.order_by("history_id").values(said=said)[:1]
    return Case(
        When(
            Exists(versions.filter(history_date__gte=end)),
            then=Coalesce(Subquery(then), Subquery(first)),
        ),
        default=None,
        output_field=JSONField(),
    )


def _then(row: Milestone, moves: list[MilestoneMove], as_of: date) -> Then:
    """`row` becomes what it was on the day."""
    decided = [move for move in moves if move.decided_on and move.decided_on <= as_of]
    later = sorted(
        (move for move in moves if move not in decided),
        key=lambda move: move.decided_on or date.max,
    )
    asked = later[0] if later else None
    is_now = asked and timezone.localtime(asked.at).date() <= as_of
    if asked and asked.decided_on:
        row.period = asked.from_period
    drop_asked = ""
    said, is_reached = row.said_then, row.reached_on and row.reached_on <= as_of  # type: ignore[attr-defined]
    if said and not (row.status == Status.REACHED and is_reached):
        if row.status == Status.DROPPED and said["status"] != Status.DROPPED:
            drop_asked = row.comment or "Begrundelse mangler."
        row.status = said["status"]
        row.agreed_on = date.fromisoformat(said["agreed_on"]) if said["agreed_on"] else None
    row.number = row.number_then  # type: ignore[attr-defined]
    return Then(
        row,
        tuple(decided),
        asked if is_now else None,
        asked,
        drop_asked,
        row.total,  # type: ignore[attr-defined]
    )


def _all_states(
    rows: list[Then], plan: Plan, as_of: date, figures: Iterable[Figure]
) -> list[MilestoneState]:
    numbered = any(then.row.number is not None for then in rows)
    by_criterion = {figure.criterion.pk: figure for figure in figures} if numbered else {}
    return [s for then in rows for s in _states(then, plan, as_of, by_criterion)]


def _periods(plan: Plan, year: int, states: list[MilestoneState]) -> list[Period]:
    """The plan's reporting periods of the year, and any other a file has put a milestone in."""
    return sorted({*plan.periods(year), *(s.period for s in states)})


def _column(period: Period, states: list[MilestoneState], as_of: date) -> PeriodColumn:
    entries = [s for s in states if s.period == period]
    entries.sort(key=lambda s: (URGENT_FIRST.index(s.light), s.position))
    return PeriodColumn(period=period, as_of=as_of, entries=tuple(entries))


def _states(
    then: Then, plan: Plan, as_of: date, figures: Mapping[int, Figure]
) -> Iterator[MilestoneState]:
    """The milestone where it stands, and in each period it was moved away from (once, its last
    move)."""
    row, moves, first = then.row, then.moves, then.first
    left = {move.from_period: move for move in moves if move.from_period != row.period}
    for move in left.values():
        yield _state(
            row, move.from_period, first, (Light.MOVED, _moved_text(move), ""), moved_to=move
        )
    so_far = counted(row, first, then.total, figures)
    light = light_of(row, as_of, plan.limits_on(as_of).milestone_grace_days, so_far)
    yield _state(
        row,
        row.period,
        first,
        light,
        moved_from=moves[-1] if moves and moves[-1].to_period == row.period else None,
        is_late=is_late(row, light[0], as_of),
        then=then,
        so_far=so_far,
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
    then: Then | None = None,
    so_far: Counted | None = None,
) -> MilestoneState:
    """`then` of the live one: what is proposed and asked belongs there."""
    move = moved_to or moved_from
    is_open = light[0] not in (Light.REACHED, Light.MOVED, Light.DROPPED)
    proposed = then.proposed if then and is_open else None
    asked = then.asked if then and is_open else None
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
        number_text=so_far.text if so_far else "",
        lock_version=row.lock_version,
        position=row.position,
        proposed_to=proposed.to_period if proposed else None,
        proposed_reason=proposed.reason if proposed else "",
        asked_to=asked.to_period if asked else None,
        asked_reason=asked.reason if asked else "",
        drop_asked=then.drop_asked if then and is_open else "",
        short_reason=row.short_reason if light[0] is Light.REACHED else "",
        proposes_reached=is_open and so_far is not None and so_far.proposes_reached,
    )


def _moved_text(move: MilestoneMove) -> str:
    return f"Flyttet til {move.to_period.label}. {move.reason}"
