"""Meetings: set on a day that can be, moved, cancelled; seen by those whose forum it is."""

from datetime import date, datetime
from uuid import UUID

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Role
from accounts.tests.factories import MembershipFactory
from activities.actions import close_period
from activities.models import SuccessCriterion
from core import clock, outbox
from core.models import Message
from core.periods import Period
from governance.meetings.agenda import offers
from governance.meetings.meetings import actions
from governance.meetings.meetings.queries import with_points
from governance.meetings.papers import actions as sending
from governance.meetings.papers import document as papers
from governance.models import (
    Attachment,
    Dispatch,
    ForumKind,
    Meeting,
    MeetingPaper,
    MeetingState,
    PaperKind,
)
from governance.tests.factories_fora import (
    MET,
    FollowUpFactory,
    ForumFactory,
    ItemFactory,
    MeetingFactory,
    SeatFactory,
    SteeringFactory,
)
from governance.tests.pages import url

NOW = datetime(2013, 8, 31, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def forum(plan):
    return ForumFactory(plan=plan)


def body(forum, **fields):
    return {
        "forum": forum.pk,
        "on": "2013-09-25",
        "starts_at": "16.00",
        "ends_at": "18.00",
        "place": "Kontoret",
    } | fields


def test_the_lead_sets_a_meeting_once_however_often_it_is_sent(lead, plan, forum):
    key = lead.get(url("meeting-add", plan)).context["form"]["key"].value()

    answers = [lead.post(url("meeting-add", plan), body(forum, key=key)) for _ in range(2)]

    assert [(a.status_code, a.url) for a in answers] == [(302, url("meeting-list", plan))] * 2
    meeting = Meeting.objects.get()
    assert (meeting.on, meeting.starts_at.hour, meeting.ends_at.hour, meeting.place) == (
        MET,
        16,
        18,
        "Kontoret",
    )
    assert meeting.history.get().history_change_reason == "Fastsat"


def test_a_meeting_of_a_shared_forum_makes_the_pages_of_every_plan_old(
    lead, plan, other_plan, forum
):
    forum.shared_with.add(other_plan)
    before = [type(plan).objects.get(pk=p.pk).version for p in (plan, other_plan)]

    lead.post(url("meeting-add", plan), body(forum))

    after = [type(plan).objects.get(pk=p.pk).version for p in (plan, other_plan)]
    assert all(new > old for new, old in zip(after, before, strict=True))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("on", "2012-12-31", "Planen løber fra 1.1.2013 til 31.12.2016. Vælg en dag imellem dem."),
        ("on", "2017-01-01", "Planen løber fra 1.1.2013 til 31.12.2016. Vælg en dag imellem dem."),
        ("on", "31/2-13", "Datoen 31.2.2013 findes ikke. Skriv dag, måned og år, fx 31.8.2013."),
        ("on", "2013-10-02", "Følgegruppen har allerede et møde den 2.10.2013."),
        ("starts_at", "kl. fire", "Skriv klokkeslættet som 16.00."),
        ("ends_at", "15.30", "Mødet slutter, før det begynder."),
        ("place", "x" * 20_000, "Denne værdi må højst have 120 tegn (den har 20000)."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(
    lead, plan, forum, field, value, said
):
    MeetingFactory(forum=forum, on=date(2013, 10, 2))

    answer = lead.post(url("meeting-add", plan), body(forum) | {field: value})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [said]}
    assert value in answer.content.decode()
    assert Meeting.objects.count() == 1


def test_a_year_whose_every_period_is_closed_takes_no_meeting(lead, plan, forum, mette, settings):
    settings.DEMO_DATE = date(2014, 1, 15)
    for period in plan.periods(2013)[:3]:
        close_period(plan, period, by=mette)
    open_still = lead.post(url("meeting-add", plan), body(forum))
    close_period(plan, Period.quarter(2013, 4), by=mette)

    refused = lead.post(url("meeting-add", plan), body(forum, on="2013-10-02"))

    assert open_still.status_code == 302
    said = (
        "2013 er lukket: alle årets perioder er lukket. Genåbn en af dem, eller vælg en "
        "dag i et andet år."
    )
    assert refused.context["form"].errors["on"] == [said]


def test_a_meeting_is_moved_and_who_saves_against_an_old_version_sees_both(lead, plan, forum):
    meeting = MeetingFactory(forum=forum, place="Kælderen")

    moved = lead.post(
        url("meeting-edit", plan, meeting.pk), body(forum, on="2013-10-02", lock_version="1")
    )
    stale = lead.post(
        url("meeting-edit", plan, meeting.pk), body(forum, on="2013-10-09", lock_version="1")
    )

    meeting.refresh_from_db()
    assert (moved.status_code, stale.status_code, meeting.on) == (302, 409, date(2013, 10, 2))
    assert "2.10.2013" in stale.content.decode() and "9.10.2013" in stale.content.decode()


def test_a_held_meeting_is_not_moved(lead, plan, forum):
    meeting = MeetingFactory(forum=forum, state=MeetingState.HELD)

    answer = lead.post(url("meeting-edit", plan, meeting.pk), body(forum, lock_version="1"))

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "Mødet er afholdt, så det kan ikke ændres."
    ]


