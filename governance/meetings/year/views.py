"""The årshjul of a year, and next year's dates from it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan
from core import clock
from core.bound import Changed, ShownForm
from core.danish import quantity
from core.versioned import NotAllowedNow
from governance.meetings.year import actions
from governance.meetings.year import page as pages
from governance.meetings.year import proposal as dates
from governance.models import Forum
from governance.views import bound_page


@require_safe
def annual_cycle(request: Request, slug: str, year: int | None = None) -> HttpResponse:
    """A year on one page; without a year the one that is on, or the plan's nearest."""
    plan = plan_at(request, slug, "governance.view")
    today = clock.today()
    year = (
        min(max(today.year, plan.starts_on.year), plan.ends_on.year)
        if year is None
        else _shown_year(plan, request, year)
    )
    writes = request.user.has_perm("governance.write", plan)
    page = pages.cycle(plan, year, request.user, today, writes=writes)
    context = {"plan": plan, "nav": "steering", "page": page}
    return render(request, "governance/meetings/annual_cycle.html", context)


@require_http_methods(["GET", "POST"])
def propose(request: Request, slug: str, year: int) -> HttpResponse:
    """Next year's dates as they would be; posted, all of them are set."""
    plan = plan_at(request, slug, "governance.write")
    _year(plan, _year(plan, year) + 1)
    rows = Forum.objects.of_plan(plan).select_related("plan").prefetch_related("shared_with")
    fora = [forum for forum in rows if request.user.has_perm("governance.serve", forum)]
    if request.method == "POST":
        try:
            shown = request.POST.get("shown", "")
            count = actions.take_over(plan, year, fora, shown=shown, by=request.user)
        except Changed as changed:
            up = (f"Årshjul {year}", reverse("annual-cycle", args=[plan.slug, year]))
            form = ShownForm(request.POST)
            return bound_page(
                request, plan, changed, form, back=request.path, up=up, verb="Sæt møderne"
            )
        except NotAllowedNow as refused:
            messages.error(request, str(refused))
            return redirect(request.path)
        messages.success(request, f"{quantity(count, 'møde', 'møder')} i {year + 1} er fastsat.")
        return redirect(reverse("annual-cycle", args=[plan.slug, year + 1]))
    context = {
        "plan": plan,
        "nav": "steering",
        "year": year,
        "proposal": dates.propose(plan, year, fora),
    }
    return render(request, "governance/meetings/annual_proposal.html", context)


def _shown_year(plan: Plan, request: Request, year: int) -> int:
    """A year the årshjul has. Raises Http404 for any other."""
    if not plan.starts_on.year <= year <= pages.last_year(plan, request.user, clock.today()):
        raise Http404
    return year


def _year(plan: Plan, year: int) -> int:
    """A year of the plan. Raises Http404 for any other."""
    if not plan.starts_on.year <= year <= plan.ends_on.year:
        raise Http404
    return year
