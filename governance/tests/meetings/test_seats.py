"""Seats: a place in a forum gives the right to read, in each of its plans, and takes it the same
second."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Membership, Role
from accounts.names import SAID
from accounts.tests.factories import MembershipFactory
from core import audit
from governance.meetings.seats import actions
from governance.models import Seat
from governance.tests.factories_fora import (
    ForumFactory,
    ItemFactory,
    MeetingFactory,
    SeatFactory,
    SteeringFactory,
)
from governance.tests.pages import url

TODAY, YESTERDAY = date(2013, 8, 31), date(2013, 8, 30)
BEGAN = date(2013, 1, 1)


@pytest.fixture
def forum(plan):
    return ForumFactory(plan=plan)


def body(**fields):
    return {
        "function": "Afdelingsbestyrelsen",
        "kind": "member",
        "starts_on": "2013-01-01",
    } | fields


def give(forum, user, by, **fields):
    seat = Seat(
        forum=forum, user=user, function="Afdelingsbestyrelsen", **{"starts_on": BEGAN} | fields
    )
    return actions.write(seat, by=by, reason="Givet")


def spans(user, role=Role.REFERENCE_GROUP):
    """The person's memberships in the role: (plan, from, to)."""
    rows = Membership.objects.filter(user=user, role=role).order_by("plan__slug", "starts_on")
    return [(row.plan.slug, row.starts_on, row.ends_on) for row in rows]


def test_a_seat_gives_the_right_to_read_and_its_end_takes_it_the_same_second(
    client, plan, forum, mette, carl
):
    meeting = MeetingFactory(forum=forum)
    addresses = [url("dashboard", plan), url("meeting", plan, meeting.pk)]

    def statuses():
        client.force_login(carl)
        return [client.get(address).status_code for address in addresses]

    before = statuses()
    client.force_login(mette)
    client.post(url("seat-add", plan, forum.pk), body(email="CARL@example.org"))
    seat = Seat.objects.get()
    during = statuses()
    client.force_login(mette)
    client.post(
        url("seat-end", plan, seat.pk), {"why": "Valgperioden er slut.", "lock_version": "1"}
    )
    after = statuses()

    seat.refresh_from_db()
    assert (before, during, after) == ([404, 404], [200, 200], [404, 404])
    assert (seat.user, seat.ends_on) == (carl, YESTERDAY)
    assert spans(carl) == [("rum-for-liv", BEGAN, YESTERDAY)]
    assert [change.reason for change in audit.changes(seat)] == [
        "Afsluttet: Valgperioden er slut.",
        "Givet",
    ]


def test_a_seat_of_a_shared_forum_gives_the_right_in_every_plan(plan, other_plan, mette, carl):
    forum = SteeringFactory(plan=plan)
    forum.shared_with.add(other_plan)

    seat = give(forum, carl, mette)
    given = spans(carl, Role.STEERING_GROUP)
    actions.end(seat, by=mette, why="", expected_version=1)

    assert given == [("nabo", BEGAN, None), ("rum-for-liv", BEGAN, None)]
    assert spans(carl, Role.STEERING_GROUP) == [
        ("nabo", BEGAN, YESTERDAY),
        ("rum-for-liv", BEGAN, YESTERDAY),
    ]


def test_a_seat_where_only_staff_sit_gives_no_right(plan, mette, carl):
    give(ForumFactory(plan=plan, kind="progress_group"), carl, mette)

    assert not carl.memberships.exists()


def test_a_function_without_a_login_gives_no_right_and_may_stand_twice(lead, plan, forum):
    for _ in range(2):
        lead.post(url("seat-add", plan, forum.pk), body())

    assert Seat.objects.filter(user=None).count() == 2
    assert not Membership.objects.filter(role=Role.REFERENCE_GROUP).exists()


def test_other_memberships_are_left_alone(plan, other_plan, forum, mette, carl):
    kept = [
        MembershipFactory(user=carl, plan=plan, role=Role.LOCAL_INSPECTOR),
        MembershipFactory(user=carl, plan=other_plan, role=Role.REFERENCE_GROUP),
        MembershipFactory(user=carl, plan=plan, role=Role.STEERING_GROUP),
    ]
    before = list(Membership.objects.filter(pk__in=[row.pk for row in kept]).values_list())

    actions.end(give(forum, carl, mette), by=mette, why="", expected_version=1)

    assert list(Membership.objects.filter(pk__in=[row.pk for row in kept]).values_list()) == before


def test_what_two_seats_give_ends_with_the_last(plan, forum, mette, carl):
    other = ForumFactory(plan=plan, name="Den anden følgegruppe")
    first, second = give(forum, carl, mette), give(other, carl, mette, starts_on=date(2013, 3, 1))
    both = spans(carl)

    actions.end(first, by=mette, why="", expected_version=1)
    one = spans(carl)
    actions.end(second, by=mette, why="", expected_version=1)

    assert (both, one) == ([("rum-for-liv", BEGAN, None)], [("rum-for-liv", BEGAN, None)])
    assert spans(carl) == [("rum-for-liv", BEGAN, YESTERDAY)]


