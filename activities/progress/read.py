"""Reads what the rules need: criteria with targets, totals by month, overrides. Three queries in
all."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DecimalField,
    ExpressionWrapper,
    F,
    FilteredRelation,
    Func,
    Max,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Round

from activities.course import Course, Find, settled
from activities.models import (
    Activity,
    CountingRule,
    Level,
    Plan,
    Reading,
    ReadingRole,
    Registration,
    SuccessCriterion,
    Target,
)
from activities.progress import rules, sentences
from activities.progress.figures import (
    ActivityProgress,
    AreaProgress,
    CriterionFacts,
    Figure,
    Month,
    Override,
    PlanProgress,
    Read,
    TargetStep,
)
from activities.progress.figures import Round as MeasuringRound
from core import clock
from core.lights import Light, worst
from core.periods import Period

DAY = timedelta(days=1)
HUNDREDTHS = 100  # readings have two decimals
CRITERION_FIELDS = (
    "pk", "code", "level", "name", "text", "measure", "noun", "noun_singular", "counting_rule",
    "method",
    "denominator", "rhythm", "measured_in_month", "responsible__name", "counts", "note",
    "stands_at", "doubt",
    "activity_id", "direction", "per", "baseline", "baseline_year", "baseline_source", "course",
    "activity__starts_on", "activity__ends_on", "activity__earlier_ends",
)  # fmt: skip

ACTIVITY_FIELDS = (
    "pk", "code", "name", "focus_area_id", "focus_area__code", "focus_area__name",
    "focus_area__position",
)  # fmt: skip


Months = dict[int, list[Month]]  # by criterion, oldest first


@dataclass(frozen=True)
class Span:
    """A target as read: its first and last day, its value from which day on, and the course it has
    of its own."""

    starts_on: date
    ends_on: date
    steps: tuple[TargetStep, ...]
    course: Course | None = None

    @property
    def period(self) -> Period:
        return Target(starts_on=self.starts_on, ends_on=self.ends_on).period

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days

    def until(self, day: date) -> "Span":
        """With the values it had by `day`."""
        return replace(self, steps=tuple(step for step in self.steps if step.since <= day))


@dataclass(frozen=True)
class Criterion:
    """A criterion as read, with all its targets, oldest first."""

    facts: CriterionFacts
    spans: tuple[Span, ...]

    def shown(self, plan: Plan, as_of: date) -> Span | None:
        """The target that is told of on a day: of those that hold it, the shortest. Between two
        targets, and once the plan or the activity is over, the one that ended last, by its result;
        before the plan begins, its first."""
        running = [s for s in self.spans if s.starts_on <= as_of <= s.ends_on]
        if running:
            return min(running, key=lambda s: s.days).until(as_of)
        ends = self.facts.known_on(as_of).last_day
        over = ends is not None and as_of > ends
        gone = [
            s for s in self.spans if s.ends_on < as_of and (over or s.ends_on.year == as_of.year)
        ]
        if gone:
            return max(gone, key=lambda s: s.ends_on)
        return self.spans[0] if self.spans and as_of < plan.starts_on else None

    def first_day(self, plan: Plan, as_of: date) -> date:
        """The first day of the target that is told of on a day; without one, the year's."""
        span = self.shown(plan, as_of)
        return span.starts_on if span else date(as_of.year, 1, 1)

    def ended(self, since: date, as_of: date) -> tuple[Span, ...]:
        """The targets whose last day lies from `since` to the day before `as_of`."""
        return tuple(s for s in self.spans if since <= s.ends_on < as_of)


