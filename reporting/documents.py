"""From a plan to a report's frozen data, and from that data alone to its PDF."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from activities.models import Plan
from core.danish import clock_time, long_day
from core.pdf import render_pdf
from core.periods import Period
from reporting.data.goal_attainment import GoalAttainment
from reporting.data.status_note import StatusNote

STYLESHEET = "print.css"
DATA: dict[str, type[StatusNote] | type[GoalAttainment]] = {data.kind: data for data in (StatusNote, GoalAttainment)}
TEMPLATES = {
    StatusNote.kind: "reporting/pdf/status_note.html",
    GoalAttainment.kind: "reporting/pdf/goal_attainment.html",
}


@dataclass(frozen=True)
class Edition:
    """What the report's row knows and its data do not: number, edition, who ordered it and when."""

    number: str
    revision: int
    ordered_by: str
    ordered_at: str

    @property
    def text(self) -> str:
        """ "2013-06, 1. udgave"."""
        return f"{self.number}, {self.revision}.\u00a0udgave"


def build(plan: Plan, kind: str, period: Period, today: date) -> StatusNote | GoalAttainment:
    """The data of a report as they are now. Raises KeyError for an unknown kind."""
    return DATA[kind].build(plan, period, today=today)


def render(
    kind: str,
    snapshot: dict[str, Any],
    *,
    number: str,
    revision: int,
    ordered_by: str,
    ordered_at: datetime,
) -> bytes:
    """The PDF of frozen data: the same arguments give the same bytes, and no query is made."""
    return render_pdf(
        html(kind, snapshot, number=number, revision=revision, ordered_by=ordered_by, ordered_at=ordered_at), STYLESHEET
    )


def html(
    kind: str,
    snapshot: dict[str, Any],
    *,
    number: str,
    revision: int,
    ordered_by: str,
    ordered_at: datetime,
) -> str:
    """The page the PDF is made of."""
    moment = timezone.localtime(ordered_at)
    edition = Edition(number, revision, ordered_by, f"{long_day(moment.date())} kl.\u00a0{clock_time(moment)}")
    return render_to_string(TEMPLATES[kind], {"report": DATA[kind].from_json(snapshot), "edition": edition})