def test_a_right_that_was_there_is_taken_over_and_ends_with_the_seat(plan, forum, mette, kirsten):
    before = spans(kirsten)
    seat = give(forum, kirsten, mette, starts_on=date(2013, 8, 1))
    during = spans(kirsten)

    actions.end(seat, by=mette, why="", expected_version=1)

    assert during == before == [("rum-for-liv", before[0][1], None)]
    assert spans(kirsten) == [("rum-for-liv", before[0][1], YESTERDAY)]


@pytest.mark.parametrize("starts_on", [TODAY, date(2014, 1, 1)])
def test_a_seat_given_by_mistake_is_removed_and_takes_nothing_that_was_there(
    plan, forum, mette, carl, kirsten, starts_on
):
    kept = spans(kirsten)
    for person in (carl, kirsten):
        seat = give(forum, person, mette, starts_on=starts_on)
        actions.end(seat, by=mette, why="Forkert person", expected_version=1)

    assert not Seat.objects.exists()
    assert (spans(carl), spans(kirsten)) == ([], kept)


def test_a_seat_from_a_coming_day_gives_nothing_before_it(
    client, plan, forum, mette, carl, settings
):
    give(forum, carl, mette, starts_on=date(2013, 9, 1))
    client.force_login(carl)
    early = client.get(url("dashboard", plan)).status_code
    settings.DEMO_DATE = date(2013, 9, 1)

    assert (early, client.get(url("dashboard", plan)).status_code) == (404, 200)


def test_the_right_follows_the_days_of_the_seat(lead, plan, forum, mette, carl):
    seat = give(forum, carl, mette, starts_on=date(2014, 1, 1))
    edit = url("seat-edit", plan, seat.pk)

    lead.post(edit, body(starts_on="2014-03-01", lock_version="1"))
    later = spans(carl)
    lead.post(edit, body(starts_on="2013-06-01", ends_on="2013-12-31", lock_version="2"))

    assert later == [("rum-for-liv", date(2014, 3, 1), None)]
    assert spans(carl) == [("rum-for-liv", date(2013, 6, 1), date(2013, 12, 31))]


@pytest.mark.parametrize(
    "days",
    [
        {"starts_on": "2013-08-01"},
        {"starts_on": "2012-01-01", "ends_on": "2013-01-01"},
        {"starts_on": "2012-01-01"},
    ],
)
def test_overlapping_seats_of_one_person_are_refused(lead, plan, forum, mette, carl, days):
    give(forum, carl, mette)

    answer = lead.post(
        url("seat-add", plan, forum.pk), body(email=carl.email, function="Formanden", **days)
    )

    said = (
        "Carl Uden Plan har allerede en plads i Følgegruppen fra 1.1.2013. Ret eller "
        "afslut den, eller vælg andre dage."
    )
    assert (answer.status_code, answer.context["form"].errors) == (422, {"starts_on": [said]})
    assert "Formanden" in answer.content.decode()
    assert Seat.objects.count() == 1


def test_one_after_the_other_is_no_overlap(lead, plan, forum, mette, carl):
    give(forum, carl, mette, ends_on=date(2013, 6, 30))

    lead.post(url("seat-add", plan, forum.pk), body(email=carl.email, starts_on="2013-07-01"))

    assert spans(carl) == [
        ("rum-for-liv", BEGAN, date(2013, 6, 30)),
        ("rum-for-liv", date(2013, 7, 1), None),
    ]


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        (
            {"email": "ukendt@example.org"},
            "email",
            "Der er ingen bruger med den e-mail. Sekretariatslederen opretter personer under "
            "»Opsætning«. Lad feltet stå tomt, hvis pladsen kun er en funktion.",
        ),
        ({"email": "ikke en mail"}, "email", "Indtast en gyldig e-mail-adresse."),
        ({"function": ""}, "function", "Dette felt er påkrævet."),
        ({"function": "Mette Holm"}, "function", SAID.format(name="Mette Holm")),
        (
            {"function": "x" * 20_000},
            "function",
            "Denne værdi må højst have 160 tegn (den har 20000).",
        ),
        ({"ends_on": "2012-12-31"}, "__all__", "Slutdato ligger før startdato."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(lead, plan, forum, fields, field, said):
    answer = lead.post(url("seat-add", plan, forum.pk), body() | fields)

    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [said]})
    assert not Seat.objects.exists()


