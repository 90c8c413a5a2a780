"""The course of an adjustment: drafted, proposed, recommended, decided, answered by the funder, in force; or withdrawn.

Every step is a transaction in the plan's queue, and leaves a row of the trail. What is decided is what was shown: the
form carries its words, and when they are others now nothing is written (governance.shown). Where the rules come from:
docs/adr/0011.
"""

import logging
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ValidationError
from django.db import transaction

from activities.models import PeriodLock, Plan
from core import audit, clock
from core.danish import capital, long_day
from core.danish import day as day_text
from core.models import NotAllowedNow, StaleObject
from governance import local_share, subjects
from governance import shown as bound
from governance.actions import rows
from governance.decisions import Decided
from governance.models import Adjustment, AdjustmentState, AdjustmentStep
from governance.models.adjustment import DECIDED
from governance.names import refuse_names

DAY = timedelta(days=1)
log = logging.getLogger(__name__)
State, Verb = AdjustmentState, AdjustmentStep.Verb
TOUCHABLE = (State.DRAFT, State.PROPOSED)


@transaction.atomic
def draft(row: Adjustment, *, by: Any) -> Adjustment:
    """Write a new adjustment down; `row` carries what it changes, the new value, reason, consequence and day.

    Raises ValidationError, by field.
    """
    rows.claim_plans(row)
    _require_no_names(row)
    newest = Adjustment.objects.filter(plan=row.plan_id).order_by("-number").first()
    row.number = newest.number + 1 if newest else 1
    row.state = State.DRAFT
    _read_old(row)
    rows.write(row, by=by, reason=Verb.DRAFTED.label)
    _trail(row, Verb.DRAFTED, by)
    return row


@transaction.atomic
def change(row: Adjustment, *, by: Any, expected_version: int) -> Adjustment:
    """Write an adjustment anew before it is decided; `row` carries what was written.

    One that is proposed stays so, by whoever changed it, and what the følgegruppe said of the earlier text is gone.
    Raises ValidationError, StaleObject, and NotAllowedNow for one that is decided or over.
    """
    rows.claim_plans(row)
    stored = Adjustment.objects.get(pk=row.pk)
    if stored.lock_version != expected_version:
        raise StaleObject(stored)
    _require(stored, TOUCHABLE, "rettes")
    _require_no_names(row)
    _read_old(row)
    note = ""
    if stored.state == State.PROPOSED:
        row.proposed_by = by
        if stored.is_recommended is not None:
            note = "Følgegruppens udtalelse gjaldt den tidligere tekst og er taget af."
        row.is_recommended = row.recommended_on = row.recommended_in = None
    rows.write(row, by=by, reason=Verb.CHANGED.label, expected_version=expected_version)
    _trail(row, Verb.CHANGED, by, note)
    return row


@transaction.atomic
def propose(adjustment: Adjustment, *, by: Any, expected_version: int) -> None:
    """Put a draft to the styregruppe. The old value is read now: it is what they are told.

    Raises StaleObject, NotAllowedNow for one that is not a draft, ValidationError for a day that is no longer possible.
    """
    row = _claimed(adjustment)
    if _is_repeat(row, Verb.PROPOSED, by):
        return
    _require(row, (State.DRAFT,), "indstilles")
    _require_version(row, expected_version)
    _read_old(row)
    row.state, row.proposed_by = State.PROPOSED, by
    _save(row, Verb.PROPOSED, by)


@transaction.atomic
def recommend(adjustment: Adjustment, *, yes: bool, where: Decided, note: str, shown: str, by: Any) -> None:
    """Write down what the følgegruppe says of a proposed adjustment; said anew, the newest holds.

    Raises Changed when the words they were told are not those that stand, NotAllowedNow for one that is not proposed.
    """
    verb, said = Verb.RECOMMENDED if yes else Verb.NOT_RECOMMENDED, _said(where, note)
    row = _claimed(adjustment)
    if _is_repeat(row, verb, by, said):
        return
    _require(row, (State.PROPOSED,), "sendes til følgegruppen")
    bound.require(shown, texts(row))
    refuse_names({"note": note}, [row.plan_id])
    row.is_recommended, row.recommended_on, row.recommended_in = yes, where.on, where.item
    _save(row, verb, by, said)


