"""What the printed reports consist of: finished words and whole numbers, nothing left to work
out."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString

from core.charts import ladder_bar
from core.danish import listing, percent
from core.lights import Light
from core.snapshots import Snapshot
from reporting.data.sentence import Sentence, printed


@dataclass(frozen=True)
class Bar(Snapshot):
    """A criterion's bar: actual and expected in per mille of the target, and the sentence read
    aloud for it.

    Without a target nothing is drawn but what is said.
    """

    actual: int | None
    expected: int | None
    sentence: str

    @property
    def svg(self) -> SafeString:
        """As it is printed, at a fixed width."""
        return ladder_bar(self.actual, self.expected, 1000, sentence=self.sentence, for_print=True)

    @property
    def on_screen(self) -> SafeString:
        return ladder_bar(self.actual, self.expected, 1000, sentence=self.sentence)


@dataclass(frozen=True)
class CriterionRow(Snapshot):
    """One criterion of the ladder. `number` and `sentence` read on: "46" "familier deltog i
    aktiviteterne".

    `before` is what the last issued note printed; empty where there is none.
    """

    code: str
    name: str
    level: int
    level_label: str
    number: str
    sentence: str
    target: str
    expected: str
    light: Light
    bar: Bar
    explanation: str
    before: str

    @property
    def joint(self) -> str:
        """What stands between the number and the target."""
        return joint(self.target)


def joint(target: str) -> str:
    """ "71 af 100", but "14, højst 9"."""
    return ", " if target.startswith("højst ") else " af "


@dataclass(frozen=True)
class ActivityPart(Snapshot):
    """An activity's ladder. `meta`: when last registered, and the target's years when it is not
    one year."""

    code: str
    name: str
    meta: str
    rows: tuple[CriterionRow, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class MilestoneRow(Snapshot):
    """A milestone in the note. `origin`: the period it was moved from, or is left from."""

    code: str
    light: Light
    activity: str
    name: str
    origin: str
    date: str
    remark: str


@dataclass(frozen=True)
class Mark(Snapshot):
    """Where one milestone of the plan stands: its light, the day it was reached, and the period it
    stands in.

    `is_ahead`: that period comes after the note's own, and it is not reached yet: the note says
    nothing of it.
    """

    code: str
    name: str
    activity: str
    period: str
    is_ahead: bool
    light: Light
    date: str

    @property
    def text(self) -> str:
        """ "Nået 16.5.2013, 2. kvartal 2013"."""
        return f"{self.light.label}{f' {self.date}' if self.date else ''}, {self.period}"

    @property
    def title(self) -> str:
        """ "5.1.1 Evalueringsmøde med Red Barnet"."""
        return f"{self.activity} {self.name}".strip()


@dataclass(frozen=True)
class Trend(Snapshot):
    """How many of the measured criteria followed the plan at the end of one period of the year: as
    the period's note told it where one was issued. `restated`: what it is counted as since, "33 af
    39", where that is another."""

    label: str
    following: int
    measured: int
    restated: str = ""

    @property
    def sentence(self) -> str:
        """ "31 af 39 målte kriterier fulgte planen"."""
        noun = "målt kriterium" if self.measured == 1 else "målte kriterier"
        return f"{self.following} af {self.measured} {noun} fulgte planen"

    @property
    def share(self) -> str:
        """ "79 %"."""
        return percent(Fraction(100 * self.following, self.measured)) if self.measured else "–"

    @property
    def svg(self) -> SafeString:
        """As it is printed, at a fixed width."""
        return self._bar(for_print=True)

    @property
    def on_screen(self) -> SafeString:
        return self._bar(for_print=False)

    def _bar(self, *, for_print: bool) -> SafeString:
        known = self.following if self.measured else None
        return ladder_bar(
            known,
            None,
            self.measured,
            sentence=f"{self.label}: {self.sentence}.",
            for_print=for_print,
        )


@dataclass(frozen=True)
class Turn(Snapshot):
    """A light that is another than in the last issued note: of an area, a criterion or a milestone.

    `detail`: the day a milestone was reached, or the period it was moved to.
    """

    what: str
    source: str
    old: Light
    new: Light
    is_better: bool
    detail: str = ""

    @property
    def text(self) -> str:
        return f"{self.what} ({self.detail})" if self.detail else self.what


