"""The course of an adjustment: drafted, proposed, recommended, decided, answered by the funder, in
force; or withdrawn.

Every step is a transaction in the plan's queue, and leaves a row of the trail. What is decided is
what was shown: the form carries its words, and when they are others now nothing is written
(core.bound). Where the rules come from: docs/adr/0011.
"""

import logging
from datetime import date

from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core import bound, clock
from core.danish import capital, long_day
from core.danish import day as day_text
from core.versioned import NotAllowedNow, StaleObject
from governance import rows
from governance.changes import subjects
from governance.changes.adjustments.refusals import (
    TOUCHABLE,
    check_day,
    check_now,
    require_alone,
    require_past,
    require_same_value,
    require_state,
    require_version,
)
from governance.changes.adjustments.steps import (
    claimed,
    give_back,
    in_words,
    is_repeat,
    leave_step,
    save_step,
)
from governance.changes.adjustments.words import texts
from governance.decided import Decided, require_anothers
from governance.models import Adjustment, AdjustmentState, AdjustmentStep
from governance.models.adjustment import DECIDED

log = logging.getLogger(__name__)
State, Verb = AdjustmentState, AdjustmentStep.Verb


@transaction.atomic
def draft(row: Adjustment, *, by: User) -> Adjustment:
    """Write a new adjustment down; `row` carries what it changes, the new value, reason,
    consequence and day.

    Raises ValidationError, by field.
    """
    rows.claim_plans(row)
    newest = Adjustment.objects.filter(plan=row.plan_id).order_by("-number").first()
    row.number = newest.number + 1 if newest else 1
    row.state = State.DRAFT
    _read_old(row)
    rows.write(row, by=by, reason=Verb.DRAFTED.label)
    leave_step(row, Verb.DRAFTED, by)
    return row


@transaction.atomic
def change(row: Adjustment, *, by: User, expected_version: int) -> Adjustment:
    """Write an adjustment anew before it is decided; `row` carries what was written.

    One that is proposed stays so, by whoever changed it, and what the følgegruppe said of the
    earlier text is gone. Raises ValidationError, StaleObject, and NotAllowedNow for one that is
    decided or over.
    """
    rows.claim_plans(row)
    stored = Adjustment.objects.get(pk=row.pk)
    if stored.lock_version != expected_version:
        raise StaleObject(stored)
    require_state(stored, TOUCHABLE, "rettes")
    _read_old(row)
    note = ""
    if stored.state == State.PROPOSED:
        row.proposed_by = by
        if stored.is_recommended is not None:
            note = "Følgegruppens udtalelse gjaldt den tidligere tekst og er taget af."
        row.is_recommended = row.recommended_on = row.recommended_in = None
    rows.write(row, by=by, reason=Verb.CHANGED.label, expected_version=expected_version)
    leave_step(row, Verb.CHANGED, by, note)
    return row


@transaction.atomic
def propose(adjustment: Adjustment, *, by: User, expected_version: int) -> None:
    """Put a draft to the styregruppe. The old value is read now: it is what they are told.

    Raises StaleObject, NotAllowedNow for one that is not a draft, ValidationError for a day that is
    no longer possible.
    """
    row = claimed(adjustment)
    if is_repeat(row, Verb.PROPOSED, by):
        return
    require_state(row, (State.DRAFT,), "indstilles")
    require_version(row, expected_version)
    _read_old(row)
    row.state, row.proposed_by = State.PROPOSED, by
    save_step(row, Verb.PROPOSED, by)


@transaction.atomic
def recommend(
    adjustment: Adjustment, *, yes: bool, where: Decided, note: str, shown: str, by: User
) -> None:
    """Write down what the følgegruppe says of a proposed adjustment; said anew, the newest holds.

    Raises Changed when the words they were told are not those that stand, NotAllowedNow for one
    that is not proposed.
    """
    verb, said = Verb.RECOMMENDED if yes else Verb.NOT_RECOMMENDED, in_words(where, note)
    row = claimed(adjustment)
    if is_repeat(row, verb, by, said):
        return
    require_state(row, (State.PROPOSED,), "sendes til følgegruppen")
    bound.require(shown, texts(row))
    row.is_recommended, row.recommended_on, row.recommended_in = yes, where.on, where.item
    save_step(row, verb, by, said)


@transaction.atomic
def decide(
    adjustment: Adjustment, *, yes: bool, where: Decided, note: str, shown: str, by: User
) -> None:
    """Write down what the styregruppe decided.

    Raises Changed when what was shown is not what stands, ValidationError for a yes later than the
    day the change is to be in force from, and NotAllowedNow for one that is not proposed, for
    whoever proposed it, for one whose thing has another value now or is over, and where another
    change of the same thing is decided and waits.
    """
    verb = Verb.APPROVED if yes else Verb.REJECTED
    row = claimed(adjustment)
    if is_repeat(row, verb, by):
        return
    require_state(row, (State.PROPOSED,), "besluttes")
    require_anothers(row, "justeringen", by=by)
    subject = subjects.of(row)
    thing = subject.thing()
    bound.require(shown, texts(row, thing))
    if yes:
        require_same_value(row, thing)
        subject.require_open()
        require_alone(row)
        if row.in_force_on < where.on:
            raise ValidationError(
                {
                    "item"
                    if where.item
                    else "on": f"Justeringen skal gælde fra {day_text(row.in_force_on)}, men er "
                    f"først besluttet den {day_text(where.on)}. Ret »gælder fra« først."
                }
            )
        check_day(row, thing)
    row.state = State.APPROVED if yes else State.REJECTED
    row.decided_by, row.decided_on, row.decided_in = by, where.on, where.item
    save_step(row, verb, by, in_words(where, note))