def test_who_was_called_is_told_that_a_meeting_is_off(lead, plan, forum, kirsten, mette, birgit):
    meeting = MeetingFactory(forum=forum, state=MeetingState.CALLED)
    paper = MeetingPaper.objects.create(
        meeting=meeting, kind="agenda", snapshot={"points": []}, by=mette, at=NOW
    )
    to = [{"user": kirsten.pk, "name": kirsten.name, "function": "Akacieparken"}]
    Dispatch.objects.create(paper=paper, to=to, by=mette, at=NOW)

    lead.post(
        url("meeting-cancel", plan, meeting.pk), {"why": "Få kan komme.", "lock_version": "1"}
    )
    outbox.deliver(Message.objects.get().pk)

    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CANCELLED
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (
        ["kirsten@example.org"],
        "Rum for Liv: Følgegruppen 25. september: aflyst",
    )
    assert (
        "Mødet i Følgegruppen onsdag den 25.\u00a0september 2013 er aflyst.\n\n»Få kan komme.«"
        in sent.body
    )
    assert sent.body.count("http") == 1 and url("meeting", plan, meeting.pk) in sent.body


def test_a_meeting_something_was_agreed_at_stays_on_its_day(lead, plan, forum):
    meeting = MeetingFactory(forum=forum, on=date(2013, 8, 28), state=MeetingState.CALLED)
    FollowUpFactory(plan=plan, item=ItemFactory(meeting=meeting))

    moved = lead.post(
        url("meeting-edit", plan, meeting.pk), body(forum, on="2013-08-29", lock_version="1")
    )
    off = lead.post(url("meeting-cancel", plan, meeting.pk), {"why": "", "lock_version": "1"})

    said = "Noget er besluttet eller aftalt på mødet, så det kan ikke {}."
    assert moved.context["form"].errors["on"] == [said.format("flyttes til en anden dag")]
    assert off.context["form"].non_field_errors() == [said.format("aflyses")]
    meeting.refresh_from_db()
    assert (meeting.on, meeting.state) == (date(2013, 8, 28), MeetingState.CALLED)


def test_a_cancelled_meeting_on_the_day_is_taken_up_instead(lead, plan, forum):
    MeetingFactory(forum=forum, state=MeetingState.CANCELLED)

    answer = lead.post(url("meeting-add", plan), body(forum))

    said = "Følgegruppen har et aflyst møde den 25.9.2013. Tag det op igen på mødets side."
    assert answer.context["form"].errors["on"] == [said]


@pytest.mark.parametrize("why", ["Kirsten Bay er syg.", "010203-1234 er syg."])
def test_why_a_meeting_is_off_names_nobody(lead, plan, forum, kirsten, why):
    meeting = MeetingFactory(forum=forum, state=MeetingState.CALLED)

    answer = lead.post(url("meeting-cancel", plan, meeting.pk), {"why": why, "lock_version": "1"})

    meeting.refresh_from_db()
    assert (answer.status_code, list(answer.context["form"].errors), meeting.state) == (
        422,
        ["why"],
        "called",
    )
    assert answer.content.decode().count("data-errsum") == 1


def test_a_cancelled_meeting_is_taken_up_again(lead, plan, forum, mette):
    meeting = MeetingFactory(forum=forum)
    actions.cancel(meeting, by=mette, why="", expected_version=1)

    lead.post(url("meeting-resume", plan, meeting.pk))

    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED


@pytest.mark.parametrize(
    ("kind", "who", "seen"),
    [
        (ForumKind.STEERING_GROUP, "henrik", True),
        (ForumKind.STEERING_GROUP, "kirsten", False),
        (ForumKind.REFERENCE_GROUP, "kirsten", True),
        (ForumKind.REFERENCE_GROUP, "henrik", False),
        (ForumKind.PROGRESS_GROUP, "ole", True),
        (ForumKind.PROGRESS_GROUP, "peter", True),
        (ForumKind.LEAD_MEETINGS, "henrik", False),
        (ForumKind.LEAD_MEETINGS, "mette", True),
    ],
)
def test_each_sees_the_meetings_of_their_own_fora(client, plan, request, kind, who, seen):
    meeting = MeetingFactory(forum=ForumFactory(plan=plan, kind=kind))
    client.force_login(request.getfixturevalue(who))

    page = client.get(url("meeting-list", plan)).context["page"]

    assert [line.meeting for line in page.coming] == ([meeting] if seen else [])
    assert client.get(url("meeting", plan, meeting.pk)).status_code == (200 if seen else 404)


def test_a_seat_lets_a_member_of_the_plan_see_its_forum(client, plan, ole):
    meeting = MeetingFactory(forum=ForumFactory(plan=plan))
    client.force_login(ole)
    before = client.get(url("meeting", plan, meeting.pk)).status_code

    SeatFactory(forum=meeting.forum, user=ole, function="Lokalinspektør")

    assert (before, client.get(url("meeting", plan, meeting.pk)).status_code) == (404, 200)


