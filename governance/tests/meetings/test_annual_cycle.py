"""The årshjul: everything of the year that has a day, and next year's dates from this year's."""

from datetime import date, time

import pytest

from activities.actions import close_period
from activities.models import AskedReturn
from governance.meetings.year.proposal import propose, same_week_next_year
from governance.models import Evaluation, Forum, Meeting, MeetingState
from governance.tests.factories_fora import ForumFactory, MeetingFactory, SteeringFactory
from governance.tests.pages import url
from milestones.models import Kind
from milestones.tests.factories import MilestoneFactory


def entries(page):
    return [
        (quarter.period.number, e.when, e.what, e.state)
        for quarter in page.quarters
        for e in quarter.entries
    ]


def test_the_year_has_meetings_two_kinds_of_deadline_evaluations_and_next_year(lead, plan):
    MeetingFactory(forum=SteeringFactory(plan=plan), on=date(2013, 9, 25))
    MeetingFactory(forum=ForumFactory(plan=plan), on=date(2013, 10, 2), state=MeetingState.CALLED)
    Evaluation.objects.create(
        plan=plan,
        kind="yearly",
        title="Årets indsats",
        evaluator="Styregruppen",
        due_on=date(2013, 6, 28),
    )

    page = lead.get(url("annual-cycle", plan)).context["page"]

    assert page.title == "Årshjul 2013: to møder"
    assert entries(page) == [
        (2, "fre. 28.6.", "Evaluering: Årets indsats", "Over tiden"),
        (3, "ons. 18.9.", "Styregruppen: materialet skal være hos koordinatoren", "Snart"),
        (3, "ons. 25.9.", "Følgegruppen: materialet skal være hos medlemmerne", "Klar"),
        (3, "ons. 25.9.", "Styregruppen: møde", "Planlagt"),
        (4, "ons. 2.10.", "Følgegruppen: møde", "Indkaldt"),
        (4, "tir. 31.12.", "Milepæle og mål for 2014 er godkendt af styregruppen", ""),
    ]


def test_next_years_plan_is_the_plans_own_milestone_where_it_has_one(lead, plan):
    MilestoneFactory(
        plan=plan, code="M4-10", kind=Kind.YEAR_END, period="2013-K4", name="Mål for 2014 godkendt"
    )

    page = lead.get(url("annual-cycle", plan)).context["page"]

    assert entries(page) == [(4, "tir. 31.12.", "Mål for 2014 godkendt", "")]


def test_last_years_returns_come_on_the_day_the_funder_names(lead, plan):
    page = lead.get(url("annual-cycle", plan, 2014)).context["page"]

    what = "Indberetning til Landsbyggefonden for 2013"
    assert entries(page)[0] == (2, "man. 30.6.", what, "")


def test_without_such_a_day_they_come_in_the_first_quarter(lead, plan):
    AskedReturn.objects.create(plan=plan, kind="cooperation")

    page = lead.get(url("annual-cycle", plan, 2014)).context["page"]

    assert entries(page)[0] == (1, "", "Indberetning til Landsbyggefonden for 2013", "")


def test_a_deadline_of_a_meeting_in_the_new_year_stands_in_the_old(lead, plan):
    MeetingFactory(forum=SteeringFactory(plan=plan), on=date(2014, 1, 3))

    page = lead.get(url("annual-cycle", plan)).context["page"]

    assert entries(page)[0][1:3] == (
        "fre. 27.12.",
        "Styregruppen: materialet skal være hos koordinatoren",
    )


def test_each_sees_only_the_meetings_they_may_know_of(client, plan, kirsten):
    MeetingFactory(forum=SteeringFactory(plan=plan))
    client.force_login(kirsten)

    page = client.get(url("annual-cycle", plan)).context["page"]

    assert [what for _, _, what, _ in entries(page)] == [
        "Milepæle og mål for 2014 er godkendt af styregruppen"
    ]
    assert not page.can_propose


@pytest.mark.parametrize("year", [2012, 2017, 99999])
def test_other_years_than_the_plans_are_not_found(lead, plan, year):
    assert lead.get(url("annual-cycle", plan, year)).status_code == 404
    assert lead.get(url("annual-cycle-propose", plan, year)).status_code == 404


def test_after_the_plan_its_last_year_is_shown(lead, plan, settings):
    settings.DEMO_DATE = date(2018, 6, 1)

    assert lead.get(url("annual-cycle", plan)).context["page"].year == 2016


# Next year's dates