def plan_progress(
    plan: Plan, as_of: date, *, today: date | None = None, compared: Collection[date] = ()
) -> PlanProgress:
    """Every figure of `plan` as of `as_of`, by area and activity.

    A figure is against the target whose period holds the day: registered from that period's first
    day to `as_of`. A target that ended earlier in the reporting period stands beside, by its
    result. `today`: the day it is seen on, by which `as_of` is over or not; None for the clock's.
    `compared`: earlier days, each the last of a month, that it is held against; on each of them
    every criterion is counted by the target it had then. Three queries, whatever the number of
    criteria, registrations and days.
    """
    period, seen = plan.period_of(as_of), Seen(plan, as_of, today)
    activities, overrides = _activities(plan, period)
    criteria = _criteria(plan, SuccessCriterion.objects.filter(activity__plan=plan))
    mine = Registration.objects.filter(plan=plan)
    months = _months(mine, criteria, seen, period.start, compared)
    shown, ended = _figures(seen, criteria, months, period.start)
    by_activity: dict[int, list[Figure]] = defaultdict(list)
    results: dict[int, list[Figure]] = defaultdict(list)
    for found, figures in ((by_activity, shown), (results, ended)):
        for fig in figures:
            found[fig.criterion.activity_pk].append(fig)
    areas: dict[int, list[ActivityProgress]] = defaultdict(list)
    facts = {}
    for pk, code, name, area_pk, area_code, area_name, position in activities:
        facts[area_pk] = (area_code, area_name, position)
        areas[area_pk].append(
            _activity(pk, code, name, area_code, tuple(by_activity[pk]), tuple(results[pk]))
        )
    return PlanProgress(
        as_of=as_of,
        period=period,
        areas=tuple(
            _area(pk, *facts[pk], tuple(found), overrides.get(pk)) for pk, found in areas.items()
        ),
        earlier={
            day: tuple(_figures(seen.until(day), criteria, months, day)[0]) for day in compared
        },
    )


def criterion_figure(criterion: SuccessCriterion, as_of: date) -> Figure:
    """The figure of one criterion as of a day; the same rules and the same answer as in
    plan_progress."""
    plan = criterion.activity.plan
    criteria = _criteria(plan, SuccessCriterion.objects.filter(pk=criterion.pk))
    return _figures_of(plan, criteria, Registration.objects.filter(criterion=criterion), as_of)[0]


def activity_figures(activity: Activity, as_of: date) -> list[Figure]:
    """The figures of an activity's ladder, in its order; as in plan_progress. Two queries."""
    plan = activity.plan
    criteria = _criteria(plan, SuccessCriterion.objects.filter(activity=activity))
    mine = Registration.objects.filter(criterion__activity=activity)
    return _figures_of(plan, criteria, mine, as_of)


def plan_results(
    plan: Plan, period: Period, as_of: date, *, today: date | None = None
) -> dict[int, tuple[Figure, ...]]:
    """Criterion pk -> a figure for each target that ended in `period` or runs in it, oldest first,
    as of its own last day or `as_of` before that. Two queries."""
    found: dict[int, tuple[Figure, ...]] = {}
    criteria = _criteria(plan, SuccessCriterion.objects.filter(activity__plan=plan))
    wanted = {
        c.facts.pk: [s for s in c.spans if s.ends_on >= period.start and s.starts_on <= as_of]
        for c in criteria
    }
    starts = {pk: min(s.starts_on for s in spans) for pk, spans in wanted.items() if spans}
    months = _read(Registration.objects.filter(plan=plan), criteria, starts, as_of)
    for criterion in criteria:
        pk = criterion.facts.pk
        found[pk] = tuple(
            _figure(Seen(plan, day, today), criterion.facts, span.until(day), months[pk])
            for span in wanted[pk]
            if (day := min(as_of, span.ends_on))
        )
    return found


