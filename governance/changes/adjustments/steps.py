"""How a step of an adjustment is taken: in the plan's queue, checked, signed, and with a row of
the trail."""

from django.core.exceptions import ValidationError

from accounts.models import User
from core import audit, clock
from governance import rows
from governance.changes import subjects
from governance.decided import Decided
from governance.models import Adjustment, AdjustmentStep


def claimed(adjustment: Adjustment) -> Adjustment:
    """The row as it is once the plan's other writers are done and while they wait."""
    rows.claim_plans(adjustment)
    return Adjustment.objects.select_related("plan", *subjects.ALONG).get(pk=adjustment.pk)


def is_repeat(row: Adjustment, verb: str, by: User, note: str | None = None) -> bool:
    """Whether the same person's same act, in the same words where `note` is given, is the last
    that was done: a form that was sent twice."""
    last = row.steps.last()
    return (
        last is not None and (last.verb, last.by_id) == (verb, by.pk) and note in (None, last.note)
    )


def save_step(
    row: Adjustment, verb: AdjustmentStep.Verb, by: User, note: str = "", field: str = "note"
) -> None:
    """`field`: where `note` was written, for what is refused in it."""
    rows.check(row)
    audit.sign(row, by=by, reason=verb.label)
    row.save_if_current(expected=row.lock_version)
    leave_step(row, verb, by, note, field)


def leave_step(
    row: Adjustment, verb: AdjustmentStep.Verb, by: User, note: str = "", field: str = "note"
) -> None:
    step = AdjustmentStep(adjustment=row, verb=verb, by=by, at=clock.now(), note=note)
    try:
        rows.check(step)
    except ValidationError as error:
        raise ValidationError({field: error.message_dict.get("note", error.messages)}) from error
    step.save()


def in_words(where: Decided, note: str) -> str:
    return f"{where.text}. {note.strip()}" if note.strip() else where.text


def give_back(row: Adjustment, given: Adjustment) -> None:
    given.state, given.in_force_on = row.state, row.in_force_on
