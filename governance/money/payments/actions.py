"""What was paid out to the plan: written, put right and taken out."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core import clock
from core.days import FUTURE, outside
from governance import rows
from governance.models import Payment

YEARS_AFTER = 2  # the last money may come when the accounts of the last year are approved


@transaction.atomic
def write(
    row: Payment, *, by: User, reason: str = "", expected_version: int | None = None
) -> Payment:
    """Save a new or changed payment; its day is not ahead, and within the plan's years or two
    after. Raises ValidationError (by field) and StaleObject."""
    if row.on:
        first, last = date(row.plan.starts_on.year, 1, 1), row.plan.ends_on.year + YEARS_AFTER
        said = outside(row.on, first, date(last, 12, 31))
        if said or row.on > clock.today():
            raise ValidationError({"on": said or FUTURE})
    return rows.write(row, by=by, reason=reason, expected_version=expected_version)  # type: ignore[no-any-return]


@transaction.atomic
def remove(row: Payment, *, by: User) -> None:
    """Take out one that was not paid; its versions stay in the history."""
    rows.remove(row, by=by, reason="Slettet")
