"""The card of newsletters and deadlines on the page Styring."""

from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from governance.hub import Card
from governance.meetings.key_dates import page


def card(user: User, plan: Plan, today: date) -> Card:
    rows, url = list(plan.key_dates.all()), reverse("key-date-list", args=[plan.slug])
    return Card("Nyhedsbreve og frister", f"{page.headline(rows, today)}.", url, page.worst(rows, today))
