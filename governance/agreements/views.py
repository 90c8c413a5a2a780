"""The register of agreements and contracts."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan
from core import access, clock
from governance.agreements import actions
from governance.agreements.forms import AgreementForm, EndAgreementForm, RenewAgreementForm
from governance.agreements.page import agreement_page
from governance.agreements.rules import state_of
from governance.models import Agreement
from governance.views import form_page, history_page, one_click


@require_safe
def agreement_list(request: Request, slug: str) -> HttpResponse:
    """Agreements in force, those that must be renewed first, and those that are over."""
    plan = plan_at(request, slug, "governance.view")
    rows = plan.agreements.select_related("partner").prefetch_related("focus_areas", "activities")
    context = {
        "plan": plan,
        "nav": "steering",
        "page": agreement_page(rows, clock.today()),
        "may_write": request.user.has_perm("governance.write", plan),
        "may_see_history": request.user.has_perm("activities.view_registrations", plan),
    }
    return render(request, "governance/agreements/agreements.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request, slug: str) -> HttpResponse:
    plan = plan_at(request, slug, "governance.write")
    form = AgreementForm(plan, request.POST or None)
    return form_page(
        request, plan, form, title="Ny aftale", back=_url(plan), up=_up(plan), save=_writer(request),
        said="Aftalen er skrevet.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, agreement = _agreement(request, slug, pk)
    form = AgreementForm(plan, request.POST or None, instance=agreement)
    return form_page(
        request, plan, form, title="Ret aftalen", back=_url(plan), up=_up(plan), save=_writer(request),
        said="Aftalen er rettet.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def renew(request: Request, slug: str, pk: int) -> HttpResponse:
    """Let it run on."""
    plan, agreement = _agreement(request, slug, pk)
    form = RenewAgreementForm(agreement, request.POST or None)

    def save(form: RenewAgreementForm) -> None:
        until, version = form.cleaned_data["ends_on"], form.expected_version
        actions.renew(agreement, until=until, by=request.user, expected_version=version)

    return form_page(
        request, plan, form, title="Forny aftalen", lead=_lead(agreement), back=_url(plan), up=_up(plan), save=save,
        verb="Forny aftalen", said="Aftalen er fornyet.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def end(request: Request, slug: str, pk: int) -> HttpResponse:
    """Over, with the reason."""
    plan, agreement = _agreement(request, slug, pk)
    form = EndAgreementForm(agreement, request.POST or None)

    def save(form: EndAgreementForm) -> None:
        data, version = form.cleaned_data, form.expected_version
        actions.end(agreement, on=data["ended_on"], why=data["ended_why"], by=request.user, expected_version=version)

    return form_page(
        request, plan, form, title="Afslut aftalen", lead=_lead(agreement), back=_url(plan), up=_up(plan), save=save,
        verb="Afslut aftalen", said="Aftalen er afsluttet.",
    )  # fmt: skip


@require_POST
def resume(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, agreement = _agreement(request, slug, pk)

    def act() -> str:
        actions.resume(agreement, by=request.user)
        return "Aftalen er taget op igen."

    return one_click(request, _url(plan), act)


@require_safe
def history(request: Request, slug: str, pk: int) -> HttpResponse:
    plan = plan_at(request, slug, "activities.view_registrations")
    agreement = get_object_or_404(plan.agreements, pk=pk)
    return history_page(request, plan, agreement, back=_url(plan), up=_up(plan))


def _writer(request: Request) -> Any:
    def save(form: AgreementForm) -> Agreement:
        data = form.cleaned_data
        return actions.write(
            form.instance,
            focus_areas=data["focus_areas"],
            activities=data["activities"],
            by=request.user,
            expected_version=form.version,
        )

    return save


def _agreement(request: Request, slug: str, pk: int) -> tuple[Plan, Agreement]:
    plan = plan_at(request, slug, "governance.view")
    agreement = get_object_or_404(plan.agreements, pk=pk)
    access.require(request.user, "governance.write", plan)
    return plan, agreement


def _lead(agreement: Agreement) -> str:
    """Which it is, and how it stands: what one renews or ends."""
    return f"{agreement.title}. {state_of(agreement, clock.today()).words}."


def _url(plan: Plan) -> str:
    return reverse("agreement-list", args=[plan.slug])


def _up(plan: Plan) -> tuple[str, str]:
    return "Aftaler", _url(plan)
