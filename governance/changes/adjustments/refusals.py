"""Why an adjustment cannot be written, go on or come into force: each raises, in the words a
person reads."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError

from activities.models import PeriodLock, Plan
from core import clock
from core.danish import day as day_text
from core.days import FUTURE
from core.versioned import NotAllowedNow, StaleObject
from governance.changes import subjects
from governance.changes.subjects.base import Thing
from governance.models import Adjustment, AdjustmentState
from governance.models.adjustment import DECIDED

DAY = timedelta(days=1)
State = AdjustmentState
TOUCHABLE = (State.DRAFT, State.PROPOSED)


def check_now(row: Adjustment) -> None:
    """Raise NotAllowedNow or ValidationError for an adjustment that could not come into force as
    things are."""
    subject = subjects.of(row)
    thing = subject.thing()
    require_same_value(row, thing)
    subject.require_open()
    check_day(row, thing)


def check_day(row: Adjustment, thing: Thing) -> None:
    """Raise ValidationError for a day outside the thing's own period, in or before a closed one,
    or not later than the last change of the same thing."""
    subject, on = subjects.of(row), row.in_force_on
    if not thing.first <= on <= thing.last:
        said = (
            f"Vælg en dag fra {day_text(thing.first)} til {day_text(thing.last)}: så "
            "længe gælder det, der ændres."
        )
        raise ValidationError({"in_force_on": said})
    if (until := subject.until) and on > until.end:
        raise ValidationError(
            {
                "in_force_on": (
                    f"{until.label} er da slut. Vælg en dag til og med {day_text(until.end)}."
                )
            }
        )
    closed = newest_closed(row.plan)
    if closed and on <= closed.period.end:
        said = (
            f"{closed.period.label} er lukket. Vælg {day_text(closed.period.end + DAY)} "
            "eller en senere dag."
        )
        raise ValidationError({"in_force_on": said})
    if thing.changed_on and on <= thing.changed_on:
        said = f"Det er allerede ændret fra {day_text(thing.changed_on)}. Vælg en senere dag."
        raise ValidationError({"in_force_on": said})


def newest_closed(plan: Plan) -> PeriodLock | None:
    """The lock of the latest period that is closed."""
    locks = PeriodLock.objects.filter(plan=plan, reopened_at__isnull=True)
    return max(locks, key=lambda lock: lock.period.end, default=None)


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


def require_same_value(row: Adjustment, thing: Thing) -> None:
    if dict(thing.value) != row.old:
        mended = "Ret justeringen, og gem den, så den bygger på det, der gælder nu."
        way_on = (
            mended if row.state in TOUCHABLE else "Træk justeringen, og skriv en ny ud fra den."
        )
        said = f"{thing.name} er ændret, siden justeringen blev indstillet"
        raise NotAllowedNow(f"{said}: dengang {row.old_text}, nu {thing.text}. {way_on}")


def require_alone(row: Adjustment) -> None:
    """One change of a thing at a time: the next one's old value is not known before the first is
    in force or over."""
    waiting = subjects.of(row).changes().filter(state__in=DECIDED).exclude(pk=row.pk).first()
    if waiting:
        raise NotAllowedNow(
            f"Justering {waiting.number} ændrer det samme og er {waiting.get_state_display()}. "
            "Den skal træde i kraft eller trækkes først."
        )


def require_past(field: str, on: date, after: date | None, what: str) -> None:
    if on > clock.today():
        raise ValidationError({field: FUTURE})
    if after and on < after:
        raise ValidationError(
            {field: f"Justeringen blev {what} den {day_text(after)}. Vælg den dag eller en senere."}
        )
