"""What the plan's dates ask for is done: drafts made, reminders posted once, and what they say
when they are sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from celery.exceptions import SoftTimeLimitExceeded
from django.core import mail as django_mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership, Role
from accounts.tests.factories import MembershipFactory
from activities.actions import close_period, write_comment
from activities.models import Plan
from core import clock, outbox
from core.models import Message
from core.periods import Period
from governance.models import Forum, ForumKind, Meeting
from reminders import actions as keeping
from reminders import standing, tasks
from reminders.calendar import asked_today
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.models import Event, Report, ReportKind, State
from reporting.tests.factories import ReportFactory

_, Q2, Q3, _ = Period.year(2013).parts()
NOTE = ReportKind.STATUS_NOTE
DAY = timedelta(days=1)
MET = date(2013, 9, 25)  # the steering group; the material is due on 18 September
SAT = date(2013, 9, 10)  # the reference group


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def live_on(settings):
    """Let the plan's day be another."""

    def live(day):
        settings.DEMO_DATE = day
        return day

    return live


@pytest.fixture
def forum(plan):
    return Forum.objects.create(
        plan=plan, code="STG", name="Styregruppen", kind=ForumKind.STEERING_GROUP
    )


@pytest.fixture
def meeting(forum):
    return Meeting.objects.create(forum=forum, on=MET)


@pytest.fixture
def reference_meeting(plan):
    forum = Forum.objects.create(
        plan=plan, code="FLG", name="Følgegruppen", kind=ForumKind.REFERENCE_GROUP
    )
    return Meeting.objects.create(forum=forum, on=SAT)


def tick():
    """What the scheduler does every ten minutes."""
    tasks.keep_calendar()


def posted():
    """(kind, to) of every mail in the outbox, the first first."""
    rows = Message.objects.order_by("posted_at", "kind").select_related("to")
    return [(message.kind, message.to.name) for message in rows]


def send(message):
    """What the worker does: the mail as it was sent, or None."""
    outbox.deliver(message.pk)
    message.refresh_from_db()
    assert message.is_done, message.error
    return next(
        (m for m in django_mail.outbox if str(message.pk) in m.extra_headers["Message-ID"]), None
    )


def ready_note(plan, mette, period=Q2):
    return ReportFactory(
        plan=plan, period=period, state=State.READY, ready_by=mette, ready_at=clock.now()
    )


def test_the_periods_draft_is_made_by_the_system_with_its_file_ordered(
    plan, mette, birgit, live_on
):
    live_on(date(2013, 10, 1))

    tick()

    note = Report.objects.get()
    assert (note.kind, note.period, note.state, note.ordered_by) == (NOTE, Q3, State.DRAFT, None)
    assert (note.job_state, note.data_as_of) == ("queued", date(2013, 9, 30))
    assert list(Event.objects.values_list("verb", "by")) == [("drafted", None)]
    assert posted() == [("draft_made", "Mette Holm")]


@pytest.mark.parametrize("today", [date(2013, 9, 30), date(2013, 10, 15)])
def test_outside_its_fortnight_no_draft_is_made(plan, mette, live_on, today):
    live_on(today)

    tick()

    assert not Report.objects.exists()


def test_two_ticks_are_one(plan, mette, birgit, meeting, reference_meeting, live_on):
    for today in (
        date(2013, 9, 11),
        date(2013, 9, 18),
        date(2013, 9, 19),
        date(2013, 9, 23),
        date(2013, 10, 1),
    ):
        live_on(today)
        tick()
        found = posted()

        tick()

        assert posted() == found
    assert found == [
        ("missing", "Mette Holm"),
        ("material_due", "Mette Holm"),
        ("late", "Birgit Damgaard"),
        ("late", "Birgit Damgaard"),
        ("draft_made", "Mette Holm"),
    ]