def test_a_seat_is_given_once_however_often_it_is_sent(lead, plan, forum, carl):
    key = lead.get(url("seat-add", plan, forum.pk)).context["form"]["key"].value()

    for _ in range(2):
        lead.post(url("seat-add", plan, forum.pk), body(email=carl.email, key=key))

    assert Seat.objects.count() == 1


# The forum of several plans


@pytest.fixture
def koordinator(client, plan, other_plan, birgit):
    MembershipFactory(user=birgit, plan=other_plan, role=Role.SOCIAL_COORDINATOR)
    client.force_login(birgit)
    return client


def test_a_forum_is_shared_by_who_is_koordinator_in_all_its_plans(
    koordinator, plan, other_plan, mette, carl
):
    forum = SteeringFactory(plan=plan)
    give(forum, carl, mette)

    koordinator.post(
        url("forum-share", plan, forum.pk), {"plans": [other_plan.pk], "lock_version": "1"}
    )
    shared = spans(carl, Role.STEERING_GROUP)
    koordinator.post(url("forum-share", plan, forum.pk), {"plans": [], "lock_version": "2"})

    assert shared == [("nabo", BEGAN, None), ("rum-for-liv", BEGAN, None)]
    assert spans(carl, Role.STEERING_GROUP) == [
        ("nabo", BEGAN, YESTERDAY),
        ("rum-for-liv", BEGAN, None),
    ]
    assert [c.reason for c in audit.changes(forum)][:2] == [
        "Styrer også: ingen andre",
        "Styrer også: Naboplanen",
    ]


def test_a_plan_the_agendas_speak_of_is_not_left_out(koordinator, plan, other_plan):
    forum = SteeringFactory(plan=plan)
    forum.shared_with.add(other_plan)
    ItemFactory(meeting=MeetingFactory(forum=forum), plan=other_plan)

    answer = koordinator.post(
        url("forum-share", plan, forum.pk), {"plans": [], "lock_version": "1"}
    )

    said = "Styregruppen har punkter om Naboplanen på sine dagsordener og skal stadig følge den."
    assert answer.context["form"].non_field_errors() == [said]
    assert list(forum.shared_with.all()) == [other_plan]


def test_who_leads_only_one_of_the_plans_gives_no_seats_in_both(lead, plan, other_plan, carl):
    forum = SteeringFactory(plan=plan)
    forum.shared_with.add(other_plan)

    assert lead.post(url("seat-add", plan, forum.pk), body(email=carl.email)).status_code == 403
    assert lead.get(url("forum-share", plan, forum.pk)).status_code == 403


def test_a_forum_somebody_sits_in_keeps_its_kind_and_is_not_deleted(lead, plan, forum):
    SeatFactory(forum=forum)
    change = reverse("admin:governance_forum_change", args=[forum.pk])

    page = lead.get(change).content.decode()
    lead.post(reverse("admin:governance_forum_delete", args=[forum.pk]), {"post": "yes"})

    assert 'name="kind"' not in page
    forum.refresh_from_db()


def test_who_leads_a_forum_is_a_function_for_it_is_printed_on_its_papers(
    lead, plan, forum, kirsten
):
    change = reverse("admin:governance_forum_change", args=[forum.pk])
    given = {
        "code": forum.code,
        "name": forum.name,
        "kind": forum.kind,
        "position": 1,
        "lock_version": 1,
    }

    refused = lead.post(change, given | {"chair": "Kirsten Bay"})
    lead.post(change, given | {"chair": "Boligorganisationen"})

    assert dict(refused.context["adminform"].form.errors) == {
        "chair": [SAID.format(name="Kirsten Bay")]
    }
    forum.refresh_from_db()
    assert forum.chair == "Boligorganisationen"


# The page


def test_the_page_shows_functions_to_all_and_persons_to_who_gives_seats(
    client, plan, forum, mette, kirsten, carl
):
    give(forum, carl, mette)
    give(forum, kirsten, mette, ends_on=date(2013, 3, 31))
    texts = {}
    for person in (kirsten, mette):
        client.force_login(person)
        answer = client.get(url("forum-list", plan))
        texts[person.name] = answer.content.decode()

    [line] = answer.context["page"].fora
    assert answer.context["page"].title == "Ét forum, alle har pladser"
    assert [(seat.person, seat.days) for seat in (*line.now, *line.earlier)] == [
        ("Carl Uden Plan", "siden 1.1.2013"),
        ("Kirsten Bay", "1.1.2013 til 31.3.2013"),
    ]
    assert "Carl" in texts["Mette Holm"] and "Carl" not in texts["Kirsten Bay"]


def test_the_page_costs_the_same_for_one_and_many(lead, plan, mette, django_assert_max_num_queries):
    for _ in range(8):
        SeatFactory.create_batch(3, forum=ForumFactory(plan=plan), user=mette)

    with django_assert_max_num_queries(10):
        lead.get(url("forum-list", plan))