@dataclass(frozen=True)
class TurnGroup:
    """The turns from one light to another, on one line of the paper."""

    old: Light
    new: Light
    text: str


@dataclass(frozen=True)
class SinceLast(Snapshot):
    """What has happened since the last issued note, named by `title`: lights of areas, criteria
    and milestones, and how many figures and texts are new."""

    title: str
    areas: tuple[Turn, ...]
    criteria: tuple[Turn, ...]
    milestones: tuple[Turn, ...]
    figures: int
    texts: int

    @property
    def better(self) -> tuple[Turn, ...]:
        return tuple(turn for turn in (*self.areas, *self.criteria) if turn.is_better)

    @property
    def worse(self) -> tuple[Turn, ...]:
        return tuple(turn for turn in (*self.areas, *self.criteria) if not turn.is_better)

    @property
    def is_quiet(self) -> bool:
        return not (self.areas or self.criteria or self.milestones)

    @property
    def groups(self) -> tuple[TurnGroup, ...]:
        """The turns as lines of the paper, what became worse first."""
        return tuple(
            TurnGroup(old, new, listing([turn.text for turn in found]))
            for old, new, found in gathered([*self.worse, *self.better, *self.milestones])
        )


def gathered(turns: Iterable[Turn]) -> list[tuple[Light, Light, list[Turn]]]:
    """The turns by old and new light, in the order of the first of each."""
    found: dict[tuple[Light, Light, bool], list[Turn]] = {}
    for turn in turns:
        found.setdefault((turn.old, turn.new, turn.source.startswith("m:")), []).append(turn)
    return [(old, new, same) for (old, new, _), same in found.items()]


@dataclass(frozen=True)
class MoneyRow(Snapshot):
    """A year's money for an area, a source or all, in whole kroner as printed. `word` is the
    light in fitting words."""

    name: str
    budget: str
    spent: str
    expected: str
    deviation: str
    light: Light
    word: str


@dataclass(frozen=True)
class AreaPart(Snapshot):
    """A focus area: its light now, last period and by the rule, its numbers, its activities and
    milestones.

    `hue` is its colour band (1-4). `override` says who set another light than the rule's, when and
    why.
    """

    code: str
    name: str
    hue: int
    light: Light
    previous: Light | None
    rule_light: Light
    rule_reason: str
    override: str
    sentence: str
    following: int
    measured: int
    milestones_reached: int
    milestones_total: int
    hours_planned: str
    hours_used: str
    hours_are_written: bool
    comment: str
    said: tuple[Sentence, ...]
    activities: tuple[ActivityPart, ...]
    milestones: tuple[MilestoneRow, ...]
    no_milestones: str
    money: MoneyRow | None = None
    milestones_off: str = ""

    @property
    def draft(self) -> str:
        """The sentences from the figures, as a paragraph."""
        return printed(self.said)

    @property
    def is_short(self) -> bool:
        """Short enough to stand whole on one page."""
        return len(self.activities) < 3

    @property
    def has_numeral(self) -> bool:
        """Whether the code is short enough to stand as a large numeral beside the name."""
        return len(self.code) <= 2


@dataclass(frozen=True)
class HoursRow(Snapshot):
    """Hours of a post, an area or all, as printed. `missing`: the weeks that are not written, and
    `compared` what was planned for the others: the deviation is of those."""

    name: str
    weekly: str
    planned: str
    used: str
    deviation: str
    missing: str = ""
    compared: str = ""


@dataclass(frozen=True)
class Decision(Snapshot):
    """A point for the steering group. `kind`: "Beslutning" or "Drøftelse". `source`: as
    Sentence.sources, or ""."""

    kind: str
    title: str
    proposal: str
    reason: str
    consequence: str
    source: str = ""


@dataclass(frozen=True)
class ExceptionRow(Snapshot):
    """A criterion at risk or delayed: "4" "af 10 ventede vejledninger", why, and where it is
    heading."""

    light: Light
    number: str
    of: str
    what: str
    why: str
    outlook: str
    responsible: str
    is_unexplained: bool
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Coming(Snapshot):
    """Something due in the next period."""

    due: str
    name: str
    activity: str
    remark: str


@dataclass(frozen=True)
class Explained(Snapshot):
    """One paragraph of "Sådan regner vi"."""

    title: str
    text: str
