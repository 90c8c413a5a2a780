"""The register of risks."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from activities.models import Plan
from core import access
from governance.models import Risk
from governance.risks import actions
from governance.risks.forms import CloseRiskForm, RiskForm
from governance.risks.page import risk_page
from governance.views import (
    form_page,
    history_page,
    one_click,
    plan_at,
)


@require_safe
def risk_list(request: Request, slug: str) -> HttpResponse:
    """Open risks, the weightiest first, and those that are closed."""
    plan = plan_at(request, slug)
    context = {
        "plan": plan,
        "nav": "steering",
        "page": risk_page(plan.risks.select_related("focus_area")),
        "may_write": request.user.has_perm("governance.write", plan),
        "may_see_history": request.user.has_perm("activities.view_registrations", plan),
    }
    return render(request, "governance/risks/risks.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request, slug: str) -> HttpResponse:
    plan = plan_at(request, slug, "governance.write")
    form = RiskForm(plan, request.POST or None)
    return form_page(
        request,
        plan,
        form,
        title="Ny risiko",
        back=_url(plan),
        up=_up(plan),
        reason="Skrevet",
        said="Risikoen er skrevet.",
    )


@require_http_methods(["GET", "POST"])
def edit(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, risk = _risk(request, slug, pk)
    form = RiskForm(plan, request.POST or None, instance=risk)
    return form_page(
        request,
        plan,
        form,
        title="Ret risikoen",
        back=_url(plan),
        up=_up(plan),
        reason="Rettet",
        said="Risikoen er rettet.",
    )


@require_http_methods(["GET", "POST"])
def close(request: Request, slug: str, pk: int) -> HttpResponse:
    """Over, with the reason."""
    plan, risk = _risk(request, slug, pk)
    form = CloseRiskForm(risk, request.POST or None)

    def save(form: CloseRiskForm) -> None:
        data = form.cleaned_data
        actions.close(
            risk, on=data["closed_on"], why=data["closed_why"], by=request.user, expected_version=form.expected_version
        )

    return form_page(
        request, plan, form, title="Luk risikoen", lead=risk.title, back=_url(plan), up=_up(plan), save=save,
        verb="Luk risikoen", said="Risikoen er lukket.",
    )  # fmt: skip


@require_POST
def reopen(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, risk = _risk(request, slug, pk)

    def act() -> str:
        actions.reopen(risk, by=request.user)
        return "Risikoen er taget op igen."

    return one_click(request, _url(plan), act)


@require_safe
def history(request: Request, slug: str, pk: int) -> HttpResponse:
    plan = plan_at(request, slug, "activities.view_registrations")
    risk = get_object_or_404(plan.risks, pk=pk)
    return history_page(request, plan, risk, back=_url(plan), up=_up(plan))


def _risk(request: Request, slug: str, pk: int) -> tuple[Plan, Risk]:
    plan = plan_at(request, slug)
    risk = get_object_or_404(plan.risks, pk=pk)
    access.require(request.user, "governance.write", plan)
    return plan, risk


def _url(plan: Plan) -> str:
    return reverse("risk-list", args=[plan.slug])


def _up(plan: Plan) -> tuple[str, str]:
    return "Risici", _url(plan)
