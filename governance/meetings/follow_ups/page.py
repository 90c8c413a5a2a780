"""The list of what is to be done after decisions: what is late, what is open, what is done."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.danish import capital, word
from core.lights import Light
from governance.models import FollowUp

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Line:
    """One follow-up: its light in words, the meeting it came of, and what the person may do with it."""

    row: FollowUp
    light: Light
    state: str
    may_finish: bool
    knows_meeting: bool


@dataclass(frozen=True)
class FollowUpPage:
    title: str
    late: tuple[Line, ...]
    open: tuple[Line, ...]
    done: tuple[Line, ...]


def follow_up_page(
    rows: Iterable[FollowUp], today: date, mine: int, known: Container[int], *, writes: bool
) -> FollowUpPage:
    """`rows` with point, meeting and forum read along; `mine`: the person's id; `known`: the meetings (ids) they see.

    Whoever is to do something need not be of the group that decided it.
    """
    lines = [
        Line(
            row,
            *state_of(row, today),
            may_finish=writes or row.responsible_id == mine,
            knows_meeting=row.item is not None and row.item.meeting_id in known,
        )
        for row in rows
    ]
    live = [line for line in lines if line.row.is_open]
    done = sorted((line for line in lines if not line.row.is_open), key=lambda x: x.row.done_on or today, reverse=True)
    return FollowUpPage(
        headline([line.row for line in live], today),
        tuple(line for line in live if line.row.due_on < today),
        tuple(line for line in live if line.row.due_on >= today),
        tuple(done),
    )


def state_of(row: FollowUp, today: date) -> tuple[Light, str]:
    if not row.is_open:
        return Light.REACHED, "Gjort"
    if row.due_on < today:
        return Light.DELAYED, "Over tiden"
    return (Light.AT_RISK, "Snart") if row.due_on - today <= SOON else (Light.NOT_STARTED, "Åben")


def headline(live: Iterable[FollowUp], today: date) -> str:
    """ "Fem opfølgninger er åbne, to er over tiden"."""
    due = [row.due_on for row in live]
    if not due:
        return "Ingen åbne opfølgninger"
    late = sum(on < today for on in due)
    said = "Én opfølgning er åben" if len(due) == 1 else f"{capital(word(len(due)))} opfølgninger er åbne"
    if not late:
        return f"{said}, ingen er over tiden"
    if late == len(due) == 1:
        return "Én opfølgning er åben, og den er over tiden"
    return f"{said}, {'én' if late == 1 else word(late)} er over tiden"