@transaction.atomic
def send(
    adjustment: Adjustment, *, on: date, reference: str, expected_version: int, by: User
) -> None:
    """Write down that an approved adjustment was sent to Landsbyggefonden. Raises
    ValidationError, StaleObject, NotAllowedNow."""
    row = claimed(adjustment)
    if is_repeat(row, Verb.SENT, by):
        return
    require_state(row, (State.APPROVED,), "sendes")
    require_version(row, expected_version)
    require_past("sent_on", on, row.decided_on, "besluttet")
    row.state, row.sent_on, row.reference = State.SENT, on, reference.strip()
    save_step(row, Verb.SENT, by, f"{day_text(on)}{f', {row.reference}' if row.reference else ''}")


@transaction.atomic
def answer(
    adjustment: Adjustment,
    *,
    yes: bool,
    on: date,
    text: str,
    in_force_on: date,
    expected_version: int,
    by: User,
) -> None:
    """Write down what Landsbyggefonden answered. A yes is in force at once where its day has come,
    else on its day.

    `in_force_on`: the approved day, or a later one where the answer took its time. Raises
    ValidationError, by field, StaleObject, NotAllowedNow.
    """
    verb = Verb.ACCEPTED if yes else Verb.REFUSED
    row = claimed(adjustment)
    if is_repeat(row, verb, by) or (yes and is_repeat(row, Verb.IN_FORCE, by)):
        return
    require_state(row, (State.SENT,), "besvares")
    require_version(row, expected_version)
    require_past("answered_on", on, row.sent_on, "sendt")
    note = f"{day_text(on)}. {text.strip()}".strip()
    if yes and in_force_on != row.in_force_on:
        if in_force_on < row.in_force_on:
            approved = day_text(row.in_force_on)
            raise ValidationError(
                {
                    "in_force_on": (
                        f"Styregruppen har godkendt den fra {approved}. Vælg en senere dag."
                    )
                }
            )
        row.in_force_on = in_force_on
        note = f"{note} Gælder først fra {day_text(in_force_on)}."
    if yes:
        check_now(row)
    row.state = State.ACCEPTED if yes else State.REFUSED
    row.answered_on, row.answer = on, text.strip()
    save_step(row, verb, by, note)
    if yes and row.in_force_on <= clock.today():
        _put_in_force(row, by=by)
    give_back(row, adjustment)


@transaction.atomic
def withdraw(adjustment: Adjustment, *, why: str, expected_version: int, by: User) -> None:
    """Take back an adjustment that is not in force and was not turned down. Raises
    ValidationError without a reason, StaleObject, NotAllowedNow."""
    row = claimed(adjustment)
    if is_repeat(row, Verb.WITHDRAWN, by):
        return
    require_state(row, (*TOUCHABLE, *DECIDED), "trækkes")
    require_version(row, expected_version)
    if not why.strip():
        raise ValidationError({"why": "Skriv, hvorfor justeringen trækkes."})
    row.state = State.WITHDRAWN
    save_step(row, Verb.WITHDRAWN, by, why.strip(), field="why")


def keep_adjustments(today: date) -> int:
    """Put in force what is approved by all and whose day has come; how many. Each is a
    transaction of its own: what goes wrong with one is logged, stays to be seen on its page, and
    stops none of the others."""
    due = Adjustment.objects.filter(state=State.ACCEPTED, in_force_on__lte=today).order_by(
        "in_force_on", "pk"
    )
    return sum(_keep(pk) for pk in due.values_list("pk", flat=True))


def _keep(pk: int) -> int:
    try:
        return _come_into_force(pk)
    except SoftTimeLimitExceeded:
        raise
    except (NotAllowedNow, ValidationError) as refused:
        log.warning("Adjustment %s cannot come into force: %s", pk, refused)
    except Exception:
        log.exception("Adjustment %s could not come into force.", pk)
    return 0


@transaction.atomic
def _come_into_force(pk: int) -> int:
    row = claimed(Adjustment.objects.select_related("plan").get(pk=pk))
    if row.state != State.ACCEPTED:
        return 0
    check_now(row)
    # Nobody does it today: it follows from what the one who wrote the answer down did.
    accepted = row.steps.filter(verb=Verb.ACCEPTED).select_related("by").last()
    by = accepted.by if accepted else row.decided_by
    assert by  # an accepted adjustment says who wrote the answer down
    _put_in_force(row, by=by)
    return 1


def _read_old(row: Adjustment) -> None:
    """Read what holds now, and check the row against it."""
    subject = subjects.of(row)
    thing = subject.thing()
    row.old, row.old_text = dict(thing.value), thing.text
    subject.check()
    row.new_text = subject.words(row.new)
    subject.require_open()
    if row.new == row.old:
        said = f"{capital(thing.text)} er det, der gælder nu. Skriv en anden værdi."
        raise ValidationError({subject.main_input: said})
    check_day(row, thing)


def _put_in_force(row: Adjustment, *, by: User) -> None:
    subjects.of(row).write(by=by)
    row.state = State.IN_FORCE
    save_step(row, Verb.IN_FORCE, by, f"Fra {long_day(row.in_force_on)}")
