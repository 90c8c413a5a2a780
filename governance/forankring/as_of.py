"""How far the forankring of each activity was on a day, and how many hours a week that is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.timezone import localdate

from activities.models import Activity, Plan
from governance.models import Anchoring, AnchoringStep


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
    """An activity's future as of a day, and the weekly hours (least, most) it has that day.
    `is_written`: somebody has said something; else it is open."""

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
    return sum((x.hours_min for x in found), Decimal()), sum(
        (x.hours_max for x in found), Decimal()
    )


def anchoring_on(plan: Plan, on: date) -> AnchoringSummary:
    """How far each activity's forankring was on the day `on`. Four queries.

    A step counts from the day it was reached, not from the day it was written down; where that day
    was corrected later, by the corrected one. That it is open again has no such day and counts from
    when it was written.
    """
    versions: dict[int, list[Any]] = defaultdict(list)
    kept = Anchoring.history.filter(activity__plan=plan).exclude(history_type="-")
    for version in kept.select_related("partner").order_by("-history_id"):
        versions[version.activity_id].append(version)
    rows = (
        Activity.objects.filter(plan=plan)
        .select_related("focus_area")
        .prefetch_related("allocations__revisions")
    )
    ordered = rows.order_by("focus_area__position", "focus_area_id", "position", "pk")
    return AnchoringSummary(
        on, tuple(_anchoring(row, _held(versions[row.pk], on), on) for row in ordered)
    )


def _held(versions: Iterable[Any], on: date) -> Any:
    """Of a row's versions, newest first, the one that says how it was on `on`; None before it
    was begun."""
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
        taken_over_by=(held.partner.name if held.partner_id else held.taken_over_by)
        if held
        else activity.anchored_in,
        conditions=held.conditions if held else activity.anchoring,
        planned_on=held.planned_on if held else None,
        reached_on=held.reached_on if held else None,
        note=held.note if held else "",
        hours_min=sum((low for low, _ in hours), Decimal()),
        hours_max=sum((high for _, high in hours), Decimal()),
        is_written=held is not None,
    )
