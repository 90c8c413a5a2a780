"""How far a meeting is, when its material is to be ready, and what is said of those to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.danish import capital, day, long_day, weekday, word
from core.lights import Light
from governance.models import (
    ForumKind,
    Meeting,
    MeetingState,
)

SOON = timedelta(days=7)


@dataclass(frozen=True)
class State:
    """How far a meeting is, as shape and words."""

    light: Light
    text: str


@dataclass(frozen=True)
class Deadline:
    """The day the material is to be ready, and with whom."""

    on: date
    to: str

    @property
    def text(self) -> str:
        """ "Materialet skal være hos medlemmerne senest onsdag den 18. september"."""
        return (
            f"Materialet skal være {self.to} senest {weekday(self.on)} den "
            f"{long_day(self.on, year=False)}"
        )


def deadline_of(meeting: Meeting) -> Deadline | None:
    """For the styregruppe with the koordinator, for the følgegruppe with the members: two
    different deadlines (domain.md 2). Other fora have one only where it is set."""
    match meeting.forum.kind:
        case ForumKind.STEERING_GROUP:
            return Deadline(meeting.material_on, "hos koordinatoren")
        case ForumKind.REFERENCE_GROUP:
            return Deadline(meeting.material_on, "hos medlemmerne")
    return (
        Deadline(meeting.material_on, "klart") if meeting.forum.material_days is not None else None
    )


def state_of(meeting: Meeting, today: date) -> State:
    match meeting.state:
        case MeetingState.CANCELLED:
            return State(Light.DROPPED, "Aflyst")
        case MeetingState.MINUTED:
            return State(Light.REACHED, "Afholdt, referatet er sendt")
        case MeetingState.HELD:
            return State(Light.PARTLY, "Afholdt, referatet er ikke sendt")
    if meeting.on < today:
        return State(Light.AT_RISK, "Mødedagen er gået, referatet mangler")
    if meeting.state == MeetingState.CALLED:
        return State(Light.IN_PROGRESS, "Indkaldt")
    deadline = deadline_of(meeting)
    if deadline and deadline.on < today:
        return State(
            Light.DELAYED,
            f"Ikke indkaldt, materialet skulle have været {deadline.to} den {day(deadline.on)}",
        )
    if deadline and deadline.on - today <= SOON:
        return State(Light.AT_RISK, "Ikke indkaldt endnu")
    return State(Light.NOT_STARTED, "Planlagt")


def headline(coming: Iterable[Meeting]) -> str:
    """ "Tre kommende møder, det næste er Følgegruppen den 18. september"."""
    live = [meeting for meeting in coming if meeting.state != MeetingState.CANCELLED]
    if not live:
        return "Ingen kommende møder"
    first = live[0]
    next_one = f"{first.forum} den {long_day(first.on, year=False)}"
    if len(live) == 1:
        return f"Næste møde er {next_one}"
    return f"{capital(word(len(live)))} kommende møder, det næste er {next_one}"


def is_waiting(meeting: Meeting, today: date) -> bool:
    """Whether it is still to be called: after that its material is where it should be."""
    return meeting.state == MeetingState.PLANNED and meeting.on >= today
