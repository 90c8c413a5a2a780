"""The sentences of a note's draft, put in a person's words; and whose turn it is to write."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import names
from accounts.models import User
from activities.actions.claim import claim
from activities.models import Plan
from core import audit, clock
from core.periods import Period
from core.versioned import NotAllowedNow, StaleObject
from reporting.actions.order import newest_edition
from reporting.data.sentence import Sentence
from reporting.models import NoteText, ReportKind

SENTENCE_LENGTH = 600


@transaction.atomic
def rewrite(
    plan: Plan,
    period: Period,
    sentence: Sentence,
    *,
    text: str,
    expected_version: int | None,
    by: User,
) -> NoteText | None:
    """Put a sentence of the draft in other words; "" leaves it out, the draft's own words bring it
    back.

    `expected_version` is the version that was read, None where nobody had rewritten it. Returns the
    row, None where the draft's words stand. Raises StaleObject, ValidationError for too long a text
    and for one with a name.
    """
    text = " ".join(text.split())
    if len(text) > SENTENCE_LENGTH:
        raise ValidationError(
            f"Teksten er på {len(text)} tegn. Der er plads til {SENTENCE_LENGTH}."
        )
    claim(plan)
    row = NoteText.objects.filter(plan=plan, period=period, key=sentence.key).first()
    if (row.lock_version if row else None) != expected_version:
        raise StaleObject(
            row or NoteText(plan=plan, period=period, key=sentence.key, text=sentence.draft, by=by)
        )
    is_draft = text == sentence.draft
    if row is None:
        if is_draft:
            return None
        version = audit.next_version(NoteText, period=period, key=sentence.key)
        row = NoteText(plan=plan, period=period, key=sentence.key, lock_version=version)
    audit.sign(row, by=by, reason="Kladdens ord igen" if is_draft else "Sætning skrevet om")
    if is_draft:
        row.delete()
        return None
    row.text, row.base, row.by, row.at = text, sentence.draft, by, clock.now()
    names.refuse_in(row, {plan.pk})
    if row.pk:
        row.save_if_current(expected=row.lock_version)
    else:
        row.save()
    return row


def why_not_write(plan: Plan, period: Period, user: User) -> str:
    """Why the person may not write the period's texts now; "" when they may.

    A draft is everybody's who makes it; once it is handed over it is the koordinator's; what is
    issued is nobody's.
    """
    note = newest_edition(plan, ReportKind.STATUS_NOTE, period)
    if note is None or note.is_draft:
        return ""
    if note.is_issued:
        return (
            "Statusnotatet er udsendt og ændres aldrig. Skal noget rettes, så begynd en "
            "rettelse på notatets side."
        )
    if user.has_perm("reporting.issue", plan):
        return ""
    return (
        "Statusnotatet er hos koordinatoren. Vil du skrive videre, så tag det tilbage på "
        "notatets side."
    )


def require_turn(plan: Plan, period: Period, user: User) -> None:
    """Raise NotAllowedNow unless it is the person's turn to write."""
    if message := why_not_write(plan, period, user):
        raise NotAllowedNow(message)
