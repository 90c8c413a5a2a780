"""What a demo's year says: plain values, so that a year is written as data and not as code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from demo.steering_script import MonthDay, Steering


@dataclass(frozen=True)
class Entry:
    """A registration that is to stand exactly so. `corrected_from`: the value it had before it
    was amended. `again`: how many more came who were counted before, where each is counted once.
    `asked`: how many a share's måling asked."""

    on: MonthDay
    value: int
    estate: str = ""
    base: int | None = None
    new: int | None = None
    volunteers: int | None = None
    note: str = ""
    corrected_from: int | None = None
    again: int = 0
    asked: int | None = None


@dataclass(frozen=True)
class Course:
    """How one criterion goes: what is counted month by month, and the entries that are fixed.

    `months`: amount in January, February, ... The fixed entries count within them. `elsewhere`: of
    the whole amount, how much was on the plan's second estate; None leaves it to chance.
    """

    months: tuple[int, ...] = ()
    fixed: tuple[Entry, ...] = ()
    elsewhere: int | None = None


@dataclass(frozen=True)
class MilestoneCourse:
    """How one milestone goes. `reached` and `agreed` are days; `status` is said on `said_on`."""

    reached: MonthDay | None = None
    agreed: MonthDay | None = None
    status: str = ""
    said_on: MonthDay | None = None
    moved_to: str = ""
    decided: MonthDay | None = None
    reason: str = ""
    short_reason: str = ""
    evidence: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Said:
    """A text about a period: of the whole plan, an area ("1") or a criterion ("5.1.1-3")."""

    on: MonthDay
    text: str
    area: str = ""
    criterion: str = ""


@dataclass(frozen=True)
class ChangedLight:
    on: MonthDay
    area: str
    light: str
    reason: str


@dataclass(frozen=True)
class Script:
    """A year up to the day `told_to`. What is not told here is drawn by chance from the plan's own
    targets.

    `hours`: used by each post up to that day; `hours_of` fixes (post, activity) within it;
    `weeks_missing`: how many weeks a post has not written at the end. `issued`: the day each
    period's note was issued. `twice`: an entry written twice, one taken back. `fixed_from`: in the
    rest of that month only fixed entries are written, so that the newest are known.
    """

    courses: Mapping[str, Course] = field(default_factory=dict)
    not_measured: frozenset[str] = frozenset()
    twice: Mapping[str, Entry] = field(default_factory=dict)
    told_to: MonthDay = (12, 31)
    fixed_from: MonthDay = (12, 31)
    hours: Mapping[str, Decimal] = field(default_factory=dict)
    hours_of: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    weeks_missing: Mapping[str, int] = field(default_factory=dict)
    milestones: Mapping[str, MilestoneCourse] = field(default_factory=dict)
    closed: Mapping[str, MonthDay] = field(default_factory=dict)
    comments: Mapping[str, tuple[Said, ...]] = field(default_factory=dict)
    lights: Mapping[str, tuple[ChangedLight, ...]] = field(default_factory=dict)
    issued: Mapping[str, MonthDay] = field(default_factory=dict)
    meetings: Mapping[str, tuple[MonthDay, ...]] = field(default_factory=dict)
    weekdays: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    with_volunteers: frozenset[str] = frozenset()
    steering: Steering = field(default_factory=Steering)

    @property
    def lasting(self) -> "Script":
        """What it says of every year: which days people come, what is noted, who brings
        volunteers."""
        return Script(
            weekdays=self.weekdays, notes=self.notes, with_volunteers=self.with_volunteers
        )


def day_of(year: int, month_day: MonthDay) -> date:
    return date(year, *month_day)
