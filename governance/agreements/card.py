"""The card of agreements on the page Styring."""

from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from governance.agreements import page
from governance.hub import Card


def card(user: User, plan: Plan, today: date) -> Card:
    states = [page.state_of(row, today) for row in plan.agreements.all()]
    url = reverse("agreement-list", args=[plan.slug])
    return Card("Aftaler", f"{page.headline(states)}.", url, page.worst(states))
