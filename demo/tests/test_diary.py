"""A demo that goes on: what it holds, that it is the same each time, and where it stops."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.tests.factories import MembershipFactory, UserFactory
from activities.models import PeriodLock, Plan, Registration, Target
from activities.planfile import load
from activities.tests.planfiles import RUM_FOR_LIV, SMALL
from core.tests.database import settle
from demo.acts import moment
from demo.scripts import OPENS
from demo.tests.test_demo_year import READERS, rows_of, staffed
from governance.models import Budget, Meeting, MeetingState, NextYear, Spending
from milestones.models import Milestone, Status
from reporting.models import Report, ReportKind

UNTIL = date(2014, 4, 10)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Fifteen months of Rum for Liv, ending on the morning a quarter is closed."""
    with django_db_blocker.unblock(), transaction.atomic():
        plan = staffed(load(RUM_FOR_LIV.read_bytes()).plan)
        for name, role in READERS.items():
            MembershipFactory(
                plan=plan, user=UserFactory(name=name), role=role, starts_on=plan.starts_on
            )
        call_command("demo_years", "rum-for-liv", "--until", str(UNTIL))
        settle()
        yield Plan.objects.get(pk=plan.pk)
        transaction.set_rollback(True)


def test_each_quarter_is_closed_and_its_note_issued_by_another_than_who_wrote_it(demo, db):
    notes = Report.objects.filter(plan=demo, kind=ReportKind.STATUS_NOTE).order_by("period")
    locks = PeriodLock.objects.filter(plan=demo).order_by("period")

    assert [lock.period.code for lock in locks] == [
        "2013-K1", "2013-K2", "2013-K3", "2013-K4", "2014-K1",
    ]  # fmt: skip
    assert [(n.period.code, n.ready_by.name, n.issued_by.name) for n in notes] == [
        (code, "Mette Holm", "Birgit Damgaard")
        for code in ("2013-K1", "2013-K2", "2013-K3", "2013-K4")
    ]


def test_no_file_is_waited_for(demo, db):
    assert set(Report.objects.filter(plan=demo).values_list("job_state", flat=True)) == {"queued"}


def test_next_year_was_decided_in_december_and_has_targets_and_milestones(demo, db):
    year = NextYear.objects.get(plan=demo, year=2014)

    assert (year.state, year.approved_on, year.decided_by.name) == (
        NextYear.State.APPROVED,
        date(2013, 12, 4),
        "Birgit Damgaard",
    )
    assert Target.objects.filter(criterion__activity__plan=demo, starts_on__year=2014).count() == 42
    reached = Milestone.objects.filter(plan=demo, period__startswith="2014-K1")
    assert reached.filter(status=Status.REACHED).count() > 5


def test_the_years_returns_were_sealed_and_sent_together_in_march(demo, db):
    package = demo.packages.get()

    assert (package.year, package.sent_on) == (2013, date(2014, 3, 10))
    assert sorted((r.kind, r.period.code) for r in package.reports.issued()) == [
        ("goal_attainment", "2013"),
        ("milestones_ahead", "2014"),
        ("reguleringskonto", "2013"),
    ]
    assert demo.key_dates.get(title="Indberetning til Landsbyggefonden for 2013").is_done
    assert demo.payments.filter(source="lbf", on__year=2013).count() == 4


def test_money_is_approved_at_a_meeting_and_written_before_its_period_is_closed(demo, db):
    budget = Budget.objects.get(plan=demo, year=2014)

    assert budget.decided_in.meeting.on == budget.approved_on == date(2014, 2, 25)
    assert {s.period.code for s in Spending.objects.filter(line__budget__plan=demo)} == {
        "2013-K1",
        "2013-K2",
        "2013-K3",
        "2013-K4",
        "2014-K1",
    }


def test_meetings_held_have_minutes_and_those_to_come_have_none(demo, db):
    meetings = Meeting.objects.filter(forum__plan=demo)
    told = meetings.filter(state=MeetingState.MINUTED)

    assert set(told) == set(meetings.filter(on__lt=date(2014, 4, 1)))
    assert told.count() == 10


def test_nothing_is_later_than_the_morning_the_demo_opens(demo, db):
    morning = moment(UNTIL, *OPENS)

    assert not Registration.objects.filter(plan=demo, on__gt=UNTIL).exists()
    for history in (Registration.history, Milestone.history, Meeting.history, NextYear.history):
        changed = history.exclude(history_type="+")  # the plan's file is loaded today
        assert not changed.filter(history_date__gt=morning).exists()


@pytest.fixture
def little(db):
    """The small plan: no script knows it, and nobody decides anything in it."""
    return staffed(load(SMALL.encode()).plan)


def test_any_plan_goes_on(little):
    call_command("demo_years", "lille", "--until", "2014-02-01")

    assert PeriodLock.objects.filter(plan=little).count() == 4
    assert little.is_demo is False and Plan.objects.get(pk=little.pk).is_demo


def test_a_shorter_demo_is_the_beginning_of_a_longer_one(little):
    def written(until):
        with transaction.atomic():
            call_command("demo_years", "lille", "--until", until)
            found = [row for row in rows_of(little) if row[1] <= date(2013, 2, 26)]
            transaction.set_rollback(True)
        return found

    short, long = written("2013-03-01"), written("2013-09-30")

    assert len(short) >= 3
    assert short == [row for row in long if row[1] <= date(2013, 2, 26)]


def test_second_time_changes_nothing(little, capsys):
    call_command("demo_years", "lille", "--until", "2013-03-01")
    before = Registration.history.count()
    capsys.readouterr()

    call_command("demo_years", "lille", "--until", "2013-06-01")

    assert "har allerede registreringer; intet er ændret." in capsys.readouterr().out
    assert Registration.history.count() == before


@pytest.mark.parametrize(
    ("slug", "until", "said"),
    [
        ("x", "2013-03-01", "Der er ingen plan med adressen »x«"),
        ("lille", "2012-12-31", "Vælg den dag eller en senere"),
        ("lille", "nytår", "er ikke en dato"),
    ],
)
def test_what_cannot_be_written_is_refused(little, slug, until, said):
    with pytest.raises(CommandError, match=said):
        call_command("demo_years", slug, "--until", until)
