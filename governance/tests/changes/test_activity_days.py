"""The days of an activity in force: its last is moved by an adjustment, from a day; both were typed
wrong from the start and are put right. Today is 31 August 2013."""

from datetime import date
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError

from activities.actions import register
from activities.hours import hours_summary
from activities.models import Activity, SuccessCriterion, Target
from activities.planfile import export_plan, load
from activities.progress.read import criterion_figure, plan_results
from activities.tests.factories import TargetFactory
from core.lights import Light
from core.periods import Period
from governance.changes import subjects
from governance.changes.adjustments import actions as adjustments
from governance.models import Adjustment, AdjustmentState
from governance.tests.changes.test_corrections import new, put_right
from governance.tests.pages import url

SEPTEMBER, OCTOBER = date(2013, 9, 1), date(2013, 10, 31)


@pytest.fixture
def activity(plan):
    return plan.activities.get(code="5.1.1")


@pytest.fixture
def criterion(activity, mette):
    """In force: with something registered."""
    found = activity.criteria.get(code="5.1.1-1")
    register(found, on=date(2013, 3, 1), value=24, by=mette)
    return found


def written(activity, last, *, on=SEPTEMBER):
    row = subjects.find(activity.plan, f"activity-{activity.pk}")
    row.new, row.in_force_on = {"ends_on": last.isoformat()}, on
    row.title, row.reason, row.consequence = "Slut", "Fordi", "Derfor"
    return row


def move_end(activity, last, by, *, on=SEPTEMBER):
    """As an adjustment that has come into force does."""
    row = adjustments.draft(written(activity, last, on=on), by=by)
    subjects.of(row).write(by=by)
    Adjustment.objects.filter(pk=row.pk).update(state=AdjustmentState.IN_FORCE)
    activity.refresh_from_db()


def figure_on(criterion, day):
    return criterion_figure(SuccessCriterion.objects.get(pk=criterion.pk), day)


def test_a_moved_end_holds_from_its_day_and_not_before(criterion, activity, mette):
    before = [figure_on(criterion, date(2013, m, 28)) for m in (3, 8)]
    june = hours_summary(activity.plan, date(2013, 1, 1), date(2013, 6, 30)).total
    held = figure_on(criterion, date(2013, 8, 31)).expected

    move_end(activity, OCTOBER, mette)

    after = [figure_on(criterion, date(2013, m, 28)) for m in (3, 8)]
    assert [(f.expected, f.light) for f in after] == [(f.expected, f.light) for f in before]
    assert hours_summary(activity.plan, date(2013, 1, 1), date(2013, 6, 30)).total == june
    # What is left leads to the new last day: 61 days from 1 September, of which 30 are gone.
    assert figure_on(criterion, date(2013, 9, 30)).expected == held + (100 - held) * Fraction(
        30, 61
    )
    assert figure_on(criterion, OCTOBER).expected == 100
    over = figure_on(criterion, date(2013, 11, 1))
    assert (over.is_over, over.light) == (True, Light.NOT_REACHED)


def test_an_end_that_is_moved_on_lets_the_activity_go_on(criterion, activity, mette):
    Activity.objects.filter(pk=activity.pk).update(ends_on=OCTOBER)
    activity.refresh_from_db()
    held = figure_on(criterion, date(2013, 8, 31)).expected
    assert held == Fraction(100 * 243, 304)

    move_end(activity, date(2013, 12, 31), mette)

    assert figure_on(criterion, date(2013, 8, 31)).expected == held
    assert figure_on(criterion, date(2013, 9, 1)).expected - held < 1
    assert figure_on(criterion, date(2013, 12, 31)).expected == 100


def test_hours_end_with_it_and_a_target_that_never_begins_goes(criterion, activity, mette):
    TargetFactory(
        criterion=criterion, starts_on=date(2014, 1, 1), ends_on=date(2014, 12, 31), value=9
    )
    activity.allocations.update(ends_on=date(2014, 6, 30))

    said = adjustments.draft(written(activity, OCTOBER), by=mette).new_text
    move_end(activity, OCTOBER, mette)

    assert said == "31.10.2013; måltal, der bortfalder: 5.1.1-1 for 2014"
    assert criterion.targets.get().starts_on.year == 2013
    assert activity.allocations.get().ends_on == OCTOBER
    assert criterion.targets.get().history.model.objects.filter(history_type="-").count() == 1
    found = plan_results(activity.plan, Period.span(2013, 2016), date(2014, 6, 30))
    assert len(found[criterion.pk]) == 1


def test_what_a_moved_end_leaves_is_a_file_that_loads(criterion, activity, mette):
    move_end(activity, OCTOBER, mette)

    text = export_plan(activity.plan)

    assert "ends_on: 2013-10-31" in text
    assert not load(text.encode()).anything
    assert export_plan(activity.plan) == text


