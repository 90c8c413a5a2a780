from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from activities.actions import close_period, register, void, write_comment
from activities.models import Plan, SuccessCriterion
from core.bound import Changed
from core.jobs import Lease
from core.periods import Period
from core.versioned import NotAllowedNow
from reporting import documents
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.actions import produce as making
from reporting.models import Event, JobState, Report, ReportKind, State

Q1, Q2, Q3, Q4 = Period.year(2013).parts()
YEAR = Period.year(2013)
NOTE, GOALS = ReportKind.STATUS_NOTE, ReportKind.GOAL_ATTAINMENT


def count_families(plan, by, value=14):
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")
    return register(criterion, on=date(2013, 5, 14), value=value, by=by)


def families(snapshot):
    return snapshot["areas"][0]["activities"][0]["rows"][0]["number"]


def messages_of(error):
    return error.value.message_dict


def handed_over(plan, period, by):
    close_period(plan, period, by=by)
    report = ordering.order(plan, NOTE, period, by=by)
    return course.hand_over(report, by=by, shown=report.snapshot_hash, remark="Timerne kommer.")


def issued(plan, period, mette, birgit):
    report = handed_over(plan, period, mette)
    return course.issue(report, by=birgit, shown=report.snapshot_hash)


def test_order_freezes_the_data_and_queues(plan, mette):
    report = ordering.order(plan, NOTE, Q2, by=mette)

    assert (report.kind, report.period, report.state, report.revision) == (NOTE, Q2, State.DRAFT, 1)
    assert (report.number, report.code, report.edition, report.number_text) == (None, "", None, "")
    assert (report.job_state, report.progress, report.attempts) == (JobState.QUEUED, 0, 0)
    assert (report.ordered_by, report.data_as_of) == (mette, date(2013, 6, 30))
    assert report.snapshot["as_of"] == "2013-06-30"
    assert list(Event.objects.values_list("report", "verb", "by")) == [
        (report.pk, "drafted", mette.pk)
    ]


def test_ordering_twice_gives_one(plan, mette, birgit):
    first = ordering.order(plan, NOTE, Q2, by=mette)

    assert ordering.order(plan, NOTE, Q2, by=birgit) == first
    assert Report.objects.get().ordered_by == mette


def test_ordering_while_it_is_made_gives_the_same(plan, mette):
    first = ordering.order(plan, NOTE, Q2, by=mette)
    Report.objects.update(job_state=JobState.RUNNING, progress=40)

    again = ordering.order(plan, NOTE, Q2, by=mette)

    assert (again.pk, again.job_state, again.progress) == (first.pk, JobState.RUNNING, 40)


def test_changed_data_replace_the_drafts(plan, mette, birgit, settings, tmp_path):
    """The draft keeps its place and drops the file of its old figures; one new file is waited
    for."""
    settings.MEDIA_ROOT = tmp_path
    first = ordering.order(plan, NOTE, Q2, by=mette)
    making.produce(first.pk)
    count_families(plan, mette)

    second = ordering.order(plan, NOTE, Q2, by=birgit)

    row = Report.objects.get()
    assert (second.pk, row.pk, row.revision, row.state) == (first.pk, first.pk, 1, State.DRAFT)
    assert row.snapshot_hash == ordering.content_hash(row.snapshot) != first.snapshot_hash
    assert (families(first.snapshot), families(row.snapshot)) == ("–", "14")
    assert (row.ordered_by, row.job_state, row.done_at) == (birgit, JobState.QUEUED, None)
    assert (row.file.name, row.sha256, row.size, row.pages, row.renderer) == (
        "",
        "",
        None,
        None,
        "",
    )


def test_data_changed_back_are_the_drafts_again(plan, mette):
    """The draft is the one that counts: it must hold the plan's figures as they are."""
    first = ordering.order(plan, NOTE, Q2, by=mette)
    row = count_families(plan, mette)
    second = ordering.order(plan, NOTE, Q2, by=mette)
    void(row, by=mette)

    third = ordering.order(plan, NOTE, Q2, by=mette)

    assert (second.pk, third.pk, third.revision) == (first.pk, first.pk, 1)
    assert second.snapshot_hash != first.snapshot_hash
    assert third.snapshot_hash == first.snapshot_hash


