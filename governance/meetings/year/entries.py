"""What stands in the årshjul: a day with its light. The hook by which upper apps' days come here.

Governance has never heard of reports. Whoever has a day of the year says so in its module `offers`:

    @entries.from_plan
    def returns(plan, user, year, today): yield Entry(...)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from activities.models import Plan
from core.danish import short_day, weekday
from core.lights import Light
from core.periods import Period

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Entry:
    """One thing of the year. `on` None: some time in the quarter."""

    on: date | None
    what: str
    detail: str
    light: Light
    state: str
    url: str = ""

    @property
    def when(self) -> str:
        """ "ons. 25.9."; "" where there is no day."""
        return f"{weekday(self.on)[:3]}. {short_day(self.on)}" if self.on else ""


Source = Callable[[Plan, User, Period, date], Iterable[Entry]]
_sources: list[Source] = []


def from_plan(source: Source) -> Source:
    """Marks the function that gives what of a year (its period) a person may know."""
    _sources.append(source)
    return source


def entries_from_above(plan: Plan, user: User, year: Period, today: date) -> list[Entry]:
    return [entry for source in _sources for entry in source(plan, user, year, today)]


def due_of(on: date, today: date, *, is_done: bool) -> tuple[Light, str]:
    """The light and the words of a day that must be kept."""
    if is_done:
        return Light.REACHED, "Klar"
    if on < today:
        return Light.DELAYED, "Over tiden"
    return (Light.AT_RISK, "Snart") if on - today <= SOON else (Light.NOT_STARTED, "")