def test_a_shared_meeting_is_seen_at_the_other_plans_address(client, plan, other_plan, henrik):
    meeting = MeetingFactory(forum=SteeringFactory(plan=other_plan))
    meeting.forum.shared_with.add(plan)
    client.force_login(henrik)

    assert client.get(url("meeting", plan, meeting.pk)).status_code == 200
    assert client.get(url("meeting", other_plan, meeting.pk)).status_code == 404


def test_who_is_not_of_every_plan_is_led_to_none_they_do_not_reach(
    client, plan, other_plan, mette, birgit, monkeypatch
):
    monkeypatch.setattr(
        offers, "_finders", [lambda user, plan: [offers.Offer(UUID(int=plan.pk), "Statusnotat")]]
    )
    forum = SteeringFactory(plan=plan)
    forum.shared_with.add(other_plan)
    MembershipFactory(user=birgit, plan=other_plan, role=Role.SOCIAL_COORDINATOR)
    meeting = MeetingFactory(forum=forum, on=date(2013, 8, 28), state=MeetingState.HELD)
    for of in (plan, other_plan):
        criterion = SuccessCriterion.objects.get(activity__focus_area__plan=of, code="5.1.1-1")
        item = ItemFactory(
            meeting=meeting, plan=of, criterion=criterion, period=Period.parse("2013-K2")
        )
        Attachment.objects.create(
            item=item, title="Notat", report=UUID(int=of.pk), by=mette, at=clock.now()
        )
    led = {}
    for person in (mette, birgit):
        client.force_login(person)
        lines = client.get(url("meeting", plan, meeting.pk)).context["page"].points
        led[person] = [
            (line.about_url, line.follow_up_url, len(line.files), len(line.kept)) for line in lines
        ]

    there = [
        (
            f"{url('activity', of, '5.1.1')}?periode=2013-K2#5.1.1-1",
            f"{url('follow-up-add', of)}?punkt={item.pk}",
            1,
            1,
        )
        for of, item in zip((plan, other_plan), meeting.items.all(), strict=True)
    ]
    assert led[birgit] == there
    assert led[mette] == [there[0], ("", "", 0, 1)]


def test_the_list_says_what_comes_next_and_when_its_material_is_due(lead, plan, forum):
    MeetingFactory(forum=forum, on=date(2013, 9, 25))
    MeetingFactory(forum=SteeringFactory(plan=plan), on=date(2013, 9, 11))
    MeetingFactory(forum=forum, on=date(2013, 6, 5), state=MeetingState.MINUTED)

    page = lead.get(url("meeting-list", plan)).context["page"]

    assert page.title == "To kommende møder, det næste er Styregruppen den 11.\u00a0september"
    assert [line.deadline for line in page.coming] == [
        "Materialet skal være hos koordinatoren senest onsdag den 4.\u00a0september.",
        "Materialet skal være hos medlemmerne senest onsdag den 18.\u00a0september.",
    ]
    assert [line.state.text for line in (*page.coming, *page.gone)] == [
        "Ikke indkaldt endnu",
        "Planlagt",
        "Afholdt, referatet er sendt",
    ]


def test_readers_are_told_of_the_points_that_were_sent_and_no_others(
    client, plan, forum, mette, kirsten
):
    called, planned = MeetingFactory(forum=forum), MeetingFactory(forum=forum, on=date(2013, 10, 2))
    ItemFactory(meeting=called)
    shown = papers.build(called, PaperKind.AGENDA).token()
    sending.call(called, shown=shown, by=mette)
    off = MeetingFactory(forum=forum, on=date(2013, 10, 9), state=MeetingState.CANCELLED)
    for meeting in (called, planned, off):
        ItemFactory(meeting=meeting, kind="decision", proposal="Ja.", consequence="Ingen.")
    told = {}
    for person in (mette, kirsten):
        client.force_login(person)
        page = client.get(url("meeting-list", plan)).context["page"]
        told[person.name.split()[0]] = [line.points for line in page.coming]

    assert told["Mette"] == [
        "2 punkter, heraf 1 til beslutning",
        *["1 punkt, heraf 1 til beslutning"] * 2,
    ]
    assert told["Kirsten"] == ["1 punkt, ingen til beslutning", "", ""]


def test_the_list_costs_the_same_for_one_and_many(lead, plan, forum, django_assert_max_num_queries):
    for day in range(1, 25):
        ItemFactory(meeting=MeetingFactory(forum=forum, on=date(2013, 9, day)))

    with django_assert_max_num_queries(9):
        lead.get(url("meeting-list", plan))


def test_points_are_counted(plan, forum):
    meeting = MeetingFactory(forum=forum)
    ItemFactory(meeting=meeting, kind="decision")
    ItemFactory.create_batch(2, meeting=meeting)

    assert [(m.points, m.decisions) for m in with_points(Meeting.objects.all())] == [(3, 1)]
