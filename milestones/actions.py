"""The only writers of milestones' progress and moves.

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
from django.utils import timezone

from accounts import names
from accounts.models import User
from activities.actions.claim import claim, require_open, require_period_open
from activities.models import Plan
from core import audit, clock
from core.danish import day as day_text
from core.periods import Period
from core.versioned import NotAllowedNow, StaleObject
from milestones.models import Milestone, MilestoneMove, NumberRevision, Status
from milestones.progress.read import counted_on

MAX_TEXT = 300
PROGRESS_FIELDS = (
    "status", "reached_on", "agreed_on", "evidence", "comment", "short_reason", "period",
)  # fmt: skip
WHY_MOVED = "Skriv, hvorfor milepælen flyttes."
WHY_DROPPED = "Skriv, hvorfor milepælen bortfalder."
WHY_TAKEN_UP = "Skriv, hvorfor milepælen tages op igen."
DROPPED_FIRST = "Milepælen er bortfaldet. Tag den op igen først."


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
    row = _claimed(milestone, expected_version)
    if row.status == Status.DROPPED:
        raise NotAllowedNow(DROPPED_FIRST)
    _require_unlocked(row)
    if status != Status.REACHED and reached_on == row.reached_on:
        reached_on = None
    evidence, comment, short_reason = evidence.strip(), comment.strip(), short_reason.strip()
    errors = _status_errors(row.plan, status, reached_on)
    errors |= _text_errors(row, evidence=evidence, comment=comment, short_reason=short_reason)
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
    _save(row, milestone, by=by, reason=f"Status: {Status(status).label.lower()}")


@transaction.atomic
def remark(milestone: Milestone, *, comment: str, expected_version: int | None, by: User) -> None:
    """Say something about a milestone without saying how it goes: a text of a note, so it
    follows the note's turn and not the period's lock (reporting.comments). Raises
    ValidationError, StaleObject, and NotAllowedNow for a dropped one: its remark is the reason
    it was dropped."""
    row, comment = _claimed(milestone, expected_version), comment.strip()
    if row.status == Status.DROPPED:
        raise NotAllowedNow(DROPPED_FIRST)
    if errors := _text_errors(row, comment=comment):
        raise ValidationError(errors)
    if comment != row.comment:
        row.comment = comment
        _save(row, milestone, by=by, reason="Bemærkning")


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
    row = _claimed(milestone, None)
    if row.status == Status.REACHED:
        _copy(row, milestone)
        return
    _require_current(row, expected_version)
    if row.status == Status.DROPPED:
        raise NotAllowedNow(DROPPED_FIRST)
    evidence, comment = evidence.strip() or row.evidence, comment.strip() or row.comment
    short_reason = short_reason.strip()
    errors = _status_errors(row.plan, Status.REACHED, on) | _text_errors(
        row, evidence=evidence, comment=comment, short_reason=short_reason
    )
    if not errors:
        short_reason, errors = _short(row, on, short_reason)
    if errors:
        raise ValidationError(errors)
    _require_possible(row, on)
    row.status, row.reached_on, row.evidence, row.comment = Status.REACHED, on, evidence, comment
    row.short_reason = short_reason
    _save(row, milestone, by=by, reason="Nået")


@transaction.atomic
def move(
    milestone: Milestone,
    *,
    to: Period,
    reason: str,
    expected_version: int | None = None,
    decided: bool = False,
    by: User,
) -> MilestoneMove:
    """Propose that a milestone moves to another period of the plan, with the reason; it stands
    where it stands until the styregruppe has decided (`decide_move`), and a new proposal takes
    the place of an earlier one.

    `decided`: by the styregruppe; then it moves at once, may leave a closed period, and `undo`
    does not take it back. Raises ValidationError, NotAllowedNow when it is reached or dropped or
    stands in a closed period, StaleObject.
    """
    row = _claimed(milestone, expected_version)
    _require_live(row, "flyttes")
    if not decided:
        require_period_open(row.plan, row.period)
    reason = reason.strip()
    errors = _reason_errors(row, reason, WHY_MOVED)
    if message := _period_error(row, to):
        errors["to"] = message
    if errors:
        raise ValidationError(errors)
    row.moves.filter(decided_on__isnull=True).delete()
    proposed = MilestoneMove(
        milestone=row, from_period=row.period, to_period=to, reason=reason, by=by, at=clock.now()
    )
    if decided:
        return _carry_out(row, milestone, proposed, on=clock.today(), by=by)
    proposed.save()
    _save(row, milestone, by=by, reason=f"{PROPOSED}Flyttes til {to.label}: {reason}")
    return proposed


@transaction.atomic
def decide_move(
    milestone: Milestone, *, on: date, expected_version: int | None = None, by: User
) -> MilestoneMove:
    """Write down that the styregruppe decided the proposed move on the day `on`: the milestone
    moves, and its old period keeps showing it. It may leave a closed period.

    Raises ValidationError by "on", NotAllowedNow when nothing is proposed or it is reached or
    dropped, StaleObject.
    """
    row = _claimed(milestone, expected_version)
    proposed = _proposed(row)
    _require_live(row, "flyttes")
    first = timezone.localtime(proposed.at).date()
    if not first <= on <= clock.today():
        raise ValidationError(
            {
                "on": (
                    f"Vælg en dag fra {day_text(first)}, da flytningen blev foreslået, til og "
                    f"med {day_text(clock.today())}."
                )
            }
        )
    return _carry_out(row, milestone, proposed, on=on, by=by)


@transaction.atomic
def refuse_move(milestone: Milestone, *, expected_version: int | None = None, by: User) -> None:
    """Write down that the styregruppe did not want the proposed move: the milestone stays.

    Raises NotAllowedNow when nothing is proposed, StaleObject.
    """
    row = _claimed(milestone, expected_version)
    proposed = _proposed(row)
    to = proposed.to_period.label
    proposed.delete()
    _save(row, milestone, by=by, reason=f"{DECIDED}Flyttes ikke til {to}")


def _proposed(row: Milestone) -> MilestoneMove:
    proposed = row.moves.filter(decided_on__isnull=True).first()
    if proposed is None:
        raise NotAllowedNow("Der er ikke foreslået nogen flytning af milepælen.")
    return proposed


def _carry_out(
    row: Milestone, shown: Milestone, move: MilestoneMove, *, on: date, by: User
) -> MilestoneMove:
    """Let the milestone stand where it was decided to.

    A delayed one is no longer delayed: it is again what it was before, not started or in progress.
    An agreed day outside the new period is cleared.
    """
    to = move.to_period
    if row.status == Status.DELAYED:
        row.status = _status_before_delay(row)
    if row.agreed_on and row.agreed_on not in to:
        row.agreed_on = None
    move.from_period, row.period, move.decided_on = row.period, to, on
    _save(row, shown, by=by, reason=f"{DECIDED}Flyttet til {to.label}: {move.reason}")
    move.save()
    return move


@transaction.atomic
def change_number(milestone: Milestone, *, to: int, on: date, reason: str, by: User) -> None:
    """Let a milestone be about another number from the day `on`, as the styregruppe decided.

    Raises NotAllowedNow when it is reached or dropped, and for a day in a closed period.
    """
    row = _claimed(milestone, None)
    _require_live(row, "få et nyt tal")
    require_open(row.plan, on)
    NumberRevision.objects.create(milestone=row, number=to, in_force_on=on)
    _save(row, milestone, by=by, reason=f"{DECIDED}{to} fra {day_text(on)}: {reason}")


@transaction.atomic
def correct_period(milestone: Milestone, *, to: Period, reason: str, by: User) -> None:
    """Let a milestone have stood in another period from the start: two persons say it was typed
    wrong (governance.changes.corrections), so closed periods are no hindrance.

    Where it was moved since, it stays where it was moved to; what is only proposed goes from the
    right period then. Raises IntegrityError where that is the very period.
    """
    row = _claimed(milestone, None)
    if first := row.moves.filter(decided_on__isnull=False).first():
        first.from_period = to
        first.save(update_fields=["from_period"])
    else:
        row.period = to
        row.moves.update(from_period=to)
    _save(row, milestone, by=by, reason=f"{DECIDED}{reason}")


def first_period(milestone: Milestone) -> Period:
    """Where the plan put it, before any move."""
    first = milestone.moves.filter(decided_on__isnull=False).first()
    return first.from_period if first else milestone.period


@transaction.atomic
def drop(
    milestone: Milestone, *, reason: str, expected_version: int | None = None, by: User
) -> None:
    """Let a milestone lapse: it is no longer expected, and stays in view with its reason as the
    remark.

    Raises ValidationError without a reason, NotAllowedNow when it is reached or already dropped or
    stands in a closed period, StaleObject.
    """
    row = _claimed(milestone, expected_version)
    _require_live(row, "bortfalde")
    require_period_open(row.plan, row.period)
    reason = reason.strip()
    if errors := _reason_errors(row, reason, WHY_DROPPED):
        raise ValidationError(errors)
    row.status, row.comment = Status.DROPPED, reason
    _save(row, milestone, by=by, reason=f"Bortfaldet: {reason}")


@transaction.atomic
def take_up(
    milestone: Milestone, *, reason: str, expected_version: int | None = None, by: User
) -> None:
    """Take a dropped milestone up again, as not started, with the reason as its remark.

    Raises ValidationError without a reason, NotAllowedNow when it is not dropped or stands in a
    closed period, StaleObject.
    """
    row = _claimed(milestone, expected_version)
    if row.status != Status.DROPPED:
        raise NotAllowedNow("Milepælen er ikke bortfaldet, så den kan ikke tages op igen.")
    require_period_open(row.plan, row.period)
    reason = reason.strip()
    if errors := _reason_errors(row, reason, WHY_TAKEN_UP):
        raise ValidationError(errors)
    row.status, row.comment = Status.NOT_STARTED, reason
    _save(row, milestone, by=by, reason=f"Taget op igen: {reason}")


@transaction.atomic
def undo(milestone: Milestone, *, expected_version: int | None = None, by: User) -> None:
    """Take back the last act: the milestone is again as it was before it, and a move is gone.

    The history keeps both. Raises NotAllowedNow when there is nothing to take back or a closed
    period keeps it, StaleObject.
    """
    row = _claimed(milestone, expected_version)
    before = _before_last_act(row)
    if before is None:
        raise NotAllowedNow("Der er ikke noget at fortryde på milepælen.")
    _require_unlocked(row)
    if _is_proposal(row):
        require_period_open(row.plan, row.period)
        row.moves.filter(decided_on__isnull=True).delete()
        _save(row, milestone, by=by, reason=UNDONE)
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
    _save(row, milestone, by=by, reason=UNDONE)


UNDONE = "Fortrudt"
DECIDED = "Besluttet: "
PROPOSED = "Foreslået: "


def needs_move_right(milestone: Milestone) -> bool:
    """Whether the last act was a move or a drop, which not everybody who may update may take
    back."""
    before = _before_last_act(milestone)
    return before is not None and (
        _is_proposal(milestone)
        or before.period != milestone.period
        or Status.DROPPED in (before.status, milestone.status)
    )


def periods_to_move_to(milestone: Milestone) -> list[Period]:
    """The periods a milestone can be moved to: the plan's, not over, not the one it stands in;
    in order."""
    plan, today = milestone.plan, clock.today()
    return [
        period
        for year in range(max(today, plan.starts_on).year, plan.ends_on.year + 1)
        for period in plan.periods(year)
        if period != milestone.period
        and period.end >= today
        and period.end >= plan.starts_on
        and period.start <= plan.ends_on
    ]


def _claimed(milestone: Milestone, expected: int | None) -> Milestone:
    """The row as it is in the database, once the plan's other writers are done and while they
    wait."""
    claim(milestone.plan)
    row = Milestone.objects.select_related("plan").get(pk=milestone.pk)
    _require_current(row, expected)
    return row


def _require_current(row: Milestone, expected: int | None) -> None:
    if expected is not None and row.lock_version != expected:
        raise StaleObject(row)


def _save(row: Milestone, shown: Milestone, *, by: User, reason: str) -> None:
    audit.sign(row, by=by, reason=reason)
    row.save_if_current(expected=row.lock_version)
    _copy(row, shown)


def _copy(row: Milestone, shown: Milestone) -> None:
    for field in (*PROGRESS_FIELDS, "lock_version"):
        setattr(shown, field, getattr(row, field))


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


def _require_live(row: Milestone, verb: str) -> None:
    if row.status == Status.REACHED:
        raise NotAllowedNow(f"Milepælen er nået den {day_text(row.reached_on)} og kan ikke {verb}.")  # type: ignore[arg-type]
    if row.status == Status.DROPPED:
        raise NotAllowedNow(DROPPED_FIRST)


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


def _text_errors(row: Milestone, **texts: str) -> dict[str, str]:
    """By field, what is refused of `texts`: notes and returns repeat them. What stands already
    is let through."""
    new = {field: text for field, text in texts.items() if text != getattr(row, field, "")}
    too_long = {
        field: f"Teksten er på {len(text)} tegn. Der er plads til {MAX_TEXT}."
        for field, text in texts.items()
        if len(text) > MAX_TEXT
    }
    return names.errors_of(new, {row.plan_id}) | too_long


def _reason_errors(row: Milestone, reason: str, missing: str) -> dict[str, str]:
    return _text_errors(row, reason=reason) if reason else {"reason": missing}


def _period_error(row: Milestone, to: Period) -> str:
    plan, today = row.plan, clock.today()
    if to == row.period:
        return f"Milepælen står allerede i {to.label}."
    if to not in plan.periods(to.start.year) or to.start > plan.ends_on or to.end < plan.starts_on:
        return f"{to.label} er ikke en af planens perioder."
    if to.end < today:
        return f"{to.label} er slut. Vælg en periode, der ikke er slut."
    return ""


def _status_before_delay(row: Milestone) -> str:
    """What the milestone was before somebody called it delayed; not started where nobody said."""
    earlier = row.history.exclude(status=Status.DELAYED).order_by("-history_id").first()
    return (
        Status.IN_PROGRESS
        if earlier and earlier.status != Status.NOT_STARTED
        else Status.NOT_STARTED
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
