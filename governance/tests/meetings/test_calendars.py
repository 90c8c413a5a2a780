"""Meetings in people's own calendars: whole, of the right hour, and by an address that can be
taken away."""

from datetime import UTC, date, datetime, time

import pytest
from django.conf import settings
from django.urls import reverse
from icalendar import Calendar

from accounts.models import Role, User
from accounts.tests.factories import MembershipFactory, UserFactory
from core import audit
from governance.meetings.calendar import feeds
from governance.meetings.seats import actions as seats
from governance.models import Forum, MeetingState, Seat
from governance.tests.factories_fora import ForumFactory, ItemFactory, MeetingFactory, SeatFactory
from governance.tests.pages import url


@pytest.fixture
def forum(plan):
    return ForumFactory(plan=plan)


def feed_url(forum, user):
    return reverse("forum-feed", args=[feeds.key_of(Forum.objects.get(pk=forum.pk), user)])


def events(answer):
    return Calendar.from_ical(answer.getvalue() if answer.streaming else answer.content).events


def test_a_meeting_is_a_file_with_its_hour_in_utc(lead, plan, forum):
    place = "Kontoret; 1. sal, tv.\nDøren"
    meeting = MeetingFactory(forum=forum, starts_at=time(16), ends_at=time(18, 30), place=place)

    answer = lead.get(url("meeting-ics", plan, meeting.pk))

    [event] = events(answer)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (
        answer["Content-Disposition"]
        == "attachment; filename*=utf-8''F%C3%B8lgegruppen%2025.9.2013.ics"
    )
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

    found = [
        events(lead.get(url("meeting-ics", plan, m.pk)))[0]["dtstart"].dt for m in (winter, whole)
    ]

    assert found == [datetime(2013, 12, 4, 15, tzinfo=UTC), date(2013, 12, 5)]


def test_a_feed_follows_a_forum_without_a_login_until_its_address_is_renewed(
    client, plan, forum, mette, kirsten
):
    meeting = MeetingFactory(forum=forum)
    ItemFactory(meeting=meeting, title="Hemmeligt punkt")
    SeatFactory(forum=forum, user=kirsten, function="Akacieparken")
    MeetingFactory(forum=forum, on=date(2013, 10, 2), state=MeetingState.CANCELLED)
    client.force_login(mette)
    client.post(url("feed-open", plan, forum.pk))
    old = feed_url(forum, kirsten)
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
    assert [
        word for word in ("Hemmeligt", "Kirsten", "Akacieparken", "example.org") if word in text
    ] == []
    assert "sid" not in client.cookies and answer["Cache-Control"] == "private, max-age=900"
    assert client.get(old).status_code == 404
    assert client.get(feed_url(forum, kirsten)).status_code == 200


def test_an_address_stops_answering_the_second_its_person_loses_the_right(
    client, plan, forum, mette, carl
):
    Forum.objects.filter(pk=forum.pk).update(feed_key="hemmelig")
    seat = Seat(forum=forum, user=carl, function="Akacieparken", starts_on=date(2013, 1, 1))
    seats.write(seat, by=mette, reason="Givet")
    address, mettes = feed_url(forum, carl), feed_url(forum, mette)
    found = [client.get(address).status_code]
    seats.end(seat, by=mette, why="", expected_version=seat.lock_version)
    found.append(client.get(address).status_code)
    found.append(client.get(mettes).status_code)
    User.objects.filter(pk=mette.pk).update(is_active=False)
    found.append(client.get(mettes).status_code)

    assert found == [200, 404, 200, 404]


def test_a_closed_address_is_gone_and_no_key_is_guessed(lead, plan, forum, mette, henrik):
    lead.post(url("feed-open", plan, forum.pk))
    key = feeds.key_of(Forum.objects.get(pk=forum.pk), mette)
    other = ForumFactory(plan=plan, feed_key="anden")
    _, person, signature = key.split("-")
    guesses = [
        f"{forum.pk}-{henrik.pk}-{signature}",
        f"{other.pk}-{person}-{signature}",
        f"{forum.pk}-{person}-",
        f"{'9' * 18}-{person}-{signature}",
        f"{'9' * 40}-٣-{signature}",
        Forum.objects.get(pk=forum.pk).feed_key,
        "None",
        "x",
    ]
    guessed = [lead.get(reverse("forum-feed", args=[k])).status_code for k in guesses]
    lead.post(url("feed-close", plan, forum.pk))

    assert (len(signature), guessed) == (40, [404] * 8)
    assert lead.get(reverse("forum-feed", args=[key])).status_code == 404
    reasons = [change.reason for change in audit.changes(forum)][:2]
    assert reasons == ["Kalenderlink lukket", "Kalenderlink lavet"]


def test_the_links_lead_by_way_of_the_plan_the_person_is_of(client, plan, other_plan, forum):
    forum.shared_with.add(other_plan)
    Forum.objects.filter(pk=forum.pk).update(feed_key="hemmelig")
    meeting = MeetingFactory(forum=forum)
    guest = UserFactory()
    MembershipFactory(user=guest, plan=other_plan, role=Role.REFERENCE_GROUP)
    client.force_login(guest)

    [file] = events(client.get(url("meeting-ics", other_plan, meeting.pk)))
    [line] = events(client.get(feed_url(forum, guest)))

    assert {str(file["url"]), str(line["url"])} == {
        f"{settings.BASE_URL}{url('meeting', other_plan, meeting.pk)}"
    }


def test_only_who_may_know_of_the_meetings_is_shown_the_address(
    client, plan, forum, kirsten, henrik, peter
):
    Forum.objects.filter(pk=forum.pk).update(feed_key="hemmelig")
    SeatFactory(forum=forum, user=peter, function="Boligsocial medarbejder")
    shown = {}
    for person in (kirsten, henrik, peter):
        client.force_login(person)
        shown[person.name.split()[0]] = (
            feed_url(forum, person) in client.get(url("forum-list", plan)).content.decode()
        )

    assert shown == {"Kirsten": True, "Henrik": False, "Peter": True}


def test_a_moved_meeting_is_the_same_one_with_a_higher_number(lead, plan, forum):
    meeting = MeetingFactory(forum=forum)
    before = events(lead.get(url("meeting-ics", plan, meeting.pk)))[0]
    lead.post(url("meeting-edit", plan, meeting.pk), {"on": "2013-10-02", "lock_version": "1"})
    after = events(lead.get(url("meeting-ics", plan, meeting.pk)))[0]

    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (1, 2)
