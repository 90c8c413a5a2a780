"""The course of a correction: proposed with a reason, given the nod by another person, and valid
from the start; or refused with a reason, or withdrawn.

Each is a transaction in the plan's queue. The nod is about what was shown: the form carries its
words, and when they are others now nothing is written (core.bound). A correction reaches into
closed periods: that is its point, and what was shown names them (docs/adr/0017).
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from activities.held import is_in_force
from core import audit, bound, clock
from core.danish import capital
from core.versioned import NotAllowedNow, StaleObject
from governance import rows
from governance.changes.corrections import things
from governance.changes.corrections.words import texts
from governance.decided import is_anothers
from governance.models import Correction, CorrectionState

State = CorrectionState
ENDED = {
    State.PROPOSED: "venter på koordinatoren",
    State.IN_FORCE: "er rettet",
    State.REFUSED: "er afvist",
    State.WITHDRAWN: "er trukket",
}


@transaction.atomic
def propose(row: Correction, *, by: User) -> Correction:
    """Say that something was typed wrong; `row` carries what, what should have stood (`new`), and
    the reason.

    Raises ValidationError, by field, and NotAllowedNow where the plan is not in force yet (then
    it is typed anew in Opsætning) or another correction of the same thing waits.
    """
    rows.claim_plans(row)
    if not is_in_force(row.plan_id):
        raise NotAllowedNow(
            "Planen er ikke i gang endnu: der er intet registreret. Ret det i Opsætning."
        )
    newest = Correction.objects.filter(plan=row.plan_id).order_by("-number").first()
    row.number = newest.number + 1 if newest else 1
    thing = things.of(row)
    if waiting := thing.same().proposed().first():
        raise NotAllowedNow(
            f"Rettelse {waiting.number} af det samme venter på koordinatoren. Træk den først."
        )
    held = thing.fresh()
    row.old = thing.stands(held)
    if row.old == row.new:
        raise ValidationError(
            {thing.main_input: "Det er det, der står. Skriv, hvad der skulle stå."}
        )
    thing.check(held, row.new)
    _say(row)
    row.state, row.proposed_by, row.proposed_at = State.PROPOSED, by, clock.now()
    rows.write(row, by=by, reason="Indstillet")
    return row


@transaction.atomic
def decide(correction: Correction, *, yes: bool, why: str, shown: str, by: User) -> None:
    """Give the nod, and what was typed wrong stands right, from the start; or refuse, with the
    reason `why`.

    Raises Changed when what was shown is not what stands, ValidationError for a no without a
    reason and for a value that is not possible any more, NotAllowedNow for one that does not wait,
    for whoever proposed it, and where the thing was changed since it was proposed.
    """
    row = _claimed(correction)
    state = State.IN_FORCE if yes else State.REFUSED
    if (row.state, row.decided_by_id) == (state, by.pk):
        return
    _require_waiting(row, "godkendes eller afvises")
    if not is_anothers(row, by):
        raise NotAllowedNow("Du har selv indstillet rettelsen. En anden skal godkende den.")
    bound.require(shown, texts(row))
    if not yes and not why.strip():
        raise ValidationError({"why": "Skriv, hvorfor rettelsen afvises."})
    if yes:
        _put_right(row, by=by)
    row.state, row.answer = state, why.strip()
    row.decided_by, row.decided_at = by, clock.now()
    _save(row, by=by, reason="Godkendt" if yes else f"Afvist: {why.strip()}")


@transaction.atomic
def withdraw(correction: Correction, *, why: str, expected_version: int, by: User) -> None:
    """Take back a correction that waits. Raises ValidationError without a reason, StaleObject,
    NotAllowedNow."""
    row = _claimed(correction)
    if row.state == State.WITHDRAWN:
        return
    _require_waiting(row, "trækkes")
    if row.lock_version != expected_version:
        raise StaleObject(row)
    if not why.strip():
        raise ValidationError({"why": "Skriv, hvorfor rettelsen trækkes."})
    row.state, row.answer = State.WITHDRAWN, why.strip()
    _save(row, by=by, reason=f"Trukket: {why.strip()}")


def _put_right(row: Correction, *, by: User) -> None:
    thing = things.of(row)
    held = thing.fresh()
    if thing.stands(held) != row.old:
        raise NotAllowedNow(
            f"{thing.name_of(held)} er ændret, siden rettelsen blev indstillet. Afvis den, så kan "
            "der indstilles en ny, der bygger på det, der står nu."
        )
    try:
        thing.check(held, row.new)
    except ValidationError as refused:
        raise NotAllowedNow(" ".join(refused.messages)) from refused
    thing.write(held, row.new, reason=f"Rettelse {row.number}: {row.reason}", by=by)


def _say(row: Correction) -> None:
    """What it is in words, and the days it has figures in: as it stood, and as it should have."""
    thing = things.of(row)
    held = thing.fresh()
    row.old_text, row.new_text = thing.texts(row.old, row.new)
    spans = [thing.days(held, value) for value in (row.old, row.new)]
    row.first, row.last = min(first for first, _ in spans), max(last for _, last in spans)


def _claimed(correction: Correction) -> Correction:
    """The row as it is once the plan's other writers are done and while they wait."""
    rows.claim_plans(correction)
    return Correction.objects.select_related("plan", *things.ALONG).get(pk=correction.pk)


def _require_waiting(row: Correction, verb: str) -> None:
    if row.state != State.PROPOSED:
        said = ENDED[State(row.state)]
        raise NotAllowedNow(f"{capital('rettelsen')} {said} og kan ikke {verb}.")


def _save(row: Correction, *, by: User, reason: str) -> None:
    try:
        rows.check(row)
    except ValidationError as error:
        raise ValidationError({"why": error.message_dict.get("answer", error.messages)}) from error
    audit.sign(row, by=by, reason=reason)
    row.save_if_current(expected=row.lock_version)
