"""A plan's rows as they stand in the database, as plain values: nothing is added up here."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.utils.timezone import localtime

from activities.models import (
    Activity,
    AllocationRevision,
    FocusArea,
    HoursEntry,
    LightOverride,
    Plan,
    Registration,
    StaffAllocation,
    StaffRole,
    SuccessCriterion,
    Target,
    TargetRevision,
)
from activities.models import Reading as RegisterReading
from core.periods import Period
from governance.models import BudgetLine, BudgetRevision, BudgetState, Spending
from milestones.models import Milestone, MilestoneMove

STEPS = {1: "Rækkevidde", 2: "Resultat", 3: "Varig virkning"}


@dataclass(frozen=True)
class Aim:
    """A target: its days, its value from which day on, and its own course where it has one."""

    first: date
    last: date
    steps: tuple[tuple[date, Fraction], ...]
    course: dict[str, Any] | None = None

    def value_on(self, day: date) -> Fraction:
        return next((v for since, v in reversed(self.steps) if since <= day), self.steps[0][1])


@dataclass(frozen=True)
class Row:
    """A registration that counts. `round`: the days and the key of the måling it belongs to."""

    on: date
    value: int
    base: int
    new: int | None
    round: tuple[date, date, int] | None


@dataclass(frozen=True)
class Reading:
    """A figure read in a register underway; without `base` it is the figure itself."""

    on: date
    value: Fraction
    base: int | None


@dataclass(frozen=True)
class Criterion:
    pk: int
    code: str
    activity: str
    level: int
    name: str
    text: str
    noun: str
    noun_singular: str
    measure: str
    rhythm: str
    month: int | None
    direction: str
    per: int
    baseline: Fraction | None
    course: dict[str, Any]
    denominator: str
    counting_rule: str
    begins: date
    ends: tuple[tuple[date, date], ...]  # from which day on, the last day
    aims: tuple[Aim, ...]
    rows: tuple[Row, ...]
    readings: tuple[Reading, ...] = ()
    stands_at: str = ""

    def ends_on(self, day: date) -> date:
        """The last day, as it was known on a day."""
        return next(end for since, end in reversed(self.ends) if since <= day)

    @property
    def is_running(self) -> bool:
        """A count of which something is expected all the way."""
        return self.measure == "count" and self.rhythm == "running"

    @property
    def is_ceiling(self) -> bool:
        return self.direction == "at_most"

    @property
    def step(self) -> str:
        return STEPS[self.level]

    @property
    def unit(self) -> str:
        shares = {100: " %", 1000: " ‰", 10_000: " pr. 10.000"}
        return shares[self.per] if self.measure == "percent" else ""

    @property
    def inside(self) -> str:
        """Its short name as it stands inside a sentence."""
        return self.name[:1].lower() + self.name[1:]


@dataclass(frozen=True)
class Post:
    """Hours a week of a role on an activity: (from which day, least, most), oldest first."""

    role: str
    activity: str
    steps: tuple[tuple[date | None, Fraction, Fraction], ...]
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Week:
    role: str
    activity: str
    thursday: date
    hours: Fraction


@dataclass(frozen=True)
class Stone:
    """A milestone as it stands today; `moves`: (from, to, the day it was decided or None),
    oldest first; `said`: (day, status) each time it was saved, oldest first."""

    code: str
    name: str
    activity: str
    period: Period
    status: str
    reached_on: date | None
    moves: tuple[tuple[Period, Period, date | None], ...]
    said: tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class Line:
    """A line of the year's approved budget; `spending`: (period, spent, expected)."""

    source: str
    area: str
    year: int
    amount: Fraction
    revised: tuple[tuple[date, Fraction], ...]
    spending: tuple[tuple[Period, Fraction | None, Fraction | None], ...]


@dataclass(frozen=True)
class Books:
    """All of a plan that figures rest on."""

    plan: Plan
    areas: dict[str, str]
    activities: dict[str, tuple[str, str]]
    criteria: tuple[Criterion, ...]
    roles: tuple[str, ...]
    posts: tuple[Post, ...]
    weeks: tuple[Week, ...]
    stones: tuple[Stone, ...]
    lines: tuple[Line, ...]
    set_lights: dict[tuple[str, Period], str]


def read(plan: Plan) -> Books:
    """Each table once."""
    activities = {
        a.code: (a.focus_area.code, a.name)
        for a in Activity.objects.filter(plan=plan)
        .select_related("focus_area")
        .order_by("focus_area__position", "focus_area_id", "position", "pk")
    }
    return Books(
        plan=plan,
        areas=dict(FocusArea.objects.filter(plan=plan).values_list("code", "name")),
        activities=activities,
        criteria=_criteria(plan, list(activities)),
        roles=tuple(
            StaffRole.objects.filter(plan=plan)
            .order_by("position", "pk")
            .values_list("name", flat=True)
        ),
        posts=_posts(plan),
        weeks=tuple(
            Week(role, activity, monday + timedelta(days=3), Fraction(hours))
            for role, activity, monday, hours in HoursEntry.objects.filter(plan=plan).values_list(
                "staff_role__name", "activity__code", "week", "hours"
            )
        ),
        stones=_stones(plan),
        lines=_lines(plan),
        set_lights={
            (o.focus_area.code, o.period): o.get_light_display() if o.light else ""
            for o in LightOverride.objects.filter(focus_area__plan=plan)
            .select_related("focus_area")
            .order_by("at", "pk")
        },
    )


