"""The rules, as pure functions of plain values: measure, expected by now, forecast, light.

All arithmetic is exact (Fraction); only texts round. Percent is 0-100.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from activities.progress.figures import (
    CriterionFacts,
    Figure,
    Forecast,
    Month,
    TargetStep,
    expected_number,
)
from core.danish import HARD, MONTHS, capital, listing, number, percent, word
from core.lights import Light
from core.periods import Period

if TYPE_CHECKING:
    from activities.models import Plan

FORECAST_AFTER_DAYS = 30
RECENT_MONTHS = 3


@dataclass(frozen=True)
class Thresholds:
    """Percent of the expected from which a criterion is on track, and at risk."""

    on_track_from: int
    at_risk_from: int

    @classmethod
    def of(cls, plan: "Plan") -> "Thresholds":
        return cls(plan.on_track_from, plan.at_risk_from)


def figure(
    criterion: CriterionFacts,
    period: Period | None,
    target: int | None,
    months: Sequence[Month],
    as_of: date,
    thresholds: Thresholds,
    steps: tuple[TargetStep, ...] = (),
) -> Figure:
    """Everything there is to say about a criterion as of a day.

    `months`: what was registered from the start of `period` to `as_of`, oldest first. `period` and
    `target` are None where the plan has no target for the day; then only the actual is said.
    """
    value, base = totals(criterion.measure, months)
    actual = measured(criterion.measure, value, base)
    expected = expected_by_now(criterion, period, target, as_of)
    light, reason = light_of(criterion, period, target, actual, expected, as_of, thresholds)
    return Figure(
        criterion=criterion,
        as_of=as_of,
        period=period,
        target=target,
        actual=actual,
        value=value,
        base=base,
        expected=expected,
        attainment=None if actual is None or not target else actual * 100 / target,
        forecast=forecast(criterion, period, months, as_of),
        light=light,
        reason=reason,
        last_on=max((m.last_on for m in months), default=None),
        registrations=sum(m.rows for m in months),
        months=tuple(months),
        steps=steps,
    )


def totals(measure: str, months: Sequence[Month]) -> tuple[int | None, int | None]:
    """(value, base) that the measure rests on; (None, None) where nothing is registered.

    count: the sum. average: all attendances and all meetings of the period. percent: the newest
    measurement, pooled within its month; older measurements never add to it.
    """
    if not months:
        return None, None
    match measure:
        case "percent":
            return months[-1].value, months[-1].base
        case "average":
            return sum(m.value for m in months), sum(m.base for m in months)
    return sum(m.value for m in months), None


def measured(measure: str, value: int | None, base: int | None) -> Fraction | None:
    """The figure in its unit: heads or things, percent 0-100, attendances per meeting; None
    unmeasured."""
    if value is None:
        return None
    match measure:
        case "percent":
            return Fraction(100 * value, base) if base else None
        case "average":
            return Fraction(value, base) if base else None
    return Fraction(value)


def expected_by_now(
    criterion: CriterionFacts, period: Period | None, target: int | None, as_of: date
) -> Fraction | None:
    """Target x elapsed share of its period for a running count; None where nothing is expected
    pro rata (percent, average, and what is measured once)."""
    if period is None or target is None or not criterion.is_count or criterion.rhythm != "running":
        return None
    return target * period.elapsed(as_of)


def forecast(
    criterion: CriterionFacts, period: Period | None, months: Sequence[Month], as_of: date
) -> Forecast | None:
    """The range a running count ends in: at the pace of the whole period so far, and at the pace
    of the last three months. None before a month has gone, when the period is over, or when
    nothing is counted."""
    if period is None or not criterion.is_count or criterion.rhythm != "running" or not months:
        return None
    gone, left = (as_of - period.start).days + 1, (period.end - as_of).days
    if gone < FORECAST_AFTER_DAYS or left <= 0:
        return None
    total = sum(m.value for m in months)
    since = max(period.start, months_back(as_of, RECENT_MONTHS - 1))
    recent = sum(m.value for m in months if m.first >= since)
    paces = (Fraction(total, gone), Fraction(recent, (as_of - since).days + 1))
    ends = sorted(int(total + pace * left + Fraction(1, 2)) for pace in paces)
    return Forecast(low=ends[0], high=ends[1])


def months_back(day: date, months: int) -> date:
    """The first day of the month `months` before the month of `day`."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def light_of(
    criterion: CriterionFacts,
    period: Period | None,
    target: int | None,
    actual: Fraction | None,
    expected: Fraction | None,
    as_of: date,
    thresholds: Thresholds,
) -> tuple[Light, str]:
    """The light and its reason in words (architecture.md 3; thresholds are the plan's own)."""
    if period is None or target is None:
        return Light.NOT_MEASURED, f"Der er ikke sat et måltal for {as_of.year}."
    if actual is None:
        return _nothing_registered(criterion, period, expected, as_of)
    unit = f"{HARD}%" if criterion.measure == "percent" else f" {criterion.noun}"
    if actual >= target:
        return Light.REACHED, f"Målet på {number(target)}{unit} er nået."
    wanted, against = (target, "målet på") if expected is None else (expected, "de forventede")
    share = Fraction(100) if not wanted else actual * 100 / wanted
    is_behind = share < thresholds.on_track_from
    ratio = f"{percent(share)} af {against} {expected_number(wanted, actual, is_behind)}"
    if not is_behind:
        return Light.ON_TRACK, f"{ratio}. På sporet er fra {percent(thresholds.on_track_from)}."
    if share >= thresholds.at_risk_from:
        return (
            Light.AT_RISK,
            (
                f"{ratio}. Risiko er fra {thresholds.at_risk_from} til "
                f"{percent(thresholds.on_track_from)}."
            ),
        )
    return Light.DELAYED, f"{ratio}. Forsinket er under {percent(thresholds.at_risk_from)}."