@transaction.atomic
def decide(adjustment: Adjustment, *, yes: bool, where: Decided, note: str, shown: str, by: Any) -> None:
    """Write down what the styregruppe decided.

    Raises Changed when what was shown is not what stands, ValidationError for a yes later than the day the change is to
    be in force from, and NotAllowedNow for one that is not proposed, for whoever proposed it, for one whose thing has
    another value now or is over, and where another change of the same thing is decided and waits.
    """
    verb = Verb.APPROVED if yes else Verb.REJECTED
    row = _claimed(adjustment)
    if _is_repeat(row, verb, by):
        return
    _require(row, (State.PROPOSED,), "besluttes")
    if row.proposed_by_id == by.pk:
        raise NotAllowedNow("Du har selv indstillet justeringen. En anden skal notere styregruppens beslutning.")
    bound.require(shown, texts(row))
    refuse_names({"note": note}, [row.plan_id])
    if yes:
        _require_same_value(row)
        subjects.require_open(row)
        _require_alone(row)
        if row.in_force_on < where.on:
            raise ValidationError(
                {
                    "item" if where.item else "on": f"Justeringen skal gælde fra {day_text(row.in_force_on)}, men er "
                    f"først besluttet den {day_text(where.on)}. Ret »gælder fra« først."
                }
            )
        check_day(row)
    row.state = State.APPROVED if yes else State.REJECTED
    row.decided_by, row.decided_on, row.decided_in = by, where.on, where.item
    _save(row, verb, by, _said(where, note))


@transaction.atomic
def send(adjustment: Adjustment, *, on: date, reference: str, expected_version: int, by: Any) -> None:
    """Write down that an approved adjustment was sent to Landsbyggefonden. Raises ValidationError, StaleObject,
    NotAllowedNow."""
    row = _claimed(adjustment)
    if _is_repeat(row, Verb.SENT, by):
        return
    _require(row, (State.APPROVED,), "sendes")
    _require_version(row, expected_version)
    _require_past("sent_on", on, row.decided_on, "besluttet")
    row.state, row.sent_on, row.reference = State.SENT, on, reference.strip()
    _save(row, Verb.SENT, by, f"{day_text(on)}{f', {row.reference}' if row.reference else ''}")


@transaction.atomic
def answer(
    adjustment: Adjustment, *, yes: bool, on: date, text: str, in_force_on: date, expected_version: int, by: Any
) -> None:
    """Write down what Landsbyggefonden answered. A yes is in force at once where its day has come, else on its day.

    `in_force_on`: the approved day, or a later one where the answer took its time. Raises ValidationError, by field,
    StaleObject, NotAllowedNow.
    """
    verb = Verb.ACCEPTED if yes else Verb.REFUSED
    row = _claimed(adjustment)
    if _is_repeat(row, verb, by) or (yes and _is_repeat(row, Verb.IN_FORCE, by)):
        return
    _require(row, (State.SENT,), "besvares")
    _require_version(row, expected_version)
    _require_past("answered_on", on, row.sent_on, "sendt")
    note = f"{day_text(on)}. {text.strip()}".strip()
    if yes and in_force_on != row.in_force_on:
        if in_force_on < row.in_force_on:
            approved = day_text(row.in_force_on)
            raise ValidationError({"in_force_on": f"Styregruppen har godkendt den fra {approved}. Vælg en senere dag."})
        row.in_force_on = in_force_on
        note = f"{note} Gælder først fra {day_text(in_force_on)}."
    if yes:
        check_now(row)
    refuse_names({"answer": text}, [row.plan_id])
    row.state = State.ACCEPTED if yes else State.REFUSED
    row.answered_on, row.answer = on, text.strip()
    _save(row, verb, by, note)
    if yes and row.in_force_on <= clock.today():
        _put_in_force(row, by=by)
    _copy(row, adjustment)


@transaction.atomic
def withdraw(adjustment: Adjustment, *, why: str, expected_version: int, by: Any) -> None:
    """Take back an adjustment that is not in force and was not turned down. Raises ValidationError without a reason,
    StaleObject, NotAllowedNow."""
    row = _claimed(adjustment)
    if _is_repeat(row, Verb.WITHDRAWN, by):
        return
    _require(row, (*TOUCHABLE, *DECIDED), "trækkes")
    _require_version(row, expected_version)
    if not why.strip():
        raise ValidationError({"why": "Skriv, hvorfor justeringen trækkes."})
    refuse_names({"why": why}, [row.plan_id])
    row.state = State.WITHDRAWN
    _save(row, Verb.WITHDRAWN, by, why.strip())


