"""The evaluations of a plan and its activities."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from activities.models import Plan
from core import access, clock
from core.danish import quantity
from core.reading import read_key
from core.versioned import NotAllowedNow
from governance.evaluations import actions
from governance.evaluations.forms import EvaluationForm, FinishForm
from governance.evaluations.page import evaluation_page
from governance.models import Evaluation
from governance.views import (
    form_page,
    history_page,
    one_click,
    plan_at,
)


@require_safe
def evaluation_list(request: Request, slug: str) -> HttpResponse:
    """What should be done, what comes, and what is done with what it found."""
    plan = plan_at(request, slug)
    rows = plan.evaluations.select_related("activity__focus_area")
    context = {
        "plan": plan,
        "nav": "steering",
        "page": evaluation_page(plan, rows, list(plan.activities.all()), clock.today()),
        "may_write": request.user.has_perm("governance.write", plan),
        "may_see_history": request.user.has_perm("activities.view_registrations", plan),
    }
    return render(request, "governance/evaluations/evaluations.html", context)


@require_POST
def propose(request: Request, slug: str) -> HttpResponse:
    """Write the evaluations the plan says a year has."""
    plan = plan_at(request, slug, "governance.write")

    def act() -> str:
        year = read_key(request.POST.get("year", ""))
        if year is None:
            raise NotAllowedNow("Vælg et år, planen løber i.")
        made = actions.propose(plan, year, by=request.user)
        if not made:
            return f"Alle evalueringer i {year} er skrevet allerede."
        said = f"{quantity(made, 'evaluering', 'evalueringer')} i {year} er skrevet."
        return f"{said} Ret frister og evaluatorer, som I aftaler."

    return one_click(request, _url(plan), act)


@require_http_methods(["GET", "POST"])
def add(request: Request, slug: str) -> HttpResponse:
    plan = plan_at(request, slug, "governance.write")
    form = EvaluationForm(plan, request.POST or None)
    return form_page(
        request, plan, form, title="Ny evaluering", back=_url(plan), up=_up(plan), reason="Skrevet",
        said="Evalueringen er skrevet.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = _evaluation(request, slug, pk)
    form = EvaluationForm(plan, request.POST or None, instance=row)
    remove_url = "" if row.is_done else reverse("evaluation-remove", args=[plan.slug, row.pk])
    return form_page(
        request, plan, form, title="Ret evalueringen", back=_url(plan), up=_up(plan), reason="Rettet",
        said="Evalueringen er rettet.", remove_url=remove_url, remove_verb="Slet evalueringen",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def finish(request: Request, slug: str, pk: int) -> HttpResponse:
    """Done, with what it found."""
    plan, row = _evaluation(request, slug, pk)
    form = FinishForm(row, request.POST or None)

    def save(form: FinishForm) -> None:
        data = form.cleaned_data
        actions.finish(
            row,
            on=data["done_on"],
            conclusion=data["conclusion"],
            consequence=data["consequence"],
            by=request.user,
            expected_version=form.expected_version,
        )

    return form_page(
        request, plan, form, title="Evalueringen er gjort", lead=row.title, back=_url(plan), up=_up(plan), save=save,
        verb="Gem evalueringen", said="Evalueringen er gjort.",
    )  # fmt: skip


@require_POST
def reopen(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = _evaluation(request, slug, pk)

    def act() -> str:
        actions.reopen(row, by=request.user)
        return "Evalueringen er åben igen."

    return one_click(request, _url(plan), act)


@require_POST
def remove(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = _evaluation(request, slug, pk)

    def act() -> str:
        actions.remove(row, by=request.user)
        return f"»{row.title}« er slettet."

    return one_click(request, _url(plan), act)


@require_safe
def history(request: Request, slug: str, pk: int) -> HttpResponse:
    plan = plan_at(request, slug, "activities.view_registrations")
    row = get_object_or_404(plan.evaluations, pk=pk)
    return history_page(request, plan, row, back=_url(plan), up=_up(plan))


def _evaluation(request: Request, slug: str, pk: int) -> tuple[Plan, Evaluation]:
    plan = plan_at(request, slug)
    row = get_object_or_404(plan.evaluations, pk=pk)
    access.require(request.user, "governance.write", plan)
    return plan, row


def _url(plan: Plan) -> str:
    return reverse("evaluation-list", args=[plan.slug])


def _up(plan: Plan) -> tuple[str, str]:
    return "Evalueringer", _url(plan)
