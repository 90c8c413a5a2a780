"""Goal attainment of a period: the basis for the return to the funder. One plan, frozen.

Not the funder's own form: its columns are not public. It holds what the plan itself gives for them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from activities.models import Activity, Partnership, PeriodComment, Plan
from activities.progress.figures import ActivityProgress, AreaProgress, Figure
from activities.progress.read import plan_progress
from core.danish import listing, quantity
from core.lights import Light
from core.periods import Period
from core.snapshots import Snapshot
from milestones.progress.read import milestone_states
from milestones.progress.states import MilestoneState
from reporting.data.changes import Fact
from reporting.data.goal_rows import GoalRow, goal_row
from reporting.data.returns import Return, front, parts_of
from reporting.data.sheets import Column, Table

COLUMNS = (
    Column("Indsatsområde", width=28),
    Column("Aktivitet", width=28),
    Column("Kode", width=10),
    Column("Trin", "number", 6),
    Column("Trinnets navn", width=16),
    Column("Succeskriterium", width=50),
    Column("Enhed", width=18),
    Column("Mål", "number", 8),
    Column("Målets periode", width=18),
    Column("Realiseret", "number", 11),
    Column("Beregnet af", width=24),
    Column("Opfyldelse i procent", "percent", 12),
    Column("Tællemåde", width=30),
    Column("Metode", width=30),
    Column("Forklaring", width=40),
    Column("Samarbejdspartnere", width=40),
    Column("Milepæle", width=30),
)


@dataclass(frozen=True)
class GoalActivity(Snapshot):
    """An activity with its partners, where it is to be anchored, and how its milestones stand."""

    code: str
    name: str
    partners: str
    anchoring: str
    milestones: str
    rows: tuple[GoalRow, ...]


@dataclass(frozen=True)
class GoalCount(Snapshot):
    """How many criteria there are, and how many are measured, reached, under way and not
    measured."""

    name: str
    hue: int
    criteria: int
    measured: int
    reached: int
    under_way: int
    not_measured: int


@dataclass(frozen=True)
class GoalArea(Snapshot):
    code: str
    name: str
    hue: int
    size: str
    activities: tuple[GoalActivity, ...]

    @property
    def has_numeral(self) -> bool:
        return len(self.code) <= 2


@dataclass(frozen=True)
class GoalAttainment(Return):
    """Each criterion against its target, and beside it partners, anchoring and milestones of its
    activity."""

    kind: ClassVar[str] = "goal_attainment"
    name: ClassVar[str] = "målopfyldelse"

    counts: tuple[GoalCount, ...]
    total: GoalCount
    areas: tuple[GoalArea, ...]
    whole_plan: str

    @property
    def message(self) -> str:
        """ "20 af 41 målte kriterier har nået målet. 4 er ikke målt." """
        measured, reached = self.total.measured, self.total.reached
        if not measured:
            return "Ingen kriterier er målt endnu."
        rest = f" {self.total.not_measured} er ikke målt." if self.total.not_measured else ""
        if measured == 1:
            return (
                "Det ene målte kriterium har "
                f"{'nået målet' if reached else 'ikke nået målet endnu'}.{rest}"
            )
        who = f"Alle {measured}" if reached == measured else f"{reached or 'Ingen'} af {measured}"
        return f"{who} målte kriterier har nået målet.{rest}"

    def facts(self) -> Iterator[Fact]:
        """What the return states, for comparing (reporting.data.changes)."""
        for activity in (a for area in self.areas for a in area.activities):
            name, place = f"{activity.code} {activity.name}", f"a:{activity.code}"
            yield Fact(f"milepaele:{activity.code}", "Milepæle", name, activity.milestones, place)
            yield Fact(f"partnere:{activity.code}", "Samarbejde", name, activity.partners, place)
            yield Fact(f"forankring:{activity.code}", "Forankring", name, activity.anchoring, place)
            for row in activity.rows:
                name, source = f"{row.code} {row.name}", f"k:{row.code}"
                yield Fact(
                    f"tal:{row.code}", "Tal", name, f"{row.realised} af {row.target}", source
                )
                yield Fact(f"tekst:{row.code}", "Tekster", name, row.remark, source)
                yield Fact(
                    f"metode:{row.code}",
                    "Metode",
                    name,
                    f"{row.counting_rule}. {row.method}",
                    source,
                )

    def sheets(self) -> tuple[Table, ...]:
        """One row for each criterion."""
        rows = (
            (
                f"{area.code} {area.name}",
                f"{activity.code} {activity.name}",
                row.code,
                row.level,
                row.level_label,
                row.text,
                row.unit,
                row.target_value,
                row.target_period,
                row.realised_value,
                row.realised_of,
                row.attainment_value,
                row.counting_rule,
                row.method,
                row.remark,
                activity.partners,
                activity.milestones,
            )
            for area in self.areas
            for activity in area.activities
            for row in activity.rows
        )
        return (Table("Målopfyldelse", COLUMNS, tuple(rows)),)

    @classmethod
    def build(cls, plan: Plan, period: Period, *, today: date) -> Self:
        """The goal attainment of `plan` in `period` as of its last day, or `today` before that.

        A figure is of its target's own period so far: a year's target is not divided for a
        quarter's return. A fixed number of queries (8), whatever the size of the plan.
        """
        as_of = min(period.end, today)
        progress = plan_progress(plan, as_of)
        said = explanations(plan, period, progress.figures)
        by_activity = states_by_activity(milestone_states(plan, as_of, progress.figures), period)
        partners, anchoring = partners_of(plan), anchoring_of(plan)

        def goal_activity(activity: ActivityProgress) -> GoalActivity:
            return GoalActivity(
                code=activity.code,
                name=activity.name,
                partners=", ".join(partners[activity.pk]),
                anchoring=anchoring.get(activity.pk, ""),
                milestones=milestone_text(by_activity[activity.pk], period, today),
                rows=tuple(
                    goal_row(f, said.get(f.criterion.pk, ""), period) for f in activity.figures
                ),
            )

        return cls(
            **front(plan, period, today),
            counts=tuple(
                goal_count(f"{area.code} {area.name}", area.band, area.figures)
                for area in progress.areas
            ),
            total=goal_count("I alt", 0, progress.figures),
            areas=tuple(
                GoalArea(
                    code=area.code,
                    name=area.name,
                    hue=area.band,
                    size=size_of(area),
                    activities=tuple(goal_activity(activity) for activity in area.activities),
                )
                for area in progress.areas
            ),
            whole_plan=milestone_text(by_activity[None], period, today)
            if by_activity[None]
            else "",
        )


def periods_of(plan: Plan, period: Period) -> list[Period]:
    """The reporting periods whose explanations belong to the period, and the period itself."""
    return [*parts_of(plan, period), period]


def explanations(plan: Plan, period: Period, found: Iterable[Figure]) -> dict[int, str]:
    """What was said of each criterion (by pk) in the periods of the return, the latest where there
    are several.

    What was said before its target's period began is of an earlier target. One query.
    """
    begins = {figure.criterion.pk: figure.period.start for figure in found if figure.period}
    comments = PeriodComment.objects.filter(
        plan=plan, period__in=periods_of(plan, period), criterion__isnull=False
    )
    rows = sorted(comments.values_list("period", "pk", "criterion_id", "text"))
    return {
        pk: text for said_in, _, pk, text in rows if said_in.start >= begins.get(pk, said_in.start)
    }


def states_by_activity(
    states: Iterable[MilestoneState], period: Period
) -> defaultdict[int | None, list[MilestoneState]]:
    found: defaultdict[int | None, list[MilestoneState]] = defaultdict(list)
    for state in states:
        if state.period.start in period:
            found[state.activity_pk].append(state)
    return found


def partners_of(plan: Plan) -> defaultdict[int, list[str]]:
    """The names of each activity's partners. One query."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = Partnership.objects.filter(activity__plan=plan).order_by("activity_id", "position", "pk")
    for activity_pk, name in rows.values_list("activity_id", "partner__name"):
        found[activity_pk].append(name)
    return found


