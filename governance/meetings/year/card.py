"""The card of the årshjul on the page Styring."""

from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from governance.hub import Card


def card(user: User, plan: Plan, today: date) -> Card:
    said = "Årets møder, frister og evalueringer på én side."
    return Card("Årshjul", said, reverse("annual-cycle", args=[plan.slug]))
