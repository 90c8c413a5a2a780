"""One point of a check list, and the list."""

from collections.abc import Callable
from dataclasses import dataclass

from core.lights import Light
from core.periods import Period

Allowed = Callable[[str], bool]


@dataclass(frozen=True)
class Check:
    """One point: ready or missing (`state` ok, risk, or idle: too early, or only to be looked at), and where to
    mend it. Only risk holds a report back. `said`: the state in a word, where it is another than the usual.
    """

    state: str
    text: str
    detail: str = ""
    action: str = ""
    url: str = ""
    said: str = ""

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
        return tuple(sorted(self.checks, key=lambda check: ("risk", "idle", "ok").index(check.state)))

    @property
    def text(self) -> str:
        """ "2 af 6 er klar"."""
        return f"{self.ready} af {len(self.checks)} er klar"
