"""Where a milestone stands, and the number it is about: moves are proposed and decided, numbers
change as the styregruppe decided, and what was typed wrong is put right.

Writes as milestones.actions does.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from activities.actions.claim import require_open, require_period_open
from core import clock
from core.danish import day as day_text
from core.periods import Period
from core.versioned import NotAllowedNow
from milestones.models import Milestone, MilestoneMove, NumberRevision, Status
from milestones.saving import DECIDED, PROPOSED, claimed, reason_errors, require_live, save

WHY_MOVED = "Skriv, hvorfor milepælen flyttes."


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
    row = claimed(milestone, expected_version)
    require_live(row, "flyttes")
    if not decided:
        require_period_open(row.plan, row.period)
    reason = reason.strip()
    errors = reason_errors(row, reason, WHY_MOVED)
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
    save(row, milestone, by=by, reason=f"{PROPOSED}Flyttes til {to.label}: {reason}")
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
    row = claimed(milestone, expected_version)
    proposed = _proposed(row)
    require_live(row, "flyttes")
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
    row = claimed(milestone, expected_version)
    proposed = _proposed(row)
    to = proposed.to_period.label
    proposed.delete()
    save(row, milestone, by=by, reason=f"{DECIDED}Flyttes ikke til {to}")


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
    save(row, shown, by=by, reason=f"{DECIDED}Flyttet til {to.label}: {move.reason}")
    move.save()
    return move


@transaction.atomic
def change_number(milestone: Milestone, *, to: int, on: date, reason: str, by: User) -> None:
    """Let a milestone be about another number from the day `on`, as the styregruppe decided.

    Raises NotAllowedNow when it is reached or dropped, and for a day in a closed period.
    """
    row = claimed(milestone, None)
    require_live(row, "få et nyt tal")
    require_open(row.plan, on)
    NumberRevision.objects.create(milestone=row, number=to, in_force_on=on)
    save(row, milestone, by=by, reason=f"{DECIDED}{to} fra {day_text(on)}: {reason}")


@transaction.atomic
def correct_period(milestone: Milestone, *, to: Period, reason: str, by: User) -> None:
    """Let a milestone have stood in another period from the start: two persons say it was typed
    wrong (governance.changes.corrections), so closed periods are no hindrance.

    Where it was moved since, it stays where it was moved to; what is only proposed goes from the
    right period then. Raises IntegrityError where that is the very period.
    """
    row = claimed(milestone, None)
    if first := row.moves.filter(decided_on__isnull=False).first():
        first.from_period = to
        first.save(update_fields=["from_period"])
    else:
        row.period = to
        row.moves.update(from_period=to)
    save(row, milestone, by=by, reason=f"{DECIDED}{reason}")


def first_period(milestone: Milestone) -> Period:
    """Where the plan put it, before any move."""
    first = milestone.moves.filter(decided_on__isnull=False).first()
    return first.from_period if first else milestone.period


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
