"""Goal attainment of a period: the basis for the return to the funder. One plan, frozen.

Not the funder's own form: its columns are not public. It holds what the plan itself gives for them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Self

from activities.doubts import unconfirmed
from activities.models import Activity, Partnership, PeriodComment, Plan, SuccessCriterion
from activities.progress.figures import ActivityProgress, AreaProgress, Figure
from activities.progress.read import plan_progress, plan_results
from core.danish import listing, quantity
from core.lights import Light
from core.periods import Period
from core.snapshots import Snapshot
from governance.doubts import rules
from governance.doubts.as_of import open_doubts
from milestones.progress.read import milestone_states
from milestones.progress.states import MilestoneState
from reporting.data.adjusted_targets import TargetCourse, changes_of
from reporting.data.changes import Fact
from reporting.data.goal_rows import GoalRow, Said, Wording, goal_row, printed
from reporting.data.parts import joint
from reporting.data.restated import corrections_since
from reporting.data.returns import Return, front, parts_of
from reporting.data.sentences import unmeasured
from reporting.data.sheets import Cell, Column, Table

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
    Column("Status", width=16),
)


# The columns of what only some returns have to tell.
ENDS = (
    Column("Kort navn", width=28),
    Column("Står i planen", width=18),
    Column("Oprindeligt mål", "number", 11),
    Column("Målet gælder fra", "date", 12),
    Column("Justering af målet", width=50),
    Column("Ikke bekræftet", width=50),
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
    """How many criteria there are, and how many of them are målt (reached, not reached, or under
    way), mangler måling, and are ikke målt endnu: the three add up. `not_reached` is None in what
    was made before the three were told apart."""

    name: str
    hue: int
    criteria: int
    measured: int
    reached: int
    under_way: int
    not_measured: int
    not_reached: int | None = None
    missing: int = 0

    @property
    def unmeasured_text(self) -> str:
        """ "5, heraf 1 mangler"; "4" where none should have been measured by now."""
        count = self.missing + self.not_measured
        return f"{count}, heraf {self.missing} mangler" if self.missing else str(count)


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
            return f"Ingen kriterier er målt.{self._unmeasured}"
        rest = self._unmeasured
        if measured == 1:
            return (
                "Det ene målte kriterium har "
                f"{'nået målet' if reached else 'ikke nået målet endnu'}.{rest}"
            )
        who = f"Alle {measured}" if reached == measured else f"{reached or 'Ingen'} af {measured}"
        return f"{who} målte kriterier har nået målet.{rest}"

    @property
    def not_confirmed(self) -> str:
        """Which criteria are in doubt, in one sentence: the sheets have each doubt in full."""
        rows = (row for a in self.areas for activity in a.activities for row in activity.rows)
        codes = [row.code for row in rows if row.doubt]
        return rules.not_confirmed(codes) if codes else ""

    @property
    def _unmeasured(self) -> str:
        total = self.total
        if total.not_reached is None:
            return f" {total.not_measured} er ikke målt." if total.not_measured else ""
        return unmeasured(total.missing, total.not_measured)

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
                    f"tal:{row.code}",
                    "Tal",
                    name,
                    f"{row.realised}{joint(row.target)}{row.target}",
                    source,
                )
                for course in (row.course, *(part.course for part in row.parts)):
                    if course.adjusted:
                        yield Fact(
                            f"justering:{row.code}:{course.adjusted[-1].number}",
                            "Justeringer",
                            name,
                            f"fra {course.original}: {course.text}",
                            source,
                        )
                if row.doubt:
                    yield Fact(f"tvivl:{row.code}", "Ikke bekræftet", name, row.doubt, source)
                if row.approved:
                    yield Fact(f"ordlyd:{row.code}", "Ordlyd", name, row.approved, source)
                yield Fact(f"tekst:{row.code}", "Tekster", name, row.remark, source)
                yield Fact(
                    f"metode:{row.code}",
                    "Metode",
                    name,
                    f"{row.counting_rule}. {row.method}",
                    source,
                )

    def sheets(self) -> tuple[Table, ...]:
        """One row for each criterion, and under it one for each of several targets. What only some
        returns have to tell has its columns at the end, and none in those that have not."""
        lines = [
            line
            for area in self.areas
            for activity in area.activities
            for row in activity.rows
            for line in sheet_rows(area, activity, row)
        ]
        kept = [place for place in range(len(ENDS)) if any(ends[place] for _, ends in lines)]
        return (
            Table(
                "Målopfyldelse",
                (*COLUMNS, *(ENDS[place] for place in kept)),
                tuple((*own, *(ends[place] for place in kept)) for own, ends in lines),
            ),
        )

    @classmethod
    def build(cls, plan: Plan, period: Period, *, today: date) -> Self:
        """The goal attainment of `plan` in `period` as of its last day, or `today` before that.

        A figure is of its target's own period so far: a year's target is not divided for a
        quarter's return; where several targets ended or run in the period, each is told, and their
        sum. A fixed number of queries (12, one where a target was adjusted and one where something
        is not confirmed), whatever the size of the plan.
        """
        as_of = min(plan.last_day_of(period), today)
        progress = plan_progress(plan, as_of, today=today)
        results = plan_results(plan, period, as_of, today=today)
        said = explanations(plan, period)
        by_activity = states_by_activity(milestone_states(plan, as_of, progress.figures), period)
        partners, anchoring = partners_of(plan), anchoring_of(plan)
        told = [*progress.figures, *(figure for found in results.values() for figure in found)]
        worded, changes = wordings(plan), changes_of(plan, told)
        doubts = open_doubts(plan, progress.figures, as_of)

        def goal_activity(activity: ActivityProgress) -> GoalActivity:
            return GoalActivity(
                code=activity.code,
                name=activity.name,
                partners=", ".join(partners[activity.pk]),
                anchoring=anchoring.get(activity.pk, ""),
                milestones=milestone_text(by_activity[activity.pk], period, today),
                rows=tuple(
                    replace(
                        goal_row(
                            f,
                            said.get(f.criterion.pk, ()),
                            period,
                            results.get(f.criterion.pk, ()),
                            worded.get(f.criterion.pk),
                            changes,
                        ),
                        doubt=unconfirmed(doubts[f.criterion.pk])
                        if f.criterion.pk in doubts
                        else "",
                    )
                    for f in activity.figures
                ),
            )

        return cls(
            **front(plan, period, today),
            corrections=corrections_since(plan, cls.kind, period, as_of),
            counts=tuple(
                goal_count(f"{area.code} {area.name}", area.band, area.figures, results)
                for area in progress.areas
            ),
            total=goal_count("I alt", 0, progress.figures, results),
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


Line = tuple[tuple[Cell, ...], tuple[Cell, ...]]


def sheet_rows(area: GoalArea, activity: GoalActivity, row: GoalRow) -> Iterator[Line]:
    """The line of a criterion, and those of its targets where there are several: the cells of
    COLUMNS, and those of ENDS."""
    wording: tuple[Cell, ...] = (row.name if row.approved else None, row.stands_at or None)
    named: tuple[Cell, ...] = (
        f"{area.code} {area.name}",
        f"{activity.code} {activity.name}",
        row.code,
        row.level,
        row.level_label,
        row.worded,
        row.unit,
    )
    how: tuple[Cell, ...] = (row.counting_rule, row.method)
    around: tuple[Cell, ...] = (activity.partners, activity.milestones)
    figures: tuple[Cell, ...] = (
        row.target_number,
        row.target_period,
        row.realised_value,
        row.realised_of,
        row.attainment_value,
    )
    doubt = row.doubt or None
    own_ends = (*wording, *ends(row.course), doubt)
    yield (*named, *figures, *how, row.remark, *around, row.word), own_ends
    for part in row.parts:
        own: tuple[Cell, ...] = (
            printed(part.target),
            part.period,
            printed(part.realised),
            part.realised_of,
            printed(part.attainment),
        )
        told = (*named, *own, *how, part.remark, *around, part.word)
        yield told, (*wording, *ends(part.course), doubt)


def ends(course: TargetCourse) -> tuple[Cell, ...]:
    """What a target was, from which day it is what it is, and how that came about."""
    return course.amount, course.since, course.text or None


def periods_of(plan: Plan, period: Period) -> list[Period]:
    """The reporting periods whose explanations belong to the period, and the period itself."""
    return [*parts_of(plan, period), period]


def explanations(plan: Plan, period: Period) -> dict[int, tuple[Said, ...]]:
    """What was said of each criterion (by pk) in the periods of the return, the latest last. One
    query."""
    comments = PeriodComment.objects.filter(
        plan=plan, period__in=periods_of(plan, period), criterion__isnull=False
    )
    found: defaultdict[int, list[Said]] = defaultdict(list)
    rows = comments.values_list("period", "pk", "criterion_id", "text")
    for said_in, _, pk, text in sorted(rows, key=lambda row: (row[0].end, row[0].start, row[1])):
        found[pk].append(Said(said_in, text))
    return {pk: tuple(said) for pk, said in found.items()}


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


def wordings(plan: Plan) -> dict[int, Wording]:
    """How the approved plan words its criteria (by pk), where it was written down. One query."""
    rows = SuccessCriterion.objects.filter(activity__plan=plan).exclude(
        approved_text="", stands_at=""
    )
    return {
        pk: Wording(" ".join(approved.split()), stands_at)
        for pk, approved, stands_at in rows.values_list("pk", "approved_text", "stands_at")
    }


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
        (sum(s.proposed_to is not None for s in states), "foreslået flyttet"),
        (sum(s.light is Light.DROPPED for s in states), "bortfaldet"),
    )
    return (
        ", ".join(f"{count} {what}" for count, what in counted if count)
        or f"ingen i {period.label}"
    )


def goal_count(
    name: str, hue: int, found: Iterable[Figure], results: Mapping[int, Sequence[Figure]]
) -> GoalCount:
    """Each criterion once: of several targets it has reached when all that have ended are, and is
    under way while one runs."""
    lights = [light_of_all([*results.get(f.criterion.pk, ()), f]) for f in found]
    count = Counter(lights)
    measured = sum(light.is_measured for light in lights)
    reached, not_reached = count[Light.REACHED], count[Light.NOT_REACHED]
    return GoalCount(
        name=name,
        hue=hue,
        criteria=len(lights),
        measured=measured,
        reached=reached,
        under_way=measured - reached - not_reached,
        not_measured=len(lights) - measured - count[Light.MISSING],
        not_reached=not_reached,
        missing=count[Light.MISSING],
    )


def light_of_all(figures: Sequence[Figure]) -> Light:
    """One light for the targets of a criterion (the last is what the plan shows): a missed one
    stays missed."""
    ended = [f.light for f in figures[:-1] if f.is_over]
    if Light.NOT_REACHED in ended:
        return Light.NOT_REACHED
    return figures[-1].light if len(figures) != 2 else figures[0].light


def size_of(area: AreaProgress) -> str:
    """ "4 aktiviteter, 12 kriterier"."""
    return listing(
        [
            quantity(len(area.activities), "aktivitet", "aktiviteter"),
            quantity(len(area.figures), "kriterium", "kriterier"),
        ]
    )
