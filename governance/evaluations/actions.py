"""Evaluations: proposed from the plan, written, done with what they found, opened again, or
taken out undone."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from activities.actions.claim import claim
from activities.models import Activity, Plan
from core import clock
from core.days import FUTURE
from core.versioned import NotAllowedNow
from governance import rows
from governance.models import Evaluation, EvaluationKind

OF_THE_WHOLE_PLAN = {
    EvaluationKind.YEARLY: ("Årlig evaluering {year}", "Styregruppen"),
    EvaluationKind.MID_TERM: ("Midtvejsevaluering", "Ekstern evaluator"),
    EvaluationKind.FINAL: ("Slutevaluering", "Ekstern evaluator"),
}
# Of an activity whose plan says that it is evaluated, but not by whom.
NOBODY_NAMED = "Ikke aftalt endnu"


@transaction.atomic
def propose(plan: Plan, year: int, *, by: User) -> int:
    """Write the evaluations that the plan says `year` has and nobody has written yet; gives how
    many.

    Raises NotAllowedNow for a year the plan does not run in.
    """
    if not plan.starts_on.year <= year <= plan.ends_on.year:
        raise NotAllowedNow(f"Planen løber ikke i {year}.")
    claim(plan)
    activities = list(plan.activities.order_by("focus_area__position", "position", "pk"))
    missing = proposals(plan, year, activities, list(plan.evaluations.all()))
    for row in missing:
        rows.write(row, by=by, reason=f"Foreslået ud fra planen for {year}")
    return len(missing)


def proposals(
    plan: Plan, year: int, activities: list[Activity], written: list[Evaluation]
) -> list[Evaluation]:
    """What the plan says `year` has and is not among those `written`: the whole plan's, then
    each activity's."""
    return [*_of_the_plan(plan, year, written), *_of_activities(plan, year, activities, written)]


def _of_the_plan(plan: Plan, year: int, written: list[Evaluation]) -> list[Evaluation]:
    due = {}
    if plan.annual_evaluation:
        due[EvaluationKind.YEARLY] = _last_day(plan, year)
    if plan.external_evaluation:
        due |= {EvaluationKind.MID_TERM: middle_of(plan), EvaluationKind.FINAL: plan.ends_on}
    there = {(row.kind, row.due_on.year) for row in written}
    once = {row.kind for row in written}
    return [
        Evaluation(
            plan=plan, kind=kind, title=title.format(year=year), evaluator=who, due_on=due[kind]
        )
        for kind, (title, who) in OF_THE_WHOLE_PLAN.items()
        if kind in due and due[kind].year == year
        if (kind, year) not in there and (kind == EvaluationKind.YEARLY or kind not in once)
    ]


def _of_activities(
    plan: Plan, year: int, activities: list[Activity], written: list[Evaluation]
) -> list[Evaluation]:
    """One for each activity whose evaluation the plan speaks of."""
    there = {
        row.activity_id
        for row in written
        if row.kind == EvaluationKind.LOCAL and row.due_on.year == year
    }
    return [
        Evaluation(
            plan=plan,
            kind=EvaluationKind.LOCAL,
            activity=activity,
            title=f"Lokal evaluering af {activity}"[:160],
            evaluator=activity.evaluated_by or NOBODY_NAMED,
            due_on=_last_day(plan, year),
        )
        for activity in activities
        if (activity.evaluated_by or activity.evaluation) and activity.pk not in there
    ]


def middle_of(plan: Plan) -> date:
    """The last day of the reporting period in which half of the plan's days are gone."""
    days = (plan.ends_on - plan.starts_on).days + 1
    return plan.period_of(plan.starts_on + timedelta(days=days // 2 - 1)).end


def _last_day(plan: Plan, year: int) -> date:
    return min(date(year, 12, 31), plan.ends_on)


@transaction.atomic
def finish(
    evaluation: Evaluation,
    *,
    on: date,
    conclusion: str,
    consequence: str,
    by: User,
    expected_version: int,
) -> None:
    """Say that it is done, which day, what it found and what follows. Raises ValidationError,
    StaleObject, and NotAllowedNow for one that is done."""
    if evaluation.is_done:
        raise NotAllowedNow(
            "Evalueringen er allerede gjort. Ret den, hvis konklusionen er en anden."
        )
    errors = {}
    if on > clock.today():
        errors["done_on"] = FUTURE
    if not conclusion.strip():
        errors["conclusion"] = "Skriv, hvad evalueringen viste."
    if errors:
        raise ValidationError(errors)
    evaluation.done_on, evaluation.conclusion, evaluation.consequence = (
        on,
        conclusion.strip(),
        consequence.strip(),
    )
    rows.write(evaluation, by=by, reason="Gjort", expected_version=expected_version)


@transaction.atomic
def reopen(evaluation: Evaluation, *, by: User) -> None:
    """Take back that it is done; what it found stays as a draft of what it will find."""
    if not evaluation.is_done:
        raise NotAllowedNow("Evalueringen er ikke gjort.")
    evaluation.done_on = None
    rows.write(evaluation, by=by, reason="Åbnet igen")


@transaction.atomic
def remove(evaluation: Evaluation, *, by: User) -> None:
    """Take out one that will not be made. What is done stays."""
    if evaluation.is_done:
        raise NotAllowedNow("Evalueringen er gjort og kan ikke slettes.")
    rows.remove(evaluation, by=by, reason="Slettet, før den blev gjort")
