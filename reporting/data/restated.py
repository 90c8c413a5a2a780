"""What an issued report builds on that was typed wrong from the start and has been put right since
(governance.changes.corrections)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Subquery
from django.urls import reverse

from activities.models import Plan
from core.periods import Period
from governance.changes import called
from governance.models import Correction, Mistaken
from reporting.data.changes import Change
from reporting.models import Report, ReportKind, ReportQuerySet

GROUP = "Rettelse af fejl"
OF_FIGURES = (ReportKind.STATUS_NOTE, ReportKind.GOAL_ATTAINMENT)
OF_MILESTONES = (*OF_FIGURES, ReportKind.MILESTONE_PLAN)
# The reports that tell of what was corrected.
TOLD_IN = {
    Mistaken.TARGET: OF_FIGURES,
    Mistaken.CRITERION: OF_FIGURES,
    Mistaken.ALLOCATION: (ReportKind.STATUS_NOTE,),
    Mistaken.MILESTONE: OF_MILESTONES,
    Mistaken.LIMITS: OF_MILESTONES,
    Mistaken.ACTIVITY: OF_FIGURES,
}


@dataclass(frozen=True)
class Restated:
    """One correction: what it put right, from what to what, and its page."""

    number: int
    what: str
    old: str
    new: str
    url: str


def with_correction_since(reports: ReportQuerySet) -> ReportQuerySet:
    """Add `may_be_restated`: something of the plan that has figures by the report's day was put
    right after it was issued. Which, and whether the report tells of it: `marks`."""
    since = Correction.objects.in_force().filter(  # type: ignore[attr-defined]
        plan=OuterRef("plan"),
        decided_at__gt=OuterRef("issued_at"),
        first__lte=OuterRef("data_as_of"),
    )
    return reports.annotate(may_be_restated=Exists(since))


def marks(reports: Iterable[Report]) -> dict[Any, tuple[Restated, ...]]:
    """By the pk of each issued report, what was put right after it was issued. One query, and none
    without an issued report."""
    issued = [report for report in reports if report.is_issued]
    if not issued:
        return {}
    rows = list(_corrections(Correction.objects.filter(plan__in={r.plan_id for r in issued})))
    return {
        report.pk: tuple(
            restated(row)
            for row in rows
            if row.plan_id == report.plan_id
            and _is_after(row, report.issued_at)
            and touches(row, report.kind, report.period, report.data_as_of)
        )
        for report in issued
    }


def touches(row: Correction, kind: str, period: Period, as_of: date) -> bool:
    """Whether a report of `period`, as of a day, tells of what the correction is about."""
    return (
        kind in TOLD_IN[Mistaken(row.subject)] and row.first <= as_of and row.last >= period.start
    )


def restated(row: Correction) -> Restated:
    url = reverse("correction", args=[row.plan.slug, row.number])
    return Restated(row.number, called.corrected(row), row.old_text, row.new_text, url)


def corrections_since(
    plan: Plan, kind: str, period: Period, as_of: date, issued_at: datetime | None = None
) -> tuple[Change, ...]:
    """What the edition after the newest issued one says was put right from the start; () for a
    first edition. `issued_at`: when that was, where it is known. One query."""
    same = Report.objects.issued().filter(plan=plan, kind=kind, period=period).order_by()
    newest = same.values("kind").annotate(at=Max("issued_at")).values("at")
    after = Subquery(newest) if issued_at is None else issued_at
    rows = _corrections(Correction.objects.filter(plan=plan, decided_at__gt=after))
    return tuple(_changes(row for row in rows if touches(row, kind, period, as_of)))


def _changes(rows: Iterable[Correction]) -> Iterator[Change]:
    for row in rows:
        what = f"{called.corrected(row)} (rettelse {row.number})"
        yield Change(f"fejl:{row.number}", GROUP, what, row.old_text, row.new_text)


def _corrections(rows: Any) -> Any:
    return rows.in_force().select_related("plan", *called.CORRECTED_ALONG).order_by("number")


def _is_after(row: Correction, issued_at: datetime | None) -> bool:
    return bool(row.decided_at and issued_at and row.decided_at > issued_at)
