"""The milestones of the milestone plan: one in one period, what is said of it there, and how
many there are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from activities.progress.figures import PlanProgress
from core.danish import capital, day, long_day
from core.lights import Light
from core.snapshots import Snapshot
from milestones.models import Status
from milestones.progress.states import WHOLE_PLAN, MilestoneState
from reporting.data import milestones


@dataclass(frozen=True)
class PlanMilestone(Snapshot):
    """A milestone in one period. One that was moved away stands there as moved, and lives in its
    new period.

    `hue` is its area's colour band, 0 for one of the whole plan. `number`: "9 af 10" for one that
    has a number.
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
    proposed_to: str = ""
    proposed_reason: str = ""
    short_reason: str = ""

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
            proposed = (
                (f"Foreslået flyttet til {self.proposed_to}", self.proposed_reason)
                if self.proposed_to
                else ()
            )
            short = f"Nået under tallet: {self.short_reason}" if self.short_reason else ""
            said = (*came, *proposed, self.drop_reason, short, self.comment, proof)
        return tuple(milestones.sentence(capital(text)) for text in said if text)

    @property
    def standing(self) -> str:
        """ "Nået 16.5.2013, 2. kvartal 2013", "I gang, 9 af 10, 3. kvartal 2013", "Flyttet til
        1. kvartal 2014"."""
        if self.is_moved:
            return f"Flyttet til {self.moved_to}"
        light = (
            f"{self.light.label} {day(self.reached_on)}" if self.reached_on else self.light.label
        )
        return ", ".join(filter(None, (light, self.number, self.period)))


@dataclass(frozen=True)
class MilestoneCount(Snapshot):
    """Of a period, or of all: how many were planned for it, are reached, and late; and have left
    it.

    Late: its period is over and it is not reached, or a person calls it delayed. The moved and the
    dropped are among the planned, and told in `off`: "1 flyttet"; reports made before had them in
    neither. Of all, one that stands in two periods counts once.
    """

    name: str
    planned: int
    reached: int
    late: int
    moved: int
    dropped: int
    off: str = ""


@dataclass(frozen=True)
class MilestonePeriod(Snapshot):
    """A reporting period with its last day: the milestones of its areas in the plan's order,
    then the whole plan's."""

    ends_on: date
    count: MilestoneCount
    rows: tuple[PlanMilestone, ...]

    @property
    def name(self) -> str:
        return self.count.name

    @property
    def summary(self) -> str:
        """ "3 af 11 nået, 1 flyttet, frist 30. september 2013"."""
        due = f"frist {long_day(self.ends_on)}"
        if not self.count.planned:
            return capital(due)
        reached = f"{self.count.reached} af {self.count.planned} nået"
        return ", ".join(filter(None, (reached, self.count.off, due)))


@dataclass(frozen=True)
class Place:
    """Where in the plan an activity stands: its area with its colour band, and its number among
    all."""

    area: str
    hue: int
    position: int


def places_of(progress: PlanProgress) -> dict[int, Place]:
    """By the activity's pk."""
    found = (
        (activity.pk, f"{area.code} {area.name}", area.band)
        for area in progress.areas
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
    light, reason = (
        milestones.light_when_over(state, grace_days) if is_over else (state.light, state.reason)
    )
    is_dropped = light is Light.DROPPED
    return PlanMilestone(
        code=state.code,
        hue=place.hue,
        area=place.area,
        activity=f"{state.activity_code} {state.activity_name}"
        if state.activity_code
        else capital(WHOLE_PLAN),
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
        proposed_to=state.proposed_to.label if state.proposed_to else "",
        proposed_reason=state.proposed_reason,
        short_reason=state.short_reason,
    )


def said_of(state: MilestoneState) -> Iterator[str]:
    """The remark; and of one reached after the day of the data, when that was."""
    if (
        state.status == Status.REACHED
        and state.reached_on
        and not state.is_reached
        and state.is_live
    ):
        yield f"Nået {day(state.reached_on)}, efter opgørelsens dag."
    if state.comment and state.is_live:
        yield state.comment


def count_of(name: str, rows: Iterable[PlanMilestone]) -> MilestoneCount:
    rows = list(rows)
    moved, dropped = sum(row.is_moved for row in rows), sum(row.is_dropped for row in rows)
    off = (
        (moved, "flyttet"),
        (sum(bool(row.proposed_to) for row in rows), "foreslået flyttet"),
        (dropped, "bortfaldet"),
    )
    return MilestoneCount(
        name=name,
        planned=len({row.code for row in rows}),
        off=", ".join(f"{count} {what}" for count, what in off if count),
        reached=sum(row.is_reached for row in rows),
        late=sum(row.is_late for row in rows),
        moved=moved,
        dropped=dropped,
    )
