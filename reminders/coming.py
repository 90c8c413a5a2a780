"""What mails will be sent of themselves, when and to whom: the calendar's own rules, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.danish import capital, listing
from core.periods import Period
from governance.models import Forum, ForumKind, Meeting
from reminders.calendar import ahead
from reminders.kinds import REMINDERS
from reminders.occasion import Occasion, Standing, period_for
from reminders.words import group, relative
from reporting.models import State


@dataclass(frozen=True)
class Line:
    """One mail to come: from which day, of which kind, to whom and on what condition. `to` is ""
    for nobody."""

    on: date
    when: str
    kind: str
    name: str
    to: str
    role: str
    condition: str


@dataclass(frozen=True)
class Coming:
    """The mails about one meeting, or about the end of one period. Without any, `quiet` says
    why."""

    title: str
    about: str
    lines: tuple[Line, ...]
    quiet: str = ""


def coming(standing: Standing, today: date) -> tuple[Coming, ...]:
    """What will be sent about each group's next meeting and about periods' ends, if nothing is
    done meanwhile."""
    occasions = ahead(standing, today)
    found = [_meeting(standing, meeting, occasions, today) for meeting in _next_meetings(standing)]
    found += _without_meeting(standing, occasions, today)
    return tuple(sorted(found, key=lambda one: one.lines[0].on if one.lines else date.max))


def next_line(groups: Iterable[Coming]) -> Line | None:
    """The first mail that has somebody to go to."""
    lines = [line for one in groups for line in one.lines if line.to]
    return min(lines, key=lambda line: line.on, default=None)


def later_meetings(standing: Standing, today: date) -> list[str]:
    """The meetings after the next ones, in words: their mails are listed when it is their turn."""
    soon = {meeting.pk for meeting in _next_meetings(standing)}
    return [f"{group(m)} {relative(m.on, today)}" for m in standing.meetings if m.pk not in soon]


def groups_without_meetings(standing: Standing) -> list[Forum]:
    """The steering and reference groups that have no meeting from today on."""
    busy = {meeting.forum_id for meeting in standing.meetings}
    groups = standing.plan.fora.filter(
        kind__in=(ForumKind.STEERING_GROUP, ForumKind.REFERENCE_GROUP)
    )
    return [forum for forum in groups if forum.pk not in busy]


def _next_meetings(standing: Standing) -> list[Meeting]:
    found: dict[int, Meeting] = {}
    for meeting in standing.meetings:
        found.setdefault(meeting.forum_id, meeting)
    return list(found.values())


def _meeting(
    standing: Standing, meeting: Meeting, occasions: Iterable[Occasion], today: date
) -> Coming:
    lines = tuple(
        _line(standing, o, today) for o in occasions if o.meeting and o.meeting.pk == meeting.pk
    )
    return Coming(
        f"{group(meeting)}s møde {relative(meeting.on, today)}",
        _about(standing, meeting, today),
        lines,
        "" if lines else _quiet(standing, meeting),
    )


def _about(standing: Standing, meeting: Meeting, today: date) -> str:
    """Which note it is about, and when the material is due to whom."""
    is_over, on = meeting.material_on < today, relative(meeting.material_on, today)
    if not meeting.is_of_steering_group:
        return f"Medlemmerne {'skulle have haft' if is_over else 'skal have'} materialet {on}."
    period = period_for(standing.plan, meeting)
    note = f"Om statusnotatet for {period.label}. " if period else ""
    return f"{note}Materialet {'skulle have været' if is_over else 'skal være'} klar {on}."


def _quiet(standing: Standing, meeting: Meeting) -> str:
    """Why nothing more is sent about a meeting."""
    period = period_for(standing.plan, meeting)
    if not meeting.is_of_steering_group:
        return "Påmindelsen er sendt."
    if period is None:
        return (
            "Ingen af planens perioder slutter før mødet, så der er ikke et statusnotat "
            "at minde om."
        )
    if standing.notes.get(period) == State.ISSUED:
        return "Statusnotatet er udsendt, så der er ikke mere at minde om."
    return "Påmindelserne er sendt."


def _without_meeting(
    standing: Standing, occasions: Iterable[Occasion], today: date
) -> list[Coming]:
    """The end of a period, and what is asked for of a year: each with its mails."""
    groups: dict[tuple[str, Period | None], list[Occasion]] = {}
    for occasion in occasions:
        if occasion.meeting is None:
            groups.setdefault((occasion.ask, occasion.period), []).append(occasion)
    return [
        Coming(
            *REMINDERS[found[0].ask].heading(standing, found[0], today),
            tuple(_line(standing, occasion, today) for occasion in found),
        )
        for found in groups.values()
    ]


def _line(standing: Standing, occasion: Occasion, today: date) -> Line:
    reminder = REMINDERS[occasion.ask]
    when, condition = reminder.coming(standing, occasion, today)
    return Line(
        on=max(occasion.first, today),
        when=capital(when),
        kind=occasion.ask,
        name=reminder.mail.name,
        to=listing([user.name for user in reminder.awaited_by(standing, occasion)]),
        role=occasion.role.label,
        condition=condition,
    )
