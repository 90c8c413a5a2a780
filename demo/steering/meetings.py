"""Seats, meetings and their papers, and what was agreed at them."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from activities.models import SuccessCriterion
from core.periods import Period
from demo.acts import Act
from demo.registrations import Year
from demo.script import day_of
from demo.steering.day import WRITTEN, on_day
from demo.steering_script import Item, Session, Task
from governance.decided import Decided
from governance.meetings.agenda import actions as agenda
from governance.meetings.agenda import attachments
from governance.meetings.follow_ups import actions as follow_ups
from governance.meetings.minutes import actions as minutes
from governance.meetings.papers import actions as sending
from governance.meetings.papers import document as papers
from governance.meetings.seats import actions as seats
from governance.models import (
    AgendaItem,
    FollowUp,
    Forum,
    ForumKind,
    Meeting,
    PaperKind,
    Seat,
    Standing,
)
from reporting.models import Report, ReportKind


def seat(year: Year) -> None:
    for place in year.script.steering.seats:
        forum = Forum.objects.get(plan=year.plan, code=place.forum)
        seat = Seat(
            forum=forum,
            user=year.cast.by_role.get(place.role),
            function=place.function,
            kind=place.kind,
            starts_on=year.plan.starts_on,
        )
        seats.write(seat, by=year.cast.coordinator, reason=WRITTEN)


def session(year: Year, told: Session) -> Iterator[Act]:
    yield from on_day(year, told.prepared, 9, 0, partial(_prepare, year, told))
    if told.called:
        yield from on_day(year, told.called, 11, 0, partial(_call, year, told))
    if told.minuted:
        after = day_of(year.year, told.on) + timedelta(days=1)
        yield from on_day(
            year, (after.month, after.day), 9, 10, partial(_write_minutes, year, told)
        )
        yield from on_day(year, told.minuted, 14, 0, partial(_send_minutes, year, told))
        for task in told.tasks:
            yield from on_day(
                year, (after.month, after.day), 9, 40, partial(_task, year, told, task)
            )
            if task.done:
                yield from on_day(year, task.done, 15, 0, partial(_done, year, task))


def _server(year: Year, forum: Forum) -> Any:
    """Who writes the forum's papers: the koordinator is the styregruppe's secretary, the lead
    the others'."""
    return year.cast.coordinator if forum.is_steering_group else year.cast.lead


def _meeting(year: Year, told: Session) -> Meeting:
    on = day_of(year.year, told.on)
    return Meeting.objects.select_related("forum__plan").get(
        forum__plan=year.plan, forum__code=told.forum, on=on
    )


def _prepare(year: Year, told: Session) -> None:
    meeting = _meeting(year, told)
    by = _server(year, meeting.forum)
    agenda.begin(meeting, by=by)
    for item in told.items:
        agenda.write(_point(year, meeting, item), by=by, reason=WRITTEN)


def _point(year: Year, meeting: Meeting, told: Item) -> AgendaItem:
    criterion = None
    if told.criterion:
        found = SuccessCriterion.objects.select_related("activity__focus_area")
        criterion = found.get(activity__plan=year.plan, code=told.criterion)
    return AgendaItem(
        meeting=meeting,
        plan=year.plan,
        kind=told.kind,
        title=told.title,
        presentation=told.presentation,
        proposal=told.proposal,
        consequence=told.consequence,
        minutes_set_aside=told.minutes,
        criterion=criterion,
        focus_area=criterion.activity.focus_area if criterion else None,
        period=Period.parse(told.period) if told.period else None,
    )


def _call(year: Year, told: Session) -> None:
    meeting = _meeting(year, told)
    by = _server(year, meeting.forum)
    period = Period.parse(told.annex) if told.annex else None
    note = (
        Report.objects.filter(plan=year.plan, kind=ReportKind.STATUS_NOTE, period=period).first()
        if period
        else None
    )
    if note:
        attachments.attach_report(_item(meeting, Standing.STATUS), note.pk, title="", by=by)
    paper = sending.call(meeting, shown=papers.build(meeting, PaperKind.AGENDA).token(), by=by)
    sending.produce(paper.pk)


def _write_minutes(year: Year, told: Session) -> None:
    meeting = _meeting(year, told)
    records = {_item(meeting, key).pk: minutes.Record(*said) for key, said in told.said.items()}
    by, version = _server(year, meeting.forum), meeting.lock_version
    minutes.write(
        meeting, present="\n".join(told.present), records=records, by=by, expected_version=version
    )


def _send_minutes(year: Year, told: Session) -> None:
    meeting = _meeting(year, told)
    seen = papers.build(meeting, PaperKind.MINUTES).token()
    paper = minutes.send(meeting, shown=seen, correction="", by=_server(year, meeting.forum))
    sending.produce(paper.pk)


def _item(meeting: Meeting, key: str) -> AgendaItem:
    """A point by its standing code, or its title."""
    field = "standing" if key in Standing.values else "title"
    return meeting.items.select_related("meeting__forum").get(**{field: key})


def _task(year: Year, told: Session, task: Task) -> None:
    meeting = _meeting(year, told)
    row = FollowUp(
        plan=year.plan,
        item=_item(meeting, task.item),
        what=task.what,
        responsible=year.cast.by_role.get(task.role),
        function=task.function,
        due_on=day_of(year.year, task.due),
    )
    follow_ups.write(row, by=_server(year, meeting.forum), reason=WRITTEN)


def _done(year: Year, task: Task) -> None:
    assert task.done
    row = FollowUp.objects.get(plan=year.plan, what=task.what)
    by = row.responsible or year.cast.lead
    on = day_of(year.year, task.done)
    follow_ups.finish(row, on=on, note=task.note, by=by, expected_version=row.lock_version)


def decided_at(year: Year, kind: ForumKind, on: date, key: str = Standing.ADJUSTMENTS) -> Decided:
    meeting = Meeting.objects.select_related("forum").get(
        forum__plan=year.plan, forum__kind=kind, on=on
    )
    return Decided(on, _item(meeting, key))
