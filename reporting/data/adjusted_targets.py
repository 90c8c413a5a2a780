"""How a target was adjusted: from what to what, from which day, decided by whom and when, and what
the funder answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from activities.models import Plan
from activities.progress.figures import Figure
from core.danish import day
from core.snapshots import Snapshot
from governance.changes.adjustments.as_of import TargetChange, target_changes

NO_ANSWER = "intet svar noteret"
Changes = Mapping[tuple[int, date], TargetChange]


@dataclass(frozen=True)
class AdjustedTarget(Snapshot):
    """One adjustment of a target, in words."""

    number: int
    target: str
    since: date
    decided: str
    answer: str

    @property
    def text(self) -> str:
        """ "80 fra 1.7.2013 (justering 2): besluttet af styregruppen 4.9.2013;
        Landsbyggefonden: godkendt 12.9.2013"."""
        return (
            f"{self.target} fra {day(self.since)} (justering {self.number}): {self.decided}; "
            f"Landsbyggefonden: {self.answer}"
        )


@dataclass(frozen=True)
class TargetCourse(Snapshot):
    """What a target was from the start, in words and as a spreadsheet takes it ("79.5"), and each
    adjustment of it; empty where it is as it was."""

    original: str = ""
    original_value: str = ""
    adjusted: tuple[AdjustedTarget, ...] = ()

    @property
    def text(self) -> str:
        return ". ".join(change.text for change in self.adjusted)

    @property
    def since(self) -> date | None:
        """From which day the target is what it is."""
        return self.adjusted[-1].since if self.adjusted else None

    @property
    def amount(self) -> Decimal | None:
        return Decimal(self.original_value) if self.original_value else None


AS_IT_WAS = TargetCourse()


def changes_of(plan: Plan, figures: Iterable[Figure]) -> Changes:
    """What lies behind the figures' targets. One query, and none where none was adjusted."""
    return target_changes(plan) if any(len(figure.steps) > 1 for figure in figures) else {}


def course_of(figure: Figure, changes: Changes) -> TargetCourse:
    """Of the figure's target, up to the figure's day."""
    pk = figure.criterion.pk
    adjusted = tuple(
        _adjusted(replace(figure, target=step.value).target_text, change)
        for step in figure.steps[1:]
        if (change := changes.get((pk, step.since)))
    )
    if not adjusted:
        return AS_IT_WAS
    first = figure.steps[0].value
    return TargetCourse(replace(figure, target=first).target_text, str(first), adjusted)


def _adjusted(target: str, change: TargetChange) -> AdjustedTarget:
    decided = f"besluttet af {change.decided_by} {day(change.decided_on)}"
    answer = NO_ANSWER
    if change.answered_on:
        said = f": {change.answer}" if change.answer else ""
        answer = f"godkendt {day(change.answered_on)}{said}"
    return AdjustedTarget(change.number, target, change.since, decided, answer)