@pytest.mark.django_db(transaction=True)
def test_eight_ticks_at_once_are_one(plan, mette, birgit, reference_meeting, meeting, live_on):
    today = live_on(date(2013, 10, 1))
    Meeting.objects.filter(pk=meeting.pk).update(on=date(2013, 10, 9))
    Meeting.objects.filter(pk=reference_meeting.pk).update(on=date(2013, 10, 9))

    def tick_elsewhere(_):
        try:
            return keeping.keep_calendar(today)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(tick_elsewhere, range(8))) == 3

    assert Report.objects.count() == 1
    assert sorted(kind for kind, _ in posted()) == ["draft_made", "group_material", "missing"]


def test_ticks_that_come_late_say_what_still_holds_once(plan, mette, birgit, meeting, live_on):
    live_on(date(2013, 9, 23))

    tick()

    assert sorted(posted()) == [("late", "Birgit Damgaard"), ("material_due", "Mette Holm")]
    assert Message.objects.get(kind="late").key.endswith(f":call:{birgit.pk}")


def test_a_draft_that_was_thrown_away_stays_away(plan, mette, live_on):
    live_on(date(2013, 10, 1))
    tick()

    course.drop_draft(Report.objects.get(), by=mette)
    tick()

    assert not Report.objects.exists()


def test_a_note_begun_by_a_person_is_left_as_it_is(plan, mette, live_on):
    live_on(date(2013, 9, 20))
    ordering.order(plan, NOTE, Q3, by=mette)
    live_on(date(2013, 10, 1))

    tick()

    assert Report.objects.get().ordered_by == mette
    assert posted() == []


def test_a_note_begun_between_reading_and_making_is_left_as_it_is(plan, mette, live_on):
    (found,) = standing.standings([plan], live_on(date(2013, 10, 1)))
    (draft,) = asked_today(found, date(2013, 10, 1))
    ordering.order(plan, NOTE, Q3, by=mette)

    assert keeping._keep(found, draft, date(2013, 10, 1)) == 0
    assert Report.objects.get().ordered_by == mette


def test_a_half_year_plans_draft_is_of_the_half_year(plan, mette, live_on):
    Plan.objects.update(reporting_period=Plan.Rhythm.HALF_YEAR)

    live_on(date(2013, 10, 1))
    tick()
    assert not Report.objects.exists()
    live_on(date(2014, 1, 14))
    tick()

    assert Report.objects.get().period == Period.half_year(2013, 2)


@pytest.mark.parametrize("today", [date(2012, 12, 31), date(2017, 1, 1)])
def test_a_plan_that_does_not_run_is_left_in_peace(plan, mette, birgit, forum, live_on, today):
    Membership.objects.update(starts_on=date(2012, 1, 1))
    Meeting.objects.create(forum=forum, on=today + DAY)

    live_on(today)
    tick()

    assert (posted(), Report.objects.count()) == ([], 0)


def test_nothing_missing_sends_nothing_until_something_is(
    plan, mette, birgit, meeting, live_on, monkeypatch
):
    live_on(date(2013, 9, 11))
    points = []
    monkeypatch.setattr("reminders.kinds.missing.missing_points", lambda *args: tuple(points))
    tick()
    assert posted() == []

    points.append("Den samlede vurdering er ikke skrevet")
    tick()

    assert posted() == [("missing", "Mette Holm")]


def test_a_meeting_moved_in_the_calendar_is_asked_for_anew(plan, mette, birgit, meeting, live_on):
    live_on(date(2013, 9, 11))
    tick()

    Meeting.objects.update(on=date(2013, 10, 9))
    tick()
    assert posted() == [("missing", "Mette Holm")]
    live_on(date(2013, 9, 30))
    ReportFactory(plan=plan, period=Q3)
    live_on(date(2013, 10, 1))
    tick()

    assert posted() == [("missing", "Mette Holm")] * 2


def test_the_reference_groups_material_is_asked_of_the_lead(plan, mette, birgit, reference_meeting):
    tick()

    assert posted() == [("group_material", "Mette Holm")]