@pytest.mark.parametrize(
    ("last", "on", "said"),
    [
        (
            date(2013, 9, 30),
            date(2013, 11, 1),
            "Justeringen gælder fra 1.11.2013. Aktiviteten kan tidligst slutte dagen før.",
        ),
        (date(2016, 12, 31), SEPTEMBER, "er det, der gælder nu. Skriv en anden værdi."),
    ],
)
def test_an_end_it_cannot_have_is_told_at_the_field(criterion, activity, mette, last, on, said):
    with pytest.raises(ValidationError) as refused:
        adjustments.draft(written(activity, last, on=on), by=mette)

    assert set(refused.value.message_dict) == {"ends_on"}
    assert said in refused.value.messages[0]
    assert not Adjustment.objects.exists()


def test_an_end_outside_the_plan_is_told_at_the_field(client, criterion, activity, mette):
    client.force_login(mette)
    typed = {"title": "Nyt", "in_force_on": "1.9.2013", "reason": "Fordi", "consequence": "Derfor"}

    answer = client.post(
        url("adjustment-new", activity.plan, f"activity-{activity.pk}"),
        typed | {"ends_on": "31.12.2018"},
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "ends_on": ["Planen løber fra 1.1.2013 til 31.12.2016. Vælg en dag i de dage."]
    }


# What was typed wrong


def test_days_that_were_typed_wrong_hold_from_the_start(criterion, activity, mette, birgit):
    row = new(activity.plan, f"activity-{activity.pk}", starts_on="2013-02-01")

    put_right(row, mette, birgit)

    activity.refresh_from_db()
    assert (activity.starts_on, activity.ends_on) == (date(2013, 2, 1), None)
    assert (row.old_text, row.new_text) == ("Første dag: med planen", "Første dag: 1.2.2013")
    assert (row.first, row.last) == (date(2013, 1, 1), date(2016, 12, 31))
    assert figure_on(criterion, date(2013, 2, 28)).expected == Fraction(100 * 28, 334)


def test_an_end_typed_wrong_is_put_right_before_it_was_moved(criterion, activity, mette, birgit):
    move_end(activity, OCTOBER, mette)

    put_right(new(activity.plan, f"activity-{activity.pk}", ends_on="2013-12-31"), mette, birgit)

    activity.refresh_from_db()
    assert (activity.first_end, activity.ends_on) == (date(2013, 12, 31), OCTOBER)
    assert figure_on(criterion, date(2013, 9, 30)).expected < 100


@pytest.mark.parametrize(
    ("days", "field", "said"),
    [
        ({"ends_on": "2018-12-31"}, "ends_on", "Planen løber fra"),
        ({"starts_on": "2013-05-01", "ends_on": "2013-04-01"}, "ends_on", "før den begynder"),
        ({"starts_on": "2013-03-02"}, "starts_on", "1 registrering ville falde uden for"),
        ({"starts_on": "2014-01-01"}, "starts_on", "1 registrering ville falde uden for"),
    ],
)
def test_days_it_cannot_have_are_told_at_the_field(criterion, activity, mette, days, field, said):
    row = new(activity.plan, f"activity-{activity.pk}", **days)

    with pytest.raises(ValidationError) as refused:
        put_right(row, mette, mette)

    assert set(refused.value.message_dict) == {field}
    assert said in refused.value.messages[0]


def test_days_of_hours_that_were_typed_wrong_hold_from_the_start(
    criterion, activity, mette, birgit
):
    allocation = activity.allocations.get()
    row = new(activity.plan, f"allocation-{allocation.pk}", starts_on="2013-04-01")

    put_right(row, mette, birgit)

    allocation.refresh_from_db()
    assert allocation.starts_on == date(2013, 4, 1)
    assert row.new_text == "Første dag: 1.4.2013"
    first = hours_summary(activity.plan, date(2013, 1, 1), date(2013, 3, 31))
    mine = next(line for line in first.roles if line.name == str(allocation.staff_role))
    assert mine.planned_max == 0 or mine.planned_max < 10 * 13


def test_hours_stay_within_their_activity_when_they_are_put_right(criterion, activity, mette):
    Activity.objects.filter(pk=activity.pk).update(ends_on=OCTOBER)
    allocation = activity.allocations.get()

    with pytest.raises(ValidationError) as refused:
        put_right(
            new(activity.plan, f"allocation-{allocation.pk}", ends_on="2014-01-31"), mette, mette
        )

    assert refused.value.message_dict == {
        "ends_on": ["Aktiviteten slutter 31.10.2013. Vælg en dag i de dage."]
    }


def test_the_form_of_days_takes_them_empty_and_typed(client, criterion, activity, mette):
    client.force_login(mette)
    address = url("correction-new", activity.plan, f"activity-{activity.pk}")

    page = client.get(address)
    answer = client.post(address, {"ends_on": "31.12.2014", "reason": "Der står 2014 i planen."})

    assert page.status_code == 200
    assert answer.status_code == 302
    assert activity.corrections.get().new == {"starts_on": None, "ends_on": "2014-12-31"}
    assert Target.objects.filter(criterion=criterion).count() == 1
