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
    # should be there by now
    MISSING = "missing"
    # a period that is over
    NOT_REACHED = "not_reached"
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
        return self in MEASURED

    @property
    def is_due(self) -> bool:
        """Measured, or it should be by now."""
        return self.is_measured or self is Light.MISSING

    @property
    def asks(self) -> bool:
        """It does not go as planned, and somebody should say why."""
        return self in (Light.AT_RISK, Light.DELAYED, Light.NOT_REACHED, Light.MISSING)


LABELS = {
    Light.REACHED: "Nået",
    Light.ON_TRACK: "På sporet",
    Light.AT_RISK: "Risiko",
    Light.DELAYED: "Forsinket",
    Light.NOT_STARTED: "Ikke startet",
    Light.NOT_MEASURED: "Ikke målt",
    Light.MISSING: "Mangler måling",
    Light.NOT_REACHED: "Ikke nået",
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
    Light.MISSING: "risk",
    Light.NOT_REACHED: "late",
    Light.IN_PROGRESS: "going",
    Light.PARTLY: "part",
    Light.MOVED: "moved",
    Light.DROPPED: "gone",
}
MEASURED = (Light.REACHED, Light.ON_TRACK, Light.AT_RISK, Light.DELAYED, Light.NOT_REACHED)
WORST_FIRST = (
    Light.NOT_REACHED,
    Light.DELAYED,
    Light.AT_RISK,
    Light.MISSING,
    Light.ON_TRACK,
    Light.REACHED,
    Light.NOT_STARTED,
    Light.NOT_MEASURED,
)


def asking(lights: Collection[Light]) -> Light | None:
    """The worse of the lights that ask for something; None where none does."""
    return next((light for light in WORST_FIRST if light.asks and light in lights), None)


def worst(lights: list[Light]) -> Light:
    """The worst measured light; where nothing is measured, the idle one. Empty gives
    NOT_MEASURED."""
    return next((light for light in WORST_FIRST if light in lights), Light.NOT_MEASURED)
