"""The card of corrections on the page Styring."""

from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from core.lights import Light
from governance.changes.corrections.rules import headline
from governance.hub import Card
from governance.models import Correction


def card(user: User, plan: Plan, today: date) -> Card:
    rows = list(Correction.objects.visible_to(user).filter(plan=plan).only("state"))
    url = reverse("correction-list", args=[plan.slug])
    waits = any(row.is_open for row in rows)
    return Card(
        "Rettelse af fejl",
        f"{headline(rows)}.",
        url,
        Light.IN_PROGRESS if waits else None,
        "Venter på koordinatoren" if waits else None,
    )
