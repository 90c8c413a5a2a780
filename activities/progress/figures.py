"""What the progress module answers: frozen figures, with the words people read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from activities.models.structure import band
from core.danish import HARD, number, percent, quantity
from core.lights import Light
from core.periods import Period


@dataclass(frozen=True)
class CriterionFacts:
    """A criterion as read for showing: plain values, no queries behind."""

    pk: int
    code: str
    level: int
    level_label: str
    name: str
    text: str
    measure: str
    noun: str
    noun_singular: str
    counting_rule: str
    counting_rule_label: str
    method: str
    denominator: str
    rhythm: str
    measured_in_month: int | None
    responsible: str
    counts_persons: bool
    note: str
    activity_pk: int

    @property
    def is_count(self) -> bool:
        return self.measure == "count"


@dataclass(frozen=True)
class Month:
    """What was registered in one month: sums of value and base, how many rows, the last day."""

    first: date
    value: int
    base: int
    rows: int
    last_on: date


@dataclass(frozen=True)
class Forecast:
    """A range for the end of the target's period, in whole units (activities.progress.rules)."""

    low: int
    high: int

    @property
    def text(self) -> str:
        return (
            number(self.low) if self.low == self.high else f"{number(self.low)}–{number(self.high)}"
        )


@dataclass(frozen=True)
class TargetStep:
    """What the target is from a day on. A target that was never adjusted has one step, its
    period's first day."""

    since: date
    value: int


@dataclass(frozen=True)
class Figure:
    """One criterion as of one day. Every page, chart and report reads these and computes nothing.

    `actual`, `expected` and `target` share one unit: heads or things (count), percent 0-100
    (percent), attendances per meeting (average). None means nobody has measured, or there is no
    target: never 0. `value` and `base` are the raw sums behind `actual`. `attainment` is percent of
    the target. `steps` are the values the target has had up to `as_of`, oldest first; the last is
    `target`.
    """

    criterion: CriterionFacts
    as_of: date
    period: Period | None
    target: int | None
    actual: Fraction | None
    value: int | None
    base: int | None
    expected: Fraction | None
    attainment: Fraction | None
    forecast: Forecast | None
    light: Light
    reason: str
    last_on: date | None
    registrations: int
    months: tuple[Month, ...]
    steps: tuple[TargetStep, ...] = ()

    def target_on(self, day: date) -> int | None:
        """The target as it was on `day` of its period."""
        return next((step.value for step in reversed(self.steps) if step.since <= day), self.target)

    @property
    def unit(self) -> str:
        return f"{HARD}%" if self.criterion.measure == "percent" else ""

    @property
    def actual_text(self) -> str:
        """ "71", "54 %", "24,5"; "ikke målt" where nothing is registered."""
        return "ikke målt" if self.actual is None else number(self.actual) + self.unit

    @property
    def target_text(self) -> str:
        return "–" if self.target is None else number(self.target) + self.unit

    @property
    def expected_text(self) -> str:
        return (
            "–"
            if self.expected is None
            else expected_number(self.expected, self.actual, self._is_behind)
        )

    @property
    def attainment_text(self) -> str:
        return "–" if self.attainment is None else percent(self.attainment)

    @property
    def of_text(self) -> str:
        """ "71 af 100" or "ikke målt": the short form of ladders and tables."""
        return (
            self.actual_text if self.actual is None else f"{self.actual_text} af {self.target_text}"
        )

    @property
    def difference(self) -> int | None:
        """Whole units ahead (+) or behind (-) what is expected, as the printed numbers show it."""
        if self.actual is None or self.expected is None:
            return None
        return round_half_up(self.actual) - round_half_up(self.expected)

    @property
    def _is_behind(self) -> bool:
        return self.light in (Light.AT_RISK, Light.DELAYED)

    @property
    def compare_text(self) -> str:
        """ "4 flere end forventet (67)", "som forventet (67)", "færre end forventet (1,3)" or
        the reason where nothing is expected."""
        if self.difference is None:
            return self.reason
        if self.difference == 0 and self._is_behind:
            return f"færre end forventet ({self.expected_text})"
        if self.difference == 0:
            return f"som forventet ({self.expected_text})"
        word = "flere" if self.difference > 0 else "færre"
        return f"{number(abs(self.difference))} {word} end forventet ({self.expected_text})"

    @property
    def sentence(self) -> str:
        """The result sentence with its number in front: "71 familier deltog i aktiviteterne", "1
        familie deltog ...", "54 % af beboerne er tilfredse". Unmeasured it has no number."""
        criterion = self.criterion
        if criterion.measure == "percent":
            if self.actual is None:
                return f"andel af {criterion.denominator}, der {criterion.text}"
            return f"{self.actual_text} af {criterion.denominator} {criterion.text}"
        rest = criterion.text.removeprefix(criterion.noun).lstrip()
        if self.actual is None:
            return f"{criterion.noun} {rest}"
        return f"{quantity(self.actual, criterion.noun_singular, criterion.noun)} {rest}"


