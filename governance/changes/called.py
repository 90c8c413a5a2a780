"""What an adjustment or a correction is about, as it is called: for whoever tells of one and has
no need of what may be done to it (governance.changes.subjects, governance.changes.corrections)."""

from abc import ABC
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import Model

from governance.models.adjustment import Adjustment
from governance.models.correction import Correction

Held = TypeVar("Held", bound=Model)
Row = TypeVar("Row", Adjustment, Correction)


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


class ChangedThing(ABC, Generic[Held, Row]):
    """What an adjustment or a correction (`row`) is about: one class for each kind of thing."""

    key: ClassVar[str]  # how an address names it ("target" of "target-12")
    about: ClassVar[Called]
    heading: ClassVar[str]  # what it is listed under where one is chosen
    main_input: ClassVar[str]  # the field that is told that a value is no change
    beside: ClassVar[tuple[str, ...]]  # read along, to say what it is called and how it stands

    def __init__(self, row: Row) -> None:
        self.row: Row = row

    @property
    def held(self) -> Held:
        return getattr(self.row, self.about.field)  # type: ignore[no-any-return]

    @property
    def pk(self) -> int | None:
        return getattr(self.row, f"{self.about.field}_id")  # type: ignore[no-any-return]

    @classmethod
    def name_of(cls, held: Held) -> str:
        """ "5.1.1-1 Familier deltog (2013)"; reads `beside`."""
        return cls.about.name(held)

    @property
    def name(self) -> str:
        return self.name_of(self.held)

    @property
    def own_key(self) -> str:
        """The key under which it is changed anew."""
        return f"{self.key}-{self.pk}"
