"""The rules, as pure functions of plain values: the measure, what is expected by now, and the
figure they make. Its light stands in `lights`, where it ends in `outlook`, what is said of several
in `sentences`.

All arithmetic is exact (Fraction); only texts round. Percent is 0-100.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from activities.course import expected_on
from activities.progress.figures import CriterionFacts, Figure, Month, TargetStep
from activities.progress.lights import Standing, light_of, no_target
from activities.progress.outlook import forecast
from core.periods import Period

if TYPE_CHECKING:
    from activities.models import Plan


@dataclass(frozen=True)
class Thresholds:
    """Percent of the expected from which a criterion is on track, and at risk."""

    on_track_from: int
    at_risk_from: int

    @classmethod
    def of(cls, plan: "Plan", as_of: date) -> "Thresholds":
        """Those in force on the day."""
        held = plan.limits_on(as_of)
        return cls(held.on_track_from, held.at_risk_from)


def figure(
    criterion: CriterionFacts,
    period: Period | None,
    target: int | Decimal | None,
    months: Sequence[Month],
    as_of: date,
    thresholds: Thresholds,
    steps: tuple[TargetStep, ...] = (),
    *,
    day_is_over: bool = False,
) -> Figure:
    """Everything there is to say about a criterion as of a day.

    `months`: what was registered from the start of `period` to `as_of`, oldest first. `period` and
    `target` are None where the plan has no target for the day; then only the actual is said.
    `day_is_over`: nothing more can come on `as_of` itself, so that a target that ends on it is
    reached or not.
    """
    value, base = totals(criterion.measure, months)
    actual = measured(criterion.measure, value, base, criterion.per)
    expected = expected_by_now(criterion, period, target, as_of, steps)
    light, reason = no_target(as_of)
    is_over, outlook = False, None
    if period is not None and target is not None:
        first, last = criterion.within(period)
        is_over = as_of > last or (as_of == last and day_is_over)
        light, reason = light_of(
            Standing(
                criterion=criterion,
                period=period,
                target=target,
                actual=actual,
                expected=expected,
                first=first,
                last=last,
                as_of=as_of,
                is_over=is_over,
                on_track_from=thresholds.on_track_from,
                at_risk_from=thresholds.at_risk_from,
            )
        )
        settled = is_over or criterion.course.is_once or _is_broken(criterion, target, actual)
        if not settled:
            outlook = forecast(
                actual=actual,
                expected=expected,
                target=Fraction(target),
                is_ceiling=criterion.is_ceiling,
                close_from=thresholds.on_track_from,
                months=months,
                first=first,
                last=last,
                as_of=as_of,
            )
    return Figure(
        criterion=criterion,
        as_of=as_of,
        period=period,
        target=target,
        actual=actual,
        value=value,
        base=base,
        expected=expected,
        attainment=attainment(criterion, target, actual),
        forecast=outlook,
        light=light,
        reason=reason,
        last_on=max((m.last_on for m in months), default=None),
        registrations=sum(m.rows for m in months),
        months=tuple(months),
        steps=steps,
        is_over=is_over,
    )


def _is_broken(criterion: CriterionFacts, target: int | Decimal, actual: Fraction | None) -> bool:
    """A ceiling that is passed: where it ends is known."""
    return criterion.is_ceiling and actual is not None and actual > target


def attainment(
    criterion: CriterionFacts, target: int | Decimal | None, actual: Fraction | None
) -> Fraction | None:
    """Percent of the target. Of a ceiling: how much of the way down from the baseline; None where
    there is no way to go, for a share of a ceiling says nothing."""
    if actual is None or target is None:
        return None
    if not criterion.is_ceiling:
        return actual * 100 / Fraction(target) if target else None
    baseline = criterion.baseline
    if baseline is None or baseline <= target:
        return None
    return (Fraction(baseline) - actual) * 100 / (Fraction(baseline) - Fraction(target))


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


def measured(measure: str, value: int | None, base: int | None, per: int = 100) -> Fraction | None:
    """The figure in its unit: heads or things, a share of `per` (100: percent), attendances per
    meeting; None unmeasured."""
    if value is None:
        return None
    match measure:
        case "percent":
            return Fraction(per * value, base) if base else None
        case "average":
            return Fraction(value, base) if base else None
    return Fraction(value)


def expected_by_now(
    criterion: CriterionFacts,
    period: Period | None,
    target: int | Decimal | None,
    as_of: date,
    steps: Sequence[TargetStep] = (),
) -> Fraction | None:
    """What the course of a running count expects when `as_of` is over, within the plan's and the
    activity's days; None where nothing is expected pro rata (percent, average, and what is measured
    once)."""
    if period is None or target is None or not criterion.is_expected:
        return None
    first, last = criterion.within(period)
    held = [(step.since, step.value) for step in steps] or [(first, target)]
    return expected_on(criterion.course, held, first, last, as_of)


def months_back(day: date, months: int) -> date:
    """The first day of the month `months` before the month of `day`."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


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
