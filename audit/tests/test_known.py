"""What is known to be wrong still is: when one is put right, its line in audit/known.py goes."""

from datetime import date

import pytest

from activities.models import Target
from activities.progress.earlier import earlier_count
from activities.progress.read import plan_progress
from activities.progress.rules import Thresholds
from activities.tests.factories import CriterionFactory, RegistrationFactory


@pytest.mark.xfail(reason="audit/known.py: earlier count", strict=True)
def test_earlier_count_is_of_all_the_criteria_that_were_measured_then(plan):
    """A criterion with a target for each half year was measured on 30 June, and is left out."""
    activity = plan.activities.get(code="5.1.1")
    halves = CriterionFactory(activity=activity, code="5.1.1-9", target=None)
    for first, last in ((1, date(2013, 6, 30)), (7, date(2013, 12, 31))):
        Target.objects.create(
            criterion=halves, starts_on=date(2013, first, 1), ends_on=last, value=10
        )
    june, today = date(2013, 6, 30), date(2013, 8, 31)
    for criterion in (halves, activity.criteria.get(code="5.1.1-1")):
        RegistrationFactory(criterion=criterion, on=date(2013, 5, 1), value=60)

    then, now = plan_progress(plan, june), plan_progress(plan, today)

    assert earlier_count(now, june, Thresholds.of(plan, june)) in (
        None,  # nothing said is nothing wrong
        (then.following, then.measured),
    )