@pytest.mark.parametrize(
    ("on", "then"),
    [
        (date(2013, 9, 25), date(2014, 9, 24)),  # Wednesday of week 39
        (date(2013, 2, 26), date(2014, 2, 25)),
        (date(2015, 12, 30), date(2016, 12, 28)),  # week 53 becomes 52
        (
            date(2013, 12, 30),
            date(2014, 12, 29),
        ),  # of the new year's first week, but still in December
        (date(2016, 1, 2), date(2017, 1, 7)),  # of the old year's last week, but in January
        (date(2016, 2, 29), date(2017, 2, 27)),
    ],
)
def test_the_same_week_and_weekday_a_year_later(on, then):
    assert same_week_next_year(on) == then
    assert (then.weekday(), then.year) == (on.weekday(), on.year + 1)


@pytest.fixture
def year(plan):
    """Four dates of two fora; one of the following year's days is taken, one is a holiday, one
    meeting was off."""
    steering, reference = SteeringFactory(plan=plan), ForumFactory(plan=plan)
    for on in (date(2013, 2, 26), date(2013, 9, 25)):
        MeetingFactory(
            forum=steering, on=on, starts_at=time(16), ends_at=time(18), place="Kontoret"
        )
    MeetingFactory(forum=reference, on=date(2013, 5, 30))
    MeetingFactory(forum=reference, on=date(2013, 6, 3), state=MeetingState.CANCELLED)
    MeetingFactory(forum=steering, on=date(2014, 9, 24))
    return [steering, reference]


def test_the_proposal_skips_what_is_taken_and_names_holidays(lead, plan, year):
    proposal = lead.get(url("annual-cycle-propose", plan, 2013)).context["proposal"]

    assert [
        (str(line.meeting.forum), line.on, line.skipped, line.remark) for line in proposal.lines
    ] == [
        ("Styregruppen", date(2014, 2, 25), "", ""),
        ("Følgegruppen", date(2014, 5, 29), "", "Kristi himmelfartsdag"),
        ("Styregruppen", date(2014, 9, 24), "Forummet har allerede et møde den dag.", ""),
    ]


def test_all_that_was_shown_are_set_and_sending_again_sets_none(lead, plan, year):
    address = url("annual-cycle-propose", plan, 2013)
    shown = lead.get(address).context["proposal"].token()

    first = lead.post(address, {"shown": shown}, follow=True)
    lead.post(address, {"shown": shown})

    assert "2 møder i 2014 er fastsat." in first.content.decode()
    rows = Meeting.objects.filter(on__year=2014).order_by("on")
    assert list(rows.values_list("on", "starts_at", "ends_at", "place")) == [
        (date(2014, 2, 25), time(16), time(18), "Kontoret"),
        (date(2014, 5, 29), None, None, ""),
        (date(2014, 9, 24), None, None, ""),
    ]


def test_a_place_that_cannot_be_is_said_and_none_is_set(lead, plan, year, kirsten):
    Meeting.objects.filter(on=date(2013, 9, 25)).update(
        on=date(2013, 10, 2), place="Hos Kirsten Bay"
    )
    address = url("annual-cycle-propose", plan, 2013)
    shown = lead.get(address).context["proposal"].token()

    answer = lead.post(address, {"shown": shown}, follow=True)

    assert "Styregruppen, 2.10.2013: Teksten nævner Kirsten Bay." in answer.content.decode()
    assert Meeting.objects.filter(on__year=2014).count() == 1


def test_what_changed_meanwhile_is_shown_again_and_none_is_set(lead, plan, year):
    address = url("annual-cycle-propose", plan, 2013)
    shown = lead.get(address).context["proposal"].token()
    MeetingFactory(forum=year[1], on=date(2014, 5, 29))

    answer = lead.post(address, {"shown": shown})

    assert (answer.status_code, [line.now for line in answer.context["lines"] if line.differs]) == (
        409,
        [""],
    )
    assert Meeting.objects.filter(on__year=2014).count() == 2


def test_nothing_is_proposed_after_the_plan_nor_into_a_closed_year(plan, mette, settings):
    forum = SteeringFactory(plan=plan)
    MeetingFactory(forum=forum, on=date(2013, 9, 25))
    MeetingFactory(forum=forum, on=date(2016, 9, 21))
    settings.DEMO_DATE = date(2015, 1, 15)
    for period in plan.periods(2014):
        close_period(plan, period, by=mette)

    said = [
        line.skipped
        for year in (2013, 2016)
        for line in propose(plan, year, Forum.objects.all()).lines
    ]

    assert said == [
        (
            "2014 er lukket: alle årets perioder er lukket. Genåbn en af dem, eller vælg "
            "en dag i et andet år."
        ),
        "Planen er slut.",
    ]


def test_the_page_costs_the_same_for_one_and_many(lead, plan, django_assert_max_num_queries):
    forum = SteeringFactory(plan=plan)
    for month in range(1, 13):
        MeetingFactory(forum=forum, on=date(2013, month, 5))

    with django_assert_max_num_queries(9):
        lead.get(url("annual-cycle", plan))