@dataclass(frozen=True)
class ActivityProgress:
    """An activity's ladder: its figures by step, the worst light among them, and a sentence."""

    pk: int
    code: str
    name: str
    area_code: str
    area_position: int
    figures: tuple[Figure, ...]
    light: Light
    sentence: str


@dataclass(frozen=True)
class Override:
    """A person's light for an area, beside the rule's."""

    light: Light
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class StepCount:
    """How many of an area's criteria on one step follow the plan, of those measured."""

    level: int
    label: str
    lights: tuple[Light, ...]
    following: int
    measured: int


@dataclass(frozen=True)
class AreaProgress:
    """A focus area: its activities, the rule's light, a person's override, and the sentence."""

    pk: int
    code: str
    name: str
    position: int
    activities: tuple[ActivityProgress, ...]
    rule_light: Light
    rule_reason: str
    override: Override | None
    sentence: str

    @property
    def band(self) -> int:
        return band(self.position)

    @property
    def light(self) -> Light:
        return self.override.light if self.override else self.rule_light

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(f for a in self.activities for f in a.figures)

    @property
    def measured(self) -> int:
        return sum(f.light.is_measured for f in self.figures)

    @property
    def following(self) -> int:
        return sum(f.light.follows_plan for f in self.figures)

    @property
    def steps(self) -> tuple[StepCount, ...]:
        return tuple(
            step_count(level, self.figures)
            for level in sorted({f.criterion.level for f in self.figures})
        )


@dataclass(frozen=True)
class PlanProgress:
    """The whole plan as of a day."""

    plan_pk: int
    as_of: date
    period: Period
    areas: tuple[AreaProgress, ...]

    @property
    def figures(self) -> Iterator[Figure]:
        return (f for area in self.areas for f in area.figures)

    @property
    def activities(self) -> Iterator[ActivityProgress]:
        return (a for area in self.areas for a in area.activities)

    @property
    def measured(self) -> int:
        return sum(area.measured for area in self.areas)

    @property
    def following(self) -> int:
        return sum(area.following for area in self.areas)

    def figure(self, code: str) -> Figure:
        """The figure of the criterion with this code. Raises KeyError."""
        found = next((f for f in self.figures if f.criterion.code == code), None)
        if found is None:
            raise KeyError(code)
        return found

    def activity(self, code: str) -> ActivityProgress:
        """The activity with this code. Raises KeyError."""
        found = next((a for a in self.activities if a.code == code), None)
        if found is None:
            raise KeyError(code)
        return found


def step_count(level: int, figures: tuple[Figure, ...]) -> StepCount:
    on_step = [f for f in figures if f.criterion.level == level]
    return StepCount(
        level=level,
        label=on_step[0].criterion.level_label,
        lights=tuple(f.light for f in on_step),
        following=sum(f.light.follows_plan for f in on_step),
        measured=sum(f.light.is_measured for f in on_step),
    )


def expected_number(expected: Fraction | int, actual: Fraction | None, is_behind: bool) -> str:
    """What is expected in whole units, "67"; with a decimal where the whole number would deny
    that the criterion is behind: one of "1,3" is behind, one of "1" is not."""
    hides_it = is_behind and round_half_up(expected) <= (actual or 0)
    return number(expected) if hides_it else number(expected, decimals=0)


def round_half_up(value: Fraction | int) -> int:
    return (
        int(Fraction(value) + Fraction(1, 2))
        if value >= 0
        else -int(-Fraction(value) + Fraction(1, 2))
    )
