"""Corrections of what was typed wrong from the start, and each step of their course."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan
from core import access, bound
from core.reading import read_key
from governance.changes.corrections import actions, things
from governance.changes.corrections.forms import (
    ChooseForm,
    CorrectionForm,
    NodForm,
    WithdrawForm,
)
from governance.changes.corrections.page import list_page, one_page
from governance.changes.corrections.words import NONE_CLOSED, closed_text, texts
from governance.decided import is_anothers
from governance.models import Correction, CorrectionState
from governance.views import form_page, history_page

State = CorrectionState
SIGNED = ("proposed_by", "decided_by")


@require_safe
def correction_list(request: Request, slug: str) -> HttpResponse:
    """All the person may see, the newest first."""
    plan = plan_at(request, slug, "governance.view")
    rows = (
        Correction.objects.visible_to(request.user)
        .filter(plan=plan)
        .select_related("plan", *things.ALONG)
    )
    context = {
        "plan": plan,
        "nav": "steering",
        "page": list_page(list(rows)),
        "may_propose": request.user.has_perm("governance.propose_correction", plan),
    }
    return render(request, "governance/changes/corrections.html", context)


@require_safe
def correction(request: Request, slug: str, number: int) -> HttpResponse:
    """One, with what was said of it and what the person may do with it now."""
    plan, row = _seen(request, slug, number)
    user = request.user
    context = {
        "plan": plan,
        "nav": "steering",
        "page": one_page(row),
        "may_answer": row.is_open
        and user.has_perm("governance.correct", plan)
        and is_anothers(row, user),
        "may_withdraw": row.is_open and user.has_perm("governance.propose_correction", plan),
        "may_see_history": user.has_perm("activities.view_registrations", plan),
        "again": _again(request, row),
    }
    return render(request, "governance/changes/correction.html", context)


@require_safe
def choose(request: Request, slug: str) -> HttpResponse:
    """What was typed wrong; then on to its form."""
    plan = plan_at(request, slug, "governance.propose_correction")
    form = ChooseForm(plan, request.GET if "hvad" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect(reverse("correction-new", args=[plan.slug, form.cleaned_data["hvad"]]))
    context = {"plan": plan, "nav": "steering", "form": form, "back": _list_url(plan)}
    return render(
        request,
        "governance/changes/correction_choose.html",
        context,
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
def add(request: Request, slug: str, key: str) -> HttpResponse:
    plan = plan_at(request, slug, "governance.propose_correction")
    row = things.find(plan, key)
    if row is None:
        messages.error(request, "Det findes ikke længere. Vælg noget andet.")
        return redirect("correction-choose", plan.slug)
    _take_over(request, row)
    form = CorrectionForm(row, request.POST or None)
    return form_page(
        request,
        plan,
        form,
        title=f"Ret en fejl: {things.of(row).name}",
        lead=_lead(row),
        back=_list_url(plan),
        up=_up(plan),
        save=lambda form: actions.propose(form.instance, by=request.user),
        after=lambda made: made.get_absolute_url(),
        verb="Indstil rettelsen",
        said="Rettelsen er indstillet. Intet er ændret, før koordinatoren har godkendt den.",
    )


@require_http_methods(["GET", "POST"])
def answer(request: Request, slug: str, number: int) -> HttpResponse:
    """The second nod, or the no."""
    plan, row = _reached(request, slug, number, "governance.correct")
    shown = texts(row)
    form = NodForm(request.POST or None, shown=bound.token(shown))

    def save(form: NodForm) -> None:
        data = form.cleaned_data
        actions.decide(row, yes=form.is_yes, why=data["why"], shown=data["shown"], by=request.user)

    return _step(
        request,
        plan,
        row,
        form,
        title="Godkend eller afvis rettelsen",
        lead="Siger du ja, gælder det rettede fra begyndelsen, også i perioder, der er lukket. "
        "Udsendte rapporter ændres aldrig; de, der bygger på det gamle, mærkes.",
        save=save,
        verb="Gem svaret",
        said="Svaret er gemt.",
        texts=shown,
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, slug: str, number: int) -> HttpResponse:
    plan, row = _reached(request, slug, number, "governance.propose_correction")
    form = WithdrawForm(row, request.POST or None)

    def save(form: WithdrawForm) -> None:
        actions.withdraw(
            row,
            why=form.cleaned_data["why"],
            expected_version=form.expected_version,
            by=request.user,
        )

    return _step(
        request,
        plan,
        row,
        form,
        title="Træk rettelsen",
        save=save,
        verb="Træk rettelsen",
        said="Rettelsen er trukket.",
    )


@require_safe
def history(request: Request, slug: str, number: int) -> HttpResponse:
    plan, row = _seen(request, slug, number)
    url = row.get_absolute_url()
    return history_page(request, plan, row, back=url, up=(f"Rettelse {row.number}", url))


def _step(request: Request, plan: Plan, row: Correction, form: Any, **page: Any) -> HttpResponse:
    """The form of one step. Asked for when the correction has its answer: back to where it
    stands."""
    url = row.get_absolute_url()
    if request.method == "GET" and not row.is_open:
        messages.info(request, "Rettelsen har fået sit svar. Se, hvordan den står nu.")
        return redirect(url)
    return form_page(
        request,
        plan,
        form,
        back=url,
        up=(f"Rettelse {row.number}", url),
        template="governance/changes/adjustment_step.html",
        **page,
    )


def _seen(request: Request, slug: str, number: int) -> tuple[Plan, Correction]:
    """The correction in the address; Http404 for one the person may not know of."""
    plan = plan_at(request, slug, "governance.view")
    rows = Correction.objects.select_related("plan", *things.ALONG, *SIGNED).filter(plan=plan)
    return plan, access.reach(request.user, "governance.view", rows, number=number)


def _reached(request: Request, slug: str, number: int, permission: str) -> tuple[Plan, Correction]:
    plan, row = _seen(request, slug, number)
    access.require(request.user, permission, plan)
    return plan, row


def _lead(row: Correction) -> str:
    """What stands, and which closed periods it reaches into: said before anything is typed."""
    thing = things.of(row)
    held = thing.held
    value = thing.stands(held)
    stands = ". ".join(f"{name}: {text}" for name, text in thing.pairs(value))
    closed = closed_text(row.plan, *thing.days(held, value))
    said = (
        ""
        if closed == NONE_CLOSED
        else f" Det rækker ind i lukkede perioder: {closed}. De bliver stående lukket."
    )
    later = thing.later(held)
    stays = f" Justeringer siden bliver stående: {later}." if later else ""
    return f"Det, planen begyndte med: {stands}.{stays}{said}"


def _take_over(request: Request, row: Correction) -> None:
    """Fill a new one with what an earlier one of the same thing said that fell."""
    number = read_key(request.GET.get("fra", "")) or 0
    earlier = things.of(row).same().filter(plan=row.plan, number=number).first()
    if earlier:
        row.new, row.reason = earlier.new, earlier.reason


def _again(request: Request, row: Correction) -> str:
    fell = row.state in (State.REFUSED, State.WITHDRAWN)
    if not fell or not request.user.has_perm("governance.propose_correction", row.plan):
        return ""
    url = reverse("correction-new", args=[row.plan.slug, things.of(row).own_key])
    return f"{url}?fra={row.number}"


def _list_url(plan: Plan) -> str:
    return reverse("correction-list", args=[plan.slug])


def _up(plan: Plan) -> tuple[str, str]:
    return "Rettelse af fejl", _list_url(plan)
