"""404 for what one may not know of, 403 for what one may not do."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from activities.models import Plan
from core.access import reach


def test_reach_gives_the_row_to_who_may(plan, mette):
    assert reach(mette, "activities.close_period", Plan.objects, slug=plan.slug) == plan


def test_reach_refuses_what_is_seen_but_not_allowed(plan, kirsten):
    with pytest.raises(PermissionDenied):
        reach(kirsten, "activities.close_period", Plan.objects, slug=plan.slug)


def test_reach_hides_another_plan_even_for_what_one_may_do_at_home(plan, other_plan, mette):
    with pytest.raises(Http404):
        reach(mette, "activities.view_figures", Plan.objects, slug=other_plan.slug)


def test_reach_knows_nothing_of_plans_for_a_person_without_one(plan, carl):
    with pytest.raises(Http404):
        reach(carl, "activities.view_figures", Plan.objects, slug=plan.slug)


def test_superuser_reaches_all(plan, other_plan, superuser):
    assert {
        reach(superuser, "activities.close_period", Plan.objects, slug=p.slug)
        for p in (plan, other_plan)
    } == {
        plan,
        other_plan,
    }
