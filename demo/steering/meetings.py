"""Seats, meetings and their papers, and what was agreed at them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from accounts.models import Role
from activities.models import SuccessCriterion
from core.danish import long_day
from core.periods import Period
from demo.acts import Act
from demo.drawing import Year
from demo.phrases import LEAD, PRESENT, SAID, YES
from demo.script import MonthDay, day_of
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
    ItemKind,
    Meeting,
    MeetingPaper,
    Outcome,
    PaperKind,
    Seat,
    Standing,
)
from reporting.models import Report, ReportKind

WEEK = timedelta(weeks=1)


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


def sessions(year: Year) -> list[Session]:
    """The script's, and where the demo goes on one of each other meeting that is in the year's
    calendar; a script's that ends with the agenda is called and minuted too."""
    told = {(one.forum, one.on): one for one in year.script.steering.sessions}
    if not year.goes_on:
        return list(told.values())
    meetings = Meeting.objects.live().filter(
        forum__plan=year.plan, forum__kind__in=PRESENT, on__year=year.year
    )
    by_forum: dict[str, list[Meeting]] = defaultdict(list)
    for meeting in meetings.select_related("forum").order_by("on", "pk"):
        by_forum[meeting.forum.code].append(meeting)
    return [
        _drawn(year, meeting, told.get((forum, _month_day(meeting.on))), mine)
        for forum, mine in by_forum.items()
        for meeting in mine
    ]


def _month_day(on: date) -> MonthDay:
    return on.month, on.day


def _drawn(year: Year, meeting: Meeting, told: Session | None, mine: list[Meeting]) -> Session:
    """Called a week before, minuted a week after, with something to be done for the next."""
    if told and told.minuted:
        return told
    on, is_steering = meeting.on, meeting.forum.is_steering_group
    items = told.items if told else ()
    if is_steering and not told:
        items = tuple(_decisions(year, meeting, mine))
    said = {key: (Outcome.NOTED, words) for key, words in SAID.items()}
    for item in items:
        yes = item.kind == ItemKind.DECISION
        said[item.title] = (Outcome.APPROVED, YES) if yes else (Outcome.NOTED, SAID["status"])
    task = Task(
        Standing.STATUS,
        f"Følg op på det, der er bagud, efter mødet {long_day(on)}",
        Role.SECRETARIAT_LEAD,
        LEAD,
        _month_day(min(on + 4 * WEEK, date(year.year, 12, 20))),
        done=_month_day(min(on + 3 * WEEK, date(year.year, 12, 18))),
        note="Gjort.",
    )
    return Session(
        meeting.forum.code,
        _month_day(on),
        told.prepared if told else _month_day(on - timedelta(days=10)),
        items=items,
        called=_month_day(on - WEEK),
        minuted=_month_day(on + WEEK),
        present=PRESENT[meeting.forum.kind],
        said=said,
        tasks=(task,) if is_steering else (),
        annex=year.plan.period_of(on).previous().code if is_steering else "",
    )


def _decisions(year: Year, meeting: Meeting, mine: list[Meeting]) -> Iterator[Item]:
    """The budget at the year's first meeting, where no script has it, and next year's targets at
    its last."""
    if meeting == mine[0] and not year.script.steering.money:
        yield Item(
            budget_point(year.year),
            ItemKind.DECISION,
            "Budgettet fordelt på udgifter og på, hvem der betaler.",
            proposal=f"At styregruppen godkender budgettet for {year.year}.",
            consequence="Pengene er til rådighed.",
            minutes=20,
        )
    if meeting == mine[-1] and year.year < year.plan.ends_on.year:
        yield Item(
            next_year_point(year.year + 1),
            ItemKind.DECISION,
            "Forslaget er lagt frem ud fra årets tal.",
            proposal=f"At styregruppen godkender måltal, timer og milepæle for {year.year + 1}.",
            consequence="Planen holdes op mod dem fra 1. januar.",
            minutes=25,
        )


def budget_point(year: int) -> str:
    return f"Budget {year}"


def next_year_point(year: int) -> str:
    return f"Mål og milepæle for {year}"


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
            task = _in_time(year, task)
            if task.done:
                yield from on_day(year, task.done, 15, 0, partial(_done, year, task))


def _in_time(year: Year, task: Task) -> Task:
    """Where the demo goes on, what the script leaves open is done too: on its day, or a little
    after the script's last."""
    if task.done or not year.goes_on:
        return task
    day = max(day_of(year.year, task.due), year.told_to + timedelta(days=6))
    return replace(task, done=_month_day(day), note="Gjort.")


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
        Report.objects.issued()
        .filter(plan=year.plan, kind=ReportKind.STATUS_NOTE, period=period)
        .first()
        if period
        else None
    )
    if note:
        attachments.attach_report(_item(meeting, Standing.STATUS), note.pk, title="", by=by)
    paper = sending.call(meeting, shown=papers.build(meeting, PaperKind.AGENDA).token(), by=by)
    _make(year, paper)


def _make(year: Year, paper: MeetingPaper) -> None:
    """Of a whole plan's papers the worker makes the files; who was told, is told on the day."""
    if year.goes_on:
        sending.tell(paper)
    else:
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
    _make(year, paper)


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
