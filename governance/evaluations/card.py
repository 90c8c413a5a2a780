"""The card of evaluations on the page Styring."""

from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from governance.evaluations import page
from governance.hub import Card


def card(user: User, plan: Plan, today: date) -> Card:
    rows = list(plan.evaluations.all())
    url = reverse("evaluation-list", args=[plan.slug])
    return Card("Evalueringer", f"{page.headline(rows, today)}.", url, page.worst(rows, today))
