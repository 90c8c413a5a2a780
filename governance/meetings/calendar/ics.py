"""Meetings and deadlines for people's own calendars: when, where and which forum; no agenda, no
persons.

Times are written in UTC, so that no calendar need know Copenhagen's summer time.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event

from activities.models import Plan
from core import clock
from governance.models import KeyDate, Meeting, MeetingState

CONTENT_TYPE = "text/calendar; charset=utf-8"
STATUS = {MeetingState.PLANNED: "TENTATIVE", MeetingState.CANCELLED: "CANCELLED"}


def calendar(name: str, events: Iterable[Event]) -> bytes:
    """An iCalendar file (RFC 5545) of what `event` and `days_of` give."""
    made = Calendar()
    made.add("prodid", "-//Rum for Liv//Møder//DA")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for one in events:
        made.add_component(one)
    return made.to_ical()  # type: ignore[no-any-return]


def event(meeting: Meeting, plan: Plan) -> Event:
    """One meeting, with its forum read along; its link leads by way of `plan`."""
    url = f"{settings.BASE_URL}{reverse('meeting', args=[plan.slug, meeting.pk])}"
    made = _begin(f"moede-{meeting.pk}", meeting.lock_version, f"{meeting.forum}, {plan}")
    made.add("status", STATUS.get(MeetingState(meeting.state), "CONFIRMED"))
    made.add("dtstart", _at(meeting, meeting.starts_at) if meeting.starts_at else meeting.on)
    if meeting.starts_at and meeting.ends_at:
        made.add("dtend", _at(meeting, meeting.ends_at))
    if meeting.place:
        made.add("location", meeting.place)
    made.add("description", f"Dagsorden og referat: {url}")
    made.add("url", url)
    return made


def days_of(row: KeyDate) -> list[Event]:
    """The day it is out or due, and the day a newsletter's articles are; whole days, with the
    plan read along."""
    days: list[tuple[str, date, str]] = [("", row.due_on, row.title)]
    if row.material_on:
        days.insert(0, ("-stof", row.material_on, f"{row.title}: stof senest"))
    return [
        _day(f"frist-{row.pk}{part}", row, on, f"{said}, {row.plan}") for part, on, said in days
    ]


def _day(name: str, row: KeyDate, on: date, said: str) -> Event:
    made = _begin(name, row.lock_version, said)
    made.add("dtstart", on)
    made.add("transp", "TRANSPARENT")  # a deadline takes nobody's day
    return made


def _begin(name: str, version: int, summary: str) -> Event:
    """The same id however often it is moved, and a number that grows with each change."""
    made = Event()
    made.add("uid", f"{name}@{urlsplit(settings.BASE_URL).hostname}")
    made.add("dtstamp", clock.now().astimezone(UTC))
    made.add("sequence", version)
    made.add("summary", summary)
    return made


def _at(meeting: Meeting, at: object) -> datetime:
    local = datetime.combine(meeting.on, at, tzinfo=timezone.get_default_timezone())  # type: ignore[arg-type]
    return local.astimezone(UTC)


def filename(meeting: Meeting) -> str:
    """ "Følgegruppen 25.9.2013.ics"."""
    return f"{meeting.forum} {meeting.on.day}.{meeting.on.month}.{meeting.on.year}.ics"
