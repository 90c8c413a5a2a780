"""Reads what the rules need: criteria with targets, totals by month, overrides. Three queries in
all."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import CharField, Count, FilteredRelation, Func, Max, Q, QuerySet, Sum

from activities.models import (
    Activity,
    CountingRule,
    Level,
    Plan,
    Registration,
    SuccessCriterion,
    Target,
)
from activities.progress import rules
from activities.progress.figures import (
    ActivityProgress,
    AreaProgress,
    CriterionFacts,
    Figure,
    Month,
    Override,
    PlanProgress,
    TargetStep,
)
from core.lights import Light, worst
from core.periods import Period

CRITERION_FIELDS = (
    "pk", "code", "level", "name", "text", "measure", "noun", "noun_singular", "counting_rule",
    "method",
    "denominator", "rhythm", "measured_in_month", "responsible__name", "counts_persons", "note",
    "activity_id",
)  # fmt: skip

ACTIVITY_FIELDS = (
    "pk", "code", "name", "focus_area_id", "focus_area__code", "focus_area__name",
    "focus_area__position",
)  # fmt: skip


@dataclass(frozen=True)
class Span:
    """A target as read: its first and last day, and its value from which day on."""

    starts_on: date
    ends_on: date
    steps: tuple[TargetStep, ...]

    @property
    def period(self) -> Period:
        return Target(starts_on=self.starts_on, ends_on=self.ends_on).period


def plan_progress(plan: Plan, as_of: date) -> PlanProgress:
    """Every figure of `plan` as of `as_of`, by area and activity.

    A figure is against the target whose period holds the day: registered from that period's first
    day to `as_of`. Three queries, whatever the number of criteria and registrations.
    """
    period = plan.period_of(as_of)
    activities, overrides = _activities(plan, period)
    criteria, targets = _criteria(SuccessCriterion.objects.filter(activity__plan=plan), as_of)
    figures = _figures(plan, criteria, targets, Registration.objects.filter(plan=plan), as_of)
    by_activity: dict[int, list[Figure]] = defaultdict(list)
    for fig in figures:
        by_activity[fig.criterion.activity_pk].append(fig)
    areas: dict[int, list[ActivityProgress]] = defaultdict(list)
    facts = {}
    for pk, code, name, area_pk, area_code, area_name, position in activities:
        facts[area_pk] = (area_code, area_name, position)
        areas[area_pk].append(
            _activity(pk, code, name, area_code, position, tuple(by_activity[pk]))
        )
    return PlanProgress(
        plan_pk=plan.pk,
        as_of=as_of,
        period=period,
        areas=tuple(
            _area(pk, *facts[pk], tuple(found), overrides.get(pk)) for pk, found in areas.items()
        ),
    )


def criterion_figure(criterion: SuccessCriterion, as_of: date) -> Figure:
    """The figure of one criterion as of a day; the same rules and the same answer as in
    plan_progress."""
    plan = criterion.activity.plan
    criteria, targets = _criteria(SuccessCriterion.objects.filter(pk=criterion.pk), as_of)
    return _figures(
        plan, criteria, targets, Registration.objects.filter(criterion=criterion), as_of
    )[0]


def _criteria(
    rows: QuerySet[SuccessCriterion], as_of: date
) -> tuple[list[CriterionFacts], dict[int, Span]]:
    """Criteria in the plan's order, and the target in force on the day: the shortest period
    wins."""
    found: dict[int, CriterionFacts] = {}
    targets: dict[int, Span] = {}
    ordered = rows.order_by(
        "activity__position", "activity_id", "level", "position", "pk", "targets__starts_on",
        "targets__revisions__in_force_on",
    )  # fmt: skip
    target = ("targets__starts_on", "targets__ends_on", "targets__value")
    revision = ("targets__revisions__in_force_on", "targets__revisions__value")
    for *values, starts_on, ends_on, value, on, to in ordered.values_list(
        *CRITERION_FIELDS, *target, *revision
    ):
        pk = values[0]
        found.setdefault(pk, _facts(values))
        if starts_on and starts_on <= as_of <= ends_on:
            known = targets.get(pk)
            span = Span(starts_on, ends_on, (TargetStep(starts_on, value),))
            if known and (known.starts_on, known.ends_on) == (starts_on, ends_on):
                span = known
            elif known and known.period.days <= span.period.days:
                continue
            if on and on <= as_of:
                span = replace(span, steps=(*span.steps, TargetStep(on, to)))
            targets[pk] = span
    return list(found.values()), targets


def _facts(values: list[Any]) -> CriterionFacts:
    row = dict(zip(CRITERION_FIELDS, values, strict=True))
    return CriterionFacts(
        level_label=Level(row["level"]).label,
        counting_rule_label=CountingRule(row["counting_rule"]).label,
        responsible=row.pop("responsible__name") or "",
        activity_pk=row.pop("activity_id"),
        **row,
    )


def _figures(
    plan: Plan,
    criteria: Iterable[CriterionFacts],
    targets: dict[int, Span],
    registrations: QuerySet[Registration],
    as_of: date,
) -> list[Figure]:
    months = _months(registrations, targets, as_of)
    thresholds = rules.Thresholds.of(plan)
    figures = []
    for criterion in criteria:
        span = targets.get(criterion.pk)
        period = span.period if span else None
        steps = span.steps if span else ()
        target = steps[-1].value if steps else None
        figures.append(
            rules.figure(criterion, period, target, months[criterion.pk], as_of, thresholds, steps)
        )
    return figures


class MonthOf(Func):
    """The month of a date as "2013-08", by the database itself (Django's TruncMonth calls Python
    per row on SQLite)."""

    arity = 1
    output_field = CharField()
    template = "to_char(%(expressions)s, 'YYYY-MM')"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="substr(%(expressions)s, 1, 7)", **context
        )


def _months(
    registrations: QuerySet[Registration], targets: dict[int, Span], until: date
) -> dict[int, list[Month]]:
    """What counts towards each target, summed per criterion and month: one GROUP BY over the
    covering index.

    Each criterion is read from its own target's first day: the year's, unless it has a longer or
    later one.
    """
    year = date(until.year, 1, 1)
    own_start: dict[date, list[int]] = defaultdict(list)
    for pk, span in targets.items():
        if span.starts_on != year:
            own_start[span.starts_on].append(pk)
    usual = Q(on__gte=year) & ~Q(criterion__in=[pk for pks in own_start.values() for pk in pks])
    wanted = usual
    for start, pks in own_start.items():
        wanted |= Q(on__gte=start, criterion__in=pks)
    rows = (
        registrations.filter(wanted, voided_at__isnull=True, on__lte=until)
        .order_by()
        .annotate(month=MonthOf("on"))
        .values_list("criterion_id", "month")
        .annotate(value=Sum("value"), base=Sum("base"), rows=Count("pk"), last=Max("on"))
    )
    found: dict[int, list[Month]] = defaultdict(list)
    for criterion_id, month, value, base, count, last in rows:
        found[criterion_id].append(
            Month(date.fromisoformat(f"{month}-01"), value, base or 0, count, last)
        )
    for months in found.values():
        months.sort(key=lambda m: m.first)
    return found


def _activities(plan: Plan, period: Period) -> tuple[list[tuple[Any, ...]], dict[int, Override]]:
    """The activities in the plan's order, and by area the newest light a person has set in the
    period.

    An empty light is back to the rule. Joined, since pages count their queries: an area's
    activities come once for each light that was set, the newest last.
    """
    rows = (
        Activity.objects.filter(plan=plan)
        .annotate(
            said=FilteredRelation(
                "focus_area__overrides", condition=Q(focus_area__overrides__period=period)
            )
        )
        .order_by("focus_area__position", "focus_area_id", "position", "pk", "said__at", "said__pk")
        .values_list(*ACTIVITY_FIELDS, "said__light", "said__reason", "said__by__name", "said__at")
    )
    activities: dict[int, tuple[Any, ...]] = {}
    newest: dict[int, tuple[Any, ...]] = {}
    for *fields, light, reason, by, at in rows:
        activities[fields[0]] = tuple(fields)
        newest[fields[3]] = (light, reason, by, at)
    overrides = {
        area: Override(Light(said[0]), *said[1:]) for area, said in newest.items() if said[0]
    }
    return list(activities.values()), overrides


def _activity(
    pk: int, code: str, name: str, area_code: str, area_position: int, figures: tuple[Figure, ...]
) -> ActivityProgress:
    return ActivityProgress(
        pk=pk,
        code=code,
        name=name,
        area_code=area_code,
        area_position=area_position,
        figures=figures,
        light=worst([f.light for f in figures]),
        sentence=rules.activity_sentence(figures),
    )


def _area(
    pk: int,
    code: str,
    name: str,
    position: int,
    activities: tuple[ActivityProgress, ...],
    override: Override | None,
) -> AreaProgress:
    figures = [f for a in activities for f in a.figures]
    light, reason = rules.area_light(figures)
    return AreaProgress(
        pk=pk,
        code=code,
        name=name,
        position=position,
        activities=activities,
        rule_light=light,
        rule_reason=reason,
        override=override,
        sentence=rules.area_sentence(figures, {a.pk: a.name for a in activities}),
    )