def test_all_who_have_the_role_today_are_told(plan, mette, reference_meeting):
    MembershipFactory(plan=plan, user__name="Anden Leder")
    MembershipFactory(plan=plan, user__name="Tidligere Leder", ends_on=date(2013, 8, 30))
    MembershipFactory(plan=plan, user__name="Kommende Leder", starts_on=date(2013, 9, 1))
    MembershipFactory(plan=plan, user__name="Lukket Leder", user__is_active=False)

    tick()

    assert sorted(posted()) == [("group_material", "Anden Leder"), ("group_material", "Mette Holm")]


def test_one_plans_error_stops_no_other(plan, other_plan, mette, live_on, monkeypatch, caplog):
    def fail_for_the_first(which, *args, **kwargs):
        if which.pk == plan.pk:
            raise RuntimeError("planen er i uorden")
        return ordering.order(which, *args, **kwargs)

    monkeypatch.setattr("reminders.kinds.draft_made.order", fail_for_the_first)
    live_on(date(2013, 10, 1))

    tick()

    assert [note.plan for note in Report.objects.all()] == [other_plan]
    assert f"The calendar could not keep draft_made:{plan.pk}:2013-K3." in caplog.text


def test_a_tick_that_takes_too_long_is_ended(plan, mette, live_on, monkeypatch):
    def too_long(*args, **kwargs):
        raise SoftTimeLimitExceeded

    monkeypatch.setattr("reminders.kinds.draft_made.order", too_long)
    live_on(date(2013, 10, 1))

    with pytest.raises(SoftTimeLimitExceeded):
        tick()


def test_more_plans_take_no_more_queries_while_nothing_is_asked(plan, other_plan, mette, forum):
    Meeting.objects.create(forum=forum, on=date(2013, 12, 4))
    with CaptureQueriesContext(connection) as few:
        tick()
    for n in range(10):
        MembershipFactory(plan__name=f"Plan {n}", plan__slug=f"p{n}")

    with CaptureQueriesContext(connection) as many:
        tick()

    assert len(many) == len(few) == 8


# What the funder asks for


def returns_due():
    return sorted(to for kind, to in posted() if kind == "returns_due")


def test_both_who_report_are_reminded_three_times_of_a_year_that_is_not_in(
    plan, mette, birgit, live_on
):
    found = []
    for day in (
        date(2014, 3, 29), date(2014, 3, 30), date(2014, 6, 15), date(2014, 6, 16),
        date(2014, 6, 30), date(2014, 7, 1), date(2014, 7, 20), date(2014, 8, 1),
    ):  # fmt: skip
        live_on(day)
        tick()
        found.append(len(returns_due()))

    assert found == [0, 2, 2, 4, 4, 6, 6, 6]
    assert set(returns_due()) == {"Birgit Damgaard", "Mette Holm"}


def test_the_last_years_return_is_reminded_of_after_the_plans_end(plan, mette, birgit, live_on):
    Plan.objects.filter(pk=plan.pk).update(ends_on=date(2013, 9, 30))
    live_on(date(2014, 6, 16))
    tick()

    text = send(Message.objects.filter(kind="returns_due").first())

    assert len(returns_due()) == 2
    assert "Der bedes om reguleringskontoopgørelse og målopfyldelse." in text.body
    assert "Udbetalingerne holdes tilbage, til begge er inde." in text.body


def test_nobody_is_reminded_of_what_is_in(plan, mette, birgit, live_on):
    live_on(date(2014, 6, 16))
    for kind, year in (
        (ReportKind.REGULATION, 2013),
        (ReportKind.GOAL_ATTAINMENT, 2013),
        (ReportKind.MILESTONES_AHEAD, 2014),
    ):
        ReportFactory(plan=plan, kind=kind, period=Period.year(year), is_issued=True)
    tick()

    assert returns_due() == []


# The day it is, by the clock


