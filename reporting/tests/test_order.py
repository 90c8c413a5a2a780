from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from activities.actions import register, void
from activities.models import Plan, SuccessCriterion
from core.models import NotAllowedNow
from core.periods import Period
from reporting import actions
from reporting.models import JobState, Report, ReportKind

Q1, Q2, Q3, Q4 = Period.year(2013).parts()
YEAR = Period.year(2013)
NOTE, GOALS = ReportKind.STATUS_NOTE, ReportKind.GOAL_ATTAINMENT


def count_families(plan, by, value=14):
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")
    return register(criterion, on=date(2013, 5, 14), value=value, by=by)


def messages_of(error):
    return error.value.message_dict


def test_order_freezes_the_data_and_queues(plan, mette):
    report = actions.order(plan, NOTE, Q2, by=mette)

    assert (report.kind, report.period, report.number, report.revision) == (NOTE, Q2, 1, 1)
    assert (report.job_state, report.progress, report.attempts) == (JobState.QUEUED, 0, 0)
    assert (report.ordered_by, report.data_as_of) == (mette, date(2013, 6, 30))
    assert report.snapshot["as_of"] == "2013-06-30"


def test_ordering_twice_gives_one(plan, mette, birgit):
    first = actions.order(plan, NOTE, Q2, by=mette)

    assert actions.order(plan, NOTE, Q2, by=birgit) == first
    assert Report.objects.get().ordered_by == mette


def test_ordering_while_it_is_made_gives_the_same(plan, mette):
    first = actions.order(plan, NOTE, Q2, by=mette)
    Report.objects.update(job_state=JobState.RUNNING, progress=40)

    again = actions.order(plan, NOTE, Q2, by=mette)

    assert (again.pk, again.job_state, again.progress) == (first.pk, JobState.RUNNING, 40)


def test_changed_data_give_the_next_edition(plan, mette):
    first = actions.order(plan, NOTE, Q2, by=mette)
    count_families(plan, mette)

    second = actions.order(plan, NOTE, Q2, by=mette)

    assert second.pk != first.pk
    assert (second.number, second.revision) == (2, 2)


def test_data_changed_back_give_an_edition_of_their_own(plan, mette):
    """The newest edition is the one that counts: it must hold the plan's figures as they are."""
    first = actions.order(plan, NOTE, Q2, by=mette)
    row = count_families(plan, mette)
    actions.order(plan, NOTE, Q2, by=mette)
    void(row, by=mette)

    third = actions.order(plan, NOTE, Q2, by=mette)

    assert third.revision == 3
    assert third.snapshot_hash == first.snapshot_hash


def test_numbers_run_through_the_plan_and_editions_through_the_report(plan, mette):
    for kind, period in [(NOTE, Q1), (NOTE, Q2), (GOALS, YEAR)]:
        actions.order(plan, kind, period, by=mette)

    found = Report.objects.order_by("number").values_list("number", "revision")
    assert list(found) == [(1, 1), (2, 1), (3, 1)]


def test_each_plan_counts_for_itself(plan, other_plan, mette):
    actions.order(plan, NOTE, Q2, by=mette)

    assert actions.order(other_plan, NOTE, Q2, by=mette).number == 1


def test_ordering_a_failed_one_sets_it_going_again(plan, mette):
    first = actions.order(plan, NOTE, Q2, by=mette)
    Report.objects.update(job_state=JobState.FAILED, error="Fejl", attempts=10, rings=4)

    again = actions.order(plan, NOTE, Q2, by=mette)

    assert again.pk == first.pk
    again.refresh_from_db()
    assert (again.job_state, again.error, again.attempts, again.rings) == (JobState.QUEUED, "", 0, 0)


def test_a_note_for_a_year_is_refused(plan, mette):
    with pytest.raises(ValidationError) as error:
        actions.order(plan, NOTE, YEAR, by=mette)
    assert messages_of(error) == {"period": ["Statusnotatet dannes for et kvartal. Vælg et kvartal."]}


