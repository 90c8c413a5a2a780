"""A milestone in its column, and the column: frozen, with the words people read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from core.danish import quantity, short_day
from core.lights import Light
from core.periods import Period

WHOLE_PLAN = "hele planen"
INLINE_REMARK = 40
URGENT_FIRST = (
    Light.DELAYED,
    Light.AT_RISK,
    Light.PARTLY,
    Light.IN_PROGRESS,
    Light.NOT_STARTED,
    Light.MOVED,
    Light.DROPPED,
    Light.REACHED,
)
DONE_FIRST = (
    Light.REACHED,
    Light.PARTLY,
    Light.IN_PROGRESS,
    Light.AT_RISK,
    Light.DELAYED,
    Light.NOT_STARTED,
    Light.MOVED,
    Light.DROPPED,
)


@dataclass(frozen=True)
class MilestoneState:
    """A milestone in one column as of a day.

    A moved milestone has two: in its old column with the light MOVED, `moved_to` and the reason,
    and live in its new one with `moved_from`. `is_late`: its period is over and it is not reached,
    or a person calls it delayed. `number_text` ("9 af 10") is of one that has a number, where
    figures were given. `first_period` is where the plan first laid it, `period_now` where it
    stands, in both columns alike.

    `proposed_to`: a move that was proposed by the day and not decided; till it is, the milestone
    stands where it stood. `asked_to` and `drop_asked` (its reason): what the styregruppe is asked
    of it since, which is no fact of the day. `proposes_reached`: its number is reached, and
    nobody has said so yet. `short_reason`: why one was reached below its number.
    """

    pk: int
    code: str
    name: str
    kind: str
    kind_label: str
    activity_pk: int | None
    activity_code: str
    activity_name: str
    period: Period
    first_period: Period
    period_now: Period
    status: str
    light: Light
    fact: str
    rule: str
    reached_on: date | None
    agreed_on: date | None
    evidence: str
    comment: str
    moved_from: Period | None
    moved_to: Period | None
    move_reason: str
    is_late: bool
    number_text: str
    lock_version: int
    position: int = field(default=0, repr=False)
    proposed_to: Period | None = None
    proposed_reason: str = ""
    asked_to: Period | None = None
    asked_reason: str = ""
    drop_asked: str = ""
    short_reason: str = ""
    proposes_reached: bool = False

    @property
    def reason(self) -> str:
        """Why it has its light: what is so, and the rule where one decides."""
        return f"{self.fact} {self.rule}".rstrip()

    @property
    def is_live(self) -> bool:
        """Stands in this column, and was not moved away from it."""
        return self.light is not Light.MOVED

    @property
    def is_reached(self) -> bool:
        return self.light is Light.REACHED

    @property
    def is_open(self) -> bool:
        """Something is still to be done about it."""
        return self.light not in (Light.REACHED, Light.MOVED, Light.DROPPED)

    @property
    def activity_label(self) -> str:
        """ "5.3.5", or "hele planen"."""
        return self.activity_code or WHOLE_PLAN

    @property
    def details(self) -> tuple[str, ...]:
        """What stands after the light on the board: the day, the number, what is agreed, where
        it came from."""
        if self.moved_to:
            return (f"til {name_of(self.moved_to, beside=self.period)}",)
        if self.is_reached and self.reached_on:
            year = (
                "" if self.reached_on.year == self.period.start.year else str(self.reached_on.year)
            )
            return (f"{short_day(self.reached_on)}{year}", *self._came_from)
        proposed = (
            (f"foreslået flyttet til {name_of(self.proposed_to, beside=self.period)}",)
            if self.proposed_to
            else ()
        )
        agreed = (f"aftalt {short_day(self.agreed_on)}",) if self.agreed_on else ()
        said = (self.number_text, *agreed, *self._came_from, *proposed, self.remark)
        return tuple(filter(None, said))

    @property
    def _came_from(self) -> tuple[str, ...]:
        return (f"fra {name_of(self.moved_from, beside=self.period)}",) if self.moved_from else ()

    @property
    def remark(self) -> str:
        """A comment short enough to stand on the line."""
        return self.comment if self.is_open and len(self.comment) <= INLINE_REMARK else ""

    @property
    def note(self) -> str:
        """What needs a line of its own: why it was moved or dropped, or a longer comment on an
        open one."""
        if self.light is Light.MOVED:
            return self.move_reason
        if self.short_reason:
            return f"Nået under tallet: {self.short_reason}"
        if self.proposed_reason:
            comment = "" if self.remark else self.comment
            return " ".join(filter(None, (self.proposed_reason, comment)))
        return "" if self.is_reached or self.remark else self.comment


@dataclass(frozen=True)
class PeriodColumn:
    """One reporting period of the year: the milestones due in it, and those moved away from it.

    `total` is what was planned for it: also the moved and the dropped, which are told as such.
    """

    period: Period
    as_of: date
    entries: tuple[MilestoneState, ...]

    @property
    def is_now(self) -> bool:
        return self.as_of in self.period

    @property
    def is_over(self) -> bool:
        return self.period.end < self.as_of

    @property
    def live(self) -> tuple[MilestoneState, ...]:
        return tuple(e for e in self.entries if e.is_live)

    @property
    def total(self) -> int:
        return len(self.entries)

    @property
    def reached(self) -> int:
        return self._count(Light.REACHED)

    @property
    def late(self) -> int:
        return self._count(Light.DELAYED)

    @property
    def moved(self) -> int:
        return self._count(Light.MOVED)

    @property
    def dropped(self) -> int:
        return self._count(Light.DROPPED)

    @property
    def proposed(self) -> int:
        """How many it is proposed to move away."""
        return sum(e.proposed_to is not None for e in self.entries)

    @property
    def pips(self) -> tuple[Light, ...]:
        """One light per entry, the reached first: the row of small shapes of a timeline."""
        return tuple(sorted((e.light for e in self.entries), key=DONE_FIRST.index))

    @property
    def notable(self) -> tuple[MilestoneState, ...]:
        """What a timeline names: everything but the reached and those not begun."""
        return tuple(e for e in self.entries if e.light not in (Light.REACHED, Light.NOT_STARTED))

    @property
    def of_text(self) -> str:
        """ "af 9 nået, 1 flyttet", read after the big number; "" without milestones."""
        if not self.entries:
            return ""
        return ", ".join([f"af {self.total} nået", *off_plan(self.entries)])

    @property
    def summary(self) -> str:
        """ "9 af 9 nået, 1 flyttet"; of the present period also "lukker om 30 dage"."""
        text = f"{self.reached} {self.of_text}" if self.entries else "ingen milepæle"
        return f"{text}, {self._closes}" if self.is_now else text

    @property
    def _closes(self) -> str:
        days = (self.period.end - self.as_of).days
        return "lukker i dag" if days == 0 else f"lukker om {quantity(days, 'dag', 'dage')}"

    def _count(self, light: Light) -> int:
        return sum(e.light is light for e in self.entries)


def off_plan(states: Iterable[MilestoneState]) -> list[str]:
    """["1 flyttet", "2 foreslået flyttet", "1 bortfaldet"]: what became of those planned for a
    period that does not show among the reached; in the words of every page and paper."""
    states = list(states)
    counted = (
        (sum(s.light is Light.MOVED for s in states), "flyttet"),
        (sum(s.proposed_to is not None for s in states), "foreslået flyttet"),
        (sum(s.light is Light.DROPPED for s in states), "bortfaldet"),
    )
    return [f"{count} {what}" for count, what in counted if count]


def name_of(period: Period, *, beside: Period) -> str:
    """ "3. kvartal", with its year where that is another than the period it is named beside."""
    return period.short_label if period.start.year == beside.start.year else period.label
