"""What needs doing now: pure rules from what was read to a list, the most urgent first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from django.utils.safestring import SafeString

from activities.progress.figures import ActivityProgress, Figure
from core import icons
from core.danish import capital, listing, long_day, quantity, weekday, word
from core.lights import WORST_FIRST, Light
from core.links import Url
from core.periods import Period
from milestones.progress.states import MilestoneState

SHOWN = 3
SOON_DAYS = 30
SILENT_DAYS = 30
MEETING_DAYS = 14
CLOSE_DAYS = 30


class Urgency(IntEnum):
    """How much an item hastens: the order of the list, and the shape before it."""

    NOW = 1
    SOON = 2
    OPEN = 3
    LATER = 4


SHAPES = {
    Urgency.NOW: ("late", "Forsinket"),
    Urgency.SOON: ("risk", "Haster"),
    Urgency.OPEN: ("going", "Åben"),
    Urgency.LATER: ("idle", "Kan vente"),
}


@dataclass(frozen=True)
class Act:
    """The one button of an item."""

    label: str
    url: str


@dataclass(frozen=True)
class Todo:
    urgency: Urgency
    what: str
    why: str
    due: str = ""
    act: Act | None = None

    @property
    def css(self) -> str:
        return SHAPES[self.urgency][0]

    @property
    def shape(self) -> SafeString:
        return icons.shape(*SHAPES[self.urgency], "todo__shape")


@dataclass(frozen=True)
class LastRegistration:
    """When an activity was last registered on, and by whom; None where it never was."""

    on: date
    by: str


@dataclass(frozen=True)
class Gathering:
    """A coming meeting of a forum, and the last day its material can be sent."""

    forum: str
    is_steering: bool
    on: date
    deadline: date

    @property
    def days_before(self) -> int:
        return (self.on - self.deadline).days


@dataclass(frozen=True)
class WaitingNote:
    """A status note that waits for somebody: for the koordinator since it was handed over (`by`
    that person), or for the sekretariatsleder since it was sent back (`by` the koordinator, with
    the `reason`)."""

    pk: str
    name: str
    by: str
    on: date
    is_ready: bool
    reason: str = ""


@dataclass(frozen=True)
class Asked:
    """A correction that waits: what it would put right, and who proposed it when."""

    number: int
    what: str
    by: str
    on: date
    act: Act


@dataclass(frozen=True)
class Agreed:
    """Something that was decided to be done: what, by whom ("" where it is the reader), by when,
    and where it is settled."""

    what: str
    who: str
    due: date
    act: Act


@dataclass(frozen=True)
class Kept:
    """A day of the plan's own that must be kept: what, how it stands in words, what else belongs
    to it, and where it is said to be done. `first` is the first of its days that asks for
    something."""

    what: str
    said: str
    more: str
    first: date
    act: Act


@dataclass(frozen=True)
class Addresses:
    """Where each kind of item is dealt with; None where the person may only look on."""

    milestone: "Url"
    board: str
    move: "Url | None"
    register: "Url | None"
    activity: "Url"
    close: "Url | None"
    hours: "Url"
    reports: str | None
    note: "Url"


def in_order(items: Iterable[Todo]) -> tuple[Todo, ...]:
    return tuple(sorted(items, key=lambda item: item.urgency))


def late_milestones(states: Iterable[MilestoneState], to: Addresses) -> list[Todo]:
    """Each milestone that is late, the delayed before the at risk; more than three end in one
    line."""
    late = sorted(
        (s for s in states if s.is_late),
        key=lambda s: (s.light is not Light.DELAYED, s.period, s.position),
    )
    items = [_late_milestone(state, to) for state in late[:SHOWN]]
    if rest := late[SHOWN:]:
        what = (
            f"{capital(word(len(rest)))} {'milepæl' if len(rest) == 1 else 'milepæle'} "
            "mere er bagud"
        )
        items.append(
            Todo(
                Urgency.SOON, what, _names([s.name for s in rest]), act=Act("Se milepæle", to.board)
            )
        )
    return items


def _late_milestone(state: MilestoneState, to: Addresses) -> Todo:
    delayed = state.light is Light.DELAYED
    where = f"{state.activity_name}: " if state.activity_pk else ""
    known = (state.number_text, state.comment.rstrip("."))
    facts = "".join(f"{capital(text)}. " for text in known if text)
    if state.proposed_to:
        facts += f"Foreslået flyttet til {state.proposed_to.label}. "
    if delayed and to.move and not state.proposed_to:
        act = Act("Flyt milepæl", to.move(state.code))
    else:
        act = Act("Opdatér milepæl" if to.register else "Se milepæl", to.milestone(state.code))
    return Todo(
        Urgency.NOW if delayed else Urgency.SOON,
        f"{where}{state.name}",
        f"{state.fact} {facts}".rstrip(),
        due="Venter på styregruppen." if state.proposed_to else "Beslut nu." if delayed else "",
        act=act,
    )


def counted_milestones(states: Iterable[MilestoneState], to: Addresses) -> list[Todo]:
    """Those whose number is reached, and of which nobody has said so."""
    found = [s for s in states if s.is_live and s.proposes_reached]
    return [
        Todo(
            Urgency.OPEN,
            f"{s.activity_label}: {s.name}",
            s.reason,
            act=Act("Sæt som nået" if to.register else "Se milepæl", to.milestone(s.code)),
        )
        for s in found
    ]


def due_milestones(states: Iterable[MilestoneState], today: date, to: Addresses) -> list[Todo]:
    """One line for each day in the next month that open milestones must be reached by."""
    open_ones: dict[date, list[MilestoneState]] = {}
    for state in states:
        if (
            state.is_live
            and state.is_open
            and not state.is_late
            and not state.proposes_reached
            and 0 <= (state.period.end - today).days <= SOON_DAYS
        ):
            open_ones.setdefault(state.period.end, []).append(state)
    return [_due(end, found, today, to) for end, found in sorted(open_ones.items())]


def _due(end: date, states: list[MilestoneState], today: date, to: Addresses) -> Todo:
    urgency = Urgency.SOON if (end - today).days <= MEETING_DAYS else Urgency.OPEN
    by = f"den {long_day(end, year=False)}"
    if len(states) == 1:
        only = states[0]
        details = ", ".join(only.details)
        why = f"{only.activity_label}{f', {details}' if details else ''}."
        label = "Opdatér milepæl" if to.register else "Se milepæl"
        return Todo(
            urgency,
            f"{only.name} har frist {by}",
            capital(why),
            act=Act(label, to.milestone(only.code)),
        )
    what = f"{capital(word(len(states)))} milepæle har frist {by}"
    return Todo(urgency, what, _names([s.name for s in states]), act=Act("Se milepæle", to.board))


def unexplained(
    figures: Iterable[Figure],
    explained: set[int],
    period: Period,
    deadline: date | None,
    today: date,
    comments: str | None,
) -> list[Todo]:
    """The criteria that are behind and have no comment in the period, and where those are written.
    A `deadline` before the period is over is another note's: this one cannot be due by then."""
    off = [
        f for f in figures if f.light.asks and not is_awaited(f) and f.criterion.pk not in explained
    ]
    if not off:
        return []
    count = "et kriterium" if len(off) == 1 else f"{word(len(off))} kriterier"
    if deadline and deadline <= period.end:
        deadline = None
    names = _names(
        [f.criterion.name for f in sorted(off, key=lambda f: WORST_FIRST.index(f.light))]
    )
    due = f"Senest den {long_day(deadline, year=False)}." if deadline and deadline >= today else ""
    urgency = (
        Urgency.SOON
        if due and deadline and (deadline - today).days <= MEETING_DAYS
        else Urgency.OPEN
    )
    lacks = any(f.light is Light.MISSING for f in off)
    what = "er bagud eller mangler måling" if lacks else "er bagud"
    act = Act("Skriv forklaring", comments) if comments else None
    return [
        Todo(
            urgency,
            f"Forklar {count}, der {what}",
            f"Til statusnotatet for {period.label}: {names}",
            due,
            act,
        )
    ]


