"""What an adjustment must be to be written, proposed and decided, and the words a decision is bound to."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.core.exceptions import ValidationError

from activities.models import PeriodLock, Plan
from core import clock
from core.danish import capital
from core.danish import day as day_text
from core.models import NotAllowedNow, StaleObject
from governance.changes import subjects
from governance.limits import FUTURE
from governance.models import Adjustment, AdjustmentState
from governance.models.adjustment import DECIDED
from governance.money import local_share

DAY = timedelta(days=1)
State = AdjustmentState
TOUCHABLE = (State.DRAFT, State.PROPOSED)


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
    require_same_value(row)
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


def read_old(row: Adjustment) -> None:
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


def require_state(row: Adjustment, states: tuple[AdjustmentState, ...], verb: str) -> None:
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


def require_version(row: Adjustment, expected: int) -> None:
    if row.lock_version != expected:
        raise StaleObject(row)


def require_same_value(row: Adjustment) -> None:
    if row.is_new_line:
        subjects.require_open(row)
    thing = subjects.thing_of(row)
    if dict(thing.value) != row.old:
        mended = "Ret justeringen, og gem den, så den bygger på det, der gælder nu."
        way_on = mended if row.state in TOUCHABLE else "Træk justeringen, og skriv en ny ud fra den."
        said = f"{thing.name} er ændret, siden justeringen blev indstillet"
        raise NotAllowedNow(f"{said}: dengang {row.old_text}, nu {thing.text}. {way_on}")


def require_alone(row: Adjustment) -> None:
    """One change of a thing at a time: the next one's old value is not known before the first is in force or over."""
    waiting = Adjustment.objects.of_same_thing(row).filter(state__in=DECIDED).exclude(pk=row.pk).first()
    if waiting:
        raise NotAllowedNow(
            f"Justering {waiting.number} ændrer det samme og er {waiting.get_state_display()}. "
            "Den skal træde i kraft eller trækkes først."
        )


def require_past(field: str, on: date, after: date | None, what: str) -> None:
    if on > clock.today():
        raise ValidationError({field: FUTURE})
    if after and on < after:
        raise ValidationError({field: f"Justeringen blev {what} den {day_text(after)}. Vælg den dag eller en senere."})
