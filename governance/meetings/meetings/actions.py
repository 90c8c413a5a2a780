"""Meetings: set, moved and cancelled. What is on their agenda: actions.agenda; how it is sent:
actions.papers."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import PROTECT

from accounts.models import User
from activities.models import PeriodLock, Plan
from core.danish import day
from core.versioned import NotAllowedNow
from governance import rows
from governance.meetings.papers import emails
from governance.models import AgendaItem, Meeting, MeetingState, PaperKind

HELD = "Mødet er {state}, så det kan ikke ændres."
SETTLED = "Noget er besluttet eller aftalt på mødet, så det kan ikke {what}."


@transaction.atomic
def write(
    meeting: Meeting, *, by: User, reason: str, expected_version: int | None = None
) -> Meeting:
    """Set a new meeting, or move one that is not held; gives it back.

    Raises ValidationError (by field) for a day outside the plan, in a year that is closed or on
    which the forum meets already, NotAllowedNow once it is held or cancelled, StaleObject.
    """
    rows.claim_plans(meeting)
    before = Meeting.objects.filter(pk=meeting.pk).first()
    if before:
        require_open(before)
    errors = check_times(meeting)
    if before is None or before.on != meeting.on:
        if said := refused_day(meeting):
            errors["on"] = said
        elif before and is_settled(before):
            errors["on"] = SETTLED.format(what="flyttes til en anden dag")
    if errors:
        raise ValidationError(errors)
    rows.write(meeting, by=by, reason=reason, expected_version=expected_version)
    return meeting


@transaction.atomic
def cancel(meeting: Meeting, *, by: User, why: str, expected_version: int) -> None:
    """Call a meeting off. Who was called is told, with the reason.

    Raises NotAllowedNow, StaleObject, ValidationError (`why`) for a reason that names a person.
    """
    rows.claim_plans(meeting)
    require_open(meeting)
    if is_settled(meeting):
        raise NotAllowedNow(SETTLED.format(what="aflyses"))
    rows.refuse_names(meeting, why=why)
    was_called = meeting.state == MeetingState.CALLED
    meeting.state = MeetingState.CANCELLED
    reason = f"Aflyst: {why.strip()}" if why.strip() else "Aflyst"
    rows.write(meeting, by=by, reason=reason, expected_version=expected_version)
    if was_called:
        emails.tell_cancelled(meeting, why.strip())


@transaction.atomic
def resume(meeting: Meeting, *, by: User) -> None:
    """Take a cancelled meeting up again, on the same day. It is to be called anew."""
    rows.claim_plans(meeting)
    if meeting.state != MeetingState.CANCELLED:
        raise NotAllowedNow("Mødet er ikke aflyst.")
    if said := closed_year(meeting.forum.plan, meeting.on):
        raise NotAllowedNow(said)
    meeting.state = MeetingState.PLANNED
    rows.write(meeting, by=by, reason="Genoptaget")


@transaction.atomic
def reopen(meeting: Meeting, *, by: User) -> None:
    """Open the agenda again of a meeting that was said to be held, while its minutes are not
    sent: for a point that was forgotten, or where it was another meeting. What is written of the
    minutes stays. Raises NotAllowedNow."""
    rows.claim_plans(meeting)
    current = Meeting.objects.get(pk=meeting.pk)
    if current.state != MeetingState.HELD:
        is_sent = current.state == MeetingState.MINUTED
        why = "Referatet er sendt" if is_sent else f"Mødet er {current.get_state_display()}"
        raise NotAllowedNow(f"{why}. Dagsordenen kan ikke åbnes igen.")
    was_called = meeting.papers.filter(kind=PaperKind.AGENDA).exists()
    meeting.state = MeetingState.CALLED if was_called else MeetingState.PLANNED
    rows.write(meeting, by=by, reason="Dagsordenen åbnet igen")


def is_settled(meeting: Meeting) -> bool:
    """Whether something points at one of its points: a decision, a recommendation, a follow-up."""
    pointing = [
        related for related in AgendaItem._meta.related_objects if related.on_delete is PROTECT
    ]
    return any(
        related.related_model._default_manager.filter(
            **{f"{related.field.name}__meeting": meeting}
        ).exists()
        for related in pointing
    )


def require_open(meeting: Meeting) -> None:
    """Raise NotAllowedNow for a meeting that is held or cancelled."""
    if not meeting.is_open_for_agenda:
        raise NotAllowedNow(HELD.format(state=meeting.get_state_display()))


def check_times(meeting: Meeting) -> dict[str, str]:
    if meeting.ends_at is None:
        return {}
    if meeting.starts_at is None:
        return {"starts_at": "Skriv også, hvornår mødet begynder."}
    return (
        {"ends_at": "Mødet slutter, før det begynder."}
        if meeting.ends_at <= meeting.starts_at
        else {}
    )


def refused_day(meeting: Meeting) -> str:
    """Why the forum cannot meet on the day; "" where it can."""
    plan = meeting.forum.plan
    if not plan.starts_on <= meeting.on <= plan.ends_on:
        return (
            f"Planen løber fra {day(plan.starts_on)} til {day(plan.ends_on)}. Vælg en dag "
            "imellem dem."
        )
    if (
        other := Meeting.objects.filter(forum=meeting.forum, on=meeting.on)
        .exclude(pk=meeting.pk)
        .first()
    ):
        if other.state == MeetingState.CANCELLED:
            return (
                f"{meeting.forum} har et aflyst møde den {day(meeting.on)}. Tag det op "
                "igen på mødets side."
            )
        return f"{meeting.forum} har allerede et møde den {day(meeting.on)}."
    return closed_year(plan, meeting.on)


def closed_year(plan: Plan, on: date) -> str:
    """Why nothing is planned in the year of `on`: every reporting period of it is closed; ""
    where one is open."""
    periods = [
        p for p in plan.periods(on.year) if p.end >= plan.starts_on and p.start <= plan.ends_on
    ]
    locks = PeriodLock.objects.filter(plan=plan, period__in=periods, reopened_at__isnull=True)
    if not periods or len(periods) > locks.count():
        return ""
    return (
        f"{on.year} er lukket: alle årets perioder er lukket. Genåbn en af dem, eller "
        "vælg en dag i et andet år."
    )