def silent_activities(
    activities: Iterable[ActivityProgress],
    last: dict[int, LastRegistration],
    since: date,
    today: date,
    to: Addresses,
) -> list[Todo]:
    """Activities nobody has registered on for a month; those silent longest first. `since`: the
    plan's start."""
    running = [a for a in activities if any(f.criterion.rhythm == "running" for f in a.figures)]
    both = [(a, last.get(a.pk)) for a in running]
    silent = [
        (a, found)
        for a, found in both
        if (today - (found.on if found else since)).days >= SILENT_DAYS
    ]
    silent.sort(key=lambda pair: pair[1].on if pair[1] else since)
    items = [_silent(activity, found, today, to) for activity, found in silent[:SHOWN]]
    if rest := silent[SHOWN:]:
        what = (
            f"{capital(word(len(rest)))} {'aktivitet' if len(rest) == 1 else 'aktiviteter'} mere "
            "uden registreringer"
        )
        items.append(Todo(Urgency.OPEN, what, _names([activity.name for activity, _ in rest])))
    return items


def _silent(
    activity: ActivityProgress, last: LastRegistration | None, today: date, to: Addresses
) -> Todo:
    running = next(f for f in activity.figures if f.criterion.rhythm == "running")
    if to.register:
        act = Act("Registrer", to.register(running.criterion.code))
    else:
        act = Act("Se aktivitet", to.activity(activity.code))
    if last is None:
        return Todo(
            Urgency.SOON,
            f"{activity.name}: ingen registreringer endnu",
            "Ingen har registreret noget på den.",
            act=act,
        )
    days = quantity((today - last.on).days, "dag", "dage")
    why = f"{last.by} registrerede sidst den {long_day(last.on, year=last.on.year != today.year)}."
    return Todo(Urgency.SOON, f"{activity.name}: ingen registreringer i {days}", why, act=act)


