"""The pages of corrections: all of them with how far each is, and one with what was said."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime

from core.lights import Light
from core.readable import readable
from governance.changes.corrections import things
from governance.changes.corrections.rules import headline, state_words
from governance.changes.corrections.words import NONE_CLOSED, closed_text
from governance.models import Correction, CorrectionState

State = CorrectionState
LIGHTS = {
    State.PROPOSED: Light.IN_PROGRESS,
    State.IN_FORCE: Light.REACHED,
    State.REFUSED: Light.DROPPED,
    State.WITHDRAWN: Light.DROPPED,
}


@dataclass(frozen=True)
class Line:
    """One correction in the list."""

    row: Correction
    thing: str
    light: Light
    state: str


@dataclass(frozen=True)
class ListPage:
    title: str
    open: tuple[Line, ...]
    ended: tuple[Line, ...]

    @property
    def is_empty(self) -> bool:
        return not self.open and not self.ended


@dataclass(frozen=True)
class Said:
    """One act of its course."""

    what: str
    who: str
    at: str
    note: str


@dataclass(frozen=True)
class OnePage:
    row: Correction
    thing: str
    light: Light
    state: str
    closed: str
    course: tuple[Said, ...]


def list_page(rows: Sequence[Correction]) -> ListPage:
    """`rows` with things.ALONG."""
    lines = [line(row) for row in rows]
    return ListPage(
        headline(rows),
        tuple(x for x in lines if x.row.is_open),
        tuple(x for x in lines if not x.row.is_open),
    )


def line(row: Correction) -> Line:
    return Line(row, things.of(row).name, LIGHTS[State(row.state)], state_words(row))


def one_page(row: Correction) -> OnePage:
    """`row` with things.ALONG and who proposed and answered it."""
    closed = closed_text(row.plan, row.first, row.last) if row.is_open else NONE_CLOSED
    return OnePage(
        row=row,
        thing=things.of(row).name,
        light=LIGHTS[State(row.state)],
        state=state_words(row),
        closed="" if closed == NONE_CLOSED else closed,
        course=tuple(_course(row)),
    )


def _course(row: Correction) -> list[Said]:
    found = [Said("Indstillet", row.proposed_by.name, readable(localtime(row.proposed_at)), "")]
    if row.decided_by and row.decided_at:
        what = "Godkendt" if row.state == State.IN_FORCE else "Afvist"
        at = readable(localtime(row.decided_at))
        found.append(Said(what, row.decided_by.name, at, row.answer))
    elif row.state == State.WITHDRAWN:
        found.append(Said("Trukket", "", "", row.answer))
    return found
