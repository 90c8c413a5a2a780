"""The card of risks on the page Styring."""

from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from governance.hub import Card
from governance.risks import page


def card(user: User, plan: Plan, today: date) -> Card:
    live = list(plan.risks.filter(closed_on__isnull=True))
    url = reverse("risk-list", args=[plan.slug])
    return Card("Risici", f"{page.headline(live)}.", url, page.heaviest(live), spoken="")