def unmeasured(figures: Iterable[Figure], today: date, to: Addresses) -> list[Todo]:
    """What should have been measured by now and is not."""
    missing = [f for f in figures if is_awaited(f)]
    return [
        Todo(
            Urgency.OPEN,
            f"Mål: {f.criterion.name}",
            f.reason,
            act=Act("Registrer måling", to.register(f.criterion.code)) if to.register else None,
        )
        for f in missing[:SHOWN]
    ]


def is_awaited(figure: Figure) -> bool:
    """A measurement that should have been made; what is counted as it goes is explained instead."""
    return figure.light is Light.MISSING and figure.criterion.rhythm != "running"


def open_periods(
    periods: Sequence[Period], closed: set[Period], today: date, to: Addresses
) -> list[Todo]:
    """The periods that are over and not closed, in order."""
    if to.close is None:
        return []
    return [
        Todo(
            Urgency.SOON if (today - period.end).days > CLOSE_DAYS else Urgency.OPEN,
            f"{period.label} er ikke lukket",
            (
                f"Det sluttede den {long_day(period.end, year=False)}. Når det er lukket, "
                "står tallene fast."
            ),
            act=Act(f"Luk {period.short_label}", to.close(period.code)),
        )
        for period in periods
        if period.end < today and period not in closed
    ]


def missing_hours(
    weeks: Sequence[date], roles: dict[int, str], written: set[tuple[date, int]], to: Addresses
) -> list[Todo]:
    """The posts without hours in one of `weeks` (Mondays of whole weeks gone)."""
    gaps = {week: [pk for pk in roles if (week, pk) not in written] for week in weeks}
    missing = [pk for pk in roles if any(pk in found for found in gaps.values())]
    if not missing:
        return []
    empty = [week for week in weeks if gaps[week]]
    numbers = listing([str(week.isocalendar().week) for week in empty])
    if len(roles) == 1:
        what = f"Timer for uge {numbers} mangler"
    elif len(missing) == len(roles):
        everyone = "begge" if len(roles) == 2 else f"alle {word(len(roles))}"
        what = f"Timer for uge {numbers} mangler fra {everyone}"
    else:
        what = f"Timer for uge {numbers} mangler fra {word(len(missing))} af {word(len(roles))}"
    year, number, _ = empty[0].isocalendar()
    act = Act("Skriv timer" if to.register else "Se timer", to.hours(f"{year}-{number:02}"))
    return [Todo(Urgency.LATER, what, _names([roles[pk] for pk in missing]), act=act)]


def waiting_notes(
    notes: Iterable[WaitingNote], *, may_issue: bool, may_write: bool, to: Addresses
) -> list[Todo]:
    """The notes that wait for this person: to be read and issued, or to be put right."""
    items = []
    for note in notes:
        act = to.note(note.pk)
        since = (
            f"{note.by} {'afleverede' if note.is_ready else 'sendte'} det "
            f"{'' if note.is_ready else 'tilbage '}"
        )
        since += f"den {long_day(note.on, year=False)}."
        if note.is_ready and may_issue:
            items.append(
                Todo(
                    Urgency.SOON, f"{note.name} venter på dig", since, act=Act("Læs og udsend", act)
                )
            )
        elif not note.is_ready and may_write:
            items.append(
                Todo(
                    Urgency.SOON,
                    f"{note.name} er sendt tilbage",
                    f"{since} {note.reason}",
                    act=Act("Ret notatet", act),
                )
            )
    return items


