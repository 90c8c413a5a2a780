"""The card of adjustments on the page Styring."""

from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from core.lights import Light
from governance.changes.adjustments.rules import headline
from governance.hub import Card
from governance.models import Adjustment, AdjustmentState


def card(user: User, plan: Plan, today: date) -> Card:
    rows = list(Adjustment.objects.visible_to(user).filter(plan=plan).only("state", "in_force_on"))
    late = any(row.state == AdjustmentState.ACCEPTED and row.in_force_on < today for row in rows)
    url = reverse("adjustment-list", args=[plan.slug])
    return Card("Justeringer", f"{headline(rows)}.", url, Light.AT_RISK if late else None)
