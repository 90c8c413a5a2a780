"""What the printed reports consist of: finished words and whole numbers, nothing left to work out."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from core.charts import ladder_bar
from core.lights import Light
from reporting.data.snapshot import Snapshot


@dataclass(frozen=True)
class Bar(Snapshot):
    """A criterion's bar: actual and expected in per mille of the target, and the sentence read aloud for it.

    Without a target nothing is drawn but what is said.
    """

    actual: int | None
    expected: int | None
    sentence: str

    @property
    def svg(self) -> SafeString:
        return ladder_bar(self.actual, self.expected, 1000, sentence=self.sentence, for_print=True)


@dataclass(frozen=True)
class CriterionRow(Snapshot):
    """One criterion of the ladder. `number` and `sentence` read on: "46" "familier deltog i aktiviteterne"."""

    code: str
    level: int
    level_label: str
    number: str
    sentence: str
    target: str
    expected: str
    light: Light
    bar: Bar


@dataclass(frozen=True)
class ActivityPart(Snapshot):
    """An activity's ladder. `meta`: when last registered, and the target's years when it is not one year."""

    code: str
    name: str
    meta: str
    rows: tuple[CriterionRow, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class MilestoneRow(Snapshot):
    """A milestone in the note. `origin`: the period it was moved from, or is left from."""

    light: Light
    activity: str
    name: str
    origin: str
    date: str
    remark: str


@dataclass(frozen=True)
class AreaPart(Snapshot):
    """A focus area: its light now, last period and by the rule, its numbers, its activities and milestones.

    `hue` is its colour band (1-4). `override` says who set another light than the rule's, when and why.
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
    activities: tuple[ActivityPart, ...]
    milestones: tuple[MilestoneRow, ...]
    no_milestones: str

    @property
    def is_long(self) -> bool:
        """Long enough to begin on a page of its own."""
        return len(self.activities) > 2

    @property
    def has_numeral(self) -> bool:
        """Whether the code is short enough to stand as a large numeral beside the name."""
        return len(self.code) <= 2


@dataclass(frozen=True)
class HoursRow(Snapshot):
    """Hours of a post, an area or all, as printed."""

    name: str
    weekly: str
    planned: str
    used: str
    deviation: str


@dataclass(frozen=True)
class Decision(Snapshot):
    """A point for the steering group. `kind`: "Beslutning" or "Drøftelse"."""

    kind: str
    title: str
    proposal: str
    reason: str
    consequence: str


@dataclass(frozen=True)
class ExceptionRow(Snapshot):
    """A criterion at risk or delayed: "4" "af 10 ventede vejledninger", why, and where it is heading."""

    light: Light
    number: str
    of: str
    what: str
    why: str
    outlook: str
    responsible: str
    is_unexplained: bool


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
