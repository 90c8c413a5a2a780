"""What reports and pages ask of what is followed, as of a day or for a period: frozen, in few queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import FilteredRelation, OuterRef, Q, Subquery
from django.utils.timezone import localdate

from activities.models import Activity, Plan
from core.danish import capital, day
from core.periods import Period
from governance.models import (
    Agreement,
    Anchoring,
    AnchoringStep,
    Evaluation,
    ForumKind,
    GoalStatus,
    Indicator,
    Meeting,
)


@dataclass(frozen=True)
class AgreementLine:
    """An agreement with what it covers. `last_on` is None while it has no last day."""

    code: str
    title: str
    kind: str
    partner_pk: int
    partner: str
    scope: str
    area_pks: frozenset[int]
    activity_pks: frozenset[int]
    starts_on: date
    last_on: date | None
    we_deliver: str
    they_deliver: str
    needs_funding: bool
    funding_note: str

    @property
    def period(self) -> str:
        """ "1.1.2013–31.12.2014", "fra 1.1.2013"."""
        return f"{day(self.starts_on)}–{day(self.last_on)}" if self.last_on else f"fra {day(self.starts_on)}"

    def covers(self, activity_pk: int, area_pk: int) -> bool:
        """Whether it is about the activity: by name, by its area, or because it is about the whole plan."""
        return activity_pk in self.activity_pks or area_pk in self.area_pks or not (self.activity_pks or self.area_pks)


def agreements_of(plan: Plan, period: Period) -> tuple[AgreementLine, ...]:
    """The agreements of `plan` that are in force on any day of `period`, in the plan's order. At most three queries."""
    rows = Agreement.objects.filter(plan=plan, starts_on__lte=period.end).select_related("partner")
    found = rows.order_by("position", "pk").prefetch_related("focus_areas", "activities")
    return tuple(_agreement(row) for row in found if row.last_on is None or row.last_on >= period.start)


def _agreement(row: Agreement) -> AgreementLine:
    return AgreementLine(
        code=row.code,
        title=row.title,
        kind=row.get_kind_display(),
        partner_pk=row.partner_id,
        partner=row.partner.name,
        scope=capital(row.scope),
        area_pks=frozenset(area.pk for area in row.focus_areas.all()),
        activity_pks=frozenset(activity.pk for activity in row.activities.all()),
        starts_on=row.starts_on,
        last_on=row.last_on,
        we_deliver=row.we_deliver,
        they_deliver=row.they_deliver,
        needs_funding=row.needs_funding,
        funding_note=row.funding_note,
    )


@dataclass(frozen=True)
class EvaluationLine:
    """An evaluation as it stood on a day: `done_on` and what it found are empty while it was not done."""

    pk: int
    kind: str
    title: str
    activity: str
    evaluator: str
    due_on: date
    done_on: date | None
    conclusion: str
    consequence: str


@dataclass(frozen=True)
class Evaluations:
    """The evaluations of a period as of a day.

    `done` within the period, `overdue` on the day (whenever they were due), and `due`: those the period still asks for.
    """

    done: tuple[EvaluationLine, ...]
    overdue: tuple[EvaluationLine, ...]
    due: tuple[EvaluationLine, ...]


def evaluations_in(plan: Plan, period: Period, on: date) -> Evaluations:
    """The evaluations done, overdue and due in `period` as of the day `on`. One query."""
    rows = Evaluation.objects.filter(plan=plan).select_related("activity").order_by("due_on", "pk")
    lines = [_evaluation(row, on) for row in rows]
    done = [line for line in lines if line.done_on and line.done_on in period]
    waiting = [line for line in lines if line.done_on is None]
    return Evaluations(
        done=tuple(sorted(done, key=lambda line: (line.done_on or on, line.pk))),
        overdue=tuple(line for line in waiting if line.due_on < on),
        due=tuple(line for line in waiting if line.due_on >= on and line.due_on in period),
    )


