"""What an adjustment or a correction is about, as it is called: for whoever tells of one and has
no need of what may be done to it (governance.changes.subjects, governance.changes.corrections)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from governance.models.adjustment import Adjustment
from governance.models.correction import Correction


@dataclass(frozen=True)
class Called:
    """One kind of thing. `field`: the foreign key to it; `along`: what `name` reads of it."""

    field: str
    name: Callable[[Any], str]
    along: tuple[str, ...] = ()


TARGET = Called("target", lambda row: f"{row.criterion} ({row.period.label})", ("criterion",))
CRITERION = Called("criterion", str)
MILESTONE = Called("milestone", str)
CODED_MILESTONE = Called("milestone", lambda row: f"{row.code} {row.name}")
HOURS = Called(
    "allocation", lambda row: f"{row.staff_role} på {row.activity}", ("activity", "staff_role")
)
ACTIVITY = Called("activity", str)
LINE = Called("budget_line", lambda row: f"{row} ({row.budget.year})", ("budget",))
NEW_LINE = Called("budget", lambda row: f"Ny linje i budget {row.year}")
LIMITS = Called("plan", lambda row: "Grænser for lys")

# A row is about the first of them it has a key to: a new line keeps its budget once it is there.
ADJUSTED = (TARGET, MILESTONE, HOURS, ACTIVITY, NEW_LINE, LINE, LIMITS)
CORRECTED = (TARGET, CRITERION, HOURS, ACTIVITY, CODED_MILESTONE, LIMITS)


def adjusted(row: Adjustment) -> str:
    """What `row` adjusts. No query for a row read with ADJUSTED_ALONG."""
    return _of(ADJUSTED, row)


def corrected(row: Correction) -> str:
    """What `row` corrects. No query for a row read with CORRECTED_ALONG."""
    return _of(CORRECTED, row)


def _of(kinds: Iterable[Called], row: Any) -> str:
    kind = next(kind for kind in kinds if getattr(row, f"{kind.field}_id"))
    return kind.name(getattr(row, kind.field))


def _along(kinds: Iterable[Called]) -> tuple[str, ...]:
    return tuple(
        f"{kind.field}__{name}" if name else kind.field
        for kind in kinds
        for name in (kind.along or ("",))
    )


ADJUSTED_ALONG = _along(ADJUSTED)
CORRECTED_ALONG = _along(CORRECTED)
