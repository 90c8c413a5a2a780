"""What holds when a plan goes from one year to the next: which year is next, its days and
periods, what is said."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from activities.criterion_rules import Number, Wrong, wrong_course, wrong_period, wrong_value
from activities.models import Plan, SuccessCriterion, Target
from activities.within import courses_of, days_of
from core.danish import a_year_later, long_day
from core.periods import PARTS, Kind, Period
from governance.models import NextYear

DAY = timedelta(days=1)
State = NextYear.State
STATE_WORDS = {
    State.DRAFT: "er en kladde",
    State.PROPOSED: "er indstillet til styregruppen",
    State.APPROVED: "er godkendt",
}


def year_to_plan(plan: Plan, today: date) -> int | None:
    """The year that is begun and not decided, or the one to begin: next year, or this one where it
    never was.

    None when the plan ends with this year.
    """
    begun = plan.next_years.exclude(state=NextYear.State.APPROVED).order_by("year").first()
    if begun:
        return begun.year
    this = max(today.year, plan.starts_on.year)
    year = this if this > plan.starts_on.year and not _is_planned(plan, this) else this + 1
    return year if year <= plan.ends_on.year else None


def _is_planned(plan: Plan, year: int) -> bool:
    own = Target.objects.filter(criterion__activity__plan=plan, starts_on=date(year, 1, 1))
    return plan.next_years.filter(year=year).exists() or own.exists()


def first_day(year: int) -> date:
    return date(year, 1, 1)


def span_of(plan: Plan, year: int) -> tuple[date, date]:
    """The first and last day of a target for the year: whole months, and none after the plan's."""
    ends = min(date(year, 12, 31), plan.ends_on)
    following = date(ends.year + ends.month // 12, ends.month % 12 + 1, 1)
    return first_day(year), following - DAY


def wrong_target(
    next_year: NextYear, criterion: SuccessCriterion, value: Number, course: Mapping[str, Any]
) -> Iterator[Wrong]:
    """Why the criterion cannot have this target in the year, at the draft's own columns; the rules
    of every door (activities.criterion_rules)."""
    plan, activity = days_of(criterion.activity)
    first, last = span_of(next_year.plan, next_year.year)
    if said := wrong_value(criterion, value):
        yield Wrong("value", said)
    for found in wrong_period(first, last, plan, activity):
        yield Wrong("value", found.message)
    target = Target(starts_on=first, ends_on=last, value=value)
    if course and (
        said := wrong_course(criterion, course, [target], courses_of(next_year.plan_id))
    ):
        yield Wrong("course", said)


def a_year_on(period: Period) -> Period:
    """The same quarter, half year or year, a year later."""
    return period.next(PARTS[Kind(period.kind)])


def name_for(name: str, year: int) -> str:
    """A milestone's name a year on: the old year and the new one, where it names them, are each
    one later."""
    return a_year_later(name, (year - 1, year))


def periods_of(plan: Plan, year: int) -> list[Period]:
    """The plan's reporting periods in the year."""
    return [p for p in plan.periods(year) if p.start <= plan.ends_on and p.end >= plan.starts_on]


def ends_text(plan: Plan, today: date) -> str:
    """Why there is no next year to plan."""
    verb = "sluttede" if plan.ends_on < today else "slutter"
    return f"Planen {verb} den {long_day(plan.ends_on)}. Der er ikke et næste år at lægge."