def _evaluation(row: Evaluation, on: date) -> EvaluationLine:
    is_done = row.done_on is not None and row.done_on <= on
    return EvaluationLine(
        pk=row.pk,
        kind=row.get_kind_display(),
        title=row.title,
        activity=str(row.activity or ""),
        evaluator=row.evaluator,
        due_on=row.due_on,
        done_on=row.done_on if is_done else None,
        conclusion=row.conclusion if is_done else "",
        consequence=row.consequence if is_done else "",
    )


class Stage(StrEnum):
    """What of an activity's future is settled: the steps of its forankring in four."""

    ANCHORED = "anchored"
    AGREED = "agreed"
    OPEN = "open"
    ENDS = "ends"

    @property
    def word(self) -> str:
        return STAGE_WORDS[self]


STAGE_WORDS = {
    Stage.ANCHORED: "forankret",
    Stage.AGREED: "aftalt",
    Stage.OPEN: "ikke afklaret",
    Stage.ENDS: "ophører med planen",
}
STAGES = {
    AnchoringStep.OPEN: Stage.OPEN,
    AnchoringStep.FOUND: Stage.OPEN,
    AnchoringStep.AGREED: Stage.AGREED,
    AnchoringStep.HANDING_OVER: Stage.AGREED,
    AnchoringStep.ANCHORED: Stage.ANCHORED,
    AnchoringStep.ENDS: Stage.ENDS,
}


@dataclass(frozen=True)
class AnchoringLine:
    """An activity's future as of a day, and the weekly hours (least, most) it has that day. `is_written`: somebody
    has said something; else it is open."""

    code: str
    name: str
    area: str
    step: AnchoringStep
    taken_over_by: str
    conditions: str
    planned_on: date | None
    reached_on: date | None
    note: str
    hours_min: Decimal
    hours_max: Decimal
    is_written: bool

    @property
    def stage(self) -> Stage:
        return STAGES[self.step]

    def is_late(self, on: date) -> bool:
        """Whether the day it was to be in place by has gone."""
        settled = self.stage in (Stage.ANCHORED, Stage.ENDS)
        return self.planned_on is not None and self.planned_on < on and not settled


@dataclass(frozen=True)
class AnchoringSummary:
    """How much of the plan would live on, as of `on`: its activities in the plan's order."""

    on: date
    lines: tuple[AnchoringLine, ...]

    def count(self, stage: Stage) -> int:
        return sum(line.stage == stage for line in self.lines)

    def hours(self, stage: Stage) -> tuple[Decimal, Decimal]:
        """Hours a week (least, most) of the activities at `stage`."""
        return _hours(line for line in self.lines if line.stage == stage)

    @property
    def total_hours(self) -> tuple[Decimal, Decimal]:
        return _hours(self.lines)


def _hours(lines: Iterable[AnchoringLine]) -> tuple[Decimal, Decimal]:
    found = list(lines)
    return sum((x.hours_min for x in found), Decimal()), sum((x.hours_max for x in found), Decimal())


def anchoring_on(plan: Plan, on: date) -> AnchoringSummary:
    """How far each activity's forankring was on the day `on`. Four queries.

    A step counts from the day it was reached, not from the day it was written down; where that day was corrected
    later, by the corrected one. That it is open again has no such day and counts from when it was written.
    """
    versions: dict[int, list[Any]] = defaultdict(list)
    kept = Anchoring.history.filter(activity__plan=plan).exclude(history_type="-")
    for version in kept.select_related("partner").order_by("-history_id"):
        versions[version.activity_id].append(version)
    rows = Activity.objects.filter(plan=plan).select_related("focus_area").prefetch_related("allocations__revisions")
    ordered = rows.order_by("focus_area__position", "focus_area_id", "position", "pk")
    return AnchoringSummary(on, tuple(_anchoring(row, _held(versions[row.pk], on), on) for row in ordered))


def _held(versions: Iterable[Any], on: date) -> Any:
    """Of a row's versions, newest first, the one that says how it was on `on`; None before it was begun."""
    later: set[int] = set()
    for version in versions:
        since = version.reached_on or localdate(version.history_date)
        if since > on:
            later.add(version.step)
        elif version.step not in later:
            return version
    return None