def anchoring_of(plan: Plan) -> dict[int, str]:
    """Where each activity is to be anchored, else how. One query."""
    rows = Activity.objects.filter(plan=plan).values_list("pk", "anchored_in", "anchoring")
    return {pk: (where or how).rstrip(".") for pk, where, how in rows}


def milestone_text(states: list[MilestoneState], period: Period, today: date) -> str:
    """ "3 nået, 1 udestår, 2 senere i 2013"."""
    open_ones = [s for s in states if s.is_open]
    here = {s.pk for s in states if s.is_live}
    left = sum(s.period.end < today for s in open_ones)
    counted = (
        (sum(s.is_reached for s in states), "nået"),
        (left, "udestår"),
        (len(open_ones) - left, f"senere i {period.label}"),
        (sum(s.light is Light.MOVED and s.pk not in here for s in states), "flyttet"),
        (sum(s.light is Light.DROPPED for s in states), "bortfaldet"),
    )
    return (
        ", ".join(f"{count} {what}" for count, what in counted if count)
        or f"ingen i {period.label}"
    )


def goal_count(name: str, hue: int, found: Iterable[Figure]) -> GoalCount:
    found = list(found)
    measured = [f for f in found if f.actual is not None]
    reached = sum(f.light is Light.REACHED for f in measured)
    return GoalCount(
        name=name,
        hue=hue,
        criteria=len(found),
        measured=len(measured),
        reached=reached,
        under_way=len(measured) - reached,
        not_measured=len(found) - len(measured),
    )


def size_of(area: AreaProgress) -> str:
    """ "4 aktiviteter, 12 kriterier"."""
    return listing(
        [
            quantity(len(area.activities), "aktivitet", "aktiviteter"),
            quantity(len(area.figures), "kriterium", "kriterier"),
        ]
    )
