"""The cards of what is followed on the page Styring: risks, agreements, evaluations, forankring, figures."""

from datetime import date
from typing import Any

from django.urls import reverse

from activities.models import Plan
from core.lights import Light
from governance.pages import agreements, anchoring, background, evaluations, risks
from governance.pages.hub import Card
from governance.queries.following import anchoring_on, background_of


def cards(user: Any, plan: Plan, today: date) -> tuple[Card, ...]:
    return (
        _risks(plan),
        _agreements(plan, today),
        _evaluations(plan, today),
        _anchoring(plan, today),
        _background(plan, today),
    )


def _risks(plan: Plan) -> Card:
    live = list(plan.risks.filter(closed_on__isnull=True))
    url = reverse("risk-list", args=[plan.slug])
    return Card("Risici", f"{risks.headline(live)}.", url, risks.heaviest(live), spoken="")


def _agreements(plan: Plan, today: date) -> Card:
    states = [agreements.state_of(row, today) for row in plan.agreements.all()]
    url = reverse("agreement-list", args=[plan.slug])
    return Card("Aftaler", f"{agreements.headline(states)}.", url, agreements.worst(states))


def _evaluations(plan: Plan, today: date) -> Card:
    rows = list(plan.evaluations.all())
    url = reverse("evaluation-list", args=[plan.slug])
    return Card("Evalueringer", f"{evaluations.headline(rows, today)}.", url, evaluations.worst(rows, today))


def _anchoring(plan: Plan, today: date) -> Card:
    summary = anchoring_on(plan, today)
    light = Light.DELAYED if any(line.is_late(today) for line in summary.lines) else None
    return Card("Forankring", f"{anchoring.headline(summary)}.", reverse("anchoring", args=[plan.slug]), light)


def _background(plan: Plan, today: date) -> Card:
    known = background_of(plan, today)
    text = background.headline(background.goal(known.goal), background.trends(known.figures))
    return Card("Baggrundstal og overordnet mål", f"{text}.", reverse("background", args=[plan.slug]))
