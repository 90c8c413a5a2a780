"""The pages of adjustments: all of them with how far each is, and one with its whole course."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.timezone import localtime

from core.danish import day as day_text
from core.lights import Light
from core.versioned import NotAllowedNow
from governance.changes import subjects
from governance.changes.adjustments.refusals import check_now
from governance.changes.adjustments.rules import FELL, headline, state_words
from governance.changes.adjustments.words import local_share
from governance.decided import point
from governance.models import Adjustment, AdjustmentState, AdjustmentStep
from governance.models.adjustment import DECIDED, ENDED

State = AdjustmentState
AT_STEERING, AT_FUND = (State.PROPOSED,), (State.APPROVED, State.SENT)
FILTERS = (
    ("alle", "Alle", tuple(State)),
    ("kladder", "Kladder", (State.DRAFT,)),
    ("styregruppen", "Hos styregruppen", AT_STEERING),
    ("lbf", "Til Landsbyggefonden", AT_FUND),
    ("i-kraft", "I kraft", (State.ACCEPTED, State.IN_FORCE)),
    ("faldet", "Ikke blevet til noget", FELL),
)
LIGHTS = {
    State.DRAFT: Light.NOT_STARTED,
    State.PROPOSED: Light.IN_PROGRESS,
    State.APPROVED: Light.IN_PROGRESS,
    State.SENT: Light.IN_PROGRESS,
    State.ACCEPTED: Light.ON_TRACK,
    State.IN_FORCE: Light.REACHED,
    State.REJECTED: Light.DROPPED,
    State.REFUSED: Light.DROPPED,
    State.WITHDRAWN: Light.DROPPED,
}


# What the old and the new value and the day are called.
LABELS = dict.fromkeys(State, ("Gælder nu", "Foreslået", "Skal gælde fra")) | {
    State.IN_FORCE: ("Før", "Nu", "Gælder fra"),
    State.APPROVED: ("Gælder nu", "Godkendt", "Skal gælde fra"),
    State.SENT: ("Gælder nu", "Godkendt", "Skal gælde fra"),
    State.ACCEPTED: ("Gælder til da", "Derefter", "Skal gælde fra"),
    **dict.fromkeys(FELL, ("Gjaldt", "Foreslået", "Skulle gælde fra")),
}


@dataclass(frozen=True)
class Line:
    """One adjustment in the list."""

    row: Adjustment
    thing: str
    light: Light
    state: str
    since: str


@dataclass(frozen=True)
class Chip:
    label: str
    query: str
    is_current: bool


@dataclass(frozen=True)
class ListPage:
    title: str
    chips: tuple[Chip, ...]
    open: tuple[Line, ...]
    ended: tuple[Line, ...]
    is_filtered: bool

    @property
    def is_empty(self) -> bool:
        return not self.open and not self.ended


def list_page(rows: Sequence[Adjustment], vis: str) -> ListPage:
    """`rows` with subjects.ALONG; an unknown `vis` shows all."""
    states = next((states for key, _, states in FILTERS if key == vis), tuple(State))
    lines = [line(row) for row in rows if row.state in states]
    chips = tuple(
        Chip(f"{label} {count}", f"?vis={key}" if key != "alle" else "?", states is of)
        for key, label, of in FILTERS
        if (count := sum(row.state in of for row in rows)) or key == "alle"
    )
    return ListPage(
        title=headline(rows),
        chips=chips if len(chips) > 2 else (),
        open=tuple(x for x in lines if x.row.state not in ENDED),
        ended=tuple(x for x in lines if x.row.state in ENDED),
        is_filtered=len(states) < len(State),
    )


def line(row: Adjustment) -> Line:
    since = f"{LABELS[State(row.state)][2]} {day_text(row.in_force_on)}"
    return Line(row, subjects.of(row).name, LIGHTS[State(row.state)], state_words(row), since)


# One adjustment


@dataclass(frozen=True)
class Stage:
    """A stage of the course: behind, here, or ahead."""

    name: str
    text: str
    light: Light
    is_current: bool = False


@dataclass(frozen=True)
class TrailLine:
    what: str
    who: str
    at: datetime
    note: str


@dataclass(frozen=True)
class OnePage:
    """An adjustment as its page shows it. `problem`: why it could not come into force as things
    are, or ""."""

    row: Adjustment
    thing: str
    thing_url: str
    is_long: bool
    light: Light
    state: str
    labels: tuple[str, str, str]
    local_share: str
    recommended: str
    decided: str
    sent: str
    answered: str
    stages: tuple[Stage, ...]
    trail: tuple[TrailLine, ...]
    problem: str


def one_page(row: Adjustment, steps: Iterable[AdjustmentStep]) -> OnePage:
    """`row` with subjects.ALONG and the points it was treated under; `steps` with who took them."""
    subject = subjects.of(row)
    return OnePage(
        row=row,
        thing=subject.name,
        thing_url=subject.url,
        is_long=subject.is_long,
        light=LIGHTS[State(row.state)],
        state=state_words(row),
        labels=LABELS[State(row.state)],
        local_share=local_share(row) if row.is_open else "",
        recommended=_recommended(row),
        decided=_decided(row),
        sent=_sent(row),
        answered=_answered(row),
        stages=stages(row),
        trail=tuple(
            TrailLine(s.get_verb_display(), s.by.name, localtime(s.at), s.note) for s in steps
        ),
        problem=problem(row),
    )


def problem(row: Adjustment) -> str:
    if row.state not in (State.PROPOSED, *DECIDED):
        return ""
    try:
        check_now(row)
    except NotAllowedNow as refused:
        return str(refused)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


def stages(row: Adjustment) -> tuple[Stage, ...]:
    """The five stages of every adjustment; one that fell ends where it fell."""
    names = (
        "Indstillet",
        "Styregruppen",
        "Sendt til Landsbyggefonden",
        "Landsbyggefondens svar",
        "I kraft",
    )
    reached = {
        State.DRAFT: 0,
        State.PROPOSED: 1,
        State.REJECTED: 1,
        State.APPROVED: 2,
        State.SENT: 3,
        State.REFUSED: 3,
        State.ACCEPTED: 4,
        State.IN_FORCE: 5,
        State.WITHDRAWN: _fell_at(row),
    }[State(row.state)]
    fell = row.state in FELL
    return tuple(_stage(name, place, reached, row, fell=fell) for place, name in enumerate(names))


def _stage(name: str, place: int, reached: int, row: Adjustment, *, fell: bool) -> Stage:
    if place < reached:
        return Stage(name, "nået", Light.REACHED)
    if place > reached:
        return Stage(
            name, "kommer ikke" if fell else "kommer", Light.DROPPED if fell else Light.NOT_STARTED
        )
    if fell:
        text = {State.REJECTED: "ikke godkendt", State.REFUSED: "afvist"}.get(
            State(row.state), "trukket"
        )
        return Stage(name, text, Light.DROPPED, is_current=True)
    return Stage(name, "venter", Light.IN_PROGRESS, is_current=True)


def _fell_at(row: Adjustment) -> int:
    """How far one that was withdrawn had come."""
    found = (row.proposed_by_id, row.decided_on, row.sent_on, row.answered_on)
    return next((place for place, value in enumerate(found) if value is None), len(found))


def _recommended(row: Adjustment) -> str:
    if row.is_recommended is None or row.recommended_on is None:
        return ""
    said = "Anbefaler" if row.is_recommended else "Anbefaler ikke"
    return f"{said}, {_where(row.recommended_on, row.recommended_in)}"


def _decided(row: Adjustment) -> str:
    if row.decided_on is None:
        return ""
    said = "Ikke godkendt" if row.state == State.REJECTED else "Godkendt"
    return f"{said}, {_where(row.decided_on, row.decided_in)}"


def _where(on: date, item: object) -> str:
    return f"{day_text(on)}{f', {point(item)}' if item else ''}"  # type: ignore[arg-type]


def _sent(row: Adjustment) -> str:
    if row.sent_on is None:
        return ""
    return f"{day_text(row.sent_on)}{f', nummer {row.reference}' if row.reference else ''}"


def _answered(row: Adjustment) -> str:
    if row.answered_on is None:
        return ""
    said = "Afvist" if row.state == State.REFUSED else "Godkendt"
    return f"{said}, {day_text(row.answered_on)}{f': {row.answer}' if row.answer else ''}"
