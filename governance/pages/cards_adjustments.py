"""The cards of adjustments and next year on the page Styring."""

from datetime import date
from typing import Any

from django.urls import reverse

from activities.models import Plan
from core.lights import Light
from governance.models import Adjustment, AdjustmentState
from governance.pages.adjustments import headline
from governance.pages.hub import Card


def cards(user: Any, plan: Plan, today: date) -> tuple[Card, ...]:
    return (_adjustments(user, plan, today),)


def _adjustments(user: Any, plan: Plan, today: date) -> Card:
    rows = list(Adjustment.objects.visible_to(user).filter(plan=plan).only("state", "in_force_on"))
    late = any(row.state == AdjustmentState.ACCEPTED and row.in_force_on < today for row in rows)
    url = reverse("adjustment-list", args=[plan.slug])
    return Card("Justeringer", f"{headline(rows)}.", url, Light.AT_RISK if late else None)
