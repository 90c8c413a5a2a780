"""Sådan regner vi."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.http import Request
from activities import method as words
from activities.at import plan_at
from activities.models import Plan
from activities.progress.read import plan_progress
from core import clock, pagecache
from milestones.method import DEADLINE
from overview.adjusted import sources
from overview.method import page
from overview.periods import day_within
from overview.views import page_stamp


@require_safe
def method(request: Request, slug: str) -> HttpResponse:
    """How every figure and light of the plan comes about."""
    plan = plan_at(request, slug, "activities.view_figures")
    return pagecache.deliver(
        request, page_stamp(request.user, plan), lambda: _method(request, plan)
    )


def _method(request: Request, plan: Plan) -> HttpResponse:
    progress = plan_progress(plan, day_within(plan, clock.today()))
    codes = {activity.pk: activity.code for activity in progress.activities}
    shown = page.method(plan, progress, sources(plan, progress.figures))
    examples = [
        (found, f"{reverse('activity', args=[plan.slug, codes[found.activity_pk]])}#{found.code}")
        for found in shown.examples
    ]
    context = {
        "plan": plan,
        "nav": "dashboard",
        "page": shown,
        "examples": examples,
        "words": words,
        "deadline": DEADLINE,
    }
    return render(request, "overview/method.html", context)
