"""What is a kind of report's own, in one class: the others ask the kind, and switch on it
nowhere."""

from abc import ABC, abstractmethod
from datetime import date, timedelta
from typing import Any, ClassVar

from activities.models import AskedDirection, AskedKind, Plan
from core.danish import day
from core.periods import Period
from core.snapshots import Snapshot
from reporting.data.changes import Change
from reporting.models import Report, ReportKind
from reporting.readiness.checks import Allowed, Readiness

# Filled at start-up, in the order of `ReportingConfig.kinds`: who asks a kind knows none of them.
KINDS: dict[str, "KindOfReport"] = {}


class KindOfReport(ABC):
    """`data` builds the frozen data and reads them back; `form` and `button` are of the form it
    is ordered by, `page` of the page it is read on. `takes_two`: one person hands it over and
    another issues it; else one reports it. `asked`: what a funder asks for, and in which
    direction, that it answers."""

    kind: ClassVar[ReportKind]
    data: ClassVar[type[Any]]
    form: ClassVar[str]
    button: ClassVar[str]
    page: ClassVar[str]
    takes_two: ClassVar[bool]
    asked: ClassVar[tuple[AskedKind, AskedDirection] | None] = None

    @property
    def is_ahead(self) -> bool:
        """Whether it is of the coming year: ordered with the package it belongs to."""
        return self.asked is not None and self.asked[1] == AskedDirection.AHEAD

    @abstractmethod
    def readiness(
        self,
        plan: Plan,
        period: Period,
        today: date,
        allowed: Allowed,
        data: Snapshot | None = None,
    ) -> Readiness:
        """What is missing as of `today`, or of the period's last day when that is earlier.

        `allowed(permission)`: whether the reader may mend; without it a point has no button.
        `data`: where they are at hand, their words are looked at too.
        """

    @abstractmethod
    def refusal(self, plan: Plan, period: Period) -> str:
        """Why the plan has no report of this kind for such a period; "" where it has."""

    def opens(self, plan: Plan, period: Period) -> date:
        """The first day it can be made."""
        return period.start

    def reported_from(self, plan: Plan, period: Period) -> date:
        """The first day it can be reported: what looks back waits till the period is over, or the
        plan in it."""
        return plan.last_day_of(period) + timedelta(days=1)

    def waits(self, plan: Plan, period: Period, today: date) -> str:
        """Why it is too early to report it; "" when it is not."""
        eve = self.reported_from(plan, period) - timedelta(days=1)
        if eve < today:
            return ""
        return f"{period.label} slutter {day(eve)}. Notér indberetningen derefter."

    @abstractmethod
    def choices(self, plan: Plan, today: date) -> list[Any]:
        """The periods to choose between, as a form lists them."""

    def usual(self, plan: Plan, today: date) -> Period | None:
        """The period that is asked for most often; None where none is."""
        return None

    @abstractmethod
    def shown(self, row: Report, kept: Any, now: Any) -> Any:
        """Which data its page shows: those of the row, or those that stand now."""

    def later(self, plan: Plan, kept: Any) -> str:
        """That a later figure exists of what an issued one told; "" where none does, or where its
        page says it otherwise."""
        return ""

    @abstractmethod
    def context(
        self, row: Report, data: Any, changed: tuple[Change, ...], allowed: Allowed
    ) -> dict[str, Any]:
        """What its page shows of the data, and what has `changed`, each with where it is shown."""


def registered(cls: type[KindOfReport]) -> type[KindOfReport]:
    """Marks a kind: reports of it can be made."""
    KINDS[cls.kind] = cls()
    return cls


def in_form_of(kind: str) -> tuple[KindOfReport, ...]:
    """The kinds that are ordered by the same form as this one. Raises KeyError for an unknown
    kind."""
    return tuple(one for one in KINDS.values() if one.form == KINDS[kind].form)


def answering(kind: str, direction: str) -> KindOfReport | None:
    """The kind of report that answers what a funder asks for; None where there is none."""
    return next((one for one in KINDS.values() if one.asked == (kind, direction)), None)


def note_periods(plan: Plan, today: date) -> list[Period]:
    """The plan's reporting periods that have begun, newest first."""
    years = range(plan.starts_on.year, min(plan.ends_on.year, today.year) + 1)
    periods = [period for year in years for period in plan.periods(year)]
    return [
        p
        for p in reversed(periods)
        if p.start <= today and p.end >= plan.starts_on and p.start <= plan.ends_on
    ]