# The last second of a day in Copenhagen and the first of the next, as the machine's clock has them.
MIDNIGHTS = [
    (datetime(2013, 9, 30, 21, 59, 59, tzinfo=UTC), 0),
    (datetime(2013, 9, 30, 22, 0, 0, tzinfo=UTC), 1),
    (datetime(2013, 12, 31, 22, 59, 59, tzinfo=UTC), 0),
    (datetime(2013, 12, 31, 23, 0, 0, tzinfo=UTC), 1),
    (datetime(2014, 3, 31, 21, 59, 59, tzinfo=UTC), 0),
    (datetime(2014, 3, 31, 22, 0, 0, tzinfo=UTC), 1),
]


@pytest.mark.parametrize(("moment", "drafts"), MIDNIGHTS)
def test_the_day_is_copenhagens_in_summer_in_winter_and_at_new_year(
    plan, mette, live_on, moment, drafts
):
    live_on(None)

    with time_machine.travel(moment, tick=False):
        tick()

    assert Report.objects.filter(ordered_by=None).count() == drafts


def test_the_night_the_clock_goes_back_sends_each_mail_once(plan, mette, birgit, forum, live_on):
    """27 October 2013 has 25 hours: two o'clock comes twice. The meeting is on 10 November."""
    Meeting.objects.create(forum=forum, on=date(2013, 11, 10))
    live_on(None)
    midnight = datetime(2013, 10, 26, 22, tzinfo=UTC)

    for minutes in range(0, 25 * 60, 30):
        with time_machine.travel(midnight + timedelta(minutes=minutes), tick=False):
            assert clock.today() == date(2013, 10, 27)
            tick()

    assert [kind for kind, _ in posted()] == ["missing"]


# What the mails say


def only_mail(kind):
    return send(Message.objects.get(kind=kind))


def test_the_drafts_mail_leads_to_the_draft(plan, mette, live_on):
    live_on(date(2013, 10, 1))
    tick()

    mail = only_mail("draft_made")

    assert (mail.subject, mail.to) == (
        "Rum for Liv: kladden for 3. kvartal er lavet",
        ["mette@example.org"],
    )
    assert f"/planer/rum-for-liv/rapporter/{Report.objects.get().pk}/" in mail.body
    assert "3. kvartal 2013 sluttede den 30. september." in words(mail)
    assert mail.attachments == []


def test_the_drafts_mail_is_not_sent_once_the_note_has_gone_on(plan, mette, birgit, live_on):
    live_on(date(2013, 10, 1))
    tick()
    close_period(plan, Q3, by=mette)
    note = Report.objects.get()
    fresh = ordering.order(plan, NOTE, Q3, by=mette)
    course.hand_over(note, by=mette, shown=fresh.snapshot_hash, remark="Nu")

    assert only_mail("draft_made") is None


def test_the_drafts_mail_is_not_sent_to_who_is_no_longer_lead(plan, mette, live_on):
    live_on(date(2013, 10, 1))
    tick()
    Membership.objects.filter(user=mette).update(role=Role.SOCIAL_COORDINATOR)

    assert only_mail("draft_made") is None


def test_the_missing_points_are_those_of_the_check_list_when_it_is_sent(
    plan, mette, birgit, meeting, live_on
):
    live_on(date(2013, 9, 11))
    tick()
    write_comment(plan, Q2, text="Det går godt.", by=mette)

    mail = only_mail("missing")

    assert mail.subject == "Rum for Liv: det mangler til statusnotatet for 2. kvartal"
    assert "Styregruppen mødes onsdag den 25. september." in words(mail)
    assert "Materialet skal være klar senest onsdag den 18. september." in words(mail)
    assert "- 2. kvartal 2013 er ikke lukket" in words(mail)
    assert "Den samlede vurdering" not in words(mail)
    assert "/planer/rum-for-liv/rapporter/?periode=2013-K2" in mail.body
    assert "<li>2. kvartal 2013 er ikke lukket</li>" in mail.alternatives[0].content


