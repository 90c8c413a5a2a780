"""The milestone plan of a period: the basis for the return to the funder. One plan, frozen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from activities.models import Plan
from activities.progress.read import plan_progress
from core.danish import capital, listing, quantity, word
from core.periods import Period
from milestones.progress.read import milestone_states
from reporting.data.changes import Fact
from reporting.data.plan_milestones import (
    MilestoneCount,
    MilestonePeriod,
    PlanMilestone,
    count_of,
    place_of,
    places_of,
    plan_milestone,
)
from reporting.data.restated import corrections_since
from reporting.data.returns import Return, front, parts_of
from reporting.data.sheets import Column, Table

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
class MilestonePlanReport(Return):
    """Everything the basis of the milestone plan's return prints. `left`: open ones of periods
    before it. `tells_planned`: the moved and the dropped are among the planned (not so in reports
    made before)."""

    kind: ClassVar[str] = "milestone_plan"
    name: ClassVar[str] = "milepælsplan"

    periods: tuple[MilestonePeriod, ...]
    total: MilestoneCount
    left: int
    tells_planned: bool = False

    @property
    def rows(self) -> tuple[PlanMilestone, ...]:
        return tuple(row for period in self.periods for row in period.rows)

    @property
    def filled(self) -> tuple[MilestonePeriod, ...]:
        """The periods that have milestones."""
        return tuple(period for period in self.periods if period.rows)

    @property
    def empty_text(self) -> str:
        """ "Ingen milepæle i 4. kvartal 2013."; of many periods how many; "" where each has
        some."""
        empty = [period.name for period in self.periods if not period.rows]
        if len(empty) > NAMED:
            return f"{len(empty)} af {len(self.periods)} perioder har ingen milepæle."
        return f"Ingen milepæle i {listing(empty)}." if empty else ""

    @property
    def message(self) -> str:
        """ "25 af 43 milepæle er nået. To er bagud, og én er flyttet. 1 milepæl fra tidligere
        perioder udestår." """
        rest = (
            f"{quantity(self.left, 'milepæl', 'milepæle')} fra tidligere perioder udestår."
            if self.left
            else ""
        )
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
        counted = (
            (self.total.late, "bagud"),
            (moved, "flyttet"),
            (self.total.dropped, "bortfaldet"),
        )
        clauses = [
            f"{'én' if count == 1 else word(count)} er {what}" for count, what in counted if count
        ]
        if clauses:
            return f"{capital(listing(clauses))}."
        return "Ingen er bagud." if self.total.planned else ""

    def facts(self) -> Iterator[Fact]:
        """What the return states, for comparing: each milestone where it stands, and what is
        said of it."""
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

        Statuses, moves and drops are as they were on that day. A fixed number of queries (6).
        """
        as_of = min(plan.last_day_of(period), today)
        progress = plan_progress(plan, as_of)
        states = milestone_states(plan, as_of, progress.figures)
        places = places_of(progress)
        is_over = plan.last_day_of(period) < today

        def part(name: Period) -> MilestonePeriod:
            own = sorted(
                (s for s in states if s.period == name),
                key=lambda s: (place_of(s, places), s.position),
            )
            rows = tuple(
                plan_milestone(
                    s,
                    places,
                    is_over=is_over and name.end == as_of,
                    grace_days=plan.limits_on(as_of).milestone_grace_days,
                )
                for s in own
            )
            return MilestonePeriod(name.end, count_of(name.label, rows), rows)

        inside = {
            s.period
            for s in states
            if period.start <= s.period.start and s.period.end <= period.end
        }
        parts = tuple(part(name) for name in sorted({*parts_of(plan, period), *inside}))
        return cls(
            **front(plan, period, today),
            corrections=corrections_since(plan, cls.kind, period, as_of),
            periods=parts,
            total=count_of("I alt", [row for each in parts for row in each.rows]),
            left=sum(s.is_open and s.period.end < period.start for s in states),
            tells_planned=True,
        )