def _criteria(plan: Plan, rows: QuerySet[SuccessCriterion]) -> list[Criterion]:
    """Criteria in the plan's order, each with its targets. One query; another where a criterion
    follows one that is not among `rows`."""
    found: dict[int, tuple[Any, ...]] = {}
    spans: dict[int, dict[tuple[date, date], Span]] = defaultdict(dict)
    ordered = rows.order_by(
        "activity__position", "activity_id", "level", "position", "pk", "targets__starts_on",
        "targets__ends_on", "targets__revisions__in_force_on",
    )  # fmt: skip
    target = ("targets__course", "targets__starts_on", "targets__ends_on", "targets__value")
    revision = ("targets__revisions__in_force_on", "targets__revisions__value")
    own: dict[tuple[int, date, date], Mapping[str, Any]] = {}
    for *values, course, starts_on, ends_on, value, on, to in ordered.values_list(
        *CRITERION_FIELDS, *target, *revision
    ):
        pk = values[0]
        found.setdefault(pk, tuple(values))
        if starts_on:
            days = (starts_on, ends_on)
            if course is not None:
                own[pk, starts_on, ends_on] = course
            first = TargetStep(starts_on, value)
            span = spans[pk].get(days) or Span(starts_on, ends_on, (first,))
            if on:
                span = replace(span, steps=(*span.steps, TargetStep(on, to)))
            spans[pk][days] = span
    read = [dict(zip(CRITERION_FIELDS, values, strict=True)) for values in found.values()]
    find = _courses(plan, read, own.values())
    for (pk, first_day, last_day), course in own.items():
        span = spans[pk][first_day, last_day]
        spans[pk][first_day, last_day] = replace(span, course=settled(course, find))
    return [Criterion(_facts(plan, row, find), tuple(spans[row["pk"]].values())) for row in read]


def _courses(plan: Plan, read: list[dict[str, Any]], own: Iterable[Mapping[str, Any]] = ()) -> Find:
    """What finds the course of a criterion by its code, among those read or else in the plan."""
    known = {row["code"]: row["course"] for row in read}
    followed = {course["after"] for course in (*known.values(), *own) if "after" in course}
    if followed - known.keys():
        others = SuccessCriterion.objects.filter(activity__plan=plan)
        known |= dict(others.values_list("code", "course"))
    return known.get


def _facts(plan: Plan, row: dict[str, Any], find: Find) -> CriterionFacts:
    row = dict(row)
    starts, ends = row.pop("activity__starts_on"), row.pop("activity__ends_on")
    course = _ends(plan, ends, row.pop("activity__earlier_ends"))
    return CriterionFacts(
        level_label=Level(row["level"]).label,
        counting_rule_label=CountingRule(row["counting_rule"]).label,
        responsible=row.pop("responsible__name") or "",
        activity_pk=row.pop("activity_id"),
        course=settled(row.pop("course"), find),
        begins=max(plan.starts_on, starts or plan.starts_on),
        ends=course[0][1],
        moved=tuple(course[1:]),
        **row,
    )


def _ends(
    plan: Plan, now: date | None, earlier: Iterable[Mapping[str, Any]]
) -> list[tuple[date, date]]:
    """The activity's last day within the plan, and from which day on: first what it was from the
    start (Activity.earlier_ends)."""
    since, found = date.min, []
    for move in earlier:
        found.append((since, date.fromisoformat(move["ends_on"]) if move["ends_on"] else None))
        since = date.fromisoformat(move["until"]) + DAY
    return [(day, min(plan.ends_on, end or plan.ends_on)) for day, end in (*found, (since, now))]


@dataclass(frozen=True)
class Seen:
    """A plan as of a day, seen on `today`: None for the clock's."""

    plan: Plan
    as_of: date
    today: date | None = None

    def until(self, day: date) -> "Seen":
        return replace(self, as_of=day)

    @property
    def day_is_over(self) -> bool:
        return self.as_of < (self.today or clock.today())


def _figures_of(
    plan: Plan, criteria: list[Criterion], registrations: QuerySet[Registration], as_of: date
) -> list[Figure]:
    """The figures of some of a plan's criteria alone. One query."""
    seen = Seen(plan, as_of)
    return _figures(seen, criteria, _months(registrations, criteria, seen, as_of), as_of)[0]


