"""Meetings in people's own calendars: whole, of the right hour, and by an address that can be taken away."""

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse
from icalendar import Calendar

from core import audit
from governance.models import Forum, MeetingState
from governance.tests.factories_fora import ForumFactory, ItemFactory, MeetingFactory, SeatFactory


@pytest.fixture
def forum(plan):
    return ForumFactory(plan=plan)


@pytest.fixture
def lead(client, mette):
    client.force_login(mette)
    return client


def url(name, plan, *args):
    return reverse(name, args=[plan.slug, *args])


def feed_url(forum):
    return reverse("forum-feed", args=[Forum.objects.get(pk=forum.pk).feed_key])


def events(answer):
    return Calendar.from_ical(answer.getvalue() if answer.streaming else answer.content).events


def test_a_meeting_is_a_file_with_its_hour_in_utc(lead, plan, forum):
    place = "Kontoret; 1. sal, tv.\nDøren"
    meeting = MeetingFactory(forum=forum, starts_at=time(16), ends_at=time(18, 30), place=place)

    answer = lead.get(url("meeting-ics", plan, meeting.pk))

    [event] = events(answer)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''F%C3%B8lgegruppen%2025.9.2013.ics"
    assert event["dtstart"].dt == datetime(2013, 9, 25, 14, tzinfo=UTC)
    assert event["dtend"].dt == datetime(2013, 9, 25, 16, 30, tzinfo=UTC)
    assert (event["summary"], event["location"]) == ("Følgegruppen, Rum for Liv", place)
    assert event["url"].endswith(url("meeting", plan, meeting.pk))


def test_lines_are_folded_and_end_as_the_standard_asks(lead, plan, forum):
    meeting = MeetingFactory(forum=forum, place="Æøå, " * 23)

    content = lead.get(url("meeting-ics", plan, meeting.pk)).getvalue()

    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines) and max(map(len, lines)) <= 75
    assert (lines[0], lines[-2], lines[-1]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR", b"")


def test_winter_is_another_hour_and_a_meeting_without_one_is_the_whole_day(lead, plan, forum):
    winter = MeetingFactory(forum=forum, on=date(2013, 12, 4), starts_at=time(16))
    whole = MeetingFactory(forum=forum, on=date(2013, 12, 5))

    found = [events(lead.get(url("meeting-ics", plan, m.pk)))[0]["dtstart"].dt for m in (winter, whole)]

    assert found == [datetime(2013, 12, 4, 15, tzinfo=UTC), date(2013, 12, 5)]


def test_a_feed_follows_a_forum_without_a_login_until_its_address_is_renewed(client, plan, forum, mette, kirsten):
    meeting = MeetingFactory(forum=forum)
    ItemFactory(meeting=meeting, title="Hemmeligt punkt")
    SeatFactory(forum=forum, user=kirsten, function="Akacieparken")
    MeetingFactory(forum=forum, on=date(2013, 10, 2), state=MeetingState.CANCELLED)
    client.force_login(mette)
    client.post(url("feed-open", plan, forum.pk))
    old = feed_url(forum)
    client.logout()
    answer = client.get(old)
    client.force_login(mette)
    client.post(url("feed-open", plan, forum.pk))
    client.logout()

    assert [(e["status"], e["dtstart"].dt) for e in events(answer)] == [
        ("TENTATIVE", date(2013, 9, 25)),
        ("CANCELLED", date(2013, 10, 2)),
    ]
    text = answer.content.decode()
    assert [word for word in ("Hemmeligt", "Kirsten", "Akacieparken", "example.org") if word in text] == []
    assert "sid" not in client.cookies and answer["Cache-Control"] == "private, max-age=900"
    assert client.get(old).status_code == 404
    assert client.get(feed_url(forum)).status_code == 200


def test_a_closed_address_is_gone_and_no_key_is_guessed(lead, plan, forum):
    lead.post(url("feed-open", plan, forum.pk))
    key = Forum.objects.get(pk=forum.pk).feed_key
    lead.post(url("feed-close", plan, forum.pk))

    assert len(key) == 32
    assert [lead.get(reverse("forum-feed", args=[k])).status_code for k in (key, "None", "x")] == [404] * 3
    reasons = [change.reason for change in audit.changes(forum)][:2]
    assert reasons == ["Kalenderlink lukket", "Kalenderlink lavet"]


def test_only_who_may_know_of_the_meetings_is_shown_the_address(client, plan, forum, kirsten, henrik, peter):
    Forum.objects.filter(pk=forum.pk).update(feed_key="hemmelig")
    SeatFactory(forum=forum, user=peter, function="Boligsocial medarbejder")
    shown = {}
    for person in (kirsten, henrik, peter):
        client.force_login(person)
        shown[person.name.split()[0]] = "hemmelig" in client.get(url("forum-list", plan)).content.decode()

    assert shown == {"Kirsten": True, "Henrik": False, "Peter": True}


def test_a_moved_meeting_is_the_same_one_with_a_higher_number(lead, plan, forum):
    meeting = MeetingFactory(forum=forum)
    before = events(lead.get(url("meeting-ics", plan, meeting.pk)))[0]
    lead.post(url("meeting-edit", plan, meeting.pk), {"on": "2013-10-02", "lock_version": "1"})
    after = events(lead.get(url("meeting-ics", plan, meeting.pk)))[0]

    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (1, 2)
