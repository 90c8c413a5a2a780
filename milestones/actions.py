"""The only writers of milestones' progress; of their moves: milestones.moves.

Each runs in one transaction, signs the version it makes, and counts the plan's stamp up. A closed
period keeps what it told of its milestones: one that was reached in it stands as it is, and one
that was left can only be reached on a later day, or be changed as the styregruppe decided. What a
milestone is (name, activity, number) belongs to the plan's file and to what is decided about it
(`governance`); here is how it goes.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from activities.actions.claim import require_open, require_period_open
from activities.models import Plan
from core import clock
from core.danish import day as day_text
from core.versioned import NotAllowedNow
from milestones.models import Milestone, Status
from milestones.progress.read import counted_on
from milestones.saving import (
    DECIDED,
    DROPPED_FIRST,
    PROGRESS_FIELDS,
    PROPOSED,
    claimed,
    copy_to,
    reason_errors,
    require_current,
    require_live,
    save,
    text_errors,
)

WHY_DROPPED = "Skriv, hvorfor milepælen bortfalder."
WHY_TAKEN_UP = "Skriv, hvorfor milepælen tages op igen."
UNDONE = "Fortrudt"


@transaction.atomic
def update(
    milestone: Milestone,
    *,
    expected_version: int,
    status: str,
    reached_on: date | None = None,
    agreed_on: date | None = None,
    evidence: str = "",
    comment: str = "",
    short_reason: str = "",
    by: User,
) -> None:
    """Say how a milestone goes: status, the day it was reached or is agreed for, where it can be
    seen, a remark.

    One reached below its number says why in `short_reason`. A reached milestone that is given
    another status loses its date and that reason. Raises ValidationError (Danish,
    by field), NotAllowedNow for a dropped one and for what a closed period keeps, StaleObject when
    someone saved in between (nothing written).
    """
    row = claimed(milestone, expected_version)
    if row.status == Status.DROPPED:
        raise NotAllowedNow(DROPPED_FIRST)
    _require_unlocked(row)
    if status != Status.REACHED and reached_on == row.reached_on:
        reached_on = None
    evidence, comment, short_reason = evidence.strip(), comment.strip(), short_reason.strip()
    errors = _status_errors(row.plan, status, reached_on)
    errors |= text_errors(row, evidence=evidence, comment=comment, short_reason=short_reason)
    if status != Status.REACHED:
        short_reason = ""
    elif reached_on and not errors:
        short_reason, short = _short(row, reached_on, short_reason)
        errors |= short
    if agreed_on and not row.plan.starts_on <= agreed_on <= row.plan.ends_on:
        errors["agreed_on"] = _outside(row.plan)
    if errors:
        raise ValidationError(errors)
    _require_possible(row, reached_on if status == Status.REACHED else None)
    row.status, row.reached_on, row.agreed_on = status, reached_on, agreed_on
    row.evidence, row.comment, row.short_reason = evidence, comment, short_reason
    save(row, milestone, by=by, reason=f"Status: {Status(status).label.lower()}")


@transaction.atomic
def remark(milestone: Milestone, *, comment: str, expected_version: int | None, by: User) -> None:
    """Say something about a milestone without saying how it goes: a text of a note, so it
    follows the note's turn and not the period's lock (reporting.comments). Raises
    ValidationError, StaleObject, and NotAllowedNow for a dropped one: its remark is the reason
    it was dropped."""
    row, comment = claimed(milestone, expected_version), comment.strip()
    if row.status == Status.DROPPED:
        raise NotAllowedNow(DROPPED_FIRST)
    if errors := text_errors(row, comment=comment):
        raise ValidationError(errors)
    if comment != row.comment:
        row.comment = comment
        save(row, milestone, by=by, reason="Bemærkning")


@transaction.atomic
def reach(
    milestone: Milestone,
    *,
    on: date,
    evidence: str = "",
    comment: str = "",
    short_reason: str = "",
    expected_version: int | None = None,
    by: User,
) -> None:
    """Mark a milestone reached on the day `on`; an empty text keeps the one there is. Twice is
    once.

    Raises ValidationError, also by "short_reason" for one below its number, NotAllowedNow for a
    dropped one and for a day in a closed period, StaleObject.
    """
    row = claimed(milestone, None)
    if row.status == Status.REACHED:
        copy_to(row, milestone)
        return
    require_current(row, expected_version)
    if row.status == Status.DROPPED:
        raise NotAllowedNow(DROPPED_FIRST)
    evidence, comment = evidence.strip() or row.evidence, comment.strip() or row.comment
    short_reason = short_reason.strip()
    errors = _status_errors(row.plan, Status.REACHED, on) | text_errors(
        row, evidence=evidence, comment=comment, short_reason=short_reason
    )
    if not errors:
        short_reason, errors = _short(row, on, short_reason)
    if errors:
        raise ValidationError(errors)
    _require_possible(row, on)
    row.status, row.reached_on, row.evidence, row.comment = Status.REACHED, on, evidence, comment
    row.short_reason = short_reason
    save(row, milestone, by=by, reason="Nået")


@transaction.atomic
def drop(
    milestone: Milestone, *, reason: str, expected_version: int | None = None, by: User
) -> None:
    """Let a milestone lapse: it is no longer expected, and stays in view with its reason as the
    remark.

    Raises ValidationError without a reason, NotAllowedNow when it is reached or already dropped or
    stands in a closed period, StaleObject.
    """
    row = claimed(milestone, expected_version)
    require_live(row, "bortfalde")
    require_period_open(row.plan, row.period)
    reason = reason.strip()
    if errors := reason_errors(row, reason, WHY_DROPPED):
        raise ValidationError(errors)
    row.status, row.comment = Status.DROPPED, reason
    save(row, milestone, by=by, reason=f"Bortfaldet: {reason}")


@transaction.atomic
def take_up(
    milestone: Milestone, *, reason: str, expected_version: int | None = None, by: User
) -> None:
    """Take a dropped milestone up again, as not started, with the reason as its remark.

    Raises ValidationError without a reason, NotAllowedNow when it is not dropped or stands in a
    closed period, StaleObject.
    """
    row = claimed(milestone, expected_version)
    if row.status != Status.DROPPED:
        raise NotAllowedNow("Milepælen er ikke bortfaldet, så den kan ikke tages op igen.")
    require_period_open(row.plan, row.period)
    reason = reason.strip()
    if errors := reason_errors(row, reason, WHY_TAKEN_UP):
        raise ValidationError(errors)
    row.status, row.comment = Status.NOT_STARTED, reason
    save(row, milestone, by=by, reason=f"Taget op igen: {reason}")


@transaction.atomic
def undo(milestone: Milestone, *, expected_version: int | None = None, by: User) -> None:
    """Take back the last act: the milestone is again as it was before it, and a move is gone.

    The history keeps both. Raises NotAllowedNow when there is nothing to take back or a closed
    period keeps it, StaleObject.
    """
    row = claimed(milestone, expected_version)
    before = _before_last_act(row)
    if before is None:
        raise NotAllowedNow("Der er ikke noget at fortryde på milepælen.")
    _require_unlocked(row)
    if _is_proposal(row):
        require_period_open(row.plan, row.period)
        row.moves.filter(decided_on__isnull=True).delete()
        save(row, milestone, by=by, reason=UNDONE)
        return
    # One reached late, in an open period, goes back to what the closed one told.
    if row.status != Status.REACHED:
        require_period_open(row.plan, row.period)
        require_period_open(row.plan, before.period)
    elif before.status == Status.REACHED:
        _require_possible(row, before.reached_on)
    if before.period != row.period:
        last = (
            row.moves.filter(from_period=before.period, to_period=row.period)
            .order_by("-at", "-pk")
            .first()
        )
        if last:
            last.delete()
    for field in PROGRESS_FIELDS:
        setattr(row, field, getattr(before, field))
    save(row, milestone, by=by, reason=UNDONE)


def needs_move_right(milestone: Milestone) -> bool:
    """Whether the last act was a move or a drop, which not everybody who may update may take
    back."""
    before = _before_last_act(milestone)
    return before is not None and (
        _is_proposal(milestone)
        or before.period != milestone.period
        or Status.DROPPED in (before.status, milestone.status)
    )


def _require_unlocked(row: Milestone) -> None:
    """Raise NotAllowedNow for one that was reached in a period that is closed."""
    if row.status == Status.REACHED:
        require_open(row.plan, row.reached_on)  # type: ignore[arg-type]


def _require_possible(row: Milestone, reached_on: date | None) -> None:
    """Raise NotAllowedNow for a day in a closed period, and for one left in a closed period that
    is not reached now."""
    if reached_on:
        require_open(row.plan, reached_on)
    else:
        require_period_open(row.plan, row.period)


def _status_errors(plan: Plan, status: str, reached_on: date | None) -> dict[str, str]:
    if status not in Status.values:
        return {"status": "Vælg en af de viste statusser."}
    if status == Status.DROPPED:
        return {"status": "Brug »Lad bortfalde«, så grunden kommer med."}
    if status != Status.REACHED:
        text = "Datoen hører til »Nået«. Vælg »Nået«, eller slet datoen."
        return {"reached_on": text} if reached_on else {}
    if reached_on is None:
        return {"reached_on": "Skriv, hvilken dag milepælen blev nået."}
    if reached_on > clock.today():
        return {
            "reached_on": (
                f"Datoen ligger i fremtiden. Vælg en dato til og med {day_text(clock.today())}."
            )
        }
    if reached_on < plan.starts_on:
        return {
            "reached_on": (
                f"Planen begynder den {day_text(plan.starts_on)}. Vælg den dag eller en senere."
            )
        }
    return {}


def _short(row: Milestone, on: date, reason: str) -> tuple[str, dict[str, str]]:
    """The reason to keep for one reached on the day `on`, "" where its number was reached; and by
    field what is missing."""
    counted = counted_on(row, on)
    if counted is None or counted.is_enough:
        return "", {}
    if reason:
        return reason, {}
    text = f"Tallet er {counted.text}. Skriv, hvorfor milepælen alligevel er nået."
    return "", {"short_reason": text}


def _outside(plan: Plan) -> str:
    return (
        f"Planen løber fra {day_text(plan.starts_on)} til {day_text(plan.ends_on)}. Vælg "
        "en dato der imellem."
    )


def _before_last_act(row: Milestone) -> Any:
    """The version before the newest one, when the newest is an act that can be taken back; else
    None."""
    newest = list(row.history.order_by("-history_id")[:2])
    reason = newest[0].history_change_reason or "" if newest else ""
    if len(newest) < 2 or reason == UNDONE or reason.startswith(DECIDED):
        return None
    if reason.startswith(PROPOSED):
        return newest[1]
    changed = any(
        getattr(newest[0], field) != getattr(newest[1], field) for field in PROGRESS_FIELDS
    )
    return newest[1] if changed else None


def _is_proposal(row: Milestone) -> bool:
    """Whether the last act was to propose a move."""
    newest = row.history.order_by("-history_id").first()
    return bool(newest) and (newest.history_change_reason or "").startswith(PROPOSED)
