"""The card of meetings on the page Styring."""

from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from core.lights import Light
from governance.hub import Card
from governance.meetings.meetings.page import headline, state_of
from governance.models import Meeting, MeetingState


def card(user: User, plan: Plan, today: date) -> Card:
    """The next meeting, with its light where something is wanted of it."""
    rows = Meeting.objects.of_plan(plan).visible_to(user).live().filter(on__gte=today).select_related("forum")
    coming = list(rows)
    waiting = [state_of(m, today) for m in coming if m.state == MeetingState.PLANNED]
    asks = next((state for light in (Light.DELAYED, Light.AT_RISK) for state in waiting if state.light == light), None)
    said = f"{headline(coming)}." + (f" {asks.text}." if asks else "")
    return Card("Møder", said, reverse("meeting-list", args=[plan.slug]), asks.light if asks else None)
