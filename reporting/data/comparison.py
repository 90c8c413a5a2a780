"""Several plans' notes for the same period on one sheet: each plan a row, from the notes' own
frozen data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from core.danish import alphabetical, word
from core.lights import Light
from core.periods import Period
from core.snapshots import Snapshot
from reporting.data.parts import Bar
from reporting.data.status_note import StatusNote

NAMED = 3


@dataclass(frozen=True)
class AreaLight(Snapshot):
    name: str
    light: Light


@dataclass(frozen=True)
class ComparedPlan(Snapshot):
    """A plan's line. `off` is how many criteria are off track, `worst` the first of them in
    words."""

    name: str
    place: str
    note: str
    as_of: date
    following: int
    measured: int
    bar: Bar
    milestones_reached: int
    milestones_total: int
    hours_planned: str
    hours_used: str
    hours_deviation: str
    areas: tuple[AreaLight, ...]
    off: int
    worst: tuple[str, ...]
    milestones_off: str = ""

    @property
    def is_behind(self) -> bool:
        return any(area.light in (Light.DELAYED, Light.AT_RISK) for area in self.areas)


@dataclass(frozen=True)
class Comparison(Snapshot):
    """The sheet. `plans` in the order of their names; `missing` says which could not be ordered,
    and why."""

    kind: ClassVar[str] = "comparison"

    period: str
    as_of: date
    is_demo: bool
    plans: tuple[ComparedPlan, ...]
    missing: tuple[str, ...]

    @property
    def message(self) -> str:
        """ "To af fem planer har områder, der er bagud"."""
        behind = sum(plan.is_behind for plan in self.plans)
        if len(self.plans) == 1:
            return "Planen har områder, der er bagud" if behind else "Planens områder følger planen"
        if not behind:
            return f"Alle {word(len(self.plans))} planer følger deres mål"
        who = word(behind).capitalize() if behind < len(self.plans) else "Alle"
        of = (
            f" af {word(len(self.plans))}"
            if behind < len(self.plans)
            else f" {word(len(self.plans))}"
        )
        return f"{who}{of} planer har områder, der er bagud"

    @classmethod
    def of(
        cls,
        period: Period,
        notes: Iterable[tuple[StatusNote, str]],
        missing: Iterable[str],
        today: date,
    ) -> Self:
        """The sheet of the notes, each with what it is called ("nr. 2013-02", "kladde")."""
        plans = tuple(
            compared(note, name)
            for note, name in sorted(notes, key=lambda pair: alphabetical(pair[0].plan))
        )
        return cls(
            period=period.label,
            as_of=min(period.end, today),
            is_demo=any(note.is_demo for note, _ in notes),
            plans=plans,
            missing=tuple(missing),
        )


def compared(note: StatusNote, name: str) -> ComparedPlan:
    share = round(1000 * note.following / note.measured) if note.measured else None
    return ComparedPlan(
        name=note.plan,
        place=note.place,
        note=name,
        as_of=note.as_of,
        following=note.following,
        measured=note.measured,
        bar=Bar(
            share,
            None,
            f"{note.plan}: {note.following} af {note.measured} målte kriterier følger planen.",
        ),
        milestones_reached=note.milestones_reached,
        milestones_total=note.milestones_total,
        hours_planned=note.hours.planned,
        hours_used=note.hours.used,
        hours_deviation=note.hours.deviation,
        areas=tuple(AreaLight(f"{area.code} {area.name}", area.light) for area in note.areas),
        off=sum(len(row.codes) for row in note.exceptions),
        worst=tuple(f"{row.what}: {row.number} {row.of}" for row in note.exceptions[:NAMED]),
        milestones_off=note.milestones_off,
    )