def test_a_half_year_plan_takes_half_years(plan, mette):
    Plan.objects.update(reporting_period="half_year")
    plan.refresh_from_db()

    assert actions.order(plan, NOTE, Period.half_year(2013, 1), by=mette).revision == 1
    with pytest.raises(ValidationError) as error:
        actions.order(plan, NOTE, Q2, by=mette)
    assert messages_of(error) == {"period": ["Statusnotatet dannes for et halvår. Vælg et halvår."]}


@pytest.mark.parametrize("period", [Q2, Period.span(2013, 2016)], ids=str)
def test_goal_attainment_takes_a_year(plan, mette, period):
    with pytest.raises(ValidationError) as error:
        actions.order(plan, GOALS, period, by=mette)
    assert messages_of(error) == {"period": ["Målopfyldelse dannes for et år. Vælg et af planens år."]}


@pytest.mark.parametrize("period", [Period.quarter(2012, 4), Period.quarter(2017, 1)], ids=str)
def test_a_period_outside_the_plan_is_refused(plan, mette, settings, period):
    settings.DEMO_DATE = date(2017, 6, 1)
    with pytest.raises(ValidationError) as error:
        actions.order(plan, NOTE, period, by=mette)
    assert messages_of(error) == {"period": ["Planen løber fra 1.1.2013 til 31.12.2016. Vælg en periode der imellem."]}


def test_a_period_that_has_not_begun_is_refused(plan, mette):
    with pytest.raises(
        NotAllowedNow, match=r"4\. kvartal 2013 er ikke begyndt\. Rapporten kan dannes fra 1\.10\.2013\."
    ):
        actions.order(plan, NOTE, Q4, by=mette)


def test_the_period_that_runs_can_be_ordered(plan, mette):
    assert actions.order(plan, NOTE, Q3, by=mette).data_as_of == date(2013, 8, 31)


def test_an_unknown_kind_is_refused(plan, mette):
    with pytest.raises(ValidationError) as error:
        actions.order(plan, "horoscope", Q2, by=mette)
    assert messages_of(error) == {"kind": ["Vælg statusnotat eller målopfyldelse."]}


def test_a_made_report_cannot_be_retried(plan, mette, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    report = actions.order(plan, NOTE, Q2, by=mette)
    actions.produce(report.pk)
    report.refresh_from_db()

    with pytest.raises(NotAllowedNow, match="allerede dannet"):
        actions.retry(report, by=mette)
    assert Report.objects.get().job_state == JobState.DONE


def test_retrying_twice_is_once(plan, mette):
    report = actions.order(plan, NOTE, Q2, by=mette)
    Report.objects.update(job_state=JobState.FAILED)

    actions.retry(report, by=mette)
    Report.objects.update(job_state=JobState.RUNNING, progress=10)

    assert actions.retry(report, by=mette).job_state == JobState.RUNNING


@pytest.mark.django_db(transaction=True)
def test_the_queue_is_rung_after_the_order(plan, mette):
    assert actions.order(plan, NOTE, Q2, by=mette).bell_heard is True


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("queue", ["refusing_queue", "hung_queue"])
def test_an_order_stands_when_the_queue_is_down(plan, mette, queue, request):
    request.getfixturevalue(queue)

    report = actions.order(plan, NOTE, Q2, by=mette)

    assert report.bell_heard is False
    assert Report.objects.get().job_state == JobState.QUEUED


@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_give_one(plan, mette):
    def click(_):
        try:
            return actions.order(Plan.objects.get(pk=plan.pk), NOTE, Q2, by=mette).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(click, range(8)))

    assert found == {Report.objects.get().pk}


@pytest.mark.django_db(transaction=True)
def test_orders_of_different_reports_at_once_get_numbers_of_their_own(plan, mette):
    wanted = [(NOTE, Q1), (NOTE, Q2), (NOTE, Q3), (GOALS, YEAR)]

    def click(what):
        try:
            return actions.order(Plan.objects.get(pk=plan.pk), *what, by=mette).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(click, wanted)) == [1, 2, 3, 4]
