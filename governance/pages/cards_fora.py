"""The cards of fora, meetings, the årshjul and follow-ups on the page Styring."""

from datetime import date
from typing import Any

from django.urls import reverse

from activities.models import Plan
from core.danish import quantity
from core.lights import Light
from governance.models import FollowUp, Forum, Meeting, MeetingState, Seat
from governance.pages import follow_ups, key_dates
from governance.pages.hub import Card
from governance.pages.meetings import headline, state_of


def cards(user: Any, plan: Plan, today: date) -> tuple[Card, ...]:
    return (
        _meetings(user, plan, today),
        _cycle(plan),
        _key_dates(plan, today),
        _follow_ups(user, plan, today),
        _fora(plan, today),
    )


def _meetings(user: Any, plan: Plan, today: date) -> Card:
    """The next meeting, with its light where something is wanted of it."""
    rows = Meeting.objects.of_plan(plan).visible_to(user).live().filter(on__gte=today).select_related("forum")
    coming = list(rows)
    waiting = [state_of(m, today) for m in coming if m.state == MeetingState.PLANNED]
    asks = next((state for light in (Light.DELAYED, Light.AT_RISK) for state in waiting if state.light == light), None)
    said = f"{headline(coming)}." + (f" {asks.text}." if asks else "")
    return Card("Møder", said, reverse("meeting-list", args=[plan.slug]), asks.light if asks else None)


def _follow_ups(user: Any, plan: Plan, today: date) -> Card:
    live = list(FollowUp.objects.visible_to(user).open().filter(plan=plan))
    light = Light.DELAYED if any(row.due_on < today for row in live) else None
    said = follow_ups.headline(live, today)
    return Card("Opfølgning", f"{said}.", reverse("follow-up-list", args=[plan.slug]), light)


def _fora(plan: Plan, today: date) -> Card:
    fora = Forum.objects.of_plan(plan)
    seats = Seat.objects.in_force(today).filter(forum__in=fora.values("pk")).count()
    said = f"{quantity(fora.count(), 'forum', 'fora')}, {quantity(seats, 'plads', 'pladser')} besat"
    return Card("Fora og pladser", f"{said}.", reverse("forum-list", args=[plan.slug]))


def _cycle(plan: Plan) -> Card:
    said = "Årets møder, frister og evalueringer på én side."
    return Card("Årshjul", said, reverse("annual-cycle", args=[plan.slug]))


def _key_dates(plan: Plan, today: date) -> Card:
    rows, url = list(plan.key_dates.all()), reverse("key-date-list", args=[plan.slug])
    return Card("Nyhedsbreve og frister", f"{key_dates.headline(rows, today)}.", url, key_dates.worst(rows, today))