def keep_adjustments(today: date) -> int:
    """Put in force what is approved by all and whose day has come; how many. Each is a transaction of its own: what
    goes wrong with one is logged, stays to be seen on its page, and stops none of the others."""
    due = Adjustment.objects.filter(state=State.ACCEPTED, in_force_on__lte=today).order_by("in_force_on", "pk")
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
    row = _claimed(Adjustment.objects.select_related("plan").get(pk=pk))
    if row.state != State.ACCEPTED:
        return 0
    check_now(row)
    # Nobody does it today: it follows from what the one who wrote the answer down did.
    accepted = row.steps.filter(verb=Verb.ACCEPTED).select_related("by").last()
    _put_in_force(row, by=accepted.by if accepted else row.decided_by)
    return 1


def _put_in_force(row: Adjustment, *, by: Any) -> None:
    subjects.write(row, by=by)
    row.state = State.IN_FORCE
    _save(row, Verb.IN_FORCE, by, f"Fra {long_day(row.in_force_on)}")


# What is shown, and what must hold


def texts(row: Adjustment) -> Mapping[str, str]:
    """What a decision is about, in words: the adjustment as it is written, and its thing as it stands."""
    thing = subjects.thing_of(row)
    said = {None: "har ikke udtalt sig", True: "anbefaler", False: "anbefaler ikke"}
    said_texts = {
        "Overskrift": row.title,
        "Ændrer": thing.name,
        "Indstillet fra": row.old_text,
        "Gælder nu": thing.text,
        "Ny værdi": row.new_text,
        "Gælder fra": f"{day_text(row.in_force_on)}{f'; {thing.ahead}' if thing.ahead else ''}",
        "Begrundelse": row.reason,
        "Konsekvens": row.consequence,
        "Følgegruppen": said[row.is_recommended],
    }
    money = local_share.effect(row)
    return said_texts | ({"Lokal andel": money} if money else {})


def check_now(row: Adjustment) -> None:
    """Raise NotAllowedNow or ValidationError for an adjustment that could not come into force as things are."""
    _require_same_value(row)
    subjects.require_open(row)
    check_day(row)


def check_day(row: Adjustment) -> None:
    """Raise ValidationError for a day outside the thing's own period, in or before a closed one, or not later than the
    last change of the same thing."""
    thing = subjects.thing_of(row)
    on = row.in_force_on
    if not thing.first <= on <= thing.last:
        said = f"Vælg en dag fra {day_text(thing.first)} til {day_text(thing.last)}: så længe gælder det, der ændres."
        raise ValidationError({"in_force_on": said})
    if (ends := subjects.ends_with(row)) and on > ends.end:
        raise ValidationError({"in_force_on": f"{ends.label} er da slut. Vælg en dag til og med {day_text(ends.end)}."})
    closed = newest_closed(row.plan)
    if closed and on <= closed.period.end:
        said = f"{closed.period.label} er lukket. Vælg {day_text(closed.period.end + DAY)} eller en senere dag."
        raise ValidationError({"in_force_on": said})
    if thing.changed_on and on <= thing.changed_on:
        said = f"Det er allerede ændret fra {day_text(thing.changed_on)}. Vælg en senere dag."
        raise ValidationError({"in_force_on": said})


def newest_closed(plan: Plan) -> PeriodLock | None:
    """The lock of the latest period that is closed."""
    locks = PeriodLock.objects.filter(plan=plan, reopened_at__isnull=True)
    return max(locks, key=lambda lock: lock.period.end, default=None)


def _read_old(row: Adjustment) -> None:
    """Read what holds now, and check the row against it."""
    thing = subjects.thing_of(row)
    row.old, row.old_text = dict(thing.value), thing.text
    subjects.check_new(row)
    row.new_text = subjects.words(row, row.new)
    subjects.require_open(row)
    if row.new == row.old:
        raise ValidationError(
            {FIELDS[row.subject]: f"{capital(thing.text)} er det, der gælder nu. Skriv en anden værdi."}
        )
    check_day(row)


