"""The card of forankring on the page Styring."""

from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from core.lights import Light
from governance.forankring import page
from governance.forankring.as_of import anchoring_on
from governance.hub import Card


def card(user: User, plan: Plan, today: date) -> Card:
    summary = anchoring_on(plan, today)
    light = Light.DELAYED if any(line.is_late(today) for line in summary.lines) else None
    return Card("Forankring", f"{page.headline(summary)}.", reverse("anchoring", args=[plan.slug]), light)
