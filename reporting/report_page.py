"""The words at the top of the reports page, and the four stages of a status note."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import User
from activities.models import Plan
from core.danish import long_day, weekday
from core.lights import Light
from core.periods import Period
from governance.models import ForumKind, Meeting
from reporting.models import Report, ReportKind
from reporting.readiness.checks import Readiness

WHAT_TO_DO = "Ret det, der mangler, skriv kommentarerne, og aflevér så notatet til koordinatoren."


@dataclass(frozen=True)
class Headline:
    """The message of the page: how far the period's status note is, and when it is needed."""

    title: str
    lead: str
    newest: Report | None = None


def headline(user: User, plan: Plan, period: Period | None, today: date) -> Headline:
    """`period` is the one the page is about; None before the plan begins. A reader hears of what
    is issued only."""
    if period is None:
        return Headline(
            "Der er ingen rapporter endnu", f"Planen begynder den {long_day(plan.starts_on)}."
        )
    notes = Report.objects.visible_to(user).filter(
        plan=plan, kind=ReportKind.STATUS_NOTE, period=period
    )
    newest = (
        notes.defer("snapshot", "handed_over")
        .select_related("plan", "ready_by", "issued_by")
        .order_by("-revision")
    )
    return _about(newest.first(), f"Statusnotatet for {period.short_label}", plan, today, user)


def _about(note: Report | None, name: str, plan: Plan, today: date, user: User) -> Headline:
    if note is None:
        makes = user.has_perm("reporting.order", plan)
        return Headline(
            f"{name} er ikke {'begyndt' if makes else 'udsendt'} endnu",
            f"{needed(plan, today)} {_next_step(user, plan)}".strip(),
        )
    if note.is_issued and note.issued_by:
        on = long_day(timezone.localdate(note.issued_at))
        lead = (
            f"Nr. {note.number_text}, {note.edition_text}, udsendt den {on} af "
            f"{note.issued_by.name}."
        )
        return Headline(
            f"{name} er udsendt", f"{lead} Tallene er pr. {long_day(note.data_as_of)}.", note
        )
    if note.is_ready and note.ready_by:
        on = long_day(timezone.localdate(note.ready_at), year=False)
        lead = f"{note.ready_by.name} afleverede det den {on}. {needed(plan, today)}".strip()
        whose = "dig" if user.has_perm("reporting.issue", plan) else "koordinatoren"
        return Headline(f"{name} venter på {whose}", lead, note)
    edition = f"Rettelsen til {note.period.short_label}" if note.revision > 1 else name
    return Headline(
        f"{edition} er ikke afleveret endnu", f"{needed(plan, today)} {WHAT_TO_DO}".strip(), note
    )


def _next_step(user: User, plan: Plan) -> str:
    """What the person does with a note nobody has begun, or waits for."""
    if user.has_perm("reporting.hand_over", plan):
        return WHAT_TO_DO
    if user.has_perm("reporting.issue", plan):
        return "Du kan udsende det, når sekretariatslederen har afleveret det."
    if user.has_perm("reporting.order", plan):
        return "Sekretariatslederen afleverer det, når kommentarerne er skrevet."
    return "Du kan læse det her, når det er udsendt."


def needed(plan: Plan, today: date) -> str:
    """When the styregruppe meets next and must have its material; "" where no date is set."""
    meeting = (
        Meeting.objects.of_plan(plan)
        .ahead(today, ForumKind.STEERING_GROUP)
        .select_related("forum")
        .first()
    )
    if meeting is None:
        return ""
    text = f"Styregruppen mødes {weekday(meeting.on)} den {long_day(meeting.on, year=False)}."
    due = meeting.material_on
    if due < today:
        return f"{text} Materialet skulle have været klar den {long_day(due, year=False)}."
    return (
        f"{text} Materialet skal være klar senest {weekday(due)} den {long_day(due, year=False)}."
    )


@dataclass(frozen=True)
class Stage:
    """One stage of the way to an issued note: done, the one that is on, or still to come."""

    name: str
    light: Light
    word: str
    is_current: bool


def stages(note: Report | None, check: Readiness | None) -> tuple[Stage, ...]:
    """The way of a note: closed and complete, handed over, issued."""
    complete = bool(check) and not check.missing  # type: ignore[union-attr]
    reached = [
        ("Tal og tekster", complete or bool(note and not note.is_draft)),
        ("Afleveret", bool(note and not note.is_draft)),
        ("Udsendt", bool(note and note.is_issued)),
    ]
    first = next((index for index, (_, done) in enumerate(reached) if not done), None)
    return tuple(
        Stage(
            name,
            Light.REACHED if done else Light.IN_PROGRESS if index == first else Light.NOT_STARTED,
            "Klar" if done else "I gang" if index == first else "Venter",
            index == first,
        )
        for index, (name, done) in enumerate(reached)
    )
