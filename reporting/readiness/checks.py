"""One point of a check list, and the list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from activities.progress.figures import Figure
from core.lights import Light
from core.periods import Period

Allowed = Callable[[str], bool]


SHOWN = 4


@dataclass(frozen=True)
class Part:
    """One thing that is missing in a point, and where to mend just that."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Check:
    """One point: ready or missing (`state` ok, risk, or idle: too early, or only to be looked at),
    and where to mend it. Only risk holds a report back. `said`: the state in a word, where it is
    another than the usual. `parts`: what exactly is missing, each with its own place.
    """

    state: str
    text: str
    detail: str = ""
    action: str = ""
    url: str = ""
    said: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def shown(self) -> tuple[Part, ...]:
        """The parts that are always shown; one more than fits is no reason to fold it away."""
        return self.parts if len(self.parts) <= SHOWN + 1 else self.parts[:SHOWN]

    @property
    def folded(self) -> tuple[Part, ...]:
        return self.parts[len(self.shown) :]

    @property
    def light(self) -> Light:
        """The shape that says it."""
        return {"ok": Light.ON_TRACK, "risk": Light.AT_RISK, "idle": Light.NOT_STARTED}[self.state]

    @property
    def css(self) -> str:
        return f"is-{self.state}"

    @property
    def word(self) -> str:
        return self.said or {"ok": "Klar", "risk": "Mangler", "idle": "Ikke endnu"}[self.state]


@dataclass(frozen=True)
class Readiness:
    """All points of a period."""

    period: Period
    checks: tuple[Check, ...]

    @property
    def ready(self) -> int:
        return sum(check.state == "ok" for check in self.checks)

    @property
    def missing(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.state == "risk")

    @property
    def worst_first(self) -> tuple[Check, ...]:
        """What is missing, then what is not yet or to be looked at, then what is ready."""
        return tuple(
            sorted(self.checks, key=lambda check: ("risk", "idle", "ok").index(check.state))
        )

    @property
    def text(self) -> str:
        """ "2 af 6 er klar"."""
        return f"{self.ready} af {len(self.checks)} er klar"


def off_track(figures: Sequence[Figure]) -> list[Figure]:
    """The criteria a status note must explain."""
    return [figure for figure in figures if figure.light.asks]
