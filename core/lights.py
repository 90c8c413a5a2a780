"""The lights: one set of words and shapes for page and paper."""

from collections.abc import Collection
from enum import StrEnum


class Light(StrEnum):
    """A status as word and shape. `css` is the class of screen and print, `icon` the shape's
    name."""

    REACHED = "reached"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    DELAYED = "delayed"
    NOT_STARTED = "not_started"
    NOT_MEASURED = "not_measured"
    # milestones only
    IN_PROGRESS = "in_progress"
    PARTLY = "partly"
    MOVED = "moved"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def css(self) -> str:
        return CSS[self]

    @property
    def follows_plan(self) -> bool:
        return self in (Light.REACHED, Light.ON_TRACK)

    @property
    def is_measured(self) -> bool:
        """Whether the light rests on figures (an area counts only these)."""
        return self in (Light.REACHED, Light.ON_TRACK, Light.AT_RISK, Light.DELAYED)


LABELS = {
    Light.REACHED: "Nået",
    Light.ON_TRACK: "På sporet",
    Light.AT_RISK: "Risiko",
    Light.DELAYED: "Forsinket",
    Light.NOT_STARTED: "Ikke startet",
    Light.NOT_MEASURED: "Ikke målt",
    Light.IN_PROGRESS: "I gang",
    Light.PARTLY: "Delvist nået",
    Light.MOVED: "Flyttet",
    Light.DROPPED: "Bortfaldet",
}
CSS = {
    Light.REACHED: "done",
    Light.ON_TRACK: "ok",
    Light.AT_RISK: "risk",
    Light.DELAYED: "late",
    Light.NOT_STARTED: "idle",
    Light.NOT_MEASURED: "idle",
    Light.IN_PROGRESS: "going",
    Light.PARTLY: "part",
    Light.MOVED: "moved",
    Light.DROPPED: "gone",
}
WORST_FIRST = (
    Light.DELAYED,
    Light.AT_RISK,
    Light.ON_TRACK,
    Light.REACHED,
    Light.NOT_STARTED,
    Light.NOT_MEASURED,
)


def asking(lights: Collection[Light]) -> Light | None:
    """The worse of the lights that ask for something; None where none does."""
    return next((light for light in (Light.DELAYED, Light.AT_RISK) if light in lights), None)


def worst(lights: list[Light]) -> Light:
    """The worst measured light; where nothing is measured, the idle one. Empty gives
    NOT_MEASURED."""
    return next((light for light in WORST_FIRST if light in lights), Light.NOT_MEASURED)