FIELDS = {"target": "value", "milestone": "period", "allocation": "hours_min", "budget": "amount"}


def _require(row: Adjustment, states: tuple[AdjustmentState, ...], verb: str) -> None:
    if row.state in states:
        return
    said = {
        State.DRAFT: "er en kladde",
        State.PROPOSED: "er indstillet, men ikke besluttet",
        State.APPROVED: "er godkendt af styregruppen",
        State.SENT: "er sendt til Landsbyggefonden",
        State.ACCEPTED: "er godkendt af Landsbyggefonden",
        State.IN_FORCE: f"trådte i kraft den {day_text(row.in_force_on)}",
        State.REJECTED: "blev ikke godkendt af styregruppen",
        State.REFUSED: "blev afvist af Landsbyggefonden",
        State.WITHDRAWN: "er trukket",
    }[State(row.state)]
    raise NotAllowedNow(f"Justeringen {said} og kan ikke {verb}.")


def _require_version(row: Adjustment, expected: int) -> None:
    if row.lock_version != expected:
        raise StaleObject(row)


def _require_no_names(row: Adjustment) -> None:
    """Notes and minutes carry these words."""
    refuse_names({name: getattr(row, name) for name in ("title", "reason", "consequence")}, [row.plan_id])


def _require_same_value(row: Adjustment) -> None:
    if row.is_new_line:
        subjects.require_open(row)
    thing = subjects.thing_of(row)
    if dict(thing.value) != row.old:
        mended = "Ret justeringen, og gem den, så den bygger på det, der gælder nu."
        way_on = mended if row.state in TOUCHABLE else "Træk justeringen, og skriv en ny ud fra den."
        said = f"{thing.name} er ændret, siden justeringen blev indstillet"
        raise NotAllowedNow(f"{said}: dengang {row.old_text}, nu {thing.text}. {way_on}")


def _require_alone(row: Adjustment) -> None:
    """One change of a thing at a time: the next one's old value is not known before the first is in force or over."""
    waiting = Adjustment.objects.of_same_thing(row).filter(state__in=DECIDED).exclude(pk=row.pk).first()
    if waiting:
        raise NotAllowedNow(
            f"Justering {waiting.number} ændrer det samme og er {waiting.get_state_display()}. "
            "Den skal træde i kraft eller trækkes først."
        )


def _require_past(field: str, on: date, after: date | None, what: str) -> None:
    if on > clock.today():
        raise ValidationError({field: "Datoen ligger i fremtiden. Vælg i dag eller en tidligere dag."})
    if after and on < after:
        raise ValidationError({field: f"Justeringen blev {what} den {day_text(after)}. Vælg den dag eller en senere."})


# The trail


def _claimed(adjustment: Adjustment) -> Adjustment:
    """The row as it is once the plan's other writers are done and while they wait."""
    rows.claim_plans(adjustment)
    return Adjustment.objects.select_related("plan", "target__criterion", "milestone__criterion").get(pk=adjustment.pk)


def _is_repeat(row: Adjustment, verb: str, by: Any, note: str | None = None) -> bool:
    """Whether the same person's same act, in the same words where `note` is given, is the last that was done: a form
    that was sent twice."""
    last = row.steps.last()
    return last is not None and (last.verb, last.by_id) == (verb, by.pk) and note in (None, last.note)


def _save(row: Adjustment, verb: AdjustmentStep.Verb, by: Any, note: str = "") -> None:
    rows.check(row)
    audit.sign(row, by=by, reason=verb.label)
    row.save_if_current(expected=row.lock_version)
    _trail(row, verb, by, note)


def _trail(row: Adjustment, verb: AdjustmentStep.Verb, by: Any, note: str = "") -> None:
    step = AdjustmentStep(adjustment=row, verb=verb, by=by, at=clock.now(), note=note)
    try:
        rows.check(step)
    except ValidationError as error:
        raise ValidationError({"note": error.message_dict.get("note", error.messages)}) from error
    step.save()


def _said(where: Decided, note: str) -> str:
    return f"{where.text}. {note.strip()}" if note.strip() else where.text


def _copy(row: Adjustment, given: Adjustment) -> None:
    given.state, given.in_force_on = row.state, row.in_force_on
