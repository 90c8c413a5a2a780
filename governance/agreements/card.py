"""The card of agreements on the page Styring."""

from datetime import date
from typing import Any

from django.urls import reverse

from activities.models import Plan
from governance.agreements import page
from governance.hub import Card


def card(user: Any, plan: Plan, today: date) -> Card:
    states = [page.state_of(row, today) for row in plan.agreements.all()]
    url = reverse("agreement-list", args=[plan.slug])
    return Card("Aftaler", f"{page.headline(states)}.", url, page.worst(states))
