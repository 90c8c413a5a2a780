"""What the progress module answers: frozen figures, with the words people read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from activities.course import EVEN, Course, expected_on
from activities.models.choices import EACH_ONCE, asks_who
from activities.models.structure import band
from core.danish import (
    HARD,
    MONTHS,
    exact_number,
    number,
    number_beside,
    percent_beside,
    places_beside,
    quantity,
    rounded,
)
from core.danish import day as day_text
from core.lights import Light
from core.periods import Period

UNITS = {100: f"{HARD}%", 1000: f"{HARD}‰", 10_000: f"{HARD}pr. 10.000"}
# The counting rule in short, beside a number of persons.
RULES = {
    "attendances": "fremmøder",
    "unique_participants": "unikke",
    "enrolments": "forløb",
    "enquiries": "henvendelser",
}


@dataclass(frozen=True)
class CriterionFacts:
    """A criterion as read for showing: plain values, no queries behind.

    `begins` and `ends`: the first and last day that both its plan and its activity last. `moved`:
    what adjustments moved that last day to, each with the day it holds from; `ends` is then the
    first of them all (see `known_on`).
    """

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
    counts: str
    note: str
    activity_pk: int
    direction: str = "at_least"
    per: int = 100
    baseline: int | Decimal | None = None
    baseline_year: int | None = None
    baseline_source: str = ""
    course: Course = EVEN
    begins: date | None = None
    ends: date | None = None
    stands_at: str = ""
    moved: tuple[tuple[date, date], ...] = ()
    doubt: str = ""

    @property
    def is_count(self) -> bool:
        return self.measure == "count"

    @property
    def asks_who(self) -> bool:
        """Whether its registrations may say ages and sexes."""
        return asks_who(self.measure, self.counts)

    @property
    def is_share(self) -> bool:
        return self.measure == "percent"

    @property
    def is_ceiling(self) -> bool:
        """The target is the most it may be: to fall, or to be held."""
        return self.direction == "at_most"

    @property
    def is_expected(self) -> bool:
        """Something is expected of it day by day: a running count."""
        return self.is_count and self.rhythm == "running"

    @property
    def unit(self) -> str:
        """What stands right after its numbers: " %", " ‰", " pr. 10.000"; else ""."""
        return UNITS[self.per] if self.is_share else ""

    def known_on(self, day: date) -> "CriterionFacts":
        """As it was known on a day: without what is moved from later on."""
        return replace(self, moved=tuple(move for move in self.moved if move[0] <= day))

    @property
    def last_day(self) -> date | None:
        """The last day that both its plan and its activity last, wherever it was moved to."""
        return self.moved[-1][1] if self.moved else self.ends

    def within(self, period: Period) -> tuple[date, date]:
        """The days of `period` that the plan and the activity last."""
        return self._within(period, self.last_day)

    def course_within(self, period: Period) -> tuple[date, date, tuple[tuple[date, date], ...]]:
        """The days of `period` its course ran over from the start, and what its last day was moved
        to: (first, last, moved)."""
        moved = tuple((since, self._within(period, end)[1]) for since, end in self.moved)
        return *self._within(period, self.ends), moved

    def _within(self, period: Period, end: date | None) -> tuple[date, date]:
        first = max(period.start, self.begins or period.start)
        last = min(period.end, end or period.end)
        return (first, last) if first <= last else (period.start, period.end)

    @property
    def counts_each_once(self) -> bool:
        """Whether the figure is the sum of those who are new: each is counted once."""
        return self.is_count and self.counting_rule in EACH_ONCE


@dataclass(frozen=True)
class Round:
    """A måling as read: its days, who was asked, and how many where that is known."""

    pk: int
    name: str
    starts_on: date
    ends_on: date
    who: str
    asked: int | None


@dataclass(frozen=True)
class Read:
    """An aflæsning as read: the year it is of, where it stands, and the share itself where no
    number asked is known."""

    pk: int
    role: str
    year: int
    source: str
    share: Fraction | None


@dataclass(frozen=True)
class Month:
    """What was registered in one month: sums of value and base, how many rows, the last day.

    `value` is what counts towards the figure: of a criterion that counts each once the new, else
    the heads. `heads` and `new` are both sums as they were written, `lacking` the rows that say
    nothing of new. A share has one for each round that was answered in the month, and one for each
    reading.
    """

    first: date
    value: int
    base: int
    rows: int
    last_on: date
    heads: int = 0
    new: int = 0
    lacking: int = 0
    round: Round | None = None
    read: Read | None = None


@dataclass(frozen=True)
class Measurement:
    """A share as it was measured once: a round with all its months, a month without a round, or
    a reading. `value` of `base`, or the share itself as `read` has it."""

    first: date
    last_on: date
    value: int
    base: int
    round: Round | None = None
    read: Read | None = None

    @property
    def is_direct(self) -> bool:
        """Whether the share itself was read, with no number asked behind it."""
        return self.read is not None and self.read.share is not None

    @property
    def order(self) -> tuple[date, date, int]:
        """The newest is the one whose last day is the latest: a round's own last day."""
        if self.round:
            return self.round.ends_on, self.round.starts_on, self.round.pk
        return self.last_on, self.first, 0

    @property
    def name(self) -> str:
        """ "Måling, august 2013", "aflæst 12.3.2014", "august 2013"."""
        if self.round:
            return self.round.name
        if self.read:
            return f"aflæst {day_text(self.last_on)}"
        return f"{MONTHS[self.first.month - 1]} {self.first.year}"

    @property
    def asked(self) -> int | None:
        return self.round.asked if self.round else None

    @property
    def rests_on(self) -> str:
        """ "27 af 50", "27 af 50, 80 spurgt", "Danmarks Statistik, tal for 2012": what is printed
        with the share wherever it is."""
        if self.read:
            year = f"tal for {self.read.year}"
            if self.is_direct:
                return f"{self.read.source}, {year}"
            said = f"{number(self.value)} af {number(self.base)}, {year}"
            return f"{said}, {self.read.source}" if self.read.source else said
        said = f"{number(self.value)} af {number(self.base)}"
        return f"{said}, {number(self.asked)} spurgt" if self.asked else said


