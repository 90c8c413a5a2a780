"""The cards of adjustments and next year on the page Styring."""

from datetime import date
from typing import Any

from django.urls import reverse

from activities.models import Plan
from core.lights import Light
from governance import years
from governance.models import Adjustment, AdjustmentState, NextYear
from governance.pages.adjustments import headline
from governance.pages.hub import Card
from governance.pages.next_year import STATE_WORDS, ends_text


def cards(user: Any, plan: Plan, today: date) -> tuple[Card, ...]:
    return (_adjustments(user, plan, today), _next_year(user, plan, today))


def _next_year(user: Any, plan: Plan, today: date) -> Card:
    year, url = years.year_to_plan(plan, today), reverse("next-year", args=[plan.slug])
    if year is None:
        return Card("Næste år", ends_text(plan, today), url)
    row = NextYear.objects.visible_to(user).filter(plan=plan, year=year).first()
    if row is None:
        return Card("Næste år", f"{year} er ikke indstillet endnu.", url)
    return Card("Næste år", f"{year} {STATE_WORDS[NextYear.State(row.state)]}.", url)


def _adjustments(user: Any, plan: Plan, today: date) -> Card:
    rows = list(Adjustment.objects.visible_to(user).filter(plan=plan).only("state", "in_force_on"))
    late = any(row.state == AdjustmentState.ACCEPTED and row.in_force_on < today for row in rows)
    url = reverse("adjustment-list", args=[plan.slug])
    return Card("Justeringer", f"{headline(rows)}.", url, Light.AT_RISK if late else None)
