"""Follow-ups: of a point or free, on their person's list until done, taken up again."""

from datetime import date

import pytest

from core import audit
from governance.meetings.meetings.queries import open_follow_ups, raised_points
from governance.models import FollowUp, MeetingState
from governance.tests.factories_fora import (
    FollowUpFactory,
    ForumFactory,
    ItemFactory,
    MeetingFactory,
    SteeringFactory,
)
from governance.tests.pages import url

TASK = {"what": "Find et lokale", "function": "Sekretariatslederen", "due_on": "2013-10-01"}


def test_a_follow_up_of_a_point_is_written_once(lead, plan, peter):
    item = ItemFactory(meeting=MeetingFactory(forum=ForumFactory(plan=plan), on=date(2013, 8, 28)))
    address = f"{url('follow-up-add', plan)}?punkt={item.pk}"
    key = lead.get(address).context["form"]["key"].value()

    answers = [lead.post(address, TASK | {"responsible": peter.pk, "key": key}) for _ in range(2)]

    row = FollowUp.objects.get()
    assert (row.item, row.responsible, row.plan, row.due_on) == (
        item,
        peter,
        plan,
        date(2013, 10, 1),
    )
    assert {answer.url for answer in answers} == {url("meeting", plan, item.meeting_id)}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("what", "", "Dette felt er påkrævet."),
        ("what", "x" * 20_000, "Denne værdi må højst have 300 tegn (den har 20000)."),
        ("due_on", "2013-08-27", "Fristen ligger før mødet. Vælg mødedagen eller senere."),
        ("due_on", "1.1.1913", "Fristen ligger før mødet. Vælg mødedagen eller senere."),
        ("due_on", "1.1.2018", "Vælg en dag fra 1.1.2013 til 31.12.2017."),
        ("due_on", "i morgen", "»i morgen« er ikke en dato. Skriv dag, måned og år, fx 31.8.2013."),
        (
            "function",
            "Mette Holm",
            (
                "Teksten nævner Mette Holm. Skriv funktionen i stedet: papirer og lister "
                "er uden navne."
            ),
        ),
    ],
)
def test_what_cannot_be_is_said_at_its_field(lead, plan, field, value, said):
    item = ItemFactory(meeting=MeetingFactory(forum=ForumFactory(plan=plan), on=date(2013, 8, 28)))

    answer = lead.post(f"{url('follow-up-add', plan)}?punkt={item.pk}", TASK | {field: value})

    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [said]})


@pytest.mark.parametrize("asked", ["0", "x", "9" * 30, "²"])
def test_a_point_that_is_not_there_is_not_found(lead, plan, asked):
    assert lead.get(f"{url('follow-up-add', plan)}?punkt={asked}").status_code == 404


def test_a_stranger_cannot_be_made_responsible(lead, plan, carl):
    answer = lead.post(url("follow-up-add", plan), TASK | {"responsible": carl.pk})

    assert list(answer.context["form"].errors) == ["responsible"]


def test_who_is_responsible_says_when_it_is_done_and_takes_it_up_again(client, plan, peter, mette):
    row = FollowUpFactory(plan=plan, responsible=peter)
    other = FollowUpFactory(plan=plan, responsible=mette)
    client.force_login(peter)
    done = {"done_on": "30.8.2013", "done_note": "Lokalet er lejet.", "lock_version": "1"}

    page = client.get(url("follow-up-list", plan)).context["page"]
    client.post(url("follow-up-finish", plan, row.pk), done)
    row.refresh_from_db()
    then = (row.done_on, row.done_note)
    client.post(url("follow-up-reopen", plan, row.pk))
    row.refresh_from_db()

    assert [line.row for line in page.open] == [row]
    assert client.get(url("follow-up-finish", plan, other.pk)).status_code == 404
    assert client.get(url("follow-up-edit", plan, row.pk)).status_code == 403
    assert (then, row.done_on) == ((date(2013, 8, 30), "Lokalet er lejet."), None)
    assert [change.reason for change in audit.changes(row)][:2] == ["Taget op igen", "Gjort"]


def test_it_is_not_done_tomorrow_nor_twice(lead, plan):
    row = FollowUpFactory(plan=plan)
    address, done = (
        url("follow-up-finish", plan, row.pk),
        {"done_on": "2013-08-31", "lock_version": "1"},
    )

    early = lead.post(address, done | {"done_on": "2013-09-01"})
    lead.post(address, done)
    again = lead.post(address, done | {"lock_version": "2"})

    said = "Datoen ligger i fremtiden. Vælg i dag eller en tidligere dag."
    assert early.context["form"].errors["done_on"] == [said]
    assert again.context["form"].non_field_errors() == ["Opfølgningen er allerede gjort."]


def test_it_is_not_done_before_it_was_agreed(lead, plan):
    meeting = MeetingFactory(forum=ForumFactory(plan=plan), on=date(2013, 8, 28))
    row = FollowUpFactory(plan=plan, item=ItemFactory(meeting=meeting))

    answer = lead.post(
        url("follow-up-finish", plan, row.pk), {"done_on": "27.8.2013", "lock_version": "1"}
    )

    said = "Det blev aftalt på mødet den 28.8.2013. Vælg den dag eller en senere."
    assert answer.context["form"].errors["done_on"] == [said]