def _months(
    registrations: QuerySet[Registration],
    criteria: list[Criterion],
    seen: Seen,
    since: date,
    compared: Collection[date] = (),
) -> Months:
    """What the figures of the day rest on, those that ended since `since`, and those of the earlier
    days it is `compared` with. One query."""
    starts = {
        c.facts.pk: min(
            [c.first_day(seen.plan, day) for day in (seen.as_of, *compared)]
            + [span.starts_on for span in c.ended(since, seen.as_of)]
        )
        for c in criteria
    }
    return _read(registrations, criteria, starts, seen.as_of)


def _figures(
    seen: Seen, criteria: list[Criterion], months: Months, since: date
) -> tuple[list[Figure], list[Figure]]:
    """A figure for each criterion; and one for each other target that has ended since `since`."""
    now, before = [], []
    for c in criteria:
        shown, mine = c.shown(seen.plan, seen.as_of), months[c.facts.pk]
        now.append(_figure(seen, c.facts, shown, mine))
        before += [
            _figure(seen.until(span.ends_on), c.facts, span, mine)
            for span in c.ended(since, seen.as_of)
            if span != shown
        ]
    return now, before


def _figure(seen: Seen, facts: CriterionFacts, span: Span | None, months: list[Month]) -> Figure:
    """Of one target, or of none: then what was registered in the year of the day."""
    period = span.period if span else None
    if span and span.course:
        facts = replace(facts, course=span.course)
    if facts.moved:
        facts = facts.known_on(seen.as_of)
    first = span.starts_on.replace(day=1) if span else date(seen.as_of.year, 1, 1)
    last = min(span.ends_on, seen.as_of) if span else seen.as_of
    steps = span.steps if span else ()
    return rules.figure(
        facts,
        period,
        steps[-1].value if steps else None,
        [month for month in months if first <= month.first <= last or _is_outside(month)],
        seen.as_of,
        rules.Thresholds.of(seen.plan, seen.as_of),
        steps,
        day_is_over=seen.day_is_over,
    )


def _is_outside(month: Month) -> bool:
    """Whether it was measured before or after the plan: told with every target."""
    return month.read is not None and month.read.role != ReadingRole.ORDINARY


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


def _read(
    registrations: QuerySet[Registration],
    criteria: Iterable[Criterion],
    starts: dict[int, date],
    until: date,
) -> Months:
    """What counts towards each target, summed per criterion, month and round: one GROUP BY over
    the covering index, and in the same query the readings of registers.

    Each criterion is read from the day in `starts`: the year's first, unless it has an earlier or
    later one. What was measured before or after the plan is read whatever the target.
    """
    facts = {criterion.facts.pk: criterion.facts for criterion in criteria}
    rows = _summed(registrations.filter(_wanted("on", starts, until))).union(
        _readings(facts, starts, until), all=True
    )
    found: dict[int, list[Month]] = defaultdict(list)
    for criterion_id, month, *sums in rows:
        first = date.fromisoformat(f"{month}-01")
        found[criterion_id].append(_month(facts.get(criterion_id), first, *sums))
    for months in found.values():
        months.sort(key=lambda m: (m.first, m.last_on))
    return found


def _wanted(day: str, starts: dict[int, date], until: date) -> Q:
    """From each criterion's own first day to the last, by the column that holds the `day`."""
    year = date(until.year, 1, 1)
    own_start: dict[date, list[int]] = defaultdict(list)
    for pk, start in starts.items():
        if start != year:
            own_start[start].append(pk)
    later = [pk for pks in own_start.values() for pk in pks]
    wanted = Q(**{f"{day}__gte": year}) & ~Q(criterion__in=later)
    for start, pks in own_start.items():
        wanted |= Q(**{f"{day}__gte": start}, criterion__in=pks)
    return wanted & Q(**{f"{day}__lte": until}, voided_at__isnull=True)


