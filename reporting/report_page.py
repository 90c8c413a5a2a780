"""The words at the top of the reports page."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from activities.models import Plan
from core.danish import long_day, weekday
from core.periods import Period
from governance.models import ForumKind, Meeting
from reporting.models import JobState, Report, ReportKind

WHAT_TO_DO = "Skriv kommentarerne, ret det, der mangler, og dan så notatet til styregruppen."


@dataclass(frozen=True)
class Headline:
    """The message of the page: is the period's status note there, and when is it needed."""

    title: str
    lead: str
    newest: Report | None = None


def headline(plan: Plan, period: Period | None, today: date, *, may_order: bool) -> Headline:
    """`period` is the one the page is about; None before the plan begins."""
    if period is None:
        return Headline("Der er ingen rapporter endnu", f"Planen begynder den {long_day(plan.starts_on)}.")
    editions = plan.reports.filter(kind=ReportKind.STATUS_NOTE, period=period).defer("snapshot")
    newest = editions.done().select_related("ordered_by", "plan").order_by("-revision").first()
    name = f"Statusnotatet for {period.short_label}"
    if newest:
        return Headline(f"{name} er klar", _made(newest), newest)
    if editions.filter(job_state__in=[JobState.QUEUED, JobState.RUNNING]).exists():
        return Headline(f"{name} er ved at blive dannet", _needed(plan, today, may_order))
    return Headline(f"{name} er ikke dannet endnu", _needed(plan, today, may_order))


def _made(report: Report) -> str:
    on = timezone.localdate(report.done_at)
    return (
        f"Udgave {report.revision}, dannet den {long_day(on)} af {report.ordered_by.name}. "
        f"Tallene er pr. {long_day(report.data_as_of)}."
    )


def _needed(plan: Plan, today: date, may_order: bool) -> str:
    """When the styregruppe meets next and must have its material; the task itself where no date is set."""
    meeting = (
        Meeting.objects.filter(forum__plan=plan, forum__kind=ForumKind.STEERING_GROUP, on__gte=today)
        .select_related("forum")
        .first()
    )
    if meeting is None:
        return WHAT_TO_DO if may_order else "Du kan hente det her, når sekretariatet har dannet det."
    text = f"Styregruppen mødes {weekday(meeting.on)} den {long_day(meeting.on, year=False)}."
    if not meeting.forum.material_days:
        return text
    due = meeting.on - timedelta(days=meeting.forum.material_days)
    if due < today:
        return f"{text} Materialet skulle have været klar den {long_day(due, year=False)}."
    return f"{text} Materialet skal være klar senest {weekday(due)} den {long_day(due, year=False)}."