def _nothing_registered(
    criterion: CriterionFacts, period: Period, expected: Fraction | None, as_of: date
) -> tuple[Light, str]:
    if expected is None:
        return Light.NOT_MEASURED, f"Ikke målt endnu.{_measured_when(criterion, period, as_of)}"
    if as_of <= Period.containing(period.start).end:
        return (
            Light.NOT_STARTED,
            "Ingen registreringer endnu. Periodens første kvartal er ikke slut.",
        )
    return (
        Light.DELAYED,
        f"Ingen registreringer endnu; {expected_number(expected, None, True)} ventet nu.",
    )


def _measured_when(criterion: CriterionFacts, period: Period, as_of: date) -> str:
    """When it is measured, within the target's own period: a school year's May lies in its
    second year."""
    months = measuring_months(criterion, period)
    if not months:
        return ""
    gone = [first for first in months if first < as_of.replace(day=1)]
    first = gone[-1] if gone else months[0]
    year = "" if first.year == as_of.year else f" {first.year}"
    return f" {'Skulle være målt' if gone else 'Måles'} i {MONTHS[first.month - 1]}{year}."


def measuring_months(criterion: CriterionFacts, period: Period) -> list[date]:
    """The first day of each month of `period` in which the criterion is measured; none for a
    running one."""
    years = range(period.start.year, period.end.year + 1) if criterion.measured_in_month else ()
    months = [date(year, criterion.measured_in_month or 1, 1) for year in years]
    return [first for first in months if period.start.replace(day=1) <= first <= period.end]


def area_light(figures: Sequence[Figure]) -> tuple[Light, str]:
    """An area counts its measured criteria: three quarters follow the plan = on track, half = at
    risk."""
    measured_ones = [f for f in figures if f.light.is_measured]
    following = sum(f.light.follows_plan for f in measured_ones)
    if not measured_ones:
        idle = bool(figures) and all(f.light is Light.NOT_STARTED for f in figures)
        return (
            Light.NOT_STARTED if idle else Light.NOT_MEASURED
        ), "Ingen kriterier kan måles endnu."
    noun = "målt kriterium" if len(measured_ones) == 1 else "målte kriterier"
    reason = f"{following} af {len(measured_ones)} {noun} er på sporet eller nået"
    if 4 * following >= 3 * len(measured_ones):
        return Light.ON_TRACK, f"{reason}. På sporet er fra tre fjerdedele."
    if 2 * following >= len(measured_ones):
        return Light.AT_RISK, f"{reason}. Risiko er fra halvdelen til tre fjerdedele."
    return Light.DELAYED, f"{reason}. Forsinket er under halvdelen."


