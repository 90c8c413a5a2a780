"""One point of a check list, and the list."""

from collections.abc import Callable
from dataclasses import dataclass

from core.lights import Light
from core.periods import Period

Allowed = Callable[[str], bool]


@dataclass(frozen=True)
class Check:
    """One point: ready or missing (`state` ok, risk, or idle while it is too early), and where to mend it."""

    state: str
    text: str
    detail: str = ""
    action: str = ""
    url: str = ""

    @property
    def light(self) -> Light:
        """The shape that says it."""
        return {"ok": Light.ON_TRACK, "risk": Light.AT_RISK, "idle": Light.NOT_STARTED}[self.state]

    @property
    def css(self) -> str:
        return f"is-{self.state}"

    @property
    def word(self) -> str:
        return {"ok": "Klar", "risk": "Mangler", "idle": "Ikke endnu"}[self.state]


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
    def text(self) -> str:
        """ "2 af 6 er klar"."""
        return f"{self.ready} af {len(self.checks)} er klar"
