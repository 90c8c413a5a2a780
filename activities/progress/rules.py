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
from activities.progress.figures import CriterionFacts, Figure, Measurement, Month, TargetStep
from activities.progress.lights import Standing, light_of, no_target
from activities.progress.outlook import forecast
from core.danish import number, quantity
from core.lights import Light
from core.periods import Period

if TYPE_CHECKING:
    from activities.models import Plan


@dataclass(frozen=True)
class Thresholds:
    """Percent of the expected from which a criterion is on track, and at risk; and how many answers
    a share must rest on to be called anything."""

    on_track_from: int
    at_risk_from: int
    min_answers: int = 0

    @classmethod
    def of(cls, plan: "Plan", as_of: date) -> "Thresholds":
        """Those in force on the day."""
        held = plan.limits_on(as_of)
        return cls(held.on_track_from, held.at_risk_from, held.min_answers)


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
    before, after = (_of_role(months, role) for role in ("before", "after"))
    months = [m for m in months if m.read is None or m.read.role == "ordinary"]
    found = measurements(months) if criterion.is_share else ()
    counted = newest(found, thresholds.min_answers)
    value, base = totals(criterion, months, thresholds.min_answers)
    actual = measured(criterion.measure, value, base, criterion.per)
    if counted and counted.read and counted.read.share is not None:
        actual = counted.read.share
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
        light, reason = too_few(counted, thresholds.min_answers) or (light, reason)
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
        measurements=found,
        counted=counted,
        before=before,
        after=after,
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


def totals(
    criterion: CriterionFacts, months: Sequence[Month], min_answers: int = 0
) -> tuple[int | None, int | None]:
    """(value, base) that the measure rests on; (None, None) where nothing is known.

    count: the sum of what the counting rule counts: of attendances every head, of each once those
    who are new. A registration that does not say how many were new is not guessed at: it counts
    nobody, so that the figure is what is sure, never more; and where no registration says it,
    nothing is known. `Figure.lacking` tells how many. average: all attendances and all meetings of
    the period. percent: the newest measurement, pooled over its months; older ones never add to it;
    (None, None) of one that was read as a share alone.
    """
    match criterion.measure:
        case "percent":
            counted = newest(measurements(months), min_answers)
            if counted is None or counted.is_direct:
                return None, None
            return counted.value, counted.base
        case "average" if months:
            return sum(m.value for m in months), sum(m.base for m in months)
    rows, lacking = sum(m.rows for m in months), sum(m.lacking for m in months)
    if not rows or (criterion.counts_each_once and rows == lacking):
        return None, None
    return sum(m.value for m in months), None


def measurements(months: Sequence[Month]) -> tuple[Measurement, ...]:
    """What a share was measured as, the newest last: the months of a round are one measurement, a
    month without a round is its own, and so is each reading underway."""
    together: dict[tuple[str, object], list[Month]] = {}
    for month in months:
        if month.read and month.read.role != "ordinary":
            continue
        key: tuple[str, object] = ("month", month.first)
        if month.round:
            key = ("round", month.round.pk)
        elif month.read:
            key = ("read", month.read.pk)
        together.setdefault(key, []).append(month)
    return tuple(sorted(map(_measurement, together.values()), key=lambda m: m.order))


def _measurement(months: Sequence[Month]) -> Measurement:
    return Measurement(
        first=min(m.first for m in months),
        last_on=max(m.last_on for m in months),
        value=sum(m.value for m in months),
        base=sum(m.base for m in months),
        round=months[0].round,
        read=months[0].read,
    )


def _of_role(months: Sequence[Month], role: str) -> Measurement | None:
    """The newest reading of a role: what was measured before or after the plan."""
    found = [_measurement([m]) for m in months if m.read and m.read.role == role]
    return max(found, key=lambda m: m.order, default=None)


def newest(found: Sequence[Measurement], min_answers: int) -> Measurement | None:
    """The measurement that is the figure: the newest of those with answers enough, so that one
    answer never replaces thirty; where none has enough, the newest."""
    enough = [m for m in found if m.is_direct or m.base >= min_answers]
    return next(reversed(enough or found), None)


def too_few(counted: Measurement | None, min_answers: int) -> tuple[Light, str] | None:
    """The light of a share that rests on fewer answers than the plan asks for: it is told, but
    called neither reached nor behind. None where there are enough."""
    if counted is None or counted.is_direct or counted.base >= min_answers:
        return None
    answers = quantity(counted.base, "svar", "svar")
    return Light.NOT_MEASURED, f"For få svar: {answers}, der skal mindst {number(min_answers)} til."


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
    first, last, moved = criterion.course_within(period)
    held = [(step.since, step.value) for step in steps] or [(first, target)]
    return expected_on(criterion.course, held, first, last, as_of, moved)


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