def _criteria(plan: Plan, order: list[str]) -> tuple[Criterion, ...]:
    revised, aims, rows = defaultdict(list), defaultdict(list), defaultdict(list)
    readings = defaultdict(list)
    for r in TargetRevision.objects.filter(target__criterion__activity__plan=plan):
        revised[r.target_id].append((r.in_force_on, Fraction(r.value)))
    for t in Target.objects.filter(criterion__activity__plan=plan).order_by("starts_on"):
        steps = ((t.starts_on, Fraction(t.value)), *sorted(revised[t.pk]))
        aims[t.criterion_id].append(Aim(t.starts_on, t.ends_on, steps, t.course))
    counting = Registration.objects.filter(plan=plan, voided_at=None).select_related("round")
    for r in counting.order_by("on", "pk"):
        asked = (r.round.ends_on, r.round.starts_on, r.round.pk) if r.round else None
        rows[r.criterion_id].append(Row(r.on, r.value, r.base or 0, r.new, asked))
    for read in RegisterReading.objects.filter(plan=plan, voided_at=None, role="ordinary"):
        value = Fraction(read.value)
        readings[read.criterion_id].append(Reading(read.read_on, value, read.base))
    found = [
        Criterion(
            pk=c.pk,
            code=c.code,
            activity=c.activity.code,
            level=c.level,
            name=c.name,
            text=c.text,
            noun=c.noun,
            noun_singular=c.noun_singular,
            stands_at=c.stands_at,
            measure=c.measure,
            rhythm=c.rhythm,
            month=c.measured_in_month,
            direction=c.direction,
            per=c.per,
            baseline=None if c.baseline is None else Fraction(c.baseline),
            course=c.course,
            denominator=c.denominator,
            counting_rule=c.counting_rule,
            begins=max(plan.starts_on, c.activity.starts_on or plan.starts_on),
            ends=_ends(plan, c.activity),
            aims=tuple(aims[c.pk]),
            rows=tuple(rows[c.pk]),
            readings=tuple(readings[c.pk]),
        )
        for c in SuccessCriterion.objects.filter(activity__plan=plan)
        .select_related("activity")
        .order_by("level", "position", "pk")
    ]
    return tuple(sorted(found, key=lambda c: order.index(c.activity)))


def _ends(plan: Plan, activity: Activity) -> tuple[tuple[date, date], ...]:
    """From which day the activity had which last day."""
    since, steps = date.min, []
    for move in activity.earlier_ends:
        old = move["ends_on"]
        steps.append((since, date.fromisoformat(old) if old else plan.ends_on))
        since = date.fromisoformat(move["until"]) + timedelta(days=1)
    steps.append((since, activity.ends_on or plan.ends_on))
    return tuple((day, min(end, plan.ends_on)) for day, end in steps)


def _posts(plan: Plan) -> tuple[Post, ...]:
    revised = defaultdict(list)
    for r in AllocationRevision.objects.filter(allocation__activity__plan=plan).order_by(
        "in_force_on"
    ):
        step = (r.in_force_on, Fraction(r.hours_min), Fraction(r.hours_max))
        revised[r.allocation_id].append(step)
    return tuple(
        Post(
            role=a.staff_role.name,
            activity=a.activity.code,
            steps=((None, Fraction(a.hours_min), Fraction(a.hours_max)), *revised[a.pk]),
            first=max(filter(None, (a.starts_on, a.activity.starts_on, plan.starts_on))),
            last=min(filter(None, (a.ends_on, a.activity.ends_on, plan.ends_on))),
        )
        for a in StaffAllocation.objects.filter(activity__plan=plan).select_related(
            "staff_role", "activity"
        )
    )


def _stones(plan: Plan) -> tuple[Stone, ...]:
    moves = defaultdict(list)
    for m in MilestoneMove.objects.filter(milestone__plan=plan).order_by("at", "pk"):
        moves[m.milestone_id].append((m.from_period, m.to_period, m.decided_on))
    said = defaultdict(list)
    for h in Milestone.history.filter(plan=plan).order_by("history_id"):
        said[h.id].append((localtime(h.history_date).date(), h.status))
    return tuple(
        Stone(
            code=m.code,
            name=m.name,
            activity=m.activity.code if m.activity else "",
            period=m.period,
            status=m.status,
            reached_on=m.reached_on,
            moves=tuple(moves[m.pk]),
            said=tuple(said[m.pk]),
        )
        for m in Milestone.objects.filter(plan=plan).select_related("activity")
    )


def _lines(plan: Plan) -> tuple[Line, ...]:
    revised, spending = defaultdict(list), defaultdict(list)
    for r in BudgetRevision.objects.filter(line__budget__plan=plan).order_by("in_force_on", "pk"):
        revised[r.line_id].append((r.in_force_on, Fraction(r.amount)))
    for s in Spending.objects.filter(line__budget__plan=plan):
        said = [None if n is None else Fraction(n) for n in (s.spent, s.expected)]
        spending[s.line_id].append((s.period, *said))
    return tuple(
        Line(
            source=row.get_source_display(),
            area=row.focus_area.code if row.focus_area else "",
            year=row.budget.year,
            amount=Fraction(row.amount),
            revised=tuple(revised[row.pk]),
            spending=tuple(sorted(spending[row.pk], key=lambda s: s[0])),
        )
        for row in BudgetLine.objects.filter(
            budget__plan=plan, budget__state=BudgetState.APPROVED
        ).select_related("budget", "focus_area")
    )
