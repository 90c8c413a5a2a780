"""Which day and stretch of time a reading page shows: the year to date, or a reporting period
that has begun."""

from dataclasses import dataclass
from datetime import date

from activities.models import Plan
from core.danish import long_day
from core.periods import Kind, Period

ADJECTIVE = {Plan.Rhythm.QUARTER: "kvartal", Plan.Rhythm.HALF_YEAR: "halvår"}


class PeriodMissing(Exception):
    """The plan has nothing to show for the period asked for; the message says why, in Danish."""


@dataclass(frozen=True)
class Choice:
    label: str
    query: str
    current: bool


@dataclass(frozen=True)
class Chosen:
    """`period` as asked for, `start` to `as_of` what is shown of it. `day` is today within the
    plan.

    `year_start`: the first day of the plan's year that `as_of` lies in.
    """

    period: Period
    start: date
    year_start: date
    as_of: date
    day: date
    query: str

    @property
    def is_now(self) -> bool:
        return self.as_of == self.day

    @property
    def past_query(self) -> str:
        """What other pages need to show the same day; "" when it is today's."""
        return "" if self.is_now else self.query

    @property
    def is_year(self) -> bool:
        return self.period.kind == Kind.YEAR

    @property
    def name(self) -> str:
        """ "året til nu", "2. kvartal 2013", "2013"."""
        return (
            "året til nu"
            if self.is_year and self.is_now and self.day < self.period.end
            else self.period.label
        )


def day_within(plan: Plan, today: date) -> date:
    return min(max(today, plan.starts_on), plan.ends_on)


def choose(plan: Plan, code: str, today: date) -> Chosen:
    """The period `code` names, or without one the year that runs. Raises PeriodMissing."""
    day = day_within(plan, today)
    if not code:
        return _chosen(plan, Period.year(day.year), day, "")
    try:
        period = Period.parse(code)
    except ValueError as error:
        raise PeriodMissing(str(error)) from error
    if message := why_not(plan, period, day):
        raise PeriodMissing(message)
    return _chosen(plan, period, day, f"?periode={period.code}")


def why_not(plan: Plan, period: Period, day: date) -> str:
    """Why the plan cannot show `period`, in a sentence; "" when it can."""
    if period.kind not in (Kind.YEAR, plan.reporting_period):
        return (
            f"Planen rapporterer pr. {ADJECTIVE[Plan.Rhythm(plan.reporting_period)]}. "
            "Vælg et af dem eller et år."
        )
    if period.end < plan.starts_on:
        return f"{period.label} ligger før planen. Den begynder den {long_day(plan.starts_on)}."
    if period.start > plan.ends_on:
        return f"{period.label} ligger efter planen. Den slutter den {long_day(plan.ends_on)}."
    if period.start > day:
        return (
            f"{period.label} er ikke begyndt endnu. Tallene kommer fra den "
            f"{long_day(period.start)}."
        )
    return ""


def _chosen(plan: Plan, period: Period, day: date, query: str) -> Chosen:
    return Chosen(
        period=period,
        start=max(period.start, plan.starts_on),
        year_start=max(date(period.start.year, 1, 1), plan.starts_on),
        as_of=min(period.end, day),
        day=day,
        query=query,
    )


def segments(plan: Plan, chosen: Chosen) -> tuple[Choice, ...]:
    """The periods begun in the chosen year, and the year itself."""
    year = Period.year(chosen.period.start.year)
    begun = [
        period for period in plan.periods(year.start.year) if not why_not(plan, period, chosen.day)
    ]
    label = "Året til nu" if chosen.day < year.end and chosen.day in year else f"Hele {year.label}"
    return (
        *(Choice(p.short_label, f"?periode={p.code}", p == chosen.period) for p in begun),
        Choice(label, year_query(year, chosen), chosen.period == year),
    )


def years(plan: Plan, chosen: Chosen) -> tuple[Choice, ...]:
    """The plan's years that have begun; none to choose between when there is one."""
    begun = [Period.year(year) for year in range(plan.starts_on.year, chosen.day.year + 1)]
    if len(begun) < 2:
        return ()
    return tuple(
        Choice(y.label, year_query(y, chosen), y.start.year == chosen.period.start.year)
        for y in begun
    )


def year_query(year: Period, chosen: Chosen) -> str:
    return "?" if chosen.day in year else f"?periode={year.code}"
