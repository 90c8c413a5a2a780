"""Meetings for people's own calendars: when, where and which forum; no agenda, no persons.

Times are written in UTC, so that no calendar need know Copenhagen's summer time.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from core import clock
from governance.models import Meeting, MeetingState

CONTENT_TYPE = "text/calendar; charset=utf-8"
STATUS = {MeetingState.PLANNED: "TENTATIVE", MeetingState.CANCELLED: "CANCELLED"}


def calendar(name: str, meetings: Iterable[Meeting]) -> bytes:
    """An iCalendar file (RFC 5545) of the meetings, with their fora and plans read along."""
    made = Calendar()
    made.add("prodid", "-//Rum for Liv//Møder//DA")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for meeting in meetings:
        made.add_component(event(meeting))
    return made.to_ical()  # type: ignore[no-any-return]


def event(meeting: Meeting) -> Event:
    """One meeting. The same id however often it is moved, and a number that grows with each change."""
    made = Event()
    url = f"{settings.BASE_URL}{meeting.get_absolute_url()}"
    made.add("uid", f"moede-{meeting.pk}@{urlsplit(settings.BASE_URL).hostname}")
    made.add("dtstamp", clock.now().astimezone(UTC))
    made.add("sequence", meeting.lock_version)
    made.add("summary", f"{meeting.forum}, {meeting.forum.plan}")
    made.add("status", STATUS.get(MeetingState(meeting.state), "CONFIRMED"))
    made.add("dtstart", _at(meeting, meeting.starts_at) if meeting.starts_at else meeting.on)
    if meeting.starts_at and meeting.ends_at:
        made.add("dtend", _at(meeting, meeting.ends_at))
    if meeting.place:
        made.add("location", meeting.place)
    made.add("description", f"Dagsorden og referat: {url}")
    made.add("url", url)
    return made


def _at(meeting: Meeting, at: object) -> datetime:
    local = datetime.combine(meeting.on, at, tzinfo=timezone.get_default_timezone())  # type: ignore[arg-type]
    return local.astimezone(UTC)


def filename(meeting: Meeting) -> str:
    """ "Følgegruppen 25.9.2013.ics"."""
    return f"{meeting.forum} {meeting.on.day}.{meeting.on.month}.{meeting.on.year}.ics"
