"""A report's course: handed over by one, issued by another, frozen, corrected in a new edition;
or reported."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import Role
from accounts.tests.factories import MembershipFactory, UserFactory
from activities.actions import close_period, register, reopen_period, write_comment
from activities.models import Plan, SuccessCriterion
from core import clock, outbox
from core.bound import Changed
from core.jobs import JobState, Lease
from core.models import Message
from core.periods import Period
from core.versioned import NotAllowedNow
from milestones.models import Status
from reporting import documents
from reporting.actions import course as course_actions
from reporting.actions import order as ordering
from reporting.actions import produce as making
from reporting.actions.texts import rewrite
from reporting.data.changes import changes
from reporting.data.edition import ALPHABET
from reporting.kinds.base import KINDS
from reporting.models import Event, Report, ReportKind, State

Q1, Q2, Q3, _ = Period.year(2013).parts()
YEAR = Period.year(2013)
NOTE, GOALS = ReportKind.STATUS_NOTE, ReportKind.GOAL_ATTAINMENT
REMARK = "Timerne kommer i næste uge."


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def count_families(plan, by, value=14, on=date(2013, 5, 14)):
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")
    return register(criterion, on=on, value=value, by=by)


@pytest.fixture
def draft(plan, mette):
    """The draft of a closed quarter."""
    close_period(plan, Q2, by=mette)
    return ordering.order(plan, NOTE, Q2, by=mette)


@pytest.fixture
def ready(draft, mette, birgit):
    return course_actions.hand_over(draft, by=mette, shown=draft.snapshot_hash, remark=REMARK)


@pytest.fixture
def issued(ready, birgit):
    return course_actions.issue(ready, by=birgit, shown=ready.snapshot_hash)


def row(report):
    return Report.objects.get(pk=report.pk)


def verbs(report):
    return [(event.verb, event.by.name if event.by else None) for event in report.events.all()]


# Handed over


def test_hand_over_gives_the_note_to_the_koordinator(draft, mette, birgit):
    course_actions.hand_over(draft, by=mette, shown=draft.snapshot_hash, remark=REMARK)

    note = row(draft)
    assert (note.state, note.ready_by, note.handed_over) == (State.READY, mette, note.snapshot)
    assert verbs(note) == [("drafted", "Mette Holm"), ("handed_over", "Mette Holm")]
    mail = Message.objects.get()
    assert (mail.kind, mail.to, mail.data["remark"]) == ("handed_over", birgit, REMARK)


def test_a_sentence_written_for_other_figures_counts_as_missing(plan, draft, mette):
    sentence = replace(
        documents.build(plan, NOTE, Q2, clock.today()).said[0], draft="Som tallene var i går."
    )
    rewrite(plan, Q2, sentence, text="Det går som det skal.", expected_version=None, by=mette)
    data = documents.build(plan, NOTE, Q2, clock.today())

    with_it = KINDS[NOTE].readiness(plan, Q2, clock.today(), lambda p: True, data)
    without = KINDS[NOTE].readiness(plan, Q2, clock.today(), lambda p: True)

    (check,) = set(with_it.missing) - set(without.missing)
    assert check.text == "1 sætning er skrevet til tal, der siden er ændret"
    assert "»Det går som det skal.« Tallene siger nu: »" in check.parts[0].text
    with pytest.raises(ValidationError, match=f"Der mangler {len(with_it.missing)} punkter"):
        course_actions.hand_over(draft, by=mette, shown=ordering.content_hash(data.to_json()))


def test_hand_over_of_what_is_incomplete_asks_why(draft, mette):
    with pytest.raises(ValidationError) as error:
        course_actions.hand_over(draft, by=mette, shown=draft.snapshot_hash)

    assert list(error.value.message_dict) == ["remark"]
    assert "Skriv til koordinatoren, hvorfor notatet sendes nu." in error.value.messages[0]
    assert (row(draft).state, Message.objects.count()) == (State.DRAFT, 0)


def test_hand_over_waits_for_the_period_to_be_closed(plan, mette):
    note = ordering.order(plan, NOTE, Q2, by=mette)

    with pytest.raises(NotAllowedNow, match=r"2\. kvartal 2013 er ikke lukket\."):
        course_actions.hand_over(note, by=mette, shown=note.snapshot_hash, remark=REMARK)


def test_hand_over_binds_what_was_shown(plan, draft, mette):
    """A text written between the page and the click is not handed over unseen."""
    write_comment(plan, Q2, text="Det går godt.", by=mette)

    with pytest.raises(Changed) as changed:
        course_actions.hand_over(draft, by=mette, shown=draft.snapshot_hash, remark=REMARK)

    assert [(c.label, c.shown, c.now) for c in changed.value.lines] == [
        ("Tekster: Resumé", "–", "Det går godt.")
    ]
    assert row(draft).state == State.DRAFT


def test_hand_over_twice_is_refused(ready, mette):
    with pytest.raises(NotAllowedNow, match="er hos koordinator"):
        course_actions.hand_over(ready, by=mette, shown=ready.snapshot_hash, remark=REMARK)


def test_a_return_is_not_handed_over(plan, mette):
    goals = ordering.order(plan, GOALS, YEAR, by=mette)

    with pytest.raises(NotAllowedNow, match="Kun statusnotatet"):
        course_actions.hand_over(goals, by=mette, shown=goals.snapshot_hash, remark=REMARK)


def test_who_handed_over_takes_it_back_to_write_on(ready, mette):
    course_actions.take_back(ready, by=mette)

    note = row(ready)
    assert (note.state, note.ready_by, note.handed_over) == (State.DRAFT, None, None)
    assert verbs(note)[-1] == ("taken_back", "Mette Holm")


def test_the_koordinator_sends_it_back_with_what_is_to_be_done(ready, mette, birgit):
    course_actions.send_back(ready, by=birgit, reason="Forklar 5.3.5-1.")

    note = row(ready)
    assert note.state == State.DRAFT
    assert note.events.last().note == "Forklar 5.3.5-1."
    mail = Message.objects.get(kind="sent_back")
    assert (mail.to, mail.data["reason"]) == (mette, "Forklar 5.3.5-1.")


def test_sending_back_says_why(ready, birgit):
    with pytest.raises(ValidationError) as error:
        course_actions.send_back(ready, by=birgit, reason="  ")
    assert error.value.message_dict == {"reason": ["Skriv, hvad der skal rettes."]}


# Issued


def test_issue_freezes_numbers_and_signs(ready, mette, birgit):
    note = course_actions.issue(ready, by=birgit, shown=ready.snapshot_hash)

    note = row(note)
    assert (note.state, note.number, note.number_text, note.issued_by) == (
        State.ISSUED,
        1,
        "2013-01",
        birgit,
    )
    assert (note.job_state, note.file.name, note.sha256) == (JobState.QUEUED, "", "")
    edition = documents.edition_of(note)
    assert (edition.prepared_by, edition.issued_by, edition.number) == (
        "Mette Holm",
        "Birgit Damgaard",
        "2013-01",
    )
    assert edition.issued_on == "31.\u00a0august 2013"
    assert edition.link == f"http://127.0.0.1:8000/verificer/{note.code}/"
    assert [len(part) for part in note.code.split("-")] == [4, 4, 4]
    assert set(note.code) <= set(ALPHABET) | {"-"}


def test_the_author_cannot_issue_alone(plan, draft, mette):
    MembershipFactory(user=mette, plan=plan, role=Role.SOCIAL_COORDINATOR)
    ready = course_actions.hand_over(draft, by=mette, shown=draft.snapshot_hash, remark=REMARK)

    with pytest.raises(NotAllowedNow, match="En anden skal udsende det"):
        course_actions.issue(ready, by=mette, shown=ready.snapshot_hash)

    assert row(ready).state == State.READY


def test_the_database_itself_asks_for_two(issued, mette):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=issued.pk).update(issued_by=mette)


def test_issue_binds_what_was_shown(plan, ready, mette, birgit):
    write_comment(plan, Q2, text="Skrevet imens.", by=birgit)

    with pytest.raises(Changed) as changed:
        course_actions.issue(ready, by=birgit, shown=ready.snapshot_hash)

    assert [c.now for c in changed.value.lines] == ["Skrevet imens."]
    assert (row(ready).state, row(ready).number) == (State.READY, None)


def test_issue_takes_the_koordinators_own_words_along(plan, ready, birgit):
    write_comment(plan, Q2, text="Set af koordinatoren.", by=birgit)
    now = documents.build(plan, NOTE, Q2, date(2013, 8, 31)).to_json()

    note = course_actions.issue(ready, by=birgit, shown=ordering.content_hash(now))

    assert row(note).snapshot["resume"] == "Set af koordinatoren."
    assert row(note).handed_over["resume"] == ""


def test_a_draft_is_not_issued(draft, birgit):
    with pytest.raises(NotAllowedNow, match="er kladde"):
        course_actions.issue(draft, by=birgit, shown=draft.snapshot_hash)


def test_a_note_of_a_reopened_period_is_not_issued(plan, ready, mette, birgit):
    reopen_period(plan, Q2, by=mette, reason="Et tal mangler")

    with pytest.raises(NotAllowedNow, match="er ikke lukket"):
        course_actions.issue(ready, by=birgit, shown=ready.snapshot_hash)


def test_readers_are_told_once_the_file_is_there(
    plan, issued, mette, birgit, henrik, kirsten, peter, ole
):
    assert not Message.objects.filter(kind="issued").exists()

    making.produce(issued.pk)
    making.produce(issued.pk)

    told = (
        Message.objects.filter(kind="issued")
        .order_by("to__name")
        .values_list("to__name", flat=True)
    )
    assert list(told) == [
        "Birgit Damgaard", "Henrik Vestergaard", "Kirsten Bay", "Mette Holm", "Peter Lindskov",
    ]  # fmt: skip


def eight_at_once(act):
    """What came of eight clicks in eight processes: the answers that were not refused."""

    def click(_):
        with closing(connection), suppress(NotAllowedNow):
            return act()

    with ThreadPoolExecutor(8) as pool:
        return [answer for answer in pool.map(click, range(8)) if answer is not None]


@pytest.mark.django_db(transaction=True)
def test_eight_issues_at_once_give_one(ready, birgit):
    numbers = eight_at_once(
        lambda: course_actions.issue(row(ready), by=birgit, shown=ready.snapshot_hash).number
    )

    assert numbers == [1]
    assert Event.objects.filter(verb="issued").count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_handings_over_at_once_give_one_and_one_mail(draft, mette, birgit):
    given = eight_at_once(
        lambda: (
            course_actions.hand_over(
                row(draft), by=mette, shown=draft.snapshot_hash, remark=REMARK
            ).state
        )
    )

    assert given == [State.READY]
    assert Event.objects.filter(verb="handed_over").count() == 1
    assert [message.to for message in Message.objects.filter(kind="handed_over")] == [birgit]


def test_numbers_run_through_all_that_the_plan_issues(
    plan, other_plan, issued, mette, birgit, settings
):
    close_period(plan, Q1, by=mette)
    first = ordering.order(plan, NOTE, Q1, by=mette)
    course_actions.hand_over(first, by=mette, shown=first.snapshot_hash, remark=REMARK)

    assert course_actions.issue(first, by=birgit, shown=first.snapshot_hash).number == 2


# Frozen


def test_what_is_issued_stays_when_figures_and_names_change(plan, issued, mette, birgit):
    making.produce(issued.pk)
    before = row(issued)
    reopen_period(plan, Q2, by=mette, reason="En registrering manglede")
    count_families(plan, mette, 50)
    Plan.objects.filter(pk=plan.pk).update(name="Et andet navn")
    mette.name, birgit.name = "Mette Ny", "Birgit Ny"
    mette.save()
    birgit.save()

    again = making.render(row(issued))

    assert ordering.content_hash(row(issued).snapshot) == before.snapshot_hash
    assert files_sha(again) == before.sha256


def files_sha(content):
    return hashlib.sha256(content).hexdigest()


def test_order_of_an_issued_note_gives_it_back_or_says_how_to_correct(plan, issued, mette):
    assert ordering.order(plan, NOTE, Q2, by=mette).pk == issued.pk

    write_comment(plan, Q2, text="Noget nyt.", by=mette)
    with pytest.raises(NotAllowedNow, match="begynd en rettelse"):
        ordering.order(plan, NOTE, Q2, by=mette)


def test_an_issued_report_is_never_called_off_nor_dropped(issued, mette):
    with pytest.raises(NotAllowedNow, match="kan ikke afbrydes"):
        ordering.cancel(issued, by=mette)
    with pytest.raises(NotAllowedNow, match="er udsendt"):
        course_actions.drop_draft(issued, by=mette)


# Corrected


def test_a_correction_is_the_next_edition_and_lists_what_it_corrects(plan, issued, mette, birgit):
    reopen_period(plan, Q2, by=mette, reason="En registrering var talt to gange")
    count_families(plan, mette, 14)
    close_period(plan, Q2, by=mette)

    draft = course_actions.begin_correction(issued, by=mette, reason="Fjorten familier manglede.")

    assert (draft.revision, draft.state, draft.number, draft.correction) == (
        2, State.DRAFT, None, "Fjorten familier manglede.",
    )  # fmt: skip
    note = documents.read(NOTE, draft.snapshot)
    assert ("5.1.1-1 Familier deltog", "– af 100", "14 af 100") in [
        (c.what, c.old, c.new) for c in note.corrections
    ]
    course_actions.hand_over(draft, by=mette, shown=draft.snapshot_hash, remark=REMARK)
    second = course_actions.issue(draft, by=birgit, shown=draft.snapshot_hash)
    assert (second.number, second.revision) == (2, 2)
    current = dict(Report.objects.with_currency().values_list("revision", "is_current"))
    assert current == {1: False, 2: True}


def test_a_correction_says_why(issued, mette):
    with pytest.raises(ValidationError) as error:
        course_actions.begin_correction(issued, by=mette, reason="")
    assert list(error.value.message_dict) == ["reason"]


def test_one_correction_at_a_time(issued, mette, birgit):
    course_actions.begin_correction(issued, by=mette, reason="Først")

    with pytest.raises(NotAllowedNow, match="allerede begyndt en nyere udgave"):
        course_actions.begin_correction(issued, by=birgit, reason="Også")


def test_a_correction_begun_by_mistake_is_dropped(issued, mette):
    draft = course_actions.begin_correction(issued, by=mette, reason="En fejl")

    course_actions.drop_draft(draft, by=mette)

    assert list(Report.objects.values_list("revision", flat=True)) == [1]


def test_a_draft_cannot_be_corrected(draft, mette):
    with pytest.raises(NotAllowedNow):
        course_actions.begin_correction(draft, by=mette, reason="Hm")


# Called off


def test_cancel_lets_a_worker_find_its_lease_lost(draft, mette):
    lease = Lease.take(Report, draft.pk)

    ordering.cancel(draft, by=mette)

    assert row(draft).job_state == JobState.IDLE
    assert lease.finish(file="reports/x.pdf", sha256="a" * 64) is False
    ordering.order(draft.plan, NOTE, Q2, by=mette)
    assert row(draft).job_state == JobState.QUEUED


# Reported to the funder


@pytest.fixture
def goals(plan, mette, settings):
    """The goal attainment of a year that is over, with nothing missing."""
    settings.DEMO_DATE = date(2014, 1, 20)
    return ordering.order(plan, GOALS, YEAR, by=mette)


@pytest.fixture
def complete(monkeypatch):
    """A check list without a missing point (reporting/tests/test_preflight.py has the lists)."""
    monkeypatch.setattr("reporting.actions.course._missing", lambda row: 0)


def submit(report, by, on=date(2014, 1, 15), shown=None, receipt="LBF-7"):
    return course_actions.submit(
        report, by=by, on=on, shown=shown or report.snapshot_hash, receipt=receipt
    )


def test_submit_records_when_by_whom_and_freezes(goals, mette, complete):
    submit(goals, mette)

    done = row(goals)
    edition = documents.edition_of(done)
    assert (done.state, done.number, done.issued_by, done.state_text) == (
        State.ISSUED,
        1,
        mette,
        "indberettet",
    )
    assert (edition.issued_on, edition.receipt, edition.issued_by) == (
        "15.\u00a0januar 2014",
        "LBF-7",
        "Mette Holm",
    )
    assert verbs(done)[-1] == ("submitted", "Mette Holm")
    assert done.events.last().note == "15.1.2014 LBF-7"


@pytest.mark.django_db(transaction=True)
def test_eight_reports_of_it_at_once_are_one(goals, mette, complete):
    assert eight_at_once(lambda: submit(row(goals), mette).number) == [1]
    assert Event.objects.filter(verb="submitted").count() == 1


def test_submit_freezes_what_was_sent_not_what_came_after(plan, goals, mette, complete):
    write_comment(plan, Q2, text="Efter indberetningen.", by=mette)

    submit(goals, mette)

    assert row(goals).snapshot_hash == goals.snapshot_hash


def test_submit_of_a_draft_made_anew_is_refused(goals, mette, complete):
    with pytest.raises(Changed):
        submit(goals, mette, shown="f" * 64)
    assert row(goals).state == State.DRAFT


@pytest.mark.parametrize("on", [date(2013, 12, 31), date(2014, 1, 21)])
def test_submit_takes_a_day_after_the_period_and_not_in_the_future(goals, mette, complete, on):
    with pytest.raises(ValidationError) as error:
        submit(goals, mette, on=on)
    assert error.value.message_dict == {
        "on": ["Vælg en dag efter 31.12.2013 og senest i dag, 20.1.2014."]
    }


def test_submit_before_the_period_is_over_is_refused(plan, mette, complete):
    goals = ordering.order(plan, GOALS, YEAR, by=mette)

    with pytest.raises(NotAllowedNow, match="2013 er ikke slut"):
        submit(goals, mette, on=date(2013, 8, 31))


def test_submit_with_something_missing_is_refused(goals, mette, monkeypatch):
    monkeypatch.setattr("reporting.actions.course._missing", lambda row: 3)

    with pytest.raises(NotAllowedNow, match="Der mangler 3 punkter"):
        submit(goals, mette)


def test_a_note_is_not_submitted(draft, mette):
    with pytest.raises(NotAllowedNow, match="udsendes af koordinatoren"):
        submit(draft, mette)


# Who sees what


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("mette", {"draft", "issued", "return"}),
        ("birgit", {"draft", "issued", "return"}),
        ("henrik", {"issued", "return"}),
        ("kirsten", {"issued"}),
        ("peter", {"issued"}),
        ("ole", set()),
        ("carl", set()),
    ],
)
def test_each_role_sees_what_is_issued_to_it(request, plan, issued, goals_issued, who, sees):
    drafted = ordering.order(plan, NOTE, Q3, by=request.getfixturevalue("mette"))
    names = {issued.pk: "issued", drafted.pk: "draft", goals_issued.pk: "return"}

    found = Report.objects.visible_to(request.getfixturevalue(who))

    assert {names[pk] for pk in found.values_list("pk", flat=True)} == sees


@pytest.fixture
def goals_issued(plan, mette, complete, settings):
    half = ordering.order(plan, GOALS, Q2, by=mette)
    return course_actions.submit(half, by=mette, on=date(2013, 7, 5), shown=half.snapshot_hash)


def test_a_stranger_is_never_told(plan, issued):
    UserFactory(email="fremmed@example.org")
    making.produce(issued.pk)

    assert not Message.objects.filter(to__email="fremmed@example.org").exists()


def test_an_edition_whose_figures_stand_comes_back_though_it_was_compared_with_another(
    plan, issued, mette, birgit
):
    reopen_period(plan, Q2, by=mette, reason="Glemt")
    count_families(plan, mette)
    close_period(plan, Q2, by=mette)
    second = course_actions.begin_correction(issued, by=mette, reason="Glemt registrering.")
    course_actions.hand_over(second, by=mette, shown=second.snapshot_hash, remark="Klar")
    course_actions.issue(second, by=birgit, shown=row(second).snapshot_hash)

    assert ordering.order(plan, NOTE, Q2, by=mette).pk == second.pk


def test_a_milestone_of_the_next_quarter_changes_nothing_in_this_ones_note(plan, issued):
    plan.milestones.update(period=Q3)
    before = documents.build(plan, NOTE, Q2, clock.today())

    plan.milestones.update(status=Status.IN_PROGRESS)

    assert changes(before, documents.build(plan, NOTE, Q2, clock.today())) == ()


def test_the_koordinator_of_several_plans_sees_in_the_subject_which_one(ready, birgit, mailoutbox):
    message = Message.objects.get(kind="handed_over")
    outbox.deliver(message.pk)
    assert mailoutbox[-1].subject == "Rum for Liv: Statusnotat, 2. kvartal 2013, er klar til dig"

    course_actions.send_back(ready, by=birgit, reason="Hvor er timerne?")
    outbox.deliver(Message.objects.get(kind="sent_back").pk)
    assert mailoutbox[-1].subject == "Rum for Liv: Statusnotat, 2. kvartal 2013, er sendt tilbage"