class Outlook(StrEnum):
    """What a forecast says of the target; the light says the same (activities.progress.outlook)."""

    SURE = "nås"
    CLOSE = "tæt på"
    SHORT = "nås ikke"


@dataclass(frozen=True)
class Forecast:
    """Where a running count ends, in whole units (activities.progress.outlook): most likely
    `likely`, and a range that is as wide as its months differ."""

    low: int
    high: int
    likely: Fraction
    outlook: "Outlook"

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
    value: int | Decimal


@dataclass(frozen=True)
class Figure:
    """One criterion as of one day. Every page, chart and report reads these and computes nothing.

    `actual`, `expected` and `target` share one unit: heads or things (count), percent 0-100
    (percent), attendances per meeting (average). None means nobody has measured, or there is no
    target: never 0. `value` and `base` are the raw sums behind `actual`. `attainment` is percent of
    the target; of a ceiling with a baseline above it, of the way down from there. `steps` are the
    values the target has had up to `as_of`, oldest first; the last is `target`. `is_over`: its last
    day has gone, so that it is reached or not.
    `measurements` are those of a share, the newest last; `counted` the one that is the figure.
    `before` and `after` are the newest measurements before and after the plan.
    """

    criterion: CriterionFacts
    as_of: date
    period: Period | None
    target: int | Decimal | None
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
    is_over: bool = False
    measurements: tuple[Measurement, ...] = ()
    counted: Measurement | None = None
    before: Measurement | None = None
    after: Measurement | None = None

    @property
    def is_thin(self) -> bool:
        """Whether it is a share of too few answers to be called reached or behind."""
        return (
            self.counted is not None
            and not self.counted.is_direct
            and self.light is Light.NOT_MEASURED
            and self.target is not None
        )

    @property
    def heads(self) -> int:
        """All heads registered, whoever comes again each time."""
        return sum(month.heads for month in self.months)

    @property
    def different(self) -> int:
        """How many of them were new, as far as it was written."""
        return sum(month.new for month in self.months)

    @property
    def lacking(self) -> int:
        """How many registrations say nothing of how many were new."""
        return sum(month.lacking for month in self.months)

    @property
    def is_incomplete(self) -> bool:
        """Whether a count of each once rests on registrations that do not all say who was new."""
        return self.criterion.counts_each_once and bool(self.lacking)

    @property
    def incomplete_text(self) -> str:
        """ "3 registreringer mangler antal nye og er ikke talt med"; "" where none does."""
        if not self.is_incomplete:
            return ""
        rows = quantity(self.lacking, "registrering", "registreringer")
        return f"{rows} mangler antal nye og er ikke talt med"

    @property
    def heads_text(self) -> str:
        """ "71 fremmøder, 29 forskellige familier": heads and persons, where both are known."""
        criterion = self.criterion
        heads = quantity(self.heads, "fremmøde", "fremmøder")
        different = f"{number(self.different)} forskellige {criterion.noun}"
        if criterion.counting_rule == "unique_participants" and self.heads > self.different:
            return f"{different}, {heads}"
        if criterion.counting_rule == "attendances" and self.heads and not self.lacking:
            return f"{heads}, {different}"
        return ""

    @property
    def rule_text(self) -> str:
        """What a number of persons or families is, in short: "fremmøder (29 forskellige)",
        "unikke (130 fremmøder)", "forløb"; "" for the rest."""
        if not self.criterion.is_count or self.criterion.counts == "things":
            return ""
        said = RULES.get(self.criterion.counting_rule, "")
        if self.heads_text and self.criterion.counts_each_once:
            return f"{said} ({quantity(self.heads, 'fremmøde', 'fremmøder')})"
        return f"{said} ({number(self.different)} forskellige)" if self.heads_text else said

    @property
    def rests_on(self) -> str:
        """What a share rests on: "27 af 50, 80 spurgt"; "" for what is no share."""
        return self.counted.rests_on if self.counted else ""

    @property
    def answers_text(self) -> str:
        """The same in short, where there is little room: "50 svar", "tal for 2012"; "" for what is
        no share."""
        if self.counted is None:
            return ""
        if self.counted.is_direct and self.counted.read:
            return f"tal for {self.counted.read.year}"
        return f"{number(self.counted.base)} svar"

    @property
    def answers_after(self) -> str:
        """ ", 50 svar", to stand after the share."""
        return f", {self.answers_text}" if self.answers_text else ""

    def target_on(self, day: date) -> int | Decimal | None:
        """The target as it was on `day` of its period."""
        return next((step.value for step in reversed(self.steps) if step.since <= day), self.target)

    def expected_on(self, day: date) -> Fraction | None:
        """What its course expects when `day` is over, with the targets known by now; None where
        nothing is expected day by day."""
        if self.period is None or self.target is None or not self.criterion.is_expected:
            return None
        first, last, moved = self.criterion.course_within(self.period)
        steps = [(step.since, step.value) for step in self.steps] or [(first, self.target)]
        return expected_on(self.criterion.course, steps, first, last, day, moved)

    @property
    def days(self) -> tuple[date, date] | None:
        """The target's first and last day, within the plan and the activity."""
        return self.criterion.within(self.period) if self.period else None

    @property
    def is_met(self) -> bool:
        """Whether the figure is on the right side of its target as it stands."""
        if self.actual is None or self.target is None:
            return False
        return (
            self.actual <= self.target if self.criterion.is_ceiling else self.actual >= self.target
        )

    @property
    def unit(self) -> str:
        return self.criterion.unit

    @property
    def actual_text(self) -> str:
        """ "71", "54 %", "24,5"; "ikke målt" where nothing is registered. Never rounded onto its
        target."""
        if self.actual is None:
            return "mangler måling" if self.light is Light.MISSING else "ikke målt"
        limits = () if self.target is None else (self.target,)
        return number_beside(self.actual, *limits) + self.unit

    @property
    def target_text(self) -> str:
        """ "100", "54 %", "højst 9"."""
        if self.target is None:
            return "–"
        most = "højst " if self.criterion.is_ceiling else ""
        return f"{most}{exact_number(Decimal(self.target))}{self.unit}"

    @property
    def expected_text(self) -> str:
        return (
            "–"
            if self.expected is None
            else expected_number(self.expected, self.actual, self._is_behind)
        )

    @property
    def attainment_text(self) -> str:
        """ "71 %", never rounded onto or past 100; "–" where a share of the target says nothing."""
        return "–" if self.attainment is None else percent_beside(self.attainment, 100)

    @property
    def of_text(self) -> str:
        """ "71 af 100", "14, højst 9" or "ikke målt": the short form of ladders and tables."""
        if self.actual is None:
            return self.actual_text
        joint = ", " if self.criterion.is_ceiling else " af "
        return f"{self.actual_text}{joint}{self.target_text}{self.answers_after}"

    @property
    def difference(self) -> Fraction | None:
        """How many more (+) or fewer (-) than what is expected, as the printed numbers show it."""
        if self.actual is None or self.expected is None:
            return None
        places = expected_places(self.expected, self.actual, self._is_behind)
        return Fraction(rounded(self.actual, places)) - Fraction(rounded(self.expected, places))

    @property
    def _is_behind(self) -> bool:
        return self.light in (Light.AT_RISK, Light.DELAYED)

    @property
    def compare_text(self) -> str:
        """ "4 flere end forventet (67)", "som forventet (67)", "0,3 færre end forventet (1,3)" or
        the reason where nothing is expected."""
        if self.difference is None or self.is_over:
            return self.reason
        expected = (
            f"grænsen nu ({self.expected_text})"
            if self.criterion.is_ceiling
            else f"forventet ({self.expected_text})"
        )
        if self.difference == 0:
            return f"{'på' if self.criterion.is_ceiling else 'som'} {expected}"
        word = "flere" if self.difference > 0 else "færre"
        return f"{number(abs(self.difference))} {word} end {expected}"

    @property
    def sentence(self) -> str:
        """The result sentence with its number in front: "71 familier deltog i aktiviteterne", "1
        familie deltog ...", "54 % af beboerne er tilfredse". Unmeasured it has no number."""
        criterion = self.criterion
        if criterion.is_share:
            if self.actual is None:
                return f"andel af {criterion.denominator}, der {criterion.text}"
            rests = f" ({self.rests_on})" if self.rests_on else ""
            return f"{self.actual_text} af {criterion.denominator} {criterion.text}{rests}"
        rest = criterion.text.removeprefix(criterion.noun).lstrip()
        if self.actual is None:
            return f"{criterion.noun} {rest}"
        lacks = f" ({self.incomplete_text})" if self.incomplete_text else ""
        return f"{quantity(self.actual, criterion.noun_singular, criterion.noun)} {rest}{lacks}"


