"""The plan dashboard: Overblik."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.http import Request
from activities import method as words
from activities.at import plan_at
from activities.hours import hours_summary
from activities.models import Plan
from activities.progress.read import plan_progress
from core import clock, pagecache
from core.links import Url
from governance.background.as_of import background_of
from milestones.progress.read import milestone_plan
from overview.dashboard import page
from overview.periods import Chosen, PeriodMissing, choose
from overview.views import address, page_stamp, period_missing


@require_safe
def dashboard(request: Request, slug: str) -> HttpResponse:
    """The whole plan as of today, or as of the end of ?periode=."""
    plan = plan_at(request, slug, "activities.view_figures")
    return pagecache.deliver(
        request, page_stamp(request.user, plan), lambda: _dashboard(request, plan)
    )


def _dashboard(request: Request, plan: Plan) -> HttpResponse:
    try:
        chosen = choose(plan, request.GET.get("periode", ""), clock.today())
    except PeriodMissing as missing:
        return period_missing(request, plan, "dashboard", str(missing))
    context = {
        "plan": plan,
        "nav": "dashboard",
        "page": build(plan, chosen),
        "words": words,
        "area_rule": words.in_words(words.AREA_SIGNS),
        "criterion_rule": words.criterion_rule(plan.limits_on(chosen.as_of)),
        "may_view_hours": request.user.has_perm("activities.view_hours", plan),
        "may_view_reports": request.user.has_perm("reporting.view_reports", plan),
    }
    return render(request, "overview/dashboard.html", context)


def build(plan: Plan, chosen: Chosen) -> page.Dashboard:
    """The page's data: seven queries, whatever the size of the plan."""
    before = plan.ends_before(plan.period_of(chosen.as_of))
    progress = plan_progress(plan, chosen.as_of, compared=before)
    milestones = milestone_plan(plan, chosen.as_of, chosen.period.start.year, progress.figures)
    hours = hours_summary(plan, chosen.start, chosen.as_of)
    background = background_of(plan, chosen.day if chosen.is_now else chosen.as_of)
    return page.dashboard(
        plan, chosen, progress, milestones, hours, links(plan, chosen), background
    )


def links(plan: Plan, chosen: Chosen) -> page.Links:
    board = reverse("milestone-board", args=[plan.slug])
    return page.Links(
        activity=Url(address("activity", plan) + chosen.past_query),
        milestone=Url(f"{board}#m-{{}}"),
        board=board,
    )
