"""The evaluations done, overdue and due in a period, as of a day."""

from dataclasses import dataclass
from datetime import date

from activities.models import Plan
from core.periods import Period
from governance.models import Evaluation


@dataclass(frozen=True)
class EvaluationLine:
    """An evaluation as it stood on a day: `done_on` and what it found are empty while it was not
    done."""

    pk: int
    kind: str
    title: str
    activity: str
    evaluator: str
    due_on: date
    done_on: date | None
    conclusion: str
    consequence: str


@dataclass(frozen=True)
class Evaluations:
    """The evaluations of a period as of a day.

    `done` within the period, `overdue` on the day (whenever they were due), and `due`: those the
    period still asks for.
    """

    done: tuple[EvaluationLine, ...]
    overdue: tuple[EvaluationLine, ...]
    due: tuple[EvaluationLine, ...]


def evaluations_in(plan: Plan, period: Period, on: date) -> Evaluations:
    """The evaluations done, overdue and due in `period` as of the day `on`. One query."""
    rows = Evaluation.objects.filter(plan=plan).select_related("activity").order_by("due_on", "pk")
    lines = [_evaluation(row, on) for row in rows]
    done = [line for line in lines if line.done_on and line.done_on in period]
    waiting = [line for line in lines if line.done_on is None]
    return Evaluations(
        done=tuple(sorted(done, key=lambda line: (line.done_on or on, line.pk))),
        overdue=tuple(line for line in waiting if line.due_on < on),
        due=tuple(line for line in waiting if line.due_on >= on and line.due_on in period),
    )


def _evaluation(row: Evaluation, on: date) -> EvaluationLine:
    is_done = row.done_on is not None and row.done_on <= on
    return EvaluationLine(
        pk=row.pk,
        kind=row.get_kind_display(),
        title=row.title,
        activity=str(row.activity or ""),
        evaluator=row.evaluator,
        due_on=row.due_on,
        done_on=row.done_on if is_done else None,
        conclusion=row.conclusion if is_done else "",
        consequence=row.consequence if is_done else "",
    )
