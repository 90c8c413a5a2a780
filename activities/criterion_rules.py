"""What holds for a success criterion and its targets, whichever door they come in by: the plan
file, Opsætning, Næste år or an adjustment.

Pure: each function looks at values (a row need not be saved) and gives the Danish sentences with
the model's column they belong to, or nothing. A door shows them at its own field for that column.
Rules: findings/figures.md C.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from activities import course
from activities.models import (
    CountingRule,
    Direction,
    Measure,
    Per,
    Rhythm,
    SuccessCriterion,
    Target,
)
from activities.models.criterion import BASELINE_YEARS, MONTH_BEGINS, MONTH_ENDS, WRONG_YEAR
from core.danish import day, exact_number
from core.exact import DECIMALS, TOO_FINE
from core.periods import Kind, Period
from core.reading import NEGATIVE, TOO_BIG

Number = int | Decimal
Courses = Callable[[str], Iterable[Mapping[str, Any]] | None]

MAX_VALUE = 1_000_000  # more than a target or a milestone ever is
# The one counting rule a level measure can have.
RULE_OF = {Measure.PERCENT: CountingRule.MEASUREMENT, Measure.AVERAGE: CountingRule.MEETINGS}

NO_DENOMINATOR = "En procent skal være af nogen. Skriv af hvem, fx beboerne."
NOT_OF_COUNT = "Passer ikke til antal. Vælg en af de andre."
RUNNING_HAS_NO_MONTH = (
    "Det, der tælles løbende, måles ikke i en bestemt måned. Ret rytmen (rhythm)."
)
PER_OF_SHARES = "Kun andele regnes i promille eller pr. 10.000. Lad det stå på procent (100)."
NO_BASELINE_YEAR = "Skriv også udgangspunktets år."
YEAR_ALONE = "Skriv også udgangspunktet, eller slet året."
SOURCE_ALONE = "Skriv også udgangspunktet, eller slet kilden."
WHOLE_ONLY = "Der tælles i hele tal. Skriv det uden decimaler."
ALWAYS_REACHED = "Et mål på mindst 0 er altid nået. Skriv mere end 0, eller lad målet være højst."


@dataclass(frozen=True)
class Wrong:
    """A broken rule: the column it is about, and what to do."""

    field: str
    message: str


@dataclass(frozen=True)
class Days:
    """The first and last day of what something must lie within: "Planen", "Aktiviteten". None
    where it has no such day of its own."""

    name: str
    first: date | None = None
    last: date | None = None

    @property
    def text(self) -> str:
        if self.first and self.last:
            return f"{self.name} løber fra {day(self.first)} til {day(self.last)}."
        if self.first:
            return f"{self.name} begynder {day(self.first)}."
        return f"{self.name} slutter {day(self.last)}." if self.last else ""


# The criterion


def wrong_criterion(criterion: SuccessCriterion) -> Iterator[Wrong]:
    """What does not fit together in how it is measured, and from where."""
    yield from _wrong_measure(criterion)
    if criterion.per != Per.HUNDRED and criterion.measure != Measure.PERCENT:
        yield Wrong("per", PER_OF_SHARES)
    yield from _wrong_baseline(criterion)


def _wrong_measure(criterion: SuccessCriterion) -> Iterator[Wrong]:
    measure, rule = Measure(criterion.measure), criterion.counting_rule
    if measure == Measure.PERCENT and not criterion.denominator:
        yield Wrong("denominator", NO_DENOMINATOR)
    fixed = RULE_OF.get(measure)
    if fixed and rule and rule != fixed:
        yield Wrong(
            "counting_rule",
            f"Passer ikke til {measure.label}. Vælg »{fixed.label}« ({fixed.value}).",
        )
    elif not fixed and rule in RULE_OF.values():
        yield Wrong("counting_rule", NOT_OF_COUNT)
    if criterion.measured_in_month and criterion.rhythm == Rhythm.RUNNING:
        yield Wrong("measured_in_month", RUNNING_HAS_NO_MONTH)


def _wrong_baseline(criterion: SuccessCriterion) -> Iterator[Wrong]:
    value, year = criterion.baseline, criterion.baseline_year
    if value is None:
        if year is not None:
            yield Wrong("baseline", YEAR_ALONE)
        elif criterion.baseline_source:
            yield Wrong("baseline", SOURCE_ALONE)
        return
    if said := _wrong_number(criterion, value, "Udgangspunktet"):
        yield Wrong("baseline", said)
    if year is None:
        yield Wrong("baseline_year", NO_BASELINE_YEAR)
    elif not BASELINE_YEARS[0] <= year <= BASELINE_YEARS[1]:
        yield Wrong("baseline_year", WRONG_YEAR)


def _wrong_number(criterion: SuccessCriterion, value: Number, name: str) -> str:
    if value < 0:
        return NEGATIVE
    if value != round(Decimal(value), DECIMALS):
        return TOO_FINE
    if criterion.measure == Measure.COUNT and value != int(value):
        return WHOLE_ONLY
    if criterion.measure == Measure.PERCENT and value > criterion.per:
        per = Per(criterion.per)
        said = "er" if per == Per.TEN_THOUSAND else "er i"
        return (
            f"{name} {said} {per.label} og kan højst være {exact_number(Decimal(criterion.per))}."
        )
    return TOO_BIG if value > MAX_VALUE else ""


# Its targets


def wrong_value(criterion: SuccessCriterion, value: Number) -> str:
    """Why a target of the criterion cannot be so much; "" where it can."""
    if said := _wrong_number(criterion, value, "Måltallet"):
        return said
    at_most = criterion.direction == Direction.AT_MOST
    return ALWAYS_REACHED if value == 0 and not at_most else ""


def wrong_period(first: date, last: date, plan: Days, activity: Days) -> Iterator[Wrong]:
    """Why a target cannot hold in these days: whole months inside the plan's, of which the
    activity has some.

    A year, half year, quarter or span of years may reach over the plan's first or last day: 2013
    of a plan that begins in March is what there is of it.
    """
    if first.day != 1:
        yield Wrong("starts_on", MONTH_BEGINS)
    if (last + timedelta(days=1)).day != 1:
        yield Wrong("ends_on", MONTH_ENDS)
    if plan.first and plan.last and not _within(first, last, plan.first, plan.last):
        yield Wrong("starts_on", f"{plan.text} Vælg en periode i den.")
    elif (activity.first and last < activity.first) or (activity.last and first > activity.last):
        yield Wrong("starts_on", f"{activity.text} Måltallet skal gælde i de dage.")


def _within(first: date, last: date, starts: date, ends: date) -> bool:
    if last < starts or first > ends:
        return False
    after = date(ends.year + ends.month // 12, ends.month % 12 + 1, 1)
    if first >= starts.replace(day=1) and last < after:
        return True
    in_years = starts.year <= first.year and last.year <= ends.year
    return in_years and _is_named(first, last)


def _is_named(first: date, last: date) -> bool:
    parts = [Period.containing(first, kind) for kind in (Kind.YEAR, Kind.HALF_YEAR, Kind.QUARTER)]
    parts.append(Period.span(first.year, max(first.year, last.year)))
    return any((part.start, part.end) == (first, last) for part in parts)


def overlap(earlier: date) -> str:
    """What is said of a target that begins before another has ended, on the day `earlier`."""
    return f"Et andet måltal gælder til {day(earlier)}."


# The expected course


def wrong_course(
    criterion: SuccessCriterion, wanted: Any, targets: Sequence[Target], courses: Courses
) -> str:
    """Why `wanted` cannot be the course of the criterion's `targets`; "" where it can.

    `courses`: all the courses the criterion with this code has, its own first and then its
    targets'; None where the plan has no such criterion. None of them may lead back.
    """

    def own(code: str) -> Mapping[str, Any] | None:
        found = courses(code)
        return None if found is None else next(iter(found), course.LINEAR)

    running = criterion.measure == Measure.COUNT and criterion.rhythm == Rhythm.RUNNING
    aims = [course.Aim(target.starts_on, target.ends_on, target.value) for target in targets]
    if said := course.wrong(wanted, is_count=running, code=criterion.code, aims=aims, find=own):
        return said
    return _circle(criterion.code, wanted, courses)


def _circle(code: str, wanted: Mapping[str, Any], courses: Courses) -> str:
    """Round by way of a target's own course: no reader of courses may run for ever."""
    waiting, seen = [wanted.get("after", "")], set()
    while waiting:
        other = waiting.pop()
        if not other or other in seen:
            continue
        if other == code:
            return f"{wanted['after']} følger selv efter {code}: det går i ring."
        seen.add(other)
        waiting += [found.get("after", "") for found in courses(other) or ()]
    return ""


# Days within days


def wrong_days(
    first: date | None, last: date | None, *within: Days, ends_before: str
) -> Iterator[Wrong]:
    """Why an activity, or its hours, cannot run these days: they end before they begin
    (`ends_before` says it), or lie outside what they must lie within."""
    if first and last and last <= first:
        yield Wrong("ends_on", ends_before)
        return
    for field, value in (("starts_on", first), ("ends_on", last)):
        outer = next((o for o in within if value and _outside(value, o)), None)
        if outer:
            yield Wrong(field, f"{outer.text} Vælg en dag i de dage.")


def _outside(value: date, outer: Days) -> bool:
    return bool((outer.first and value < outer.first) or (outer.last and value > outer.last))