@dataclass(frozen=True)
class ActivityProgress:
    """An activity's ladder: its figures by step, the worst light among them, and a sentence.

    `ended`: the results of other targets that ended earlier in the reporting period.
    """

    pk: int
    code: str
    name: str
    area_code: str
    figures: tuple[Figure, ...]
    light: Light
    sentence: str
    ended: tuple[Figure, ...] = ()


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
    def missing(self) -> int:
        return sum(f.light is Light.MISSING for f in self.figures)

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
    """The whole plan as of a day.

    `earlier`: by each earlier day it is compared with, the figures of all the criteria as they
    were: by the targets of that day, and what is known now.
    """

    as_of: date
    period: Period
    areas: tuple[AreaProgress, ...]
    earlier: Mapping[date, tuple[Figure, ...]] = field(default_factory=dict)

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
    def missing(self) -> int:
        """How many mangler måling: should be there by now and is not."""
        return sum(area.missing for area in self.areas)

    @property
    def not_due(self) -> int:
        """How many are ikke målt endnu: with `measured` and `missing` they are all."""
        return sum(1 for _ in self.figures) - self.measured - self.missing

    @property
    def ended(self) -> Iterator[Figure]:
        """The results of targets that ended earlier in the reporting period."""
        return (f for a in self.activities for f in a.ended)

    @property
    def following(self) -> int:
        return sum(area.following for area in self.areas)

    def count_on(self, day: date) -> tuple[int, int]:
        """(following, measured) on an earlier day it is compared with; (0, 0) for another."""
        lights = [figure.light for figure in self.earlier.get(day, ())]
        return sum(x.follows_plan for x in lights), sum(x.is_measured for x in lights)

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
    """What is expected: whole from ten up, "67", with one decimal below, "1,3"; with as many as it
    takes where fewer would deny that the criterion is behind."""
    return number(expected, decimals=expected_places(expected, actual, is_behind))


def expected_places(expected: Fraction | int, actual: Fraction | None, is_behind: bool) -> int:
    """How many decimals `expected_number` prints."""
    least = 0 if expected >= 10 or expected == int(expected) else 1
    return places_beside(expected, [actual] if is_behind and actual is not None else [], least)


def round_half_up(value: Fraction | int) -> int:
    return (
        int(Fraction(value) + Fraction(1, 2))
        if value >= 0
        else -int(-Fraction(value) + Fraction(1, 2))
    )
