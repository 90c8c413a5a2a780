"""A milestone with a number: what counts towards it, what it proposes, and what it asks for."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from activities.progress.read import plan_progress
from activities.tests.factories import RegistrationFactory
from core.lights import Light
from core.periods import Period
from milestones import actions
from milestones.models import Milestone, Status
from milestones.progress.read import counted_on, milestone_states
from milestones.tests.factories import MilestoneFactory

Q2, Q3 = Period.quarter(2013, 2), Period.quarter(2013, 3)
TODAY = date(2013, 8, 31)


@pytest.fixture
def families(plan):
    """Twenty families before the end of the third quarter of 2013."""
    activity = plan.activities.get(code="5.2.2")
    return MilestoneFactory(
        plan=plan, activity=activity, criterion=activity.criteria.get(), number=20, period=Q3
    )


def register(milestone, value, on=TODAY):
    return RegistrationFactory(criterion=milestone.criterion, value=value, on=on)


def state_on(milestone, day=TODAY):
    figures = plan_progress(milestone.plan, day).figures
    return next(s for s in milestone_states(milestone.plan, day, figures) if s.pk == milestone.pk)


def test_it_counts_from_the_target_it_was_laid_under_also_next_year(families):
    register(families, 20, date(2013, 11, 1))
    register(families, 9, date(2014, 2, 1))

    assert state_on(families, date(2014, 2, 28)).number_text == "29 af 20"


def test_it_counts_from_a_day_of_its_own(families):
    register(families, 20, date(2013, 3, 1))
    register(families, 9, date(2013, 5, 1))
    families.counts_from = date(2013, 4, 1)
    families.save()

    assert state_on(families).number_text == "9 af 20"
    assert counted_on(families, date(2013, 4, 30)).text == "ikke målt"


def test_another_plans_registrations_and_voided_ones_do_not_count(families):
    families.counts_from = date(2013, 1, 1)
    families.save()
    register(families, 3)
    RegistrationFactory(criterion=families.criterion, value=5, voided_at="2013-08-31T10:00Z")

    assert state_on(families).number_text == "3 af 20"


@pytest.mark.parametrize("status", [Status.NOT_STARTED, Status.DELAYED, Status.PARTLY])
def test_above_its_number_it_proposes_reached_and_is_never_late(families, status):
    Milestone.objects.filter(pk=families.pk).update(status=status)
    register(families, 45)

    for day in (TODAY, date(2013, 12, 31)):
        state = state_on(families, day)
        assert (state.light, state.is_late, state.proposes_reached) == (
            Light.IN_PROGRESS,
            False,
            True,
        )
    assert state_on(families).reason == (
        "Tallet er nået: 45 af 20. Milepælen foreslås sat som nået."
    )


def test_below_its_number_nothing_is_proposed_and_one_reached_proposes_nothing(families, mette):
    register(families, 19)
    assert not state_on(families).proposes_reached

    register(families, 1)
    actions.reach(families, on=TODAY, by=mette)
    assert not state_on(families).proposes_reached


def test_reached_below_its_number_asks_why(families, mette):
    register(families, 5)

    with pytest.raises(ValidationError) as refused:
        actions.reach(families, on=TODAY, by=mette)

    assert refused.value.message_dict == {
        "short_reason": ["Tallet er 5 af 20. Skriv, hvorfor milepælen alligevel er nået."]
    }
    actions.reach(families, on=TODAY, short_reason=" Kredsen er fuld ", by=mette)
    families.refresh_from_db()
    assert (families.status, families.short_reason) == (Status.REACHED, "Kredsen er fuld")
    assert state_on(families).note == "Nået under tallet: Kredsen er fuld"


def test_the_reason_is_of_the_day_it_was_reached_and_goes_with_the_status(families, mette):
    register(families, 20, date(2013, 8, 20))

    def say(**fields):
        row = Milestone.objects.get(pk=families.pk)
        actions.update(row, expected_version=row.lock_version, by=mette, **fields)
        return Milestone.objects.get(pk=families.pk).short_reason

    with pytest.raises(ValidationError, match="ikke målt"):
        say(status=Status.REACHED, reached_on=date(2013, 8, 1))
    reached = {"status": Status.REACHED, "short_reason": "Alle er tilmeldt"}
    assert say(reached_on=date(2013, 8, 1), **reached) == "Alle er tilmeldt"
    assert say(reached_on=date(2013, 8, 20), **reached) == ""
    assert say(status=Status.IN_PROGRESS) == ""


def test_one_without_a_number_asks_nothing(plan, mette):
    milestone = MilestoneFactory(plan=plan)

    actions.reach(milestone, on=TODAY, by=mette)

    assert milestone.status == Status.REACHED