def test_data_changed_while_it_is_made_take_it_from_its_worker(plan, mette):
    first = ordering.order(plan, NOTE, Q2, by=mette)
    lease = Lease.take(Report, first.pk)
    count_families(plan, mette)

    ordering.order(plan, NOTE, Q2, by=mette)

    assert lease.finish(sha256="a" * 64) is False
    row = Report.objects.get()
    assert (row.job_state, row.sha256, row.attempts) == (JobState.QUEUED, "", 0)


def test_each_report_has_one_draft_of_its_first_edition_without_a_number(plan, mette):
    for kind, period in [(NOTE, Q1), (NOTE, Q2), (GOALS, YEAR), (GOALS, Q2)]:
        ordering.order(plan, kind, period, by=mette)

    found = Report.objects.values_list("number", "revision", "state")
    assert list(found) == [(None, 1, "draft")] * 4


def test_numbers_run_through_the_plan_and_editions_through_the_report(plan, mette, birgit):
    first, second = (issued(plan, period, mette, birgit) for period in (Q1, Q2))
    draft = course.begin_correction(first, by=mette, reason="En forklaring manglede.")
    course.hand_over(draft, by=mette, shown=draft.snapshot_hash, remark="Timerne kommer.")
    third = course.issue(draft, by=birgit, shown=draft.snapshot_hash)

    found = [(report.period, report.number, report.revision) for report in (first, second, third)]
    assert found == [(Q1, 1, 1), (Q2, 2, 1), (Q1, 3, 2)]


def test_each_plan_counts_for_itself(plan, other_plan, mette, birgit):
    issued(plan, Q2, mette, birgit)

    assert issued(other_plan, Q2, mette, birgit).number == 1


def test_an_issued_report_with_other_data_is_refused(plan, mette, birgit):
    note = issued(plan, Q1, mette, birgit)
    assert ordering.order(plan, NOTE, Q1, by=mette) == note
    write_comment(plan, Q1, text="Skrevet bagefter.", by=mette)

    with pytest.raises(
        NotAllowedNow, match=r"Statusnotat, 1\. kvartal 2013, er udsendt og ændres aldrig\."
    ):
        ordering.order(plan, NOTE, Q1, by=mette)
    assert Report.objects.get().snapshot_hash == note.snapshot_hash


def test_ordering_a_failed_one_sets_it_going_again(plan, mette):
    first = ordering.order(plan, NOTE, Q2, by=mette)
    Report.objects.update(job_state=JobState.FAILED, error="Fejl", attempts=10, rings=4)

    again = ordering.order(plan, NOTE, Q2, by=mette)

    assert again.pk == first.pk
    again.refresh_from_db()
    assert (again.job_state, again.error, again.attempts, again.rings) == (
        JobState.QUEUED,
        "",
        0,
        0,
    )


def test_a_note_for_a_year_is_refused(plan, mette):
    with pytest.raises(ValidationError) as error:
        ordering.order(plan, NOTE, YEAR, by=mette)
    assert messages_of(error) == {
        "period": ["Statusnotatet dannes for et kvartal. Vælg et kvartal."]
    }


def test_a_half_year_plan_takes_half_years(plan, mette):
    Plan.objects.update(reporting_period="half_year")
    plan.refresh_from_db()

    assert ordering.order(plan, NOTE, Period.half_year(2013, 1), by=mette).revision == 1
    with pytest.raises(ValidationError) as error:
        ordering.order(plan, NOTE, Q2, by=mette)
    assert messages_of(error) == {"period": ["Statusnotatet dannes for et halvår. Vælg et halvår."]}


@pytest.mark.parametrize("period", [YEAR, Q2, Period.span(2013, 2016)], ids=str)
def test_goal_attainment_takes_a_year_a_quarter_or_the_whole_plan(plan, mette, period):
    report = ordering.order(plan, GOALS, period, by=mette)

    assert (report.period, report.snapshot["period"]) == (period, period.label)


@pytest.mark.parametrize("period", [Period.half_year(2013, 1), Period.span(2013, 2014)], ids=str)
def test_goal_attainment_takes_no_other_period(plan, mette, period):
    with pytest.raises(ValidationError) as error:
        ordering.order(plan, GOALS, period, by=mette)
    assert messages_of(error) == {
        "period": [
            "Grundlaget dannes for et kvartal, et år eller hele planen. Vælg en af dem på listen."
        ]
    }


