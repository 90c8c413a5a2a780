"""What is to be done after a decision: written, done with what came of it, taken up again."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core import clock
from core.danish import day
from core.days import FUTURE, outside
from core.versioned import NotAllowedNow
from governance import rows
from governance.models import FollowUp


@transaction.atomic
def write(row: FollowUp, *, by: User, reason: str, expected_version: int | None = None) -> FollowUp:
    """Write a new follow-up or change one. Raises ValidationError (by field), StaleObject,
    NotAllowedNow once done."""
    rows.claim_plans(row)
    if row.pk and FollowUp.objects.filter(pk=row.pk, done_on__isnull=False).exists():
        raise NotAllowedNow("Opfølgningen er gjort. Tag den op igen, før du retter den.")
    if row.item and row.due_on and row.due_on < row.item.meeting.on:
        raise ValidationError({"due_on": "Fristen ligger før mødet. Vælg mødedagen eller senere."})
    if row.due_on and (said := out_of_plan(row, row.due_on)):
        raise ValidationError({"due_on": said})
    return rows.write(row, by=by, reason=reason, expected_version=expected_version)  # type: ignore[no-any-return]


@transaction.atomic
def finish(row: FollowUp, *, on: date, note: str, by: User, expected_version: int) -> None:
    """Say that it is done, when, and what came of it. Raises ValidationError, StaleObject,
    NotAllowedNow."""
    rows.claim_plans(row)
    if row.done_on:
        raise NotAllowedNow("Opfølgningen er allerede gjort.")
    if on > clock.today():
        raise ValidationError({"done_on": FUTURE})
    if said := out_of_plan(row, on):
        raise ValidationError({"done_on": said})
    if row.item and on < row.item.meeting.on:
        met = day(row.item.meeting.on)
        raise ValidationError(
            {"done_on": f"Det blev aftalt på mødet den {met}. Vælg den dag eller en senere."}
        )
    row.done_on, row.done_note = on, note.strip()
    rows.write(row, by=by, reason="Gjort", expected_version=expected_version)


@transaction.atomic
def reopen(row: FollowUp, *, by: User) -> None:
    """Take it up again; what came of it then stays in its history."""
    rows.claim_plans(row)
    if row.done_on is None:
        raise NotAllowedNow("Opfølgningen er åben.")
    row.done_on, row.done_note = None, ""
    rows.write(row, by=by, reason="Taget op igen")


def out_of_plan(row: FollowUp, on: date) -> str:
    """Why `on` is a slip of the pen: before the plan, or later than the year after it, when it
    is wound up; else ""."""
    first, last = row.plan.starts_on, date(row.plan.ends_on.year + 1, 12, 31)
    return outside(on, first, last)
