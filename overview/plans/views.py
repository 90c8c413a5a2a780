"""A person's plans: the way to the only one, the list, and side by side."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.http import Request
from activities.models import Plan
from core import clock
from governance.models import FollowUp
from overview.plans import page as plans
from overview.plans.side_by_side import overview


@require_safe
def home(request: Request) -> HttpResponse:
    """The person's own plan; with several the list, with none a page that says so."""
    mine = list(Plan.objects.visible_to(request.user)[:2])
    if len(mine) == 1:
        return redirect("plan-home", mine[0].slug)
    return plan_list(request)


@require_safe
def plan_list(request: Request) -> HttpResponse:
    """The plans the person belongs to, each with its areas' lights."""
    mine = list(Plan.objects.visible_to(request.user))
    context = {
        "page": plans.plan_list(mine, clock.today()),
        "may_issue": any(request.user.has_perm("reporting.issue", plan) for plan in mine),
    }
    return render(request, "overview/plan_list.html", context)


@require_safe
def plan_overview(request: Request) -> HttpResponse:
    """The person's plans side by side; `?orden=` sorts. Nobody's plans: the list says so."""
    mine = list(Plan.objects.visible_to(request.user))
    if not mine:
        return redirect("plan-list")
    rich = {plan.pk for plan in mine if request.user.has_perm("governance.view_budget", plan)}
    agreed = FollowUp.objects.visible_to(request.user)
    page = overview(mine, clock.today(), request.GET.get("orden", ""), agreed=agreed, rich=rich)
    return render(request, "overview/overview.html", {"page": page})
