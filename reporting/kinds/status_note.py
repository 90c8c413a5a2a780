"""The status note: the period's report to the styregruppe, which the lead writes and the
koordinator issues."""

from datetime import date
from typing import Any

from activities.models import Plan
from core.periods import Period
from core.snapshots import Snapshot
from reporting.data.changes import Change
from reporting.data.later import later_figures
from reporting.data.status_note import StatusNote
from reporting.kinds.base import KindOfReport, note_periods, registered
from reporting.models import Report, ReportKind
from reporting.pages.note import Sources, linked, note_page
from reporting.readiness.checks import Allowed, Readiness
from reporting.readiness.note import note_readiness, with_words


@registered
class StatusNoteKind(KindOfReport):
    kind = ReportKind.STATUS_NOTE
    data = StatusNote
    form = "note"
    button = "Dan kladde til statusnotat"
    page = "reporting/note.html"
    takes_two = True

    def readiness(
        self,
        plan: Plan,
        period: Period,
        today: date,
        allowed: Allowed,
        data: Snapshot | None = None,
    ) -> Readiness:
        found = note_readiness(plan, period, today, allowed)
        return with_words(found, plan, data, allowed) if isinstance(data, StatusNote) else found

    def refusal(self, plan: Plan, period: Period) -> str:
        rhythm = plan.get_reporting_period_display()
        right = period.kind == plan.reporting_period
        return "" if right else f"Statusnotatet dannes for et {rhythm}. Vælg et {rhythm}."

    def choices(self, plan: Plan, today: date) -> list[Any]:
        return [(period.code, period.label) for period in note_periods(plan, today)]

    def shown(self, row: Report, kept: Any, now: Any) -> Any:
        """What people are to agree on is what stands now; what is issued stands as it was."""
        return kept if row.is_issued else now

    def later(self, plan: Plan, kept: StatusNote) -> str:
        return later_figures(plan, kept)

    def context(
        self, row: Report, data: Any, changed: tuple[Change, ...], allowed: Allowed
    ) -> dict[str, Any]:
        sees, meets = allowed("activities.view_registrations"), allowed("governance.write")
        sources = Sources(row.plan, row.period, data, sees_registrations=sees, sees_meetings=meets)
        return {"page": note_page(data, sources), "changed": linked(changed, sources)}
