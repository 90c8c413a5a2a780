"""The card of fora and who sits in them on the page Styring."""

from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from core.danish import quantity
from governance.hub import Card
from governance.models import Forum, Seat


def card(user: User, plan: Plan, today: date) -> Card:
    fora = Forum.objects.of_plan(plan)
    seats = Seat.objects.in_force(today).filter(forum__in=fora.values("pk")).count()
    said = f"{quantity(fora.count(), 'forum', 'fora')}, {quantity(seats, 'plads', 'pladser')} besat"
    return Card("Fora og pladser", f"{said}.", reverse("forum-list", args=[plan.slug]))
