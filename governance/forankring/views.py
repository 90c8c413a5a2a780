"""Forankring: how much of the plan would live on, and each activity's own."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan
from core import access, clock
from governance.forankring.as_of import anchoring_on
from governance.forankring.forms import AnchoringForm
from governance.forankring.page import anchoring_page
from governance.models import Anchoring
from governance.views import form_page, history_page, part_page


@require_safe
def anchoring(request: Request, slug: str) -> HttpResponse:
    """How much of the plan lives on today, by activities and hours, and the list by area."""
    plan = plan_at(request, slug, "governance.view")
    page = anchoring_page(anchoring_on(plan, clock.today()))
    return part_page(request, plan, "governance/forankring/anchoring.html", page=page)


@require_http_methods(["GET", "POST"])
def edit(request: Request, slug: str, code: str) -> HttpResponse:
    plan = plan_at(request, slug, "governance.view")
    activity = access.find(
        request.user, "governance.write", plan.activities.select_related("plan"), code=code
    )
    form = AnchoringForm(activity, request.POST or None)
    return form_page(
        request, plan, form, title="Forankring", lead=str(activity), back=_url(plan),
        up=_up(plan), reason="Skrevet",
        said=f"Forankringen af {activity} er gemt.",
    )  # fmt: skip


@require_safe
def history(request: Request, slug: str, code: str) -> HttpResponse:
    plan = plan_at(request, slug, "activities.view_registrations")
    row = get_object_or_404(
        Anchoring.objects.select_related("activity"), activity__plan=plan, activity__code=code
    )
    return history_page(request, plan, row, back=_url(plan), up=_up(plan))


def _url(plan: Plan) -> str:
    return reverse("anchoring", args=[plan.slug])


def _up(plan: Plan) -> tuple[str, str]:
    return "Forankring", _url(plan)