def _summed(rows: QuerySet[Registration]) -> QuerySet[Registration, tuple[Any, ...]]:
    return (
        rows.order_by()
        .annotate(month=MonthOf("on"))
        .values_list("criterion_id", "month", "round_id")
        .annotate(
            sum_value=Sum("value"),
            sum_base=Sum("base"),
            sum_new=Sum("new"),
            rows=Count("pk"),
            with_new=Count("new"),
            last=Max("on"),
            said=Max("round__name"),
            about=Max("round__who"),
            since=Max("round__starts_on"),
            upto=Max("round__ends_on"),
            asked=Max("round__asked"),
            role=Value(""),
            direct=Value(0),
        )
    )


def _readings(
    facts: dict[int, CriterionFacts], starts: dict[int, date], until: date
) -> QuerySet[Reading, tuple[Any, ...]]:
    """The readings in the columns of `_summed`: `round_id` is the reading's own key, the value in
    hundredths, `said` its source and `asked` its year; `direct` where no number asked is known."""
    hundredths = ExpressionWrapper(F("value") * 100, output_field=DecimalField())
    outside = Q(role__in=(ReadingRole.BEFORE, ReadingRole.AFTER), read_on__lte=until)
    wanted = _wanted("read_on", starts, until) & Q(role=ReadingRole.ORDINARY) | outside
    return (
        Reading.objects.counting()
        .filter(wanted, criterion__in=list(facts))
        .order_by()
        .annotate(
            month=MonthOf("read_on"),
            sum_value=Cast(Round(hundredths), BigIntegerField()),
            sum_base=Cast("base", BigIntegerField()),
            sum_new=Value(None, output_field=BigIntegerField()),
            rows=Value(1),
            with_new=Value(1),
            last=F("read_on"),
            said=F("source"),
            about=Value(""),
            since=F("read_on"),
            upto=F("read_on"),
            asked=F("year"),
            direct=Case(When(base__isnull=True, then=Value(1)), default=Value(0)),
        )
        .values_list(
            "criterion_id", "month", "pk", "sum_value", "sum_base", "sum_new", "rows", "with_new",
            "last", "said", "about", "since", "upto", "asked", "role", "direct",
        )
    )  # fmt: skip


def _month(
    facts: CriterionFacts | None,
    first: date,
    key: int | None,
    value: int,
    base: int | None,
    new: int | None,
    count: int,
    with_new: int,
    last: date,
    said: str | None,
    about: str | None,
    since: date | None,
    upto: date | None,
    asked: int | None,
    role: str,
    direct: int,
) -> Month:
    """One row of the query; what counts of it is for the criterion's counting rule to say."""
    if role and key and asked:
        share = Fraction(value, HUNDREDTHS) if direct else None
        read = Read(key, role, asked, said or "", share)
        return Month(first, 0 if direct else value // HUNDREDTHS, base or 0, 1, last, read=read)
    of_round = None
    if key and said and since and upto:
        of_round = MeasuringRound(key, said, since, upto, about or "", asked)
    each_once = facts is not None and facts.counts_each_once
    return Month(
        first,
        (new or 0) if each_once else value,
        base or 0,
        count,
        last,
        heads=value,
        new=new or 0,
        lacking=count - with_new,
        round=of_round,
    )


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
    pk: int,
    code: str,
    name: str,
    area_code: str,
    figures: tuple[Figure, ...],
    ended: tuple[Figure, ...],
) -> ActivityProgress:
    return ActivityProgress(
        pk=pk,
        code=code,
        name=name,
        area_code=area_code,
        figures=figures,
        light=worst([f.light for f in figures]),
        sentence=sentences.activity_sentence(figures),
        ended=ended,
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
    light, reason = sentences.area_light(figures)
    return AreaProgress(
        pk=pk,
        code=code,
        name=name,
        position=position,
        activities=activities,
        rule_light=light,
        rule_reason=reason,
        override=override,
        sentence=sentences.area_sentence(figures, {a.pk: a.name for a in activities}),
    )
