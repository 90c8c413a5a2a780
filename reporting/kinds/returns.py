"""What the returns to the funder have in common: one person reports them, for a period, a year
or the whole plan."""

from abc import abstractmethod
from datetime import date
from typing import Any

from activities.models import Plan
from core.danish import capital
from core.periods import Kind, Period
from core.snapshots import Snapshot
from reporting.data.changes import Change
from reporting.kinds.base import KindOfReport, note_periods
from reporting.models import Report
from reporting.pages import returns
from reporting.readiness.checks import Allowed, Readiness


class ReturnKind(KindOfReport):
    form = "return"
    button = "Dan grundlag"
    page = "reporting/return.html"
    takes_two = False

    @staticmethod
    @abstractmethod
    def check_list(plan: Plan, period: Period, today: date, allowed: Allowed) -> Readiness:
        """What is missing."""

    def readiness(
        self,
        plan: Plan,
        period: Period,
        today: date,
        allowed: Allowed,
        data: Snapshot | None = None,
    ) -> Readiness:
        return self.check_list(plan, period, today, allowed)

    def refusal(self, plan: Plan, period: Period) -> str:
        rhythm = plan.get_reporting_period_display()
        right = period.kind in (plan.reporting_period, Kind.YEAR) or period == plan.whole
        return (
            ""
            if right
            else (
                f"Grundlaget dannes for et {rhythm}, et år eller hele planen. Vælg en af "
                "dem på listen."
            )
        )

    def choices(self, plan: Plan, today: date) -> list[Any]:
        """In groups: a year, a reporting period, the whole plan. Only what has begun."""
        if today < plan.starts_on:
            return []
        years = range(min(plan.ends_on.year, today.year), plan.starts_on.year - 1, -1)
        groups = [
            ("År", [Period.year(year) for year in years]),
            (capital(plan.get_reporting_period_display()), note_periods(plan, today)),
            ("Hele planen", [plan.whole]),
        ]
        return [(name, [(p.code, p.label) for p in periods]) for name, periods in groups]

    def usual(self, plan: Plan, today: date) -> Period | None:
        """The year to report: the last that is over."""
        return (
            Period.year(min(today.year - 1, plan.ends_on.year))
            if today.year > plan.starts_on.year
            else None
        )

    def shown(self, row: Report, kept: Any, now: Any) -> Any:
        """What was sent to the funder stands as it was."""
        return kept

    def context(
        self, row: Report, data: Any, changed: tuple[Change, ...], allowed: Allowed
    ) -> dict[str, Any]:
        return {
            "sheets": data.sheets(),
            "changed": returns.linked(changed, row.plan, row.period, data),
        }
