"""The milestone plan of the coming year: what is to be reached, and what is left from before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Self

from activities.models import Plan
from core.danish import listing, quantity
from core.periods import Period
from reporting.data.changes import Fact
from reporting.data.milestone_plan import MilestonePlanReport
from reporting.data.plan_milestones import PlanMilestone


@dataclass(frozen=True)
class MilestonesAhead(MilestonePlanReport):
    """As the milestone plan, but it promises: whether something is reached yet is not compared."""

    kind: ClassVar[str] = "milestones_ahead"
    name: ClassVar[str] = "milepælsplan for det kommende år"

    @property
    def message(self) -> str:
        """ "43 milepæle er planlagt i 2014. 2 milepæle fra tidligere perioder udestår." """
        count = self.total.planned
        if not count:
            said = f"Ingen milepæle er planlagt i {self.period}."
        else:
            said = f"{quantity(count, 'milepæl', 'milepæle')} er planlagt i {self.period}."
        if not self.left:
            return said
        return f"{said} {quantity(self.left, 'milepæl', 'milepæle')} fra tidligere udestår."

    @property
    def spread(self) -> str:
        """ "1. kvartal 2014: 11, 2. kvartal 2014: 9 og ..."."""
        return listing([f"{part.name}: {part.count.planned}" for part in self.periods])

    def facts(self) -> Iterator[Fact]:
        here = {row.code for row in self.rows if not row.is_moved}
        for row in (row for row in self.rows if not (row.is_moved and row.code in here)):
            name = f"{row.activity}: {row.name}"
            yield Fact(f"milepael:{row.code}", "Milepæle", name, _promised(row), f"m:{row.code}")

    @classmethod
    def build(cls, plan: Plan, period: Period, *, today: date) -> Self:
        """As the milestone plan, as of `today`: a plan for a year to come is never preliminary."""
        return replace(super().build(plan, period, today=today), is_preliminary=False)


def _promised(row: PlanMilestone) -> str:
    if row.is_moved:
        return f"Flyttet til {row.moved_to}"
    place = f"Bortfaldet, {row.period}" if row.is_dropped else row.period
    return f"{row.number.rpartition(' af ')[2]}, {place}" if row.number else place
