"""What the three returns to the funder have in common: whose plan, which period, and as of which
day."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from activities.models import Plan
from core.periods import Period
from core.snapshots import Snapshot
from reporting.data import reading
from reporting.data.changes import Change
from reporting.data.sheets import Table


@dataclass(frozen=True)
class Return(Snapshot):
    """The basis of a return, not the funder's own form. `is_preliminary` while the period still
    runs.

    `kind` is the report's, `name` what it is called inside a sentence.
    """

    kind: ClassVar[str]
    name: ClassVar[str]

    plan: str
    years: str
    association: str
    administrator: str
    estates: tuple[str, ...]
    is_demo: bool
    period: str
    ends_on: date
    as_of: date
    is_preliminary: bool
    # What was typed wrong from the start and put right since the edition before.
    corrections: tuple[Change, ...] = field(default=(), kw_only=True)

    @property
    def title(self) -> str:
        """ "målopfyldelse 2. kvartal 2013"; of all the plan's years "målopfyldelse for hele
        planen 2013–2016"."""
        return (
            f"{self.name} for hele planen {self.period}"
            if self.is_whole_plan
            else f"{self.name} {self.period}"
        )

    @property
    def is_whole_plan(self) -> bool:
        return self.period == self.years

    @property
    def message(self) -> str:
        """What the return says, in one or two sentences."""
        raise NotImplementedError

    def sheets(self) -> tuple[Table, ...]:
        """The return as tables; the first holds most of it."""
        raise NotImplementedError


def front(plan: Plan, period: Period, today: date) -> dict[str, Any]:
    """The fields of Return: as of the last day the plan runs in the period, or of `today` before
    that. One query."""
    return {
        "plan": plan.name,
        "years": plan.years,
        "association": plan.association,
        "administrator": plan.administrator,
        "estates": reading.estates(plan),
        "is_demo": plan.is_demo,
        "period": period.label,
        "ends_on": plan.last_day_of(period),
        "as_of": min(plan.last_day_of(period), today),
        "is_preliminary": today <= plan.last_day_of(period),
    }


def parts_of(plan: Plan, period: Period) -> list[Period]:
    """The plan's reporting periods that lie in `period` and in which the plan runs, in order."""
    return [
        part
        for part in period.parts(plan.reporting_period)
        if period.start <= part.start and part.end <= period.end
        if plan.starts_on <= part.end and part.start <= plan.ends_on
    ]
