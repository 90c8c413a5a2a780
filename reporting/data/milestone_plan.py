"""The milestone plan of a period: the basis for the return to the funder. One plan, frozen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from activities.models import Plan
from activities.progress import PlanProgress, plan_progress
from core.danish import capital, day, listing, long_day, quantity, word
from core.lights import Light
from core.periods import Period
from milestones.models import Status
from milestones.progress import WHOLE_PLAN, MilestoneState, milestone_states
from reporting.data import milestones
from reporting.data.areas import HUES
from reporting.data.changes import Fact
from reporting.data.returns import Return, front, parts_of
from reporting.data.sheets import Column, Table
from reporting.data.snapshot import Snapshot

COLUMNS = (
    Column("Periode", width=16),
    Column("Kode", width=9),
    Column("Indsatsområde", width=28),
    Column("Aktivitet", width=28),
    Column("Milepæl", width=44),
    Column("Slags", width=12),
    Column("Først planlagt", width=16),
    Column("Står nu i", width=16),
    Column("Status", width=14),
    Column("Hvorfor den status", width=40),
    Column("Nået", "date", 11),
    Column("Tal", width=12),
    Column("Flyttet fra", width=16),
    Column("Flyttet til", width=16),
    Column("Hvorfor flyttet", width=36),
    Column("Hvorfor bortfaldet", width=36),
    Column("Dokumentation", width=36),
    Column("Bemærkning", width=40),
)
NAMED = 4


@dataclass(frozen=True)
class PlanMilestone(Snapshot):
    """A milestone in one period. One that was moved away stands there as moved, and lives in its new period.

    `hue` is its area's colour band, 0 for one of the whole plan. `number`: "9 af 10" for one that has a number.
    """

    code: str
    hue: int
    area: str
    activity: str
    name: str
    kind: str
    period: str
    first_period: str
    period_now: str
    light: Light
    reason: str
    is_late: bool
    reached_on: date | None
    number: str
    moved_from: str
    moved_to: str
    move_reason: str
    drop_reason: str
    evidence: str
    comment: str

    @property
    def is_moved(self) -> bool:
        return self.light is Light.MOVED

    @property
    def is_dropped(self) -> bool:
        return self.light is Light.DROPPED

    @property
    def is_reached(self) -> bool:
        return self.light is Light.REACHED

    @property
    def remarks(self) -> tuple[str, ...]:
        """All that is said of it in this period, as sentences."""
        if self.is_moved:
            said = (f"Flyttet til {self.moved_to}", self.move_reason)
        else:
            came = (f"Flyttet fra {self.moved_from}", self.move_reason) if self.moved_from else ()
            proof = f"Dokumentation: {self.evidence}" if self.evidence else ""
            said = (*came, self.drop_reason, self.comment, proof)
        return tuple(milestones.sentence(capital(text)) for text in said if text)

    @property
    def standing(self) -> str:
        """ "Nået 16.5.2013, 2. kvartal 2013", "I gang, 9 af 10, 3. kvartal 2013", "Flyttet til 1. kvartal 2014"."""
        if self.is_moved:
            return f"Flyttet til {self.moved_to}"
        light = f"{self.light.label} {day(self.reached_on)}" if self.reached_on else self.light.label
        return ", ".join(filter(None, (light, self.number, self.period)))


@dataclass(frozen=True)
class MilestoneCount(Snapshot):
    """Of a period, or of all: how many stand in it (`planned`), are reached, and late; and have left it.

    Late: its period is over and it is not reached, or a person calls it delayed. The moved and the dropped are not
    among the planned.
    """

    name: str
    planned: int
    reached: int
    late: int
    moved: int
    dropped: int


@dataclass(frozen=True)
class MilestonePeriod(Snapshot):
    """A reporting period with its last day: the milestones of its areas in the plan's order, then the whole plan's."""

    ends_on: date
    count: MilestoneCount
    rows: tuple[PlanMilestone, ...]

    @property
    def name(self) -> str:
        return self.count.name

    @property
    def summary(self) -> str:
        """ "3 af 11 nået, frist 30. september 2013"."""
        due = f"frist {long_day(self.ends_on)}"
        return f"{self.count.reached} af {self.count.planned} nået, {due}" if self.count.planned else capital(due)


@dataclass(frozen=True)
class MilestonePlanReport(Return):
    """Everything the basis of the milestone plan's return prints. `left`: open ones of periods before it."""

    kind: ClassVar[str] = "milestone_plan"
    name: ClassVar[str] = "milepælsplan"

    periods: tuple[MilestonePeriod, ...]
    total: MilestoneCount
    left: int

    @property
    def rows(self) -> tuple[PlanMilestone, ...]:
        return tuple(row for period in self.periods for row in period.rows)

    @property
    def filled(self) -> tuple[MilestonePeriod, ...]:
        """The periods that have milestones."""
        return tuple(period for period in self.periods if period.rows)

    @property
    def empty_text(self) -> str:
        """ "Ingen milepæle i 4. kvartal 2013."; of many periods how many; "" where each has some."""
        empty = [period.name for period in self.periods if not period.rows]
        if len(empty) > NAMED:
            return f"{len(empty)} af {len(self.periods)} perioder har ingen milepæle."
        return f"Ingen milepæle i {listing(empty)}." if empty else ""

    @property
    def message(self) -> str:
        """ "25 af 43 milepæle er nået. To er bagud, og én er flyttet. 1 milepæl fra tidligere perioder udestår." """
        rest = f"{quantity(self.left, 'milepæl', 'milepæle')} fra tidligere perioder udestår." if self.left else ""
        return " ".join(filter(None, (self._reached, self._exceptions, rest)))

    @property
    def _reached(self) -> str:
        reached, planned = self.total.reached, self.total.planned
        if not planned:
            return f"Ingen milepæle i {self.period}."
        if planned == 1:
            return "Milepælen er nået." if reached else "Milepælen er ikke nået."
        if reached == planned:
            return f"Alle {planned} milepæle er nået."
        return f"{reached or 'Ingen'} af {planned} milepæle er nået."

    @property
    def _exceptions(self) -> str:
        moved = len({row.code for row in self.rows if row.is_moved})
        counted = ((self.total.late, "bagud"), (moved, "flyttet"), (self.total.dropped, "bortfaldet"))
        clauses = [f"{'én' if count == 1 else word(count)} er {what}" for count, what in counted if count]
        if clauses:
            return f"{capital(listing(clauses))}."
        return "Ingen er bagud." if self.total.planned else ""

    def facts(self) -> Iterator[Fact]:
        """What the return states, for comparing: each milestone where it stands, and what is said of it."""
        here = {row.code for row in self.rows if not row.is_moved}
        for row in (row for row in self.rows if not (row.is_moved and row.code in here)):
            name, source = f"{row.activity}: {row.name}", f"m:{row.code}"
            yield Fact(f"milepael:{row.code}", "Milepæle", name, row.standing, source)
            yield Fact(f"ord:{row.code}", "Tekster", name, " ".join(row.remarks), source)

    def sheets(self) -> tuple[Table, ...]:
        """One row for each milestone in each period it stands, or stood, in."""
        rows = (
            (
                row.period,
                row.code,
                row.area,
                row.activity,
                row.name,
                row.kind,
                row.first_period,
                row.period_now,
                row.light.label,
                row.reason,
                row.reached_on,
                row.number,
                row.moved_from,
                row.moved_to,
                row.move_reason,
                row.drop_reason,
                row.evidence,
                row.comment,
            )
            for row in self.rows
        )
        return (Table("Milepælsplan", COLUMNS, tuple(rows)),)

    @classmethod
    def build(cls, plan: Plan, period: Period, *, today: date) -> Self:
        """The milestone plan of `plan` in `period` as of its last day, or `today` before that.

        Moves and drops are decisions about the plan and stand as they are now. A fixed number of queries (5).
        """
        as_of = min(period.end, today)
        progress = plan_progress(plan, as_of)
        states = milestone_states(plan, as_of, progress.figures)
        places = places_of(progress)
        is_over = period.end < today

        def part(name: Period) -> MilestonePeriod:
            own = sorted((s for s in states if s.period == name), key=lambda s: (place_of(s, places), s.position))
            rows = tuple(
                plan_milestone(s, places, is_over=is_over and name.end == as_of, grace_days=plan.milestone_grace_days)
                for s in own
            )
            return MilestonePeriod(name.end, count_of(name.label, rows), rows)

        inside = {s.period for s in states if period.start <= s.period.start and s.period.end <= period.end}
        parts = tuple(part(name) for name in sorted({*parts_of(plan, period), *inside}))
        return cls(
            **front(plan, period, today),
            periods=parts,
            total=count_of("I alt", [row for each in parts for row in each.rows]),
            left=sum(s.is_open and s.period.end < period.start for s in states),
        )