def waiting_corrections(rows: Iterable[Asked]) -> list[Todo]:
    """What was typed wrong from the start, where this person is to give the second nod."""
    return [
        Todo(
            Urgency.SOON,
            f"Rettelse {row.number} venter på dit svar",
            f"{row.by} indstillede den {long_day(row.on, year=False)}: {row.what}.",
            act=row.act,
        )
        for row in rows
    ]


def doubts(names: Sequence[str], act: Act) -> list[Todo]:
    """What nobody has confirmed of how criteria are counted, for those who may."""
    if not names:
        return []
    of = quantity(len(names), "kriterium", "kriterier")
    return [Todo(Urgency.LATER, f"Bekræft, hvordan {of} tælles", _names(names), act=act)]


def meetings(
    coming: Iterable[Gathering], is_given_on: bool, today: date, to: Addresses
) -> list[Todo]:
    """The material for the next meeting of each group that is to have some."""
    items = []
    for meeting in coming:
        if (
            min((meeting.on - today).days, (meeting.deadline - today).days) > MEETING_DAYS
            or is_given_on
        ):
            continue
        what = (
            f"Gør {'statusnotatet' if meeting.is_steering else 'materialet'} klar til "
            f"{meeting.forum}"
        )
        on = f"mødet {weekday(meeting.on)} den {long_day(meeting.on, year=False)}"
        late = meeting.deadline < today
        due = f"Fristen var den {long_day(meeting.deadline, year=False)}." if late else ""
        if not due:
            due = (
                f"Senest {weekday(meeting.deadline)} den {long_day(meeting.deadline, year=False)},"
            )
        why = (
            f"Det er til {on}."
            if late
            else f"{quantity(meeting.days_before, 'dag', 'dage')} før {on}."
        )
        act = Act("Gør klar", to.reports) if to.reports else None
        items.append(Todo(Urgency.NOW if late else Urgency.SOON, what, why, due, act))
    return items


def _names(names: Sequence[str]) -> str:
    """ "a, b, c og to mere."."""
    shown, rest = list(names[:SHOWN]), len(names) - SHOWN
    return f"{listing([*shown, f'{word(rest)} mere'] if rest > 0 else shown)}."


def agreed(rows: Iterable[Agreed], today: date) -> list[Todo]:
    """What meetings agreed and nobody has said is done: what is over its day, and what is due
    within a month."""
    return [_agreed(row, today) for row in rows if (row.due - today).days <= SOON_DAYS]


def _agreed(row: Agreed, today: date) -> Todo:
    left = (row.due - today).days
    urgency = _hastens(left)
    when = f"den {long_day(row.due, year=row.due.year != today.year)}"
    due = f"Skulle være gjort {when}." if left < 0 else f"Senest {when}."
    why = f"Aftalt, at {row.who} gør det." if row.who else "Aftalt, at du gør det."
    return Todo(urgency, row.what, why, due, row.act)


def deadlines(rows: Iterable[Kept], today: date) -> list[Todo]:
    """Newsletters, returns and other own days that are over, or that ask for something within a
    month."""
    near = [row for row in rows if (row.first - today).days <= SOON_DAYS]
    return [
        Todo(_hastens((row.first - today).days), row.what, row.more, f"{row.said}.", row.act)
        for row in near
    ]


@dataclass(frozen=True)
class YearsReturns:
    """A year's returns to the funder that are not all in: how far they are, what is held back, and
    by when they are to be; None where the funder names no day."""

    year: int
    how_far: str
    held: str
    deadline: date | None
    act: Act


def returns(rows: Iterable[YearsReturns], today: date) -> list[Todo]:
    """Each year's returns, from a quarter before they are due until they are in."""
    return [_returns(row, today) for row in rows]


def _returns(row: YearsReturns, today: date) -> Todo:
    what, why = f"Indberet for {row.year}", f"{row.how_far} {row.held}".strip()
    if row.deadline is None:
        return Todo(Urgency.OPEN, what, why, act=row.act)
    left = (row.deadline - today).days
    when = long_day(row.deadline, year=row.deadline.year != today.year)
    due = f"Fristen var den {when}." if left < 0 else f"Senest den {when}."
    urgency = Urgency.SOON if 0 <= left <= SOON_DAYS else _hastens(left)
    return Todo(urgency, what, why, due, row.act)


def _hastens(left: int) -> Urgency:
    return Urgency.NOW if left < 0 else Urgency.SOON if left <= MEETING_DAYS else Urgency.OPEN
