"""The card of follow-ups on the page Styring."""

from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from core.lights import Light
from governance.hub import Card
from governance.meetings.follow_ups import page
from governance.models import FollowUp


def card(user: User, plan: Plan, today: date) -> Card:
    live = list(FollowUp.objects.visible_to(user).open().filter(plan=plan))
    light = Light.DELAYED if any(row.due_on < today for row in live) else None
    return Card("Opfølgning", f"{page.headline(live, today)}.", reverse("follow-up-list", args=[plan.slug]), light)