@dataclass(frozen=True)
class Place:
    """Where in the plan an activity stands: its area with its colour band, and its number among all."""

    area: str
    hue: int
    position: int


def places_of(progress: PlanProgress) -> dict[int, Place]:
    """By the activity's pk."""
    found = (
        (activity.pk, f"{area.code} {area.name}", place % HUES + 1)
        for place, area in enumerate(progress.areas)
        for activity in area.activities
    )
    return {pk: Place(area, hue, position) for position, (pk, area, hue) in enumerate(found)}


def place_of(state: MilestoneState, places: Mapping[int, Place]) -> int:
    """What to sort by: the whole plan's own come last."""
    return places[state.activity_pk].position if state.activity_pk else len(places)


def plan_milestone(
    state: MilestoneState, places: Mapping[int, Place], *, is_over: bool, grace_days: int
) -> PlanMilestone:
    """`is_over`: the state's period has just ended, so that what is left in it is late."""
    place = places[state.activity_pk] if state.activity_pk else Place("", 0, 0)
    light, reason = milestones.light_when_over(state, grace_days) if is_over else (state.light, state.reason)
    is_dropped = light is Light.DROPPED
    return PlanMilestone(
        code=state.code,
        hue=place.hue,
        area=place.area,
        activity=f"{state.activity_code} {state.activity_name}" if state.activity_code else capital(WHOLE_PLAN),
        name=state.name,
        kind=state.kind_label,
        period=state.period.label,
        first_period=state.first_period.label,
        period_now=state.period_now.label,
        light=light,
        reason=reason,
        is_late=state.is_late or (is_over and state.is_open),
        reached_on=state.reached_on if state.is_reached else None,
        number=state.number_text,
        moved_from=state.moved_from.label if state.moved_from else "",
        moved_to=state.moved_to.label if state.moved_to else "",
        move_reason=state.move_reason,
        drop_reason=state.comment if is_dropped else "",
        evidence=state.evidence if state.is_live else "",
        comment=" ".join(said_of(state)) if not is_dropped else "",
    )


def said_of(state: MilestoneState) -> Iterator[str]:
    """The remark; and of one reached after the day of the data, when that was."""
    if state.status == Status.REACHED and state.reached_on and not state.is_reached and state.is_live:
        yield f"Nået {day(state.reached_on)}, efter opgørelsens dag."
    if state.comment and state.is_live:
        yield state.comment


def count_of(name: str, rows: Iterable[PlanMilestone]) -> MilestoneCount:
    rows = list(rows)
    moved, dropped = sum(row.is_moved for row in rows), sum(row.is_dropped for row in rows)
    return MilestoneCount(
        name=name,
        planned=len(rows) - moved - dropped,
        reached=sum(row.is_reached for row in rows),
        late=sum(row.is_late for row in rows),
        moved=moved,
        dropped=dropped,
    )
