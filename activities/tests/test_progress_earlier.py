"""What the figures said on an earlier day, without reading them again."""

from datetime import date

from activities.models import SuccessCriterion
from activities.progress.earlier import earlier_count, earlier_figure
from activities.progress.read import plan_progress
from activities.progress.rules import Thresholds
from activities.tests.factories import RegistrationFactory

RULE = Thresholds(on_track_from=90, at_risk_from=70)


def criterion(plan, code):
    return SuccessCriterion.objects.get(activity__plan=plan, code=code)


def test_earlier_figure_is_what_was_answered_that_day(plan, today):
    families = criterion(plan, "5.1.1-1")
    RegistrationFactory(criterion=families, on=date(2013, 3, 1), value=20)
    RegistrationFactory(criterion=families, on=date(2013, 7, 1), value=60)
    june = date(2013, 6, 30)

    now = plan_progress(plan, today).figure("5.1.1-1")

    assert earlier_figure(now, june, RULE) == plan_progress(plan, june).figure("5.1.1-1")
    assert earlier_figure(now, june, RULE).value == 20


def test_an_earlier_day_knows_nothing_of_a_later_target(plan, today):
    families = criterion(plan, "5.1.1-1")
    RegistrationFactory(criterion=families, on=date(2013, 3, 1), value=20)
    families.targets.get().revisions.create(value=120, in_force_on=date(2013, 7, 1))
    june = date(2013, 6, 30)

    earlier = earlier_figure(plan_progress(plan, today).figure("5.1.1-1"), june, RULE)

    assert earlier == plan_progress(plan, june).figure("5.1.1-1")
    assert (earlier.target, len(earlier.steps)) == (100, 1)


def test_earlier_count_counts_the_same_as_the_plan_did(plan, today):
    RegistrationFactory(criterion=criterion(plan, "5.1.1-1"), on=date(2013, 3, 1), value=50)
    RegistrationFactory(criterion=criterion(plan, "5.2.2-1"), on=date(2013, 7, 1), value=40)
    june = date(2013, 6, 30)
    then = plan_progress(plan, june)

    assert (
        earlier_count(plan_progress(plan, today), june, RULE)
        == (then.following, then.measured)
        == (1, 1)
    )


def test_earlier_count_is_none_before_the_targets_begin(plan, today):
    assert earlier_count(plan_progress(plan, today), date(2012, 12, 31), RULE) is None


def test_earlier_count_takes_no_query(plan, today, django_assert_num_queries):
    progress = plan_progress(plan, today)

    with django_assert_num_queries(0):
        earlier_count(progress, date(2013, 6, 30), RULE)