@pytest.mark.parametrize("period", [Period.quarter(2012, 4), Period.quarter(2017, 1)], ids=str)
def test_a_period_outside_the_plan_is_refused(plan, mette, settings, period):
    settings.DEMO_DATE = date(2017, 6, 1)
    with pytest.raises(ValidationError) as error:
        ordering.order(plan, NOTE, period, by=mette)
    assert messages_of(error) == {
        "period": ["Planen løber fra 1.1.2013 til 31.12.2016. Vælg en periode der imellem."]
    }


def test_a_period_that_has_not_begun_is_refused(plan, mette):
    with pytest.raises(
        NotAllowedNow,
        match=r"4\. kvartal 2013 er ikke begyndt\. Rapporten kan dannes fra 1\.10\.2013\.",
    ):
        ordering.order(plan, NOTE, Q4, by=mette)


def test_the_period_that_runs_can_be_ordered(plan, mette):
    assert ordering.order(plan, NOTE, Q3, by=mette).data_as_of == date(2013, 8, 31)


def test_an_unknown_kind_is_refused(plan, mette):
    with pytest.raises(ValidationError) as error:
        ordering.order(plan, "horoscope", Q2, by=mette)
    assert messages_of(error) == {"kind": ["Vælg en af rapporterne på listen."]}


def test_a_made_report_cannot_be_retried(plan, mette, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    report = ordering.order(plan, NOTE, Q2, by=mette)
    making.produce(report.pk)
    report.refresh_from_db()

    with pytest.raises(NotAllowedNow, match="allerede dannet"):
        ordering.retry(report, by=mette)
    assert Report.objects.get().job_state == JobState.DONE


def test_retrying_twice_is_once(plan, mette):
    report = ordering.order(plan, NOTE, Q2, by=mette)
    Report.objects.update(job_state=JobState.FAILED)

    ordering.retry(report, by=mette)
    Report.objects.update(job_state=JobState.RUNNING, progress=10)

    assert ordering.retry(report, by=mette).job_state == JobState.RUNNING


@pytest.mark.django_db(transaction=True)
def test_the_queue_is_rung_after_the_order(plan, mette):
    assert ordering.order(plan, NOTE, Q2, by=mette).bell_heard is True


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("queue", ["refusing_queue", "hung_queue"])
def test_an_order_stands_when_the_queue_is_down(plan, mette, queue, request):
    request.getfixturevalue(queue)

    report = ordering.order(plan, NOTE, Q2, by=mette)

    assert report.bell_heard is False
    assert Report.objects.get().job_state == JobState.QUEUED


@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_give_one(plan, mette):
    def click(_):
        try:
            return ordering.order(Plan.objects.get(pk=plan.pk), NOTE, Q2, by=mette).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(click, range(8)))

    assert found == {Report.objects.get().pk}


@pytest.mark.django_db(transaction=True)
def test_orders_of_different_reports_at_once_give_each_its_draft(plan, mette):
    wanted = [(NOTE, Q1), (NOTE, Q2), (NOTE, Q3), (GOALS, YEAR)]

    def click(what):
        try:
            return ordering.order(Plan.objects.get(pk=plan.pk), *what, by=mette).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(click, wanted))

    assert made == set(Report.objects.values_list("pk", flat=True))
    assert set(Report.objects.values_list("kind", "period")) == set(wanted)


@pytest.mark.django_db(transaction=True)
def test_issues_of_different_reports_at_once_get_numbers_of_their_own(
    plan, mette, birgit, settings
):
    settings.DEMO_DATE = date(2014, 1, 20)
    ready = [handed_over(plan, period, mette) for period in (Q1, Q2, Q3, Q4)]

    def read_and_issue(report):
        data = documents.build(plan, NOTE, report.period, date(2014, 1, 20)).to_json()
        return course.issue(report, by=birgit, shown=ordering.content_hash(data)).number

    def click(report):
        """An earlier note that was issued meanwhile is another to compare with: it is read again
        then."""
        try:
            for _ in range(4):
                with suppress(Changed):
                    return read_and_issue(report)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(click, ready)) == [1, 2, 3, 4]