def test_a_day_before_the_plan_is_a_slip_of_the_pen(lead, plan):
    row = FollowUpFactory(plan=plan)

    added = lead.post(url("follow-up-add", plan), TASK | {"due_on": "1.10.1913"})
    done = lead.post(
        url("follow-up-finish", plan, row.pk), {"done_on": "31.8.0013", "lock_version": "1"}
    )

    said = ["Vælg en dag fra 1.1.2013 til 31.12.2017."]
    assert added.context["form"].errors == {"due_on": said}
    assert done.context["form"].errors == {"done_on": said}


def test_a_closed_login_stays_on_what_it_was_given(lead, plan, peter):
    row = FollowUpFactory(plan=plan, responsible=peter)
    type(peter).objects.filter(pk=peter.pk).update(is_active=False)

    form = lead.get(url("follow-up-edit", plan, row.pk)).context["form"]
    lead.post(
        url("follow-up-edit", plan, row.pk),
        TASK | {"responsible": form["responsible"].value(), "lock_version": 1},
    )

    row.refresh_from_db()
    assert (row.what, row.responsible) == (TASK["what"], peter)


def test_the_list_says_what_is_late(lead, plan):
    FollowUpFactory(plan=plan, what="Sen", due_on=date(2013, 8, 30))
    FollowUpFactory(plan=plan, what="Snart", due_on=date(2013, 9, 2))
    FollowUpFactory(plan=plan, what="Åben", due_on=date(2013, 12, 1))
    FollowUpFactory(plan=plan, what="Gjort", done_on=date(2013, 8, 1))

    page = lead.get(url("follow-up-list", plan)).context["page"]

    assert page.title == "Tre opfølgninger er åbne, én er over tiden"
    lines = (*page.late, *page.open, *page.done)
    assert [(line.row.what, line.state) for line in lines] == [
        ("Sen", "Over tiden"),
        ("Snart", "Snart"),
        ("Åben", "Åben"),
        ("Gjort", "Gjort"),
    ]


def test_readers_see_those_of_minutes_they_may_read(client, plan, kirsten, henrik):
    mine = MeetingFactory(forum=ForumFactory(plan=plan), state=MeetingState.MINUTED)
    unsent = MeetingFactory(forum=mine.forum, on=date(2013, 8, 1), state=MeetingState.HELD)
    theirs = MeetingFactory(forum=SteeringFactory(plan=plan), state=MeetingState.MINUTED)
    for meeting in (mine, unsent, theirs):
        FollowUpFactory(plan=plan, item=ItemFactory(meeting=meeting), what=str(meeting))
    FollowUpFactory(plan=plan, what="Uden punkt")
    seen = {}
    for person in (kirsten, henrik):
        client.force_login(person)
        page = client.get(url("follow-up-list", plan)).context["page"]
        seen[person.name] = [line.row.what for line in (*page.late, *page.open)]

    assert seen == {"Kirsten Bay": [str(mine)], "Henrik Vestergaard": [str(theirs)]}


def test_who_is_to_do_it_reads_no_more_of_the_meeting_than_they_may(client, plan, peter, mette):
    meeting = MeetingFactory(
        forum=SteeringFactory(plan=plan), on=date(2013, 8, 28), state=MeetingState.MINUTED
    )
    FollowUpFactory(
        plan=plan, item=ItemFactory(meeting=meeting, title="En lukket sag"), responsible=peter
    )
    pages = {}
    for person in (peter, mette):
        client.force_login(person)
        pages[person] = client.get(url("follow-up-list", plan)).content.decode()

    where = url("meeting", plan, meeting.pk)
    assert [text in pages[mette] for text in ("En lukket sag", where)] == [True, True]
    assert [text in pages[peter] for text in ("En lukket sag", where)] == [False, False]
    assert "Af et møde i Styregruppen den 28.8.2013" in pages[peter]


def test_what_is_open_of_a_plan_and_of_a_person(plan, other_plan, peter, django_assert_num_queries):
    late = FollowUpFactory(plan=plan, responsible=peter, due_on=date(2013, 8, 1))
    item = ItemFactory(meeting=MeetingFactory(forum=ForumFactory(plan=plan)))
    soon = FollowUpFactory(plan=plan, item=item)
    elsewhere = FollowUpFactory(plan=other_plan, responsible=peter)
    FollowUpFactory(plan=plan, responsible=peter, done_on=date(2013, 8, 1))

    with django_assert_num_queries(1):
        of_plan = [(row, row.item and str(row.item.meeting)) for row in open_follow_ups(plan)]

    assert of_plan == [(late, None), (soon, "Følgegruppen, 25.9.2013")]
    assert list(open_follow_ups(peter)) == [late, elsewhere]


def test_a_note_finds_what_was_raised_of_it(plan):
    criterion = plan.focus_areas.first().activities.first().criteria.first()
    held = MeetingFactory(
        forum=ForumFactory(plan=plan), on=date(2013, 8, 28), state=MeetingState.HELD
    )
    raised = ItemFactory(meeting=held, criterion=criterion, outcome="approved")
    ItemFactory(meeting=held)
    off = MeetingFactory(forum=held.forum, on=date(2013, 8, 1), state=MeetingState.CANCELLED)
    ItemFactory(meeting=off, criterion=criterion)

    assert list(raised_points(plan)) == [raised]


def test_the_list_costs_the_same_for_one_and_many(lead, plan, mette, django_assert_max_num_queries):
    meeting = MeetingFactory(forum=ForumFactory(plan=plan))
    for n in range(20):
        FollowUpFactory(
            plan=plan,
            item=ItemFactory(meeting=meeting),
            responsible=mette,
            due_on=date(2013, 8, 1 + n),
        )

    with django_assert_max_num_queries(9):
        lead.get(url("follow-up-list", plan))
