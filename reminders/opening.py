"""A plan's own opening words of its mails."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import names
from accounts.models import User
from activities.actions.claim import hold
from activities.models import Plan
from core import audit
from core.versioned import StaleObject
from reporting.emails.kinds import KINDS
from reporting.models import LetterText

OPENING_LENGTH = 1000


@transaction.atomic
def write_opening(
    plan: Plan, kind: str, *, text: str, expected_version: int, by: User
) -> LetterText | None:
    """Give one kind of mail its own opening in the plan; "" or the product's own words bring those
    back.

    `expected_version` is the version that was read, 0 where the product's words stood. Returns the
    row, None where they stand again. Raises StaleObject, ValidationError (`text`) for too long a
    text, a name or what looks like a CPR number, KeyError for an unknown kind.
    """
    product, text = KINDS[kind].opening, text.strip()
    if len(text) > OPENING_LENGTH:
        raise ValidationError(
            {"text": f"Teksten er på {len(text)} tegn. Der er plads til {OPENING_LENGTH}."}
        )
    plan = hold(plan)
    row = LetterText.objects.filter(plan=plan, kind=kind).first()
    if (row.lock_version if row else 0) != expected_version:
        raise StaleObject(row or LetterText(plan=plan, kind=kind, text=product, lock_version=0))
    if text in ("", product):
        _remove(row, by=by)
        return None
    if row and text == row.text:
        return row
    if row is None:
        row = LetterText(
            plan=plan, kind=kind, lock_version=audit.next_version(LetterText, plan=plan, kind=kind)
        )
    row.text = text
    names.refuse_in(row, {plan.pk})
    audit.sign(row, by=by, reason="Mailtekst skrevet")
    if row.pk:
        row.save_if_current(expected=expected_version)
    else:
        row.save()
    return row


def _remove(row: LetterText | None, *, by: User) -> None:
    if row:
        audit.sign(row, by=by, reason="Produktets ord igen")
        row.delete()
