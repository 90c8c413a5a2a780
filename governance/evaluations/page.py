"""The page of evaluations: those overdue, those to come, and those that are done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Activity, Plan
from core.danish import capital, quantity
from core.lights import Light
from governance.evaluations.actions import proposals
from governance.evaluations.rules import headline, state_of, worst
from governance.hub import Card
from governance.models import Evaluation


@dataclass(frozen=True)
class Line:
    row: Evaluation
    light: Light
    words: str
    about: str


@dataclass(frozen=True)
class Offer:
    """A year the plan says more evaluations of than are written."""

    year: int
    text: str


@dataclass(frozen=True)
class EvaluationPage:
    title: str
    overdue: tuple[Line, ...]
    coming: tuple[Line, ...]
    done: tuple[Line, ...]
    offers: tuple[Offer, ...]


def evaluation_page(
    plan: Plan, evaluations: Iterable[Evaluation], activities: Sequence[Activity], today: date
) -> EvaluationPage:
    """`evaluations` with their activity and its area read along; `activities` are the plan's."""
    rows = list(evaluations)
    lines = [
        Line(row, *state_of(row, today), capital(row.get_kind_display()))
        for row in sorted(rows, key=_place)
    ]
    return EvaluationPage(
        title=headline(rows, today),
        overdue=tuple(line for line in lines if not line.row.is_done and line.row.due_on < today),
        coming=tuple(line for line in lines if not line.row.is_done and line.row.due_on >= today),
        done=tuple(
            sorted(
                (x for x in lines if x.row.is_done),
                key=lambda x: x.row.done_on or today,
                reverse=True,
            )
        ),
        offers=_offers(plan, list(activities), rows, today),
    )


def _place(row: Evaluation) -> tuple[date, int, int, int]:
    """By the day it is due; the whole plan's before the activities', and these in the plan's
    order."""
    activity = row.activity
    return (
        (row.due_on, activity.focus_area.position, activity.position, row.pk)
        if activity
        else (row.due_on, -1, 0, row.pk)
    )


def _offers(
    plan: Plan, activities: list[Activity], rows: list[Evaluation], today: date
) -> tuple[Offer, ...]:
    """This year and the next, where the plan runs and says more than is written."""
    found = []
    for year in (today.year, today.year + 1):
        if plan.starts_on.year <= year <= plan.ends_on.year and (
            missing := proposals(plan, year, activities, rows)
        ):
            found.append(
                Offer(
                    year, f"Foreslå {quantity(len(missing), 'evaluering', 'evalueringer')} i {year}"
                )
            )
    return tuple(found)


def card(user: User, plan: Plan, today: date) -> Card:
    rows = list(plan.evaluations.all())
    url = reverse("evaluation-list", args=[plan.slug])
    return Card("Evalueringer", f"{headline(rows, today)}.", url, worst(rows, today))
