"""Next year: begun as a copy of this one, written, proposed, and real once the styregruppe has said
yes.

Until then nothing of it holds. The yes writes targets, milestones and hours in one transaction; it
is about what was shown (core.bound), and a second one changes nothing.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts.models import User
from activities.actions import require_open
from activities.models import AllocationRevision, Plan, Target
from core import audit, bound, clock
from core.danish import day as day_text
from core.versioned import NotAllowedNow, StaleObject
from governance import rows
from governance.changes.next_year import draft, rules
from governance.changes.next_year.lacking import missing
from governance.changes.next_year.words import texts
from governance.decided import Decided, require_anothers
from governance.models import NextYear, ProposedAllocation, ProposedMilestone, ProposedTarget
from milestones.models import Milestone, Status

State = NextYear.State
PREFIX = re.compile(r"^\d\d-", re.ASCII)


@transaction.atomic
def begin(plan: Plan, year: int, *, by: User) -> NextYear:
    """Make the draft of a year from the one before; the draft there is, where it is begun.

    Raises NotAllowedNow for a year that is not the next to be planned.
    """
    rows.claim_plans(plan)
    begun = NextYear.objects.filter(plan=plan, year=year).first()
    if begun:
        return begun
    if year != rules.year_to_plan(plan, clock.today()):
        raise NotAllowedNow(f"{year} er ikke det næste år, der skal lægges.")
    row = NextYear(plan=plan, year=year, begun_by=by, begun_at=clock.now())
    audit.save(row, by=by, reason="Begyndt")
    _fill(row, by)
    return row


@transaction.atomic
def fill(next_year: NextYear, *, by: User) -> int:
    """Take in what has come to the plan since the draft was begun, leave out what now has its
    target, and copy anew what is another in the plan now and nobody has written in; how many."""
    row = _draft(next_year)
    return _renew(row, by) + _fill(row, by)


def _renew(row: NextYear, by: User) -> int:
    found = draft.behind(row)
    for copy in found:
        for field, value in copy.values.items():
            setattr(copy.row, field, value)
        rows.write(copy.row, by=by, reason=draft.RENEWED)
    return len(found)


def _fill(row: NextYear, by: User) -> int:
    return _fill_targets(row, by) + _fill_hours(row, by) + _fill_milestones(row, by)


def _fill_targets(row: NextYear, by: User) -> int:
    held = draft.holdings(row.plan, row.year)
    there = {target.criterion_id: target for target in row.targets.order_by()}
    count = 0
    for criterion in draft.criteria_in(row):
        found = held.get(criterion.pk)
        needed = draft.needs_target(found, row.year)
        if needed and criterion.pk not in there:
            made = ProposedTarget(
                next_year=row,
                criterion=criterion,
                course=draft.course_before(found, criterion),
                **draft.target_values(found),
            )
            audit.save(made, by=by, reason=draft.COPIED)
            count += 1
        elif not needed and criterion.pk in there:
            audit.sign(there[criterion.pk], by=by, reason="Har et måltal")
            there[criterion.pk].delete()
            count += 1
    return count


def _fill_hours(row: NextYear, by: User) -> int:
    there = set(row.allocations.values_list("allocation_id", flat=True))
    found = draft.allocations_in(row).exclude(pk__in=there).prefetch_related("revisions")
    for allocation in found:
        made = ProposedAllocation(
            next_year=row, allocation=allocation, **draft.hours_values(allocation, row.year)
        )
        audit.save(made, by=by, reason=draft.COPIED)
    return len(found)


def _fill_milestones(row: NextYear, by: User) -> int:
    """Each of the old year's once; one that was dropped, or would fall after the plan, begins
    left out."""
    there = set(row.milestones.values_list("copied_from_id", flat=True))
    periods = rules.periods_of(row.plan, row.year)
    found = [old for old in draft.milestones_to_copy(row.plan, row.year) if old.pk not in there]
    for position, old in enumerate(found, len(there)):
        period = rules.a_year_on(old.period)
        made = ProposedMilestone(
            next_year=row,
            copied_from=old,
            name=rules.name_for(old.name, row.year),
            kind=old.kind,
            period=period,
            activity=old.activity,
            criterion=old.criterion,
            **draft.milestone_values(old, row.year),
            is_left_out=old.status == Status.DROPPED or period not in periods,
            position=position,
        )
        audit.save(made, by=by, reason=draft.COPIED)
    return len(found)


@transaction.atomic
def save_rows(next_year: NextYear, changed: Iterable[tuple[Any, int]], *, by: User) -> int:
    """Write the rows of a table that were changed, each against the version that was read; how
    many.

    All or nothing. Raises NotAllowedNow when it is no longer a draft, ValidationError, StaleObject.
    """
    _draft(next_year)
    count = 0
    for row, version in changed:
        rows.write(row, by=by, reason="Rettet", expected_version=version)
        count += 1
    return count


@transaction.atomic
def add_milestone(row: ProposedMilestone, *, by: User) -> ProposedMilestone:
    """A milestone the old year has none like. Raises ValidationError, NotAllowedNow."""
    next_year = _draft(row.next_year)
    row.position = next_year.milestones.count()
    return rows.write(row, by=by, reason="Skrevet")  # type: ignore[no-any-return]


@transaction.atomic
def propose(next_year: NextYear, *, expected_version: int, by: User) -> None:
    """Put the draft to the styregruppe. Raises NotAllowedNow while something is missing,
    StaleObject."""
    row = _claimed(next_year)
    if row.state == State.PROPOSED and row.proposed_by_id == by.pk:
        return
    _require_draft(row)
    if row.lock_version != expected_version:
        raise StaleObject(row)
    if lacking := _lacking(row):
        raise NotAllowedNow(f"{row.year} kan ikke indstilles endnu. {lacking}")
    row.state, row.proposed_by, row.proposed_at = State.PROPOSED, by, clock.now()
    _save(row, by, "Indstillet til styregruppen")


@transaction.atomic
def take_back(next_year: NextYear, *, by: User) -> None:
    """Make a proposed year a draft again, to be written on. Raises NotAllowedNow."""
    row = _claimed(next_year)
    if row.state == State.DRAFT:
        return
    _require_undecided(row)
    row.state, row.proposed_by, row.proposed_at = State.DRAFT, None, None
    _save(row, by, "Taget tilbage")


@transaction.atomic
def decide(
    next_year: NextYear, *, yes: bool, where: Decided, note: str, shown: str, by: User
) -> None:
    """Write down what the styregruppe decided: a yes makes the year real, a no gives it back to be
    written on.

    Twice is once. Raises Changed when what was shown is not what stands, and NotAllowedNow for a
    year that is not proposed, for whoever proposed it, and for one that lacks something since.
    """
    row = _claimed(next_year)
    if row.state == State.APPROVED and row.decided_by_id == by.pk:
        return
    _require_undecided(row)
    if row.state != State.PROPOSED:
        raise NotAllowedNow(
            f"{row.year} er en kladde og kan ikke besluttes, før den er indstillet."
        )
    require_anothers(row, "året", by=by)
    bound.require(shown, texts(row))
    said = f"{where.text}. {note.strip()}" if note.strip() else where.text
    rows.refuse_names(row, note=note)
    if not yes:
        row.state, row.proposed_by, row.proposed_at = State.DRAFT, None, None
        _save(row, by, f"Ikke godkendt af styregruppen: {said}")
        return
    require_open(row.plan, rules.first_day(row.year))
    if lacking := _lacking(row):
        raise NotAllowedNow(
            f"{row.year} kan ikke godkendes, som det ligger. {lacking} Tag kladden "
            "tilbage, og ret den."
        )
    _write_targets(row, by)
    _write_hours(row)
    _write_milestones(row, by)
    row.state, row.decided_by, row.approved_on, row.decided_in = (
        State.APPROVED,
        by,
        where.on,
        where.item,
    )
    _save(row, by, f"Godkendt af styregruppen: {said}")


@transaction.atomic
def drop(next_year: NextYear, *, by: User) -> None:
    """Throw the draft away; nothing of it ever held. Raises NotAllowedNow for a year that is
    approved."""
    row = NextYear.objects.filter(pk=next_year.pk).first()
    if row is None:
        return
    row = _claimed(next_year)
    _require_undecided(row)
    rows.remove(row, by=by, reason="Kladden er slettet")


def _write_targets(row: NextYear, by: User) -> None:
    starts_on, ends_on = rules.span_of(row.plan, row.year)
    for proposed in draft.target_rows(row):
        if proposed.value is None:
            continue
        own = proposed.course if proposed.course != proposed.criterion.course else None
        target = Target(
            criterion=proposed.criterion,
            starts_on=starts_on,
            ends_on=ends_on,
            value=proposed.value,
            course=own,
        )
        target.full_clean()
        audit.save(target, by=by, reason=f"Godkendt af styregruppen for {row.year}")
        _link(proposed, target, by)


def _write_hours(row: NextYear) -> None:
    """Every post's hours hold from 1 January, those that stay as they are too: what is adjusted
    in the old year afterwards does not run on into what was decided."""
    on = rules.first_day(row.year)
    for proposed in draft.hours_rows(row):
        hours = (proposed.hours_min, proposed.hours_max)
        there = next((r for r in proposed.allocation.revisions.all() if r.in_force_on == on), None)
        if there is None:
            AllocationRevision.objects.create(
                allocation=proposed.allocation,
                hours_min=hours[0],
                hours_max=hours[1],
                in_force_on=on,
            )
        elif (there.hours_min, there.hours_max) != hours:
            said = f"{proposed.allocation} er allerede ændret fra {day_text(on)}."
            raise NotAllowedNow(f"{said} Tag kladden tilbage, og ret timerne.")


def _write_milestones(row: NextYear, by: User) -> None:
    taken = set(row.plan.milestones.values_list("code", flat=True))
    last = max(row.plan.milestones.values_list("position", flat=True), default=0)
    kept = [proposed for proposed in draft.milestone_rows(row) if not proposed.is_left_out]
    for number, proposed in enumerate(kept, 1):
        old = proposed.copied_from
        code = _code(old.code if old else f"N{number:02}", row.year, taken)
        taken.add(code)
        milestone = Milestone(
            plan=row.plan,
            code=code,
            position=last + number,
            name=proposed.name,
            kind=proposed.kind,
            period=proposed.period,
            activity=proposed.activity,
            criterion=proposed.criterion,
            number=proposed.number,
        )
        milestone.full_clean()
        audit.save(milestone, by=by, reason=f"Godkendt af styregruppen for {row.year}")
        _link(proposed, milestone, by)


def _code(base: str, year: int, taken: set[str]) -> str:
    """ "14-M1-01" of "M1-01" and, a year later, "15-M1-01"; numbered on where it is taken."""
    stem = f"{year % 100:02}-{PREFIX.sub('', base)}"[:20]
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem[: 19 - len(str(number))]}.{number}", number + 1
    return code


def _link(proposed: Any, made: Any, by: User) -> None:
    proposed.made = made
    audit.sign(proposed, by=by, reason="Godkendt af styregruppen")
    proposed.save_if_current(expected=proposed.lock_version)


def _lacking(row: NextYear) -> str:
    """The first thing that has to be mended before the year can be put forward; "" for none."""
    return next((point.text for point in missing(row) if point.is_needed), "")


def _claimed(next_year: NextYear) -> NextYear:
    rows.claim_plans(next_year)
    return NextYear.objects.select_related("plan").get(pk=next_year.pk)


def _draft(next_year: NextYear) -> NextYear:
    row = _claimed(next_year)
    _require_draft(row)
    return row


def _require_draft(row: NextYear) -> None:
    _require_undecided(row)
    if row.state != State.DRAFT:
        raise NotAllowedNow(
            f"{row.year} er indstillet til styregruppen. Tag kladden tilbage for at rette i den."
        )


def _require_undecided(row: NextYear) -> None:
    if row.state == State.APPROVED:
        raise NotAllowedNow(f"{row.year} er godkendt. Herefter ændres det kun ved justeringer.")


def _save(row: NextYear, by: User, reason: str) -> None:
    rows.check(row)
    audit.sign(row, by=by, reason=reason)
    row.save_if_current(expected=row.lock_version)
