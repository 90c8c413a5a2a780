"""Adjustments, from the proposal to the answer."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from activities.models import Target
from core import bound
from demo.acts import Act
from demo.drawing import Year
from demo.script import day_of
from demo.steering.day import on_day
from demo.steering.meetings import decided_at
from demo.steering_script import Change
from governance.changes.adjustments import actions as adjustments
from governance.changes.adjustments.words import texts
from governance.models import (
    Adjustment,
    ForumKind,
    Subject,
)


def change(year: Year, number: int, told: Change) -> Iterator[Act]:
    yield from on_day(year, told.proposed, 13, 40, partial(_propose, year, told))
    if told.advised:
        after = day_of(year.year, told.advised) + timedelta(days=1)
        yield from on_day(
            year, (after.month, after.day), 9, 50, partial(_advise, year, number, told)
        )
    after = day_of(year.year, told.decided) + timedelta(days=1)
    yield from on_day(year, (after.month, after.day), 9, 50, partial(_decide, year, number, told))
    yield from on_day(year, told.sent, 10, 0, partial(_send, year, number, told))
    yield from on_day(year, told.answered, 10, 0, partial(_answer, year, number, told))


def _adjustment(year: Year, number: int) -> Adjustment:
    return Adjustment.objects.select_related("plan", "target__criterion").get(
        plan=year.plan, number=number
    )


def _propose(year: Year, told: Change) -> None:
    target = Target.objects.get(
        criterion__activity__plan=year.plan,
        criterion__code=told.criterion,
        starts_on__year=year.year,
    )
    row = Adjustment(
        plan=year.plan,
        title=told.title,
        subject=Subject.TARGET,
        target=target,
        new={"value": told.value},
        reason=told.reason,
        consequence=told.consequence,
        in_force_on=day_of(year.year, told.in_force),
    )
    row = adjustments.draft(row, by=year.cast.lead)
    adjustments.propose(row, by=year.cast.lead, expected_version=row.lock_version)


def _advise(year: Year, number: int, told: Change) -> None:
    assert told.advised
    row, where = (
        _adjustment(year, number),
        decided_at(year, ForumKind.REFERENCE_GROUP, day_of(year.year, told.advised)),
    )
    seen = bound.token(texts(row))
    adjustments.recommend(row, yes=True, where=where, note="", shown=seen, by=year.cast.lead)


def _decide(year: Year, number: int, told: Change) -> None:
    row, where = (
        _adjustment(year, number),
        decided_at(year, ForumKind.STEERING_GROUP, day_of(year.year, told.decided)),
    )
    seen = bound.token(texts(row))
    adjustments.decide(row, yes=True, where=where, note="", shown=seen, by=year.cast.coordinator)


def _send(year: Year, number: int, told: Change) -> None:
    row, on = _adjustment(year, number), day_of(year.year, told.sent)
    by, version = year.cast.coordinator, row.lock_version
    adjustments.send(row, on=on, reference=told.reference, expected_version=version, by=by)


def _answer(year: Year, number: int, told: Change) -> None:
    row = _adjustment(year, number)
    adjustments.answer(
        row,
        yes=told.accepted,
        on=day_of(year.year, told.answered),
        text=told.answer,
        in_force_on=row.in_force_on,
        expected_version=row.lock_version,
        by=year.cast.coordinator,
    )
