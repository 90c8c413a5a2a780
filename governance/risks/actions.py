"""Risks: written and judged anew through governance.rows; here they are closed and opened again."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core import clock
from core.danish import day
from core.days import FUTURE
from core.versioned import NotAllowedNow
from governance import rows
from governance.models import Risk


@transaction.atomic
def close(risk: Risk, *, on: date, why: str, by: User, expected_version: int) -> None:
    """Say that a risk is over, from which day and why. Raises ValidationError, StaleObject, and
    NotAllowedNow for one that is closed."""
    if risk.closed_on:
        raise NotAllowedNow("Risikoen er allerede lukket.")
    errors = {}
    if on > clock.today():
        errors["closed_on"] = FUTURE
    elif on < risk.seen_on:
        errors["closed_on"] = (
            f"Risikoen er vurderet den {day(risk.seen_on)}. Vælg den dag eller en senere."
        )
    if not why.strip():
        errors["closed_why"] = "Skriv, hvorfor risikoen er lukket."
    if errors:
        raise ValidationError(errors)
    risk.closed_on, risk.closed_why = on, why.strip()
    rows.write(risk, by=by, reason=f"Lukket: {risk.closed_why}", expected_version=expected_version)


@transaction.atomic
def reopen(risk: Risk, *, by: User) -> None:
    """Take a closed risk up again; the reason it was closed stays in its history."""
    if risk.closed_on is None:
        raise NotAllowedNow("Risikoen er åben.")
    risk.closed_on, risk.closed_why = None, ""
    rows.write(risk, by=by, reason="Taget op igen")
