"""The page of agreements: those that ask for something first, then those in force, then those
that are over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from core.danish import capital
from governance.agreements.rules import State, headline, state_of, worst
from governance.hub import Card
from governance.models import Agreement


@dataclass(frozen=True)
class Line:
    row: Agreement
    state: State
    scope: str


@dataclass(frozen=True)
class AgreementPage:
    title: str
    open: tuple[Line, ...]
    over: tuple[Line, ...]


def agreement_page(plan: Plan, agreements: Iterable[Agreement], today: date) -> AgreementPage:
    """`agreements` of the plan with their partner, areas and activities read along."""
    lines = [
        Line(row, state_of(row, today, plan.ends_on), capital(row.scope)) for row in agreements
    ]
    live = sorted((x for x in lines if not x.state.is_over), key=_order)
    gone = sorted(
        (x for x in lines if x.state.is_over), key=lambda x: (x.row.last_on, x.row.pk), reverse=True
    )
    return AgreementPage(headline([x.state for x in lines]), tuple(live), tuple(gone))


def _order(line: Line) -> tuple[bool, date, int]:
    """Those that ask, the first to run out first; the rest in the order they were written."""
    asks = line.state.asks
    return not asks, (line.row.ends_on or date.max) if asks else date.min, line.row.position


def card(user: User, plan: Plan, today: date) -> Card:
    states = [state_of(row, today, plan.ends_on) for row in plan.agreements.all()]
    url = reverse("agreement-list", args=[plan.slug])
    return Card("Aftaler", f"{headline(states)}.", url, worst(states))
