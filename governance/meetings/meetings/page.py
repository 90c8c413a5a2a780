"""The pages of meetings: the list, and one meeting as the person may see it.

Who serves the meeting sees its agenda as it stands; everyone else reads what was sent, and nothing
before that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from core.danish import capital, long_day, weekday
from core.lights import Light
from governance.hub import Card
from governance.meetings.agenda.offers import readable
from governance.meetings.meetings.queries import missing_standing
from governance.meetings.meetings.rules import (
    State,
    deadline_of,
    headline,
    is_waiting,
    state_of,
)
from governance.meetings.papers import document as papers
from governance.meetings.papers.document import Paper, Point, time_text
from governance.meetings.papers.recipients import untold
from governance.meetings.papers.rules import (
    PaperLine,
    paper_lines,
    sent_paper,
    sent_summaries,
)
from governance.models import (
    AgendaItem,
    Meeting,
    MeetingPaper,
    MeetingState,
    PaperKind,
)


@dataclass(frozen=True)
class Line:
    """One meeting of the list."""

    meeting: Meeting
    title: str
    where: str
    state: State
    deadline: str
    points: str


@dataclass(frozen=True)
class MeetingList:
    title: str
    coming: tuple[Line, ...]
    gone: tuple[Line, ...]


@dataclass(frozen=True)
class PointLine:
    """A point with the addresses a person gets any further from: what it came of, a new
    follow-up in its plan ("" where they may not), the bilag that can be fetched, and those that
    are still put with it."""

    point: Point
    about_url: str = ""
    follow_up_url: str = ""
    files: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()


@dataclass(frozen=True)
class MeetingPage:
    """One meeting. `quiet` says why there is no agenda to read; `edition` which one is read."""

    title: str
    facts: tuple[str, ...]
    state: State
    points: tuple[PointLine, ...]
    summary: str
    edition: str
    quiet: str
    present: tuple[str, ...]
    papers: tuple[PaperLine, ...]
    is_changed: bool
    is_sent: bool
    has_untold: bool
    lacks_standing: bool


def meeting_list(meetings: Iterable[Meeting], today: date, *, serves: bool) -> MeetingList:
    """`meetings` with forum, `points` and `decisions` counted (with_points). A reader is told of
    what was sent."""
    rows: list[Any] = list(meetings)
    points = (
        {m.pk: papers.points_in_words(m.points, m.decisions) for m in rows}
        if serves
        else sent_summaries(rows)
    )
    coming = [m for m in rows if m.on >= today]
    gone = sorted((m for m in rows if m.on < today), key=lambda m: m.on, reverse=True)
    return MeetingList(
        headline(coming),
        tuple(_line(m, today, points) for m in coming),
        tuple(_line(m, today, points) for m in gone),
    )


def _line(meeting: Meeting, today: date, points: dict[int, str]) -> Line:
    deadline = deadline_of(meeting)
    return Line(
        meeting=meeting,
        title=f"{meeting.forum}, {weekday(meeting.on)} den {long_day(meeting.on)}",
        where=", ".join(filter(None, (time_text(meeting), meeting.place))),
        state=state_of(meeting, today),
        deadline=f"{deadline.text}." if deadline and is_waiting(meeting, today) else "",
        points=points.get(meeting.pk, ""),
    )


def meeting_page(meeting: Meeting, user: User, today: date, *, serves: bool) -> MeetingPage:
    """The meeting as one may see it. The same number of queries however many points there are."""
    sent = sent_paper(meeting)
    kind = (
        PaperKind.MINUTES
        if meeting.state in (MeetingState.HELD, MeetingState.MINUTED)
        else PaperKind.AGENDA
    )
    live = papers.build(meeting, kind) if serves else None
    if serves and sent and sent.kind != kind:
        sent = None  # the minutes that are being written are not the agenda that was sent
    shown = live or (papers.read(sent.snapshot) if sent else None)
    is_sent = bool(sent and live and papers.read(sent.snapshot).content() == live.content())
    return MeetingPage(
        title=title_of(meeting, today),
        facts=_facts(meeting, today),
        state=state_of(meeting, today),
        points=point_lines(meeting, user, shown.points if shown else ()),
        summary=shown.summary if shown else "",
        edition=_edition(sent) if sent and not serves else "",
        quiet=_quiet(meeting, shown, today, serves=serves),
        present=shown.present if shown else (),
        papers=tuple(paper_lines(meeting, serves=serves)),
        is_changed=bool(live) and sent is not None and not is_sent,
        is_sent=is_sent,
        has_untold=is_sent and meeting.state == MeetingState.CALLED and bool(untold(meeting)),
        lacks_standing=serves and bool(missing_standing(meeting)),
    )


def title_of(meeting: Meeting, today: date) -> str:
    on = f"{weekday(meeting.on)} den {long_day(meeting.on)}"
    if meeting.state == MeetingState.CANCELLED:
        return f"{meeting.forum}s møde {on} er aflyst"
    return f"{meeting.forum} {'mødtes' if meeting.on < today else 'mødes'} {on}"


def _facts(meeting: Meeting, today: date) -> tuple[str, ...]:
    where = ", ".join(filter(None, (time_text(meeting), meeting.place)))
    deadline = deadline_of(meeting)
    is_due = deadline and is_waiting(meeting, today)
    return tuple(filter(None, (capital(where), f"{deadline.text}." if deadline and is_due else "")))


def _edition(sent: MeetingPaper) -> str:
    return f"{sent.revision}. udgave"


def _quiet(meeting: Meeting, shown: Paper | None, today: date, *, serves: bool) -> str:
    if shown and shown.points:
        return ""
    if serves:
        return "Der er ingen punkter på dagsordenen endnu."
    if meeting.state == MeetingState.CANCELLED or meeting.on < today:
        return "Der er ikke sendt en dagsorden."
    return "Dagsordenen kan læses her, når mødet er indkaldt."


def point_lines(meeting: Meeting, user: User, points: Iterable[Point]) -> tuple[PointLine, ...]:
    """A shared forum's points are of several plans; who is not of them all is led to none they
    do not reach, and nobody to a report they may not read."""
    rows = AgendaItem.objects.filter(meeting=meeting).select_related(
        "plan", "criterion__activity", "milestone"
    )
    items = {item.pk: item for item in rows.prefetch_related("attachments")}
    reached = set(
        Plan.objects.visible_to(user).filter(agenda_items__in=items).values_list("pk", flat=True)
    )
    with_report = {
        item.plan for item in items.values() if any(row.report for row in item.attachments.all())
    }
    reports = readable(user, (plan for plan in with_report if plan.pk in reached))
    return tuple(
        _point_line(point, items.get(point.pk), user, reached, reports) for point in points
    )


def _point_line(
    point: Point, item: AgendaItem | None, user: User, reached: set[int], reports: set[UUID]
) -> PointLine:
    """`item` None: it was taken off after it was sent."""
    if item is None:
        return PointLine(point)
    knows = item.plan_id in reached
    annexes = item.attachments.all()
    writes = user.has_perm("governance.write", item.plan)
    return PointLine(
        point,
        about_url=_about_url(item) if knows else "",
        follow_up_url=f"{reverse('follow-up-add', args=[item.plan.slug])}?punkt={item.pk}"
        if writes
        else "",
        files=frozenset(row.pk for row in annexes if not row.report or row.report in reports),
        kept=frozenset(row.pk for row in annexes),
    )


def _about_url(item: AgendaItem) -> str:
    if item.criterion:
        period = f"?periode={item.period.code}" if item.period else ""
        url = reverse("activity", args=[item.plan.slug, item.criterion.activity.code])
        return f"{url}{period}#{item.criterion.code}"
    if item.milestone:
        year = f"?aar={item.milestone.period.start.year}"
        return f"{reverse('milestone-board', args=[item.plan.slug])}{year}#m-{item.milestone.code}"
    return ""


def card(user: User, plan: Plan, today: date) -> Card:
    """The next meeting, with its light where something is wanted of it."""
    rows = (
        Meeting.objects.of_plan(plan)
        .visible_to(user)
        .live()
        .filter(on__gte=today)
        .select_related("forum")
    )
    coming = list(rows)
    waiting = [state_of(m, today) for m in coming if m.state == MeetingState.PLANNED]
    asks = next(
        (
            state
            for light in (Light.DELAYED, Light.AT_RISK)
            for state in waiting
            if state.light == light
        ),
        None,
    )
    said = f"{headline(coming)}." + (f" {asks.text}." if asks else "")
    return Card(
        "Møder", said, reverse("meeting-list", args=[plan.slug]), asks.light if asks else None
    )
