"""What the reminders' words are made of."""

from datetime import date

from activities.models import Plan
from core.danish import long_day, weekday
from core.periods import Period
from governance.models import Meeting
from reminders.occasion import Occasion
from reporting.kinds.base import KINDS
from reporting.models import Report, ReportKind


def missing_points(plan: Plan, occasion: Occasion, today: date) -> tuple[str, ...]:
    """What the check list of the occasion's note still lacks, in words."""
    if occasion.period is None:
        return ()
    kind = KINDS[ReportKind.STATUS_NOTE]
    checks = kind.readiness(plan, occasion.period, today, lambda permission: False)
    return tuple(check.text for check in checks.missing)


def newest_note(plan: Plan, occasion: Occasion) -> Report | None:
    """The newest edition of the occasion's status note."""
    rows = Report.objects.filter(plan=plan, kind=ReportKind.STATUS_NOTE, period=occasion.period)
    return (
        rows.defer("snapshot", "handed_over")
        .select_related("plan", "ready_by")
        .order_by("-revision")
        .first()
    )


def of_period(period: Period | None) -> str:
    return f" for {period.short_label}" if period else ""


def material_when(occasion: Occasion, today: date) -> tuple[str, ...]:
    """When the group meets, and by when the material is to be ready."""
    due, is_over = relative(occasion.due, today), occasion.due < today
    return meets(
        occasion,
        (
            f"Materialet {'skulle have været' if is_over else 'skal være'} klar "
            f"{'' if is_over else 'senest '}{due}"
        ),
        today,
    )


def meets(occasion: Occasion, said: str, today: date) -> tuple[str, ...]:
    """ "Styregruppen mødes onsdag den 25. september. ...": nothing where no meeting is set."""
    if occasion.meeting is None:
        return ()
    return (f"{group(occasion.meeting)} mødes {relative(occasion.meeting.on, today)}. {said}.",)


def group(meeting: Meeting) -> str:
    return "Styregruppen" if meeting.is_of_steering_group else "Følgegruppen"


def relative(day: date, today: date) -> str:
    """ "i dag", else "onsdag den 18. september"; with the year where it is another."""
    return (
        "i dag"
        if day == today
        else f"{weekday(day)} den {long_day(day, year=day.year != today.year)}"
    )
