"""What a demo's year says of how the plan is steered: plain values, as in `script`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

MonthDay = tuple[int, int]  # (month, day) of the demo's year


@dataclass(frozen=True)
class Place:
    """A seat: `role` is that of the demo's person who has it, "" where nobody with a login does."""

    forum: str
    function: str
    kind: str
    role: str = ""


@dataclass(frozen=True)
class Gathering:
    """Where and when a forum meets."""

    starts_at: time
    ends_at: time
    place: str


@dataclass(frozen=True)
class Item:
    """A point beside the standing ones. `criterion`: what in the note of `period` it came of."""

    title: str
    kind: str
    presentation: str
    proposal: str = ""
    consequence: str = ""
    minutes: int | None = None
    criterion: str = ""
    period: str = ""


@dataclass(frozen=True)
class Task:
    """What is to be done after the point `item` (its standing code or title). `role`: whose;
    `done` and what of it."""

    item: str
    what: str
    role: str
    function: str
    due: MonthDay
    done: MonthDay | None = None
    note: str = ""


@dataclass(frozen=True)
class Session:
    """One meeting's papers. `prepared`, `called`, `minuted`: the days its agenda is begun and sent,
    its minutes sent.

    `said`: what became of each point, by its standing code or title: outcome and minutes. `annex`:
    the period whose issued note goes with the point about status.
    """

    forum: str
    on: MonthDay
    prepared: MonthDay
    items: tuple[Item, ...] = ()
    called: MonthDay | None = None
    minuted: MonthDay | None = None
    present: tuple[str, ...] = ()
    said: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    tasks: tuple[Task, ...] = ()
    annex: str = ""


@dataclass(frozen=True)
class Line:
    code: str
    category: str
    source: str
    text: str
    amount: Decimal
    area: str = ""


@dataclass(frozen=True)
class Spent:
    """Of one line in one period: spent in it, expected for the year, and why where it is far
    off."""

    spent: Decimal
    expected: Decimal
    note: str = ""


@dataclass(frozen=True)
class Money:
    """The year's budget, approved at the styregruppe's meeting on `approved`, and what is
    written of it, by period."""

    note: str
    drafted: MonthDay
    proposed: MonthDay
    approved: MonthDay
    point: str
    lines: tuple[Line, ...]
    spending: Mapping[str, tuple[MonthDay, Mapping[str, Spent]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """An adjustment of a target, and its way: the days each step is written down. `advised` and
    `decided` are meetings whose standing point about adjustments it was said under."""

    title: str
    criterion: str
    value: int
    in_force: MonthDay
    reason: str
    consequence: str
    proposed: MonthDay
    decided: MonthDay
    sent: MonthDay
    reference: str
    answered: MonthDay
    accepted: bool
    answer: str
    advised: MonthDay | None = None


@dataclass(frozen=True)
class Danger:
    """A risk, as it was judged on a day, and judged anew (`again`: the day, likelihood, impact
    and action)."""

    on: MonthDay
    title: str
    likelihood: int
    impact: int
    consequence: str
    action: str
    function: str
    area: str = ""
    again: tuple[MonthDay, int, int, str] | None = None
    closed: MonthDay | None = None
    closed_why: str = ""


@dataclass(frozen=True)
class Heir:
    """How far an activity's forankring had come on a day."""

    on: MonthDay
    activity: str
    partner: str
    step: int
    conditions: str
    planned: date | None = None


@dataclass(frozen=True)
class Review:
    """An evaluation: written on `on`, due, and done with what it found."""

    on: MonthDay
    kind: str
    title: str
    evaluator: str
    due: MonthDay
    activity: str = ""
    done: MonthDay | None = None
    conclusion: str = ""
    consequence: str = ""


@dataclass(frozen=True)
class Issue:
    """A newsletter: written in the årshjul on `on`, articles due, out; `done` once it was, then
    counted in `criterion`."""

    title: str
    material: MonthDay
    out: MonthDay
    copies: int
    criterion: str
    on: MonthDay = (1, 8)
    done: bool = True


@dataclass(frozen=True)
class Deal:
    """An agreement with one of the plan's partners."""

    on: MonthDay
    title: str
    kind: str
    partner: str
    starts_on: date
    ends_on: date | None
    we: str
    they: str
    areas: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    funding: str = ""


@dataclass(frozen=True)
class Answer:
    """What is said of the doubts of some criteria, by their codes."""

    on: MonthDay
    criteria: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class Statistic:
    """One background figure of an estate ("" the whole plan), the city's beside it."""

    indicator: str
    year: int
    value: Decimal
    city: Decimal | None
    definition: str
    estate: str = ""


@dataclass(frozen=True)
class Judgement:
    on: MonthDay
    step: str
    why: str


@dataclass(frozen=True)
class Steering:
    """All of the year's steering. `gatherings`: by forum. `figures_on`: the day the figures are
    entered."""

    seats: tuple[Place, ...] = ()
    gatherings: Mapping[str, Gathering] = field(default_factory=dict)
    sessions: tuple[Session, ...] = ()
    money: Money | None = None
    changes: tuple[Change, ...] = ()
    risks: tuple[Danger, ...] = ()
    heirs: tuple[Heir, ...] = ()
    reviews: tuple[Review, ...] = ()
    deals: tuple[Deal, ...] = ()
    answers: tuple[Answer, ...] = ()
    figures: tuple[Statistic, ...] = ()
    figures_on: MonthDay = (1, 15)
    figures_source: str = ""
    judgements: tuple[Judgement, ...] = ()
    issues: tuple[Issue, ...] = ()
