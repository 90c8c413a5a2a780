"""The card of background figures and the overall goal on the page Styring."""

from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from governance.background import page
from governance.background.as_of import background_of
from governance.hub import Card


def card(user: User, plan: Plan, today: date) -> Card:
    known = background_of(plan, today)
    text = page.headline(page.goal(known.goal), page.trends(known.figures))
    return Card("Baggrundstal og overordnet mål", f"{text}.", reverse("background", args=[plan.slug]))
