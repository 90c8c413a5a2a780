"""Doubts: confirmed with an answer, and opened again."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from activities.actions.claim import claim
from activities.doubts import asked
from activities.models import SuccessCriterion
from core import bound, clock
from core.versioned import NotAllowedNow
from governance import rows
from governance.models import Confirmation


@transaction.atomic
def confirm(criterion: SuccessCriterion, *, answer: str, shown: str, by: User) -> Confirmation:
    """Answer the criterion's doubt, today. `shown`: the token of `texts` as the person saw them.

    Raises Changed when what was shown is not what stands, ValidationError without an answer or with
    a name in it, NotAllowedNow where there is no doubt or it is confirmed.
    """
    claim(criterion.activity.plan)
    criterion = _fresh(criterion)
    row = _row_of(criterion)
    bound.require(shown, texts(criterion, row))
    if not criterion.doubt:
        raise NotAllowedNow("Kriteriet har ikke noget, der skal bekræftes.")
    if row.settles(criterion.doubt):
        raise NotAllowedNow("Det er allerede bekræftet. Åbn det igen, hvis svaret er et andet.")
    if not answer.strip():
        raise ValidationError({"answer": "Skriv svaret, fx hvordan der tælles, og hvor det står."})
    row.doubt, row.answer = criterion.doubt, answer.strip()
    row.on, row.by = clock.today(), by
    rows.write(row, by=by, reason="Bekræftet")
    return row


@transaction.atomic
def reopen(criterion: SuccessCriterion, *, by: User) -> None:
    """Let what was confirmed be open again; the history keeps the answer. Raises NotAllowedNow for
    what is open."""
    claim(criterion.activity.plan)
    criterion = _fresh(criterion)
    row = _row_of(criterion)
    if not row.settles(criterion.doubt):
        raise NotAllowedNow("Det er ikke bekræftet.")
    row.answer, row.on, row.by = "", None, None
    rows.write(row, by=by, reason="Åbnet igen")


def texts(criterion: SuccessCriterion, row: Confirmation) -> dict[str, str]:
    """What whoever confirms is shown, and is held to."""
    return bound.texts(
        (
            ("Skal bekræftes", asked(criterion.doubt) if criterion.doubt else ""),
            ("Tælles som", criterion.get_counting_rule_display()),
            ("Metode", criterion.method),
            ("Bemærkning", criterion.note),
            ("Svar", row.answer if row.settles(criterion.doubt) else ""),
        )
    )


def _fresh(criterion: SuccessCriterion) -> SuccessCriterion:
    return SuccessCriterion.objects.select_related("activity__plan").get(pk=criterion.pk)


def _row_of(criterion: SuccessCriterion) -> Confirmation:
    """The criterion's row, unsaved where nobody has answered yet."""
    found = Confirmation.objects.filter(criterion=criterion).first()
    return found or Confirmation(criterion=criterion)
