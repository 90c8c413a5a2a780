"""The page of risks: the weightiest first, as a grid of likelihood by impact and as a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from activities.presenting import WHOLE_PLAN
from core.danish import capital
from core.lights import Light
from governance.hub import Card
from governance.models import Risk
from governance.risks.rules import headline, heaviest, weight_light, weight_words


@dataclass(frozen=True)
class Line:
    """One risk as the page shows it. `light` is how heavy it weighs: likelihood times impact
    (Risk.weight)."""

    row: Risk
    light: Light
    weight: str
    area: str


@dataclass(frozen=True)
class RiskPage:
    title: str
    open: tuple[Line, ...]
    closed: tuple[Line, ...]


def risk_page(risks: Iterable[Risk]) -> RiskPage:
    """`risks` with their areas read along."""
    lines = [_line(risk) for risk in risks]
    live = sorted(
        (x for x in lines if not x.row.closed_on), key=lambda x: (-x.row.weight, x.row.title)
    )
    gone = [x for x in lines if x.row.closed_on]
    return RiskPage(headline([x.row for x in live]), tuple(live), tuple(gone))


def _line(risk: Risk) -> Line:
    said = weight_words(risk.weight, risk.get_likelihood_display(), risk.get_impact_display())
    return Line(risk, weight_light(risk.weight), capital(said), str(risk.focus_area or WHOLE_PLAN))


def card(user: User, plan: Plan, today: date) -> Card:
    live = list(plan.risks.filter(closed_on__isnull=True))
    url = reverse("risk-list", args=[plan.slug])
    return Card("Risici", f"{headline(live)}.", url, heaviest(live), spoken="")
