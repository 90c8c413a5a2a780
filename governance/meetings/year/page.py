"""The årshjul: a year on one page, quarter by quarter. Next year's dates:
governance.meetings.year.proposal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from core.danish import day, long_day, neuter, short_day
from core.lights import Light
from core.periods import Period
from governance.hub import Card
from governance.meetings.key_dates import rules as key_dates
from governance.meetings.meetings.rules import deadline_of, state_of
from governance.meetings.papers.document import time_text
from governance.meetings.year.entries import Entry, due_of, entries_from_above
from governance.models import Evaluation, KeyDate, KeyDateKind, Meeting, MeetingState
from milestones.models import Kind, Milestone, Status

MOST_DAYS = timedelta(days=366)  # how long before a meeting its material can be due


@dataclass(frozen=True)
class Quarter:
    period: Period
    is_now: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Cycle:
    title: str
    year: int
    quarters: tuple[Quarter, ...]
    years: tuple[int, ...]
    can_propose: bool


def cycle(plan: Plan, year: int, user: User, today: date, *, writes: bool) -> Cycle:
    """What the person may know of the year. Six queries, however much there is."""
    whole = Period.year(year)
    rows = Meeting.objects.of_plan(plan).visible_to(user).live().select_related("forum")
    meetings = list(rows.filter(on__gte=whole.start, on__lte=whole.end + MOST_DAYS))
    kept = list(plan.key_dates.all())
    entries = [
        *_meetings(plan, meetings, today),
        *_evaluations(plan, today),
        *_key_dates(plan, kept, today),
        *_next_year(plan, year, today),
    ]
    above = entries_from_above(plan, user, whole, today)
    entries += above
    mine = sorted(
        (e for e in entries if e.on and e.on in whole), key=lambda e: (e.on or today, e.what)
    )
    of_year = [meeting for meeting in meetings if meeting.on in whole]
    quarters = tuple(
        Quarter(
            q,
            today in q,
            (
                *(() if above else _returns(plan, user, q, kept)),
                *(e for e in mine if e.on and e.on in q),
            ),
        )
        for q in whole.parts()
    )
    years = tuple(range(plan.starts_on.year, last_year(plan, user, today) + 1))
    can = writes and bool(of_year) and year + 1 <= plan.ends_on.year
    return Cycle(_title(year, of_year, today), year, quarters, years, can)


def last_year(plan: Plan, user: User, today: date) -> int:
    """The last year it shows: the plan's, or the one after where something is still to be done in
    it."""
    last = plan.ends_on.year
    if today.year < last:
        return last
    return last + bool(entries_from_above(plan, user, Period.year(last + 1), today))


def _title(year: int, meetings: list[Meeting], today: date) -> str:
    coming = [meeting for meeting in meetings if meeting.on >= today]
    if not meetings:
        return f"Årshjul {year}: ingen møder{'' if year < today.year else ' endnu'}"
    if coming and any(meeting.on < today for meeting in meetings):
        return (
            f"Årshjul {year}: næste møde er {coming[0].forum} den "
            f"{long_day(coming[0].on, year=False)}"
        )
    return f"Årshjul {year}: {neuter(len(meetings))} {'møde' if len(meetings) == 1 else 'møder'}"


def _meetings(plan: Plan, meetings: Iterable[Meeting], today: date) -> Iterable[Entry]:
    """Each meeting, and the day its material is to be where it is to be."""
    for meeting in meetings:
        state, url = state_of(meeting, today), reverse("meeting", args=[plan.slug, meeting.pk])
        where = ", ".join(filter(None, (time_text(meeting), meeting.place)))
        yield Entry(meeting.on, f"{meeting.forum}: møde", where, state.light, state.text, url)
        if deadline := deadline_of(meeting):
            is_sent = meeting.state != MeetingState.PLANNED
            due = due_of(deadline.on, today, is_done=is_sent)
            if meeting.on < today and not is_sent:
                due = Light.NOT_STARTED, ""  # nobody can hasten it any more
            what = f"{meeting.forum}: materialet skal være {deadline.to}"
            to_meeting = f"til mødet den {day(meeting.on)}"
            yield Entry(deadline.on, what, to_meeting, *due, url)


def _evaluations(plan: Plan, today: date) -> Iterable[Entry]:
    page = reverse("evaluation-list", args=[plan.slug])
    for row in Evaluation.objects.filter(plan=plan):
        due = due_of(row.due_on, today, is_done=row.is_done)
        yield Entry(
            row.due_on, f"Evaluering: {row.title}", row.evaluator, *due, f"{page}#e-{row.pk}"
        )


def _key_dates(plan: Plan, rows: Iterable[KeyDate], today: date) -> Iterable[Entry]:
    """Newsletters with the day their articles are due, returns and the plan's other own days."""
    page = reverse("key-date-list", args=[plan.slug])
    for row in rows:
        url = f"{page}#d-{row.pk}"
        if row.material_on:
            due = due_of(row.material_on, today, is_done=row.is_done)
            if row.material_on < today and not row.is_done:
                due = (
                    Light.NOT_STARTED,
                    "",
                )  # whether the articles came nobody has said; the day it is out says the rest
            yield Entry(row.material_on, f"{row.title}: stof senest", "", *due, url)
        light, state = due_of(row.due_on, today, is_done=row.is_done)
        if row.done_on:
            state = f"{key_dates.WORDS[KeyDateKind(row.kind)].done} {short_day(row.done_on)}"
        yield Entry(row.due_on, row.title, row.get_kind_display(), light, state, url)


def _next_year(plan: Plan, year: int, today: date) -> Iterable[Entry]:
    """That next year's milestones and targets are to be approved: the plan's own milestone, or
    the year's last day."""
    if year + 1 > plan.ends_on.year:
        return
    rows = Milestone.objects.filter(plan=plan, kind=Kind.YEAR_END).exclude(status=Status.DROPPED)
    found = [row for row in rows if row.period.end.year == year]
    board = reverse("milestone-board", args=[plan.slug])
    for row in found:
        due = due_of(row.period.end, today, is_done=row.status == Status.REACHED)
        yield Entry(row.period.end, row.name, "milepæl", *due, board)
    if not found:
        on, what = date(year, 12, 31), f"Milepæle og mål for {year + 1} er godkendt af styregruppen"
        yield Entry(on, what, "", *due_of(on, today, is_done=False))


def _returns(plan: Plan, user: User, quarter: Period, kept: Iterable[KeyDate]) -> tuple[Entry, ...]:
    """In the first quarter: last year's returns to Landsbyggefonden. The plan text says after
    the year's end, no day (domain.md 1); once the plan has a day of its own for them in the
    year, that stands instead."""
    if any(
        row.kind == KeyDateKind.RETURN and row.due_on.year == quarter.start.year for row in kept
    ):
        return ()
    year = quarter.start.year - 1
    if quarter.number != 1 or not plan.starts_on.year <= year <= plan.ends_on.year:
        return ()
    sees = user.has_perm("reporting.view_reports", plan)
    url = reverse("report-list", args=[plan.slug]) if sees else ""
    what = f"Indberetning til Landsbyggefonden for {year}"
    return (
        Entry(
            None,
            what,
            "målopfyldelse, milepælsplan og samarbejdsrelationer",
            Light.NOT_STARTED,
            "",
            url,
        ),
    )


def card(user: User, plan: Plan, today: date) -> Card:
    said = "Årets møder, frister og evalueringer på én side."
    return Card("Årshjul", said, reverse("annual-cycle", args=[plan.slug]))