def _anchoring(activity: Activity, held: Any, on: date) -> AnchoringLine:
    hours = [row.hours_on(on) for row in activity.allocations.all()]
    return AnchoringLine(
        code=activity.code,
        name=activity.name,
        area=activity.focus_area.name,
        step=AnchoringStep(held.step) if held else AnchoringStep.OPEN,
        taken_over_by=(held.partner.name if held.partner_id else held.taken_over_by) if held else activity.anchored_in,
        conditions=held.conditions if held else activity.anchoring,
        planned_on=held.planned_on if held else None,
        reached_on=held.reached_on if held else None,
        note=held.note if held else "",
        hours_min=sum((low for low, _ in hours), Decimal()),
        hours_max=sum((high for _, high in hours), Decimal()),
        is_written=held is not None,
    )


@dataclass(frozen=True)
class FigureLine:
    """A background figure of a year: of an estate or, where `place` is "Hele planen", of all."""

    pk: int
    indicator: Indicator
    place: str
    year: int
    value: Decimal
    city_value: Decimal | None
    source: str
    definition: str


@dataclass(frozen=True)
class GoalLine:
    """How it went with the overall goal, as somebody judged it on a day."""

    step: GoalStatus.Step
    on: date
    why: str

    @property
    def word(self) -> str:
        return str(self.step.label)


@dataclass(frozen=True)
class Background:
    """The figures known as of a day, by indicator, place and year; the newest judgement of the overall goal; and the
    day the styregruppe next meets."""

    figures: tuple[FigureLine, ...]
    goal: GoalLine | None
    next_steering: date | None


WHOLE_PLAN = "Hele planen"
KNOWN = ("pk", "indicator", "year", "value", "city_value", "source", "definition", "estate__name", "estate__position")


def background_of(plan: Plan, on: date) -> Background:
    """What surrounds the plan as of `on`: the figures of years up to that day's, how the overall goal was judged, and
    the styregruppe's next meeting. One query, which the dashboard has no more room than."""
    judged = GoalStatus.objects.filter(plan=OuterRef("pk"), on__lte=on).order_by("-on", "-pk")
    # A forum may be shared with the plan, so the plan is looked for on both sides of it.
    meets = Meeting.objects.live().filter(
        Q(forum__plan=OuterRef("pk")) | Q(forum__shared_with=OuterRef("pk")),
        forum__kind=ForumKind.STEERING_GROUP,
        on__gte=on,
    )
    until = Q(background_figures__year__lte=on.year)
    rows = list(
        Plan.objects.filter(pk=plan.pk)
        .annotate(known=FilteredRelation("background_figures", condition=until))
        .values_list(
            Subquery(judged.values("step")[:1]),
            Subquery(judged.values("on")[:1]),
            Subquery(judged.values("why")[:1]),
            Subquery(meets.order_by("on").values("on")[:1]),
            *(f"known__{name}" for name in KNOWN),
        )
    )
    step, judged_on, why, next_steering = rows[0][:4]
    goal = GoalLine(GoalStatus.Step(step), judged_on, why) if step else None
    found = sorted((dict(zip(KNOWN, row[4:], strict=True)) for row in rows if row[4]), key=_figure_place)
    return Background(tuple(_figure(row) for row in found), goal, next_steering)


def _figure_place(row: dict[str, Any]) -> tuple[int, int, str, int]:
    """Indicators as the model lists them, the whole plan before its estates, the oldest year first."""
    place = -1 if row["estate__position"] is None else row["estate__position"]
    return list(Indicator).index(Indicator(row["indicator"])), place, row["estate__name"] or "", row["year"]


def _figure(row: dict[str, Any]) -> FigureLine:
    return FigureLine(
        pk=row["pk"],
        indicator=Indicator(row["indicator"]),
        place=row["estate__name"] or WHOLE_PLAN,
        year=row["year"],
        value=row["value"],
        city_value=row["city_value"],
        source=row["source"],
        definition=row["definition"],
    )
