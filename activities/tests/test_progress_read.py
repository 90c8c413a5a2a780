"""Progress read from the database: the right rows, the right target, and always as few queries."""

from datetime import date
from fractions import Fraction

import pytest

from activities import actions
from activities.models import LightOverride, SuccessCriterion, Target, TargetRevision
from activities.progress.read import criterion_figure, plan_progress
from activities.progress.rules import Thresholds
from activities.tests.factories import ActivityFactory, CriterionFactory, RegistrationFactory
from core import clock
from core.lights import Light
from core.periods import Period
from core.versioned import NotAllowedNow

AUGUST = date(2013, 8, 31)
THRESHOLDS = Thresholds(on_track_from=90, at_risk_from=70)


@pytest.fixture
def families(plan):
    return SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")


def figure(plan, code="5.1.1-1", as_of=AUGUST):
    return plan_progress(plan, as_of).figure(code)


def test_plan_progress_takes_three_queries_for_few_and_many(plan, django_assert_num_queries):
    with django_assert_num_queries(3):
        plan_progress(plan, AUGUST)
    for _ in range(40):
        criterion = CriterionFactory(
            activity=ActivityFactory(focus_area=plan.focus_areas.first()), target=10
        )
        RegistrationFactory.create_batch(3, criterion=criterion)
    with django_assert_num_queries(3):
        progress = plan_progress(plan, AUGUST)

    assert len(list(progress.figures)) == 45


def test_a_registration_shows_in_the_very_next_answer(plan, families, mette):
    actions.register(families, on=date(2013, 8, 30), value=14, new=3, by=mette)

    fig = figure(plan)

    assert (fig.actual, fig.registrations, fig.last_on) == (14, 1, date(2013, 8, 30))
    assert fig == criterion_figure(families, AUGUST)


def test_voided_and_later_rows_do_not_count(plan, families, mette):
    counted = actions.register(families, on=date(2013, 3, 1), value=5, by=mette)
    actions.register(families, on=date(2013, 8, 1), value=7, by=mette)

    assert figure(plan, as_of=date(2013, 6, 30)).actual == 5
    actions.void(counted, by=mette)
    assert figure(plan, as_of=date(2013, 6, 30)).actual is None
    actions.restore(counted, by=mette)
    assert figure(plan).actual == 12


def test_each_year_is_against_its_own_target_and_a_span_is_carried(plan, families, mette, settings):
    settings.DEMO_DATE = date(2014, 2, 1)
    Target.objects.create(
        criterion=families, starts_on=date(2014, 1, 1), ends_on=date(2014, 12, 31), value=120
    )
    carried = CriterionFactory(activity=families.activity, code="span")
    Target.objects.create(
        criterion=carried, starts_on=date(2013, 1, 1), ends_on=date(2016, 12, 31), value=10
    )
    for criterion in (families, carried):
        actions.register(criterion, on=date(2013, 11, 1), value=8, by=mette)
        actions.register(criterion, on=date(2014, 1, 15), value=2, by=mette)

    now, then = plan_progress(plan, date(2014, 2, 1)), plan_progress(plan, date(2013, 12, 31))

    assert (now.figure("5.1.1-1").actual, now.figure("5.1.1-1").target) == (2, 120)
    assert (then.figure("5.1.1-1").actual, then.figure("5.1.1-1").target) == (8, 100)
    assert (now.figure("span").actual, now.figure("span").target) == (10, 10)
    assert (then.figure("span").actual, then.figure("span").period) == (8, Period.span(2013, 2016))


def test_another_plans_registrations_never_count(plan, other_plan, mette):
    theirs = SuccessCriterion.objects.get(activity__plan=other_plan, code="5.1.1-1")
    RegistrationFactory(criterion=theirs, value=99)

    assert figure(plan).actual is None
    assert figure(other_plan).actual == 99


def test_newest_override_counts_and_an_empty_one_goes_back_to_the_rule(plan, mette):
    area, quarter = plan.focus_areas.get(code="3"), Period.quarter(2013, 3)

    actions.override_light(
        area, quarter, light=Light.DELAYED, reason="Piloten står stille", by=mette
    )
    overridden = plan_progress(plan, AUGUST).areas[1]
    earlier = plan_progress(plan, date(2013, 6, 30)).areas[1]
    actions.override_light(area, quarter, light=None, reason="Piloten kører igen", by=mette)
    back = plan_progress(plan, AUGUST).areas[1]

    assert (overridden.light, overridden.override.reason, overridden.override.by) == (
        Light.DELAYED,
        "Piloten står stille",
        "Mette Holm",
    )
    assert (earlier.override, back.override) == (None, None)
    assert LightOverride.objects.count() == 2


def test_stamp_grows_with_every_write(plan, families, mette):
    def stamp():
        plan.refresh_from_db(fields=["version"])
        return plan.version

    first = stamp()
    row = actions.register(families, on=AUGUST, value=1, by=mette)
    second = stamp()
    actions.void(row, by=mette)

    assert first < second < stamp()


def test_closed_quarter_takes_no_registration(plan, families, mette):
    actions.close_period(plan, Period.quarter(2013, 2), by=mette)

    with pytest.raises(
        NotAllowedNow, match=r"2\. kvartal 2013 er lukket\. Vælg en dato efter 30\.6\.2013"
    ):
        actions.register(families, on=date(2013, 6, 30), value=1, by=mette)
    assert actions.register(families, on=date(2013, 7, 1), value=1, by=mette).pk
    assert clock.today() == AUGUST


def test_an_adjusted_target_holds_from_its_day_and_not_before(plan, families, mette):
    """The light of an earlier day stays against the target of that day."""
    actions.register(families, on=date(2013, 5, 14), value=50, by=mette)
    TargetRevision.objects.create(
        target=families.targets.get(), value=150, in_force_on=date(2013, 7, 1)
    )
    TargetRevision.objects.create(
        target=families.targets.get(), value=60, in_force_on=date(2013, 10, 1)
    )

    now, june = figure(plan), figure(plan, as_of=date(2013, 6, 30))

    assert (now.target, now.expected, now.attainment) == (
        150,
        Fraction(100 * 181, 365)
        + (150 - Fraction(100 * 181, 365)) * Fraction(62, 184),  # 184 days from 1 July, 62 gone
        Fraction(50 * 100, 150),
    )
    assert (june.target, june.expected, june.light) == (
        100,
        Fraction(100 * 181, 365),
        Light.ON_TRACK,
    )
    assert now.light is Light.DELAYED
    assert [(step.since, step.value) for step in now.steps] == [
        (date(2013, 1, 1), 100),
        (date(2013, 7, 1), 150),
    ]


def test_adjusted_targets_cost_no_query(plan, families, django_assert_num_queries):
    TargetRevision.objects.create(
        target=families.targets.get(), value=150, in_force_on=date(2013, 7, 1)
    )
    with django_assert_num_queries(3):
        assert plan_progress(plan, AUGUST).figure("5.1.1-1").target == 150