def activity_sentence(figures: Sequence[Figure]) -> str:
    """How many steps follow the plan, and which do not."""
    measured_ones = [f for f in figures if f.light.is_measured]
    if not measured_ones:
        return "Ingen kriterier kan måles endnu."
    off = [f for f in measured_ones if not f.light.follows_plan]
    if not off:
        count = len(measured_ones)
        return (
            "Det ene målte kriterium følger planen."
            if count == 1
            else f"Alle {word(count)} målte kriterier følger planen."
        )
    lines = [f"{f.criterion.name}: {f.of_text}" for f in off]
    if len(measured_ones) == 1:
        return f"Det ene målte kriterium er bagud. {lines[0]}."
    following = (
        capital(word(len(measured_ones) - len(off))) if len(off) < len(measured_ones) else "Ingen"
    )
    lead = f"{following} af {word(len(measured_ones))} målte kriterier følger planen."
    return f"{lead} {'. '.join(lines)}."


def area_sentence(figures: Sequence[Figure], names: dict[int, str]) -> str:
    """The sentence of an area: always names the exceptions. `names`: activity pk -> name."""
    off = [f for f in figures if f.light.is_measured and not f.light.follows_plan]
    if not any(f.light.is_measured for f in figures):
        return "Ingen kriterier kan måles endnu."
    if not off:
        return "Alle målte kriterier følger planen."
    worst_first = sorted(
        off, key=lambda f: (f.light is not Light.DELAYED, f.actual is not None, f.criterion.code)
    )
    activities = list(dict.fromkeys(names[f.criterion.activity_pk] for f in worst_first))
    if len(off) == 1:
        only = off[0]
        what = (
            f"{names[only.criterion.activity_pk]}, "
            f"{only.criterion.name[:1].lower()}{only.criterion.name[1:]}"
        )
        return f"Kun {what} er bagud: {only.of_text}."
    return f"{capital(word(len(off)))} kriterier er bagud i {listing(activities)}."


def chart_message(fig: Figure) -> str:
    """The title of a criterion's chart: what the figures say about the target."""
    noun = f"{HARD}%" if fig.criterion.measure == "percent" else f" {fig.criterion.noun}"
    if fig.target is None:
        return "Der er ikke sat et måltal"
    if fig.actual is None:
        return "Ingen målinger endnu" if fig.expected is None else "Ingen registreringer endnu"
    if fig.actual >= fig.target:
        return f"Målet er nået: {fig.actual_text} af {fig.target_text}"
    if fig.forecast is None:
        return f"{fig.actual_text} af {fig.target_text}: målet er ikke nået endnu"
    end = f"prognosen er {fig.forecast.text}{noun}"
    if fig.forecast.low >= fig.target:
        return f"Målet ser ud til at blive nået: {end}"
    if fig.forecast.high >= fig.target:
        return f"Målet er lige inden for rækkevidde: {end}"
    return f"Målet nås ikke med det nuværende tempo: {end}"


def points(fig: Figure) -> list[tuple[date, int]]:
    """The running sum of a count at each month's end (or as_of): what a line chart draws."""
    if fig.period is None:
        return []
    found, total, by_month = [], 0, {m.first: m.value for m in fig.months}
    month = fig.period.start.replace(day=1)
    while month <= fig.as_of:
        total += by_month.get(month, 0)
        after = months_back(month, -1)
        found.append((min(after - timedelta(days=1), fig.as_of, fig.period.end), total))
        month = after
        if month > fig.period.end:
            break
    return found
