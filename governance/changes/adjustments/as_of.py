"""Adjustments as a note, a dashboard or a criterion's page tells of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from activities.models import Plan
from core.periods import Period
from governance.changes import called
from governance.decided import NAMES
from governance.models import Adjustment, AdjustmentState, ForumKind, Subject

State = AdjustmentState


@dataclass(frozen=True)
class AdjustmentFacts:
    """One adjustment in words. `approved`: what the styregruppe said; None where it has not.
    `recommended`: what the følgegruppe said, likewise. `is_in_force`: the new value holds by the
    period's last day."""

    number: int
    title: str
    subject: str
    thing: str
    old: str
    new: str
    in_force_on: date
    reason: str
    consequence: str
    state: str
    recommended: bool | None
    approved: bool | None
    decided_on: date | None
    url: str
    is_in_force: bool


@dataclass(frozen=True)
class Adjustments:
    """Those in force from a day of a period, those the styregruppe decided in it, and those the
    meeting after it is asked to decide."""

    in_force: tuple[AdjustmentFacts, ...]
    decided: tuple[AdjustmentFacts, ...]
    asked: tuple[AdjustmentFacts, ...]


def adjustments_in(plan: Plan, period: Period, met_on: date | None = None) -> Adjustments:
    """The plan's adjustments of `period`, the lowest number first. One query.

    Asked are those that are proposed now. `met_on`, the day of the meeting once it has been, asks
    for what it was asked then: what is proposed since is another note's.
    """
    rows = list(
        Adjustment.objects.filter(plan=plan)
        .select_related("plan", *called.ADJUSTED_ALONG)
        .order_by("number")
    )
    return Adjustments(
        in_force=_facts(
            (r for r in rows if r.state == State.IN_FORCE and r.in_force_on in period), period.end
        ),
        decided=_facts((r for r in rows if r.decided_on and r.decided_on in period), period.end),
        asked=_asked(rows, met_on, period.end),
    )


def _asked(
    rows: Iterable[Adjustment], met_on: date | None, until: date
) -> tuple[AdjustmentFacts, ...]:
    if met_on is None:
        return _facts((r for r in rows if r.state == State.PROPOSED), until)
    then = _facts((r for r in rows if r.decided_on == met_on), until)
    return tuple(
        replace(
            fact,
            state=State.PROPOSED.label,
            approved=None,
            decided_on=None,
            is_in_force=False,
        )
        for fact in then
    )


def _facts(rows: Iterable[Adjustment], until: date) -> tuple[AdjustmentFacts, ...]:
    return tuple(
        AdjustmentFacts(
            number=row.number,
            title=row.title,
            subject=row.get_subject_display(),
            thing=called.adjusted(row),
            old=row.old_text,
            new=row.new_text,
            in_force_on=row.in_force_on,
            reason=row.reason,
            consequence=row.consequence,
            state=row.get_state_display(),
            recommended=row.is_recommended,
            approved=None if row.decided_on is None else row.state != State.REJECTED,
            decided_on=row.decided_on,
            url=row.get_absolute_url(),
            is_in_force=row.state == State.IN_FORCE and row.in_force_on <= until,
        )
        for row in rows
    )


@dataclass(frozen=True)
class Source:
    """The adjustment a value came from."""

    number: int
    url: str


def target_sources(plan: Plan) -> dict[tuple[int, date], Source]:
    """(criterion pk, first day) -> the adjustment that gave its target the value it has from
    that day. One query."""
    rows = Adjustment.objects.filter(plan=plan, state=State.IN_FORCE, subject=Subject.TARGET)
    return {
        (criterion, on): Source(number, reverse("adjustment", args=[plan.slug, number]))
        for criterion, on, number in rows.values_list(
            "target__criterion_id", "in_force_on", "number"
        )
        if criterion
    }


@dataclass(frozen=True)
class TargetChange:
    """How an adjustment of a target came about: the forum that decided, when, and what the funder
    answered when."""

    number: int
    since: date
    decided_by: str
    decided_on: date
    answered_on: date | None
    answer: str


def target_changes(plan: Plan) -> dict[tuple[int, date], TargetChange]:
    """(criterion pk, first day) -> how its target came to have the value it has from that day.
    One query."""
    rows = (
        Adjustment.objects.filter(plan=plan, state=State.IN_FORCE, subject=Subject.TARGET)
        .exclude(decided_on=None)
        .select_related("target", "decided_in__meeting__forum")
    )
    return {(row.target.criterion_id, row.in_force_on): _change(row) for row in rows if row.target}


def _change(row: Adjustment) -> TargetChange:
    assert row.decided_on  # read so
    where = row.decided_in
    return TargetChange(
        number=row.number,
        since=row.in_force_on,
        decided_by=where.meeting.forum.name if where else NAMES[ForumKind.STEERING_GROUP],
        decided_on=row.decided_on,
        answered_on=row.answered_on,
        answer=row.answer,
    )
