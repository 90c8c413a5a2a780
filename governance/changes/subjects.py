"""What an adjustment changes: a target, a milestone, weekly hours or a line of the budget, which it may also add.

One way for all four: how the thing stands now, how a value is read aloud, and how a new value is written from a day on.
Values are plain JSON, as an adjustment keeps them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from accounts.models import User
from activities.hours import hours_a_week
from activities.models import (
    AllocationRevision,
    Measure,
    Plan,
    StaffAllocation,
    SuccessCriterion,
    Target,
    TargetRevision,
)
from core import clock
from core.danish import HARD, exact_kroner, number, quantity
from core.danish import day as day_text
from core.models import NotAllowedNow
from core.periods import Period
from governance.changes import new_lines
from governance.models import Adjustment, Budget, BudgetLine, BudgetRevision, Subject
from governance.models.budget import BudgetState
from milestones import actions as milestones
from milestones.models import Milestone, Status

Value = Mapping[str, Any]
NEW_LINE = "newline"  # how an address names what an adjustment may add


@dataclass(frozen=True)
class Thing:
    """What an adjustment is about, as it stands: `value` is the newest there is, in force since `changed_on` where it
    was ever changed. `first` and `last`: the days a change may be in force from. `ahead`: what is decided to hold from
    a later day in any case, in words."""

    name: str
    value: Value
    text: str
    first: date
    last: date
    changed_on: date | None
    ahead: str = ""


def thing_of(row: Adjustment) -> Thing:
    """The thing as the database has it now: claim the plan first where it is to be written."""
    if row.is_new_line:
        return new_line_thing(row)
    match Subject(row.subject):
        case Subject.TARGET:
            return target_thing(_read(Target.objects.select_related("criterion__activity"), row.target_id))
        case Subject.MILESTONE:
            return milestone_thing(_read(Milestone.objects.select_related("criterion", "plan"), row.milestone_id))
        case Subject.ALLOCATION:
            found = _read(StaffAllocation.objects.select_related("activity__plan", "staff_role"), row.allocation_id)
            return allocation_thing(found, row.in_force_on)
        case Subject.BUDGET:
            return line_thing(_read(BudgetLine.objects.select_related("budget__plan"), row.budget_line_id))


def _read(rows: Any, pk: int | None) -> Any:
    return rows.prefetch_related("revisions").get(pk=pk)


def target_thing(target: Target) -> Thing:
    revision = newest(target)
    value = {"value": (revision or target).value}
    name, text = f"{target.criterion} ({target.period.label})", target_words(target, value)
    return Thing(name, value, text, target.starts_on, target.ends_on, _since(revision))


def milestone_thing(milestone: Milestone) -> Thing:
    revision, plan = newest(milestone), milestone.plan
    value = {"period": milestone.period.code, "number": (revision or milestone).number}
    words = milestone_words(milestone, value)
    return Thing(str(milestone), value, words, plan.starts_on, plan.ends_on, _since(revision))


def allocation_thing(allocation: StaffAllocation, on: date | None = None) -> Thing:
    """The hours a change from the day `on` takes over from: those of a next year that is approved are known before they
    hold, and until then the old ones may be adjusted."""
    plan, day = allocation.activity.plan, max(on or clock.today(), clock.today())
    course = sorted(allocation.revisions.all(), key=lambda revision: revision.in_force_on)
    revision = next((r for r in reversed(course) if r.in_force_on <= day), None)
    following = next((r for r in course if r.in_force_on > day), None)
    held, since = revision or allocation, _since(revision)
    value, name = hours_value(held.hours_min, held.hours_max), f"{allocation.staff_role} på {allocation.activity}"
    text = hours_words(value) + (f" (fra {day_text(since)})" if since and since > clock.today() else "")
    ahead = ""
    if following:
        hours = hours_words(hours_value(following.hours_min, following.hours_max))
        ahead = f"fra {day_text(following.in_force_on)} er {hours} besluttet"
    return Thing(name, value, text, plan.starts_on, plan.ends_on, since, ahead)


def line_thing(line: BudgetLine) -> Thing:
    revision = newest(line)
    value = amount_value((revision or line).amount)
    year = Period.year(line.budget.year)
    return Thing(f"{line} ({year.label})", value, amount_words(value), year.start, year.end, _since(revision))


def new_line_thing(row: Adjustment) -> Thing:
    assert row.budget
    year = Period.year(row.budget.year)
    return Thing(name_of(row), new_lines.NOTHING, new_lines.NOT_THERE, year.start, year.end, None)


def newest(row: Any) -> Any:
    """The revision of a row that holds from the latest day, in force yet or not; reads `revisions`."""
    return max(row.revisions.all(), key=lambda revision: revision.in_force_on, default=None)


def _since(revision: Any) -> date | None:
    return revision.in_force_on if revision else None


def ends_with(row: Adjustment) -> Period | None:
    """The period a milestone is moved to: once it is over there is nowhere to move it."""
    return Period.parse(row.new["period"]) if row.subject == Subject.MILESTONE else None


def check_new(row: Adjustment) -> None:
    """Raise ValidationError, by field, for a new thing that cannot be written as it is."""
    if row.is_new_line:
        new_lines.check(row)


def require_open(row: Adjustment) -> None:
    """Raise NotAllowedNow for a milestone that was reached or dropped meanwhile, and for a new line whose konto was
    taken."""
    if row.is_new_line:
        new_lines.require_possible(row)
    if row.milestone and row.milestone.status in (Status.REACHED, Status.DROPPED):
        said = row.milestone.get_status_display().lower()
        raise NotAllowedNow(f"Milepælen er {said} og kan ikke ændres. Træk justeringen.")


# Values, and how they are read aloud


def hours_value(low: Decimal, high: Decimal) -> dict[str, str]:
    return {"hours_min": _fixed(low), "hours_max": _fixed(high)}


def amount_value(amount: Decimal) -> dict[str, str]:
    return {"amount": _fixed(amount)}


def _fixed(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.01")))


def words(row: Adjustment, value: Value) -> str:
    """ "120 familier", "1. kvartal 2014", "12 timer pr. uge", "125.000 kr."."""
    if row.is_new_line:
        return new_lines.words(value)
    match Subject(row.subject):
        case Subject.TARGET:
            assert row.target
            return target_words(row.target, value)
        case Subject.MILESTONE:
            assert row.milestone
            return milestone_words(row.milestone, value)
        case Subject.ALLOCATION:
            return hours_words(value)
        case Subject.BUDGET:
            return amount_words(value)


def target_words(target: Target, value: Value) -> str:
    return value_text(target.criterion, value["value"])


def value_text(criterion: SuccessCriterion, value: int | None) -> str:
    """ "120 familier", "54 %", "12 beboere pr. møde"; a dash without one."""
    if value is None:
        return "–"
    match criterion.measure:
        case Measure.PERCENT:
            return f"{number(value)}{HARD}%"
        case Measure.AVERAGE:
            per = f" pr. {criterion.denominator}" if criterion.denominator else " i gennemsnit"
            return f"{quantity(value, criterion.noun_singular, criterion.noun)}{per}"
    return quantity(value, criterion.noun_singular, criterion.noun)


def milestone_words(milestone: Milestone, value: Value) -> str:
    period, count = Period.parse(value["period"]).label, value.get("number")
    if count is None:
        return period
    criterion = milestone.criterion
    if criterion is None or criterion.measure == Measure.PERCENT:
        unit = f"{HARD}%" if criterion else ""
        return f"{period}, {number(count)}{unit}"
    return f"{period}, {quantity(count, criterion.noun_singular, criterion.noun)}"


def hours_words(value: Value) -> str:
    return hours_a_week(Decimal(value["hours_min"]), Decimal(value["hours_max"]))


def amount_words(value: Value) -> str:
    return exact_kroner(Decimal(value["amount"]))


# A new value, from a day on


def write(row: Adjustment, *, by: User) -> None:
    """Let the adjustment's new value hold from its day. A milestone's period has no day: it moves at once, and its old
    one keeps showing it. Raises ValidationError and NotAllowedNow for a milestone that can no longer be changed."""
    on, new = row.in_force_on, row.new
    if row.is_new_line:
        new_lines.write(row, by=by)
        return
    if row.target:
        TargetRevision.objects.create(target=row.target, value=new["value"], in_force_on=on)
    elif row.allocation:
        low, high = Decimal(new["hours_min"]), Decimal(new["hours_max"])
        AllocationRevision.objects.create(allocation=row.allocation, hours_min=low, hours_max=high, in_force_on=on)
    elif row.budget_line:
        BudgetRevision.objects.create(line=row.budget_line, amount=Decimal(new["amount"]), in_force_on=on)
    elif row.milestone:
        _write_milestone(row, row.milestone, by=by)


def _write_milestone(row: Adjustment, milestone: Milestone, *, by: User) -> None:
    why = f"{row.title} (justering {row.number})"
    if row.new["number"] != row.old["number"]:
        milestones.change_number(milestone, to=row.new["number"], on=row.in_force_on, reason=why, by=by)
    if row.new["period"] != row.old["period"]:
        milestones.move(milestone, to=Period.parse(row.new["period"]), reason=why, decided=True, by=by)


# What may be adjusted


@dataclass(frozen=True)
class Choice:
    """One thing an adjustment may be about: `key` is how an address names it ("target-12")."""

    key: str
    name: str
    text: str


def key_of(subject: Subject, row: Any) -> str:
    return f"{subject}-{row.pk}"


def key_again(row: Adjustment) -> str:
    """The key of what an adjustment is about: under which it is adjusted anew."""
    return f"{NEW_LINE}-{row.budget_id}" if row.is_new_line else f"{row.subject}-{getattr(row, f'{row.field}_id')}"


def choices(plan: Plan) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """All that may be adjusted in the plan today, under its headings. Nine queries, two for each kind and one for
    what may be added."""
    money = (*_choices(Subject.BUDGET, lines(plan), line_thing), *_new_lines(plan))
    found = (
        ("Måltal", _choices(Subject.TARGET, targets(plan), target_thing)),
        ("Milepæle", _choices(Subject.MILESTONE, milestones_of(plan), milestone_thing)),
        ("Timer", _choices(Subject.ALLOCATION, allocations(plan), allocation_thing)),
        ("Budget", money),
    )
    return tuple((name, rows) for name, rows in found if rows)


def _choices(subject: Subject, rows: Any, thing: Any) -> tuple[Choice, ...]:
    things = ((row, thing(row)) for row in rows)
    return tuple(Choice(key_of(subject, row), found.name, found.text) for row, found in things)


def _new_lines(plan: Plan) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"{NEW_LINE}-{budget.pk}", f"Ny linje i budget {budget.year}", "en konto, der mangler")
        for budget in budgets(plan)
    )


def find(plan: Plan, key: str) -> Adjustment | None:
    """A new adjustment of what `key` names, where it may be adjusted; else None."""
    name, _, pk = key.partition("-")
    found = {
        Subject.TARGET: (Subject.TARGET, "target", targets),
        Subject.MILESTONE: (Subject.MILESTONE, "milestone", milestones_of),
        Subject.ALLOCATION: (Subject.ALLOCATION, "allocation", allocations),
        Subject.BUDGET: (Subject.BUDGET, "budget_line", lines),
        NEW_LINE: (Subject.BUDGET, "budget", budgets),
    }.get(name)
    if found is None or not pk.isascii() or not pk.isdigit() or len(pk) > 15:
        return None
    subject, field, rows = found
    row = rows(plan).filter(pk=int(pk)).first()
    return Adjustment(plan=plan, subject=subject, **{field: row}) if row else None


def targets(plan: Plan) -> Any:
    """Targets whose period is not over."""
    rows = Target.objects.filter(criterion__activity__plan=plan, ends_on__gte=clock.today())
    return (
        rows.select_related("criterion__activity")
        .prefetch_related("revisions")
        .order_by("criterion__activity__position", "criterion__level", "criterion__position", "starts_on")
    )


def milestones_of(plan: Plan) -> Any:
    """Milestones that are still to be reached."""
    rows = plan.milestones.exclude(status__in=(Status.REACHED, Status.DROPPED))
    return rows.select_related("criterion", "plan").prefetch_related("revisions")


def allocations(plan: Plan) -> Any:
    rows = StaffAllocation.objects.filter(activity__plan=plan)
    return (
        rows.select_related("activity__plan", "staff_role")
        .prefetch_related("revisions")
        .order_by("activity__position", "position", "pk")
    )


def lines(plan: Plan) -> Any:
    """Lines of budgets the styregruppe has approved and whose year is not over; of one that is not, the line itself is
    corrected."""
    rows = BudgetLine.objects.filter(
        budget__plan=plan, budget__state=BudgetState.APPROVED, budget__year__gte=clock.today().year
    )
    return rows.select_related("budget__plan").prefetch_related("revisions")


def budgets(plan: Plan) -> Any:
    """Budgets a line may be added to: as `lines`."""
    return Budget.objects.filter(plan=plan, state=BudgetState.APPROVED, year__gte=clock.today().year)


# Where it stands


ALONG = (
    "target__criterion__activity__plan",
    "milestone__plan",
    "allocation__activity__plan",
    "allocation__staff_role",
    "budget_line__budget",
    "budget",
)


def name_of(row: Adjustment) -> str:
    """What it changes: "5.1.1-1 Familier deltog (2013)"; reads ALONG."""
    if row.is_new_line:
        assert row.budget
        return f"Ny linje i budget {row.budget.year}"
    match Subject(row.subject):
        case Subject.TARGET:
            assert row.target
            return f"{row.target.criterion} ({row.target.period.label})"
        case Subject.MILESTONE:
            return str(row.milestone)
        case Subject.ALLOCATION:
            assert row.allocation
            return f"{row.allocation.staff_role} på {row.allocation.activity}"
        case Subject.BUDGET:
            assert row.budget_line
            return f"{row.budget_line} ({row.budget_line.budget.year})"


def url_of(row: Adjustment) -> str:
    """The page where it is to be seen; "" for a budget line. Reads ALONG."""
    if row.target:
        return f"{row.target.criterion.activity.get_absolute_url()}#{row.target.criterion.code}"
    if row.milestone:
        return f"{reverse('milestone-board', args=[row.plan.slug])}#m-{row.milestone.code}"
    return row.allocation.activity.get_absolute_url() if row.allocation else ""