def test_nothing_missing_when_it_is_to_be_sent_leaves_it_unsent(
    plan, mette, meeting, live_on, monkeypatch
):
    live_on(date(2013, 9, 11))
    tick()
    monkeypatch.setattr("reminders.kinds.missing.missing_points", lambda *args: ())

    assert only_mail("missing") is None


@pytest.mark.parametrize(
    ("today", "subject", "said"),
    [
        (date(2013, 9, 18), "skal afleveres i dag", "Materialet skal være klar senest i dag."),
        (
            date(2013, 9, 20),
            "skulle være afleveret",
            "Materialet skulle have været klar onsdag den 18. september.",
        ),
    ],
)
def test_the_mail_that_it_is_due_says_since_when(
    plan, mette, meeting, live_on, today, subject, said
):
    note = ReportFactory(plan=plan, period=Q2)
    live_on(today)
    tick()

    mail = only_mail("material_due")

    assert mail.subject == f"Rum for Liv: statusnotatet for 2. kvartal {subject}"
    assert said in words(mail)
    assert str(note.pk) in mail.body


def test_handed_over_meanwhile_nothing_is_due(plan, mette, meeting, live_on):
    live_on(date(2013, 9, 18))
    tick()
    ready_note(plan, mette)

    assert only_mail("material_due") is None


WHERE = [
    (None, "Notatet er ikke begyndt.", "Se, hvor langt det er"),
    (State.DRAFT, "Notatet er en kladde hos Mette Holm.", "Se, hvor langt det er"),
    (
        State.READY,
        "Notatet ligger hos dig. Mette Holm afleverede det den 19. september.",
        "Læs og udsend notatet",
    ),
]


@pytest.mark.parametrize(("state", "where", "action"), WHERE)
def test_the_koordinator_is_told_where_the_note_lies(
    plan, mette, birgit, meeting, live_on, state, where, action
):
    live_on(date(2013, 9, 19))
    if state == State.READY:
        ready_note(plan, mette)
    elif state:
        ReportFactory(plan=plan, period=Q2)
    tick()

    mail = only_mail("late")

    assert mail.subject == "Rum for Liv: statusnotatet for 2. kvartal er ikke udsendt"
    assert where in words(mail)
    assert action in words(mail)


def test_issued_meanwhile_the_koordinator_hears_nothing(plan, mette, birgit, meeting, live_on):
    live_on(date(2013, 9, 19))
    tick()
    ReportFactory(plan=plan, period=Q2, is_issued=True)

    assert only_mail("late") is None


def test_a_meeting_moved_meanwhile_takes_its_mails_with_it(plan, mette, birgit, meeting, live_on):
    live_on(date(2013, 9, 19))
    tick()
    Meeting.objects.update(on=date(2013, 9, 26))

    assert [send(message) for message in Message.objects.all()] == [None, None]


def test_a_correction_begun_of_an_issued_note_is_no_late_note(
    plan, mette, birgit, meeting, live_on
):
    ReportFactory(plan=plan, period=Q2, is_issued=True, revision=1)
    ReportFactory(plan=plan, period=Q2, revision=2)

    live_on(date(2013, 9, 19))
    tick()

    assert posted() == []


def test_the_reference_groups_mail_says_when_the_members_are_to_have_it(
    plan, mette, reference_meeting
):
    tick()

    mail = only_mail("group_material")

    assert mail.subject == "Rum for Liv: materiale til følgegruppens møde den 10. september"
    assert "Medlemmerne skal have materialet senest tirsdag den 3. september." in words(mail)


def test_over_new_year_the_meeting_is_said_with_its_year(plan, mette, reference_meeting, live_on):
    Meeting.objects.update(on=date(2014, 1, 8))
    live_on(date(2013, 12, 27))
    tick()

    assert "Følgegruppen mødes onsdag den 8. januar 2014." in words(only_mail("group_material"))


def words(mail):
    """A mail's text with plain spaces."""
    return mail.body.replace("\u00a0", " ")
