"""What reports and pages ask of what is followed, as of a day or for a period: frozen, in few queries."""

from dataclasses import dataclass
from datetime import date

from activities.models import Plan
from core.danish import capital, day
from core.periods import Period
from governance.models import Agreement, Evaluation


@dataclass(frozen=True)
class AgreementLine:
    """An agreement with what it covers. `last_on` is None while it has no last day."""

    code: str
    title: str
    kind: str
    partner_pk: int
    partner: str
    scope: str
    area_pks: frozenset[int]
    activity_pks: frozenset[int]
    starts_on: date
    last_on: date | None
    we_deliver: str
    they_deliver: str
    needs_funding: bool
    funding_note: str

    @property
    def period(self) -> str:
        """ "1.1.2013–31.12.2014", "fra 1.1.2013"."""
        return f"{day(self.starts_on)}–{day(self.last_on)}" if self.last_on else f"fra {day(self.starts_on)}"

    def covers(self, activity_pk: int, area_pk: int) -> bool:
        """Whether it is about the activity: by name, by its area, or because it is about the whole plan."""
        return activity_pk in self.activity_pks or area_pk in self.area_pks or not (self.activity_pks or self.area_pks)


def agreements_of(plan: Plan, period: Period) -> tuple[AgreementLine, ...]:
    """The agreements of `plan` that are in force on any day of `period`, in the plan's order. At most three queries."""
    rows = Agreement.objects.filter(plan=plan, starts_on__lte=period.end).select_related("partner")
    found = rows.order_by("position", "pk").prefetch_related("focus_areas", "activities")
    return tuple(_agreement(row) for row in found if row.last_on is None or row.last_on >= period.start)


def _agreement(row: Agreement) -> AgreementLine:
    return AgreementLine(
        code=row.code,
        title=row.title,
        kind=row.get_kind_display(),
        partner_pk=row.partner_id,
        partner=row.partner.name,
        scope=capital(row.scope),
        area_pks=frozenset(area.pk for area in row.focus_areas.all()),
        activity_pks=frozenset(activity.pk for activity in row.activities.all()),
        starts_on=row.starts_on,
        last_on=row.last_on,
        we_deliver=row.we_deliver,
        they_deliver=row.they_deliver,
        needs_funding=row.needs_funding,
        funding_note=row.funding_note,
    )


@dataclass(frozen=True)
class EvaluationLine:
    """An evaluation as it stood on a day: `done_on` and what it found are empty while it was not done."""

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

    `done` within the period, `overdue` on the day (whenever they were due), and `due`: those the period still asks for.
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
