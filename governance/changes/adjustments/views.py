"""Adjustments of the plan, and each step of their course."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from accounts.models import User
from activities.at import plan_at
from activities.models import Plan
from core import access, bound
from core.danish import capital
from core.reading import read_key
from governance.changes import subjects
from governance.changes.adjustments import actions
from governance.changes.adjustments.forms import (
    AdjustmentForm,
    AnswerForm,
    ChooseForm,
    SendForm,
    WithdrawForm,
)
from governance.changes.adjustments.page import list_page, one_page
from governance.changes.adjustments.rules import FELL
from governance.changes.adjustments.words import texts
from governance.decided import DecisionForm, is_anothers
from governance.models import Adjustment, AdjustmentState, ForumKind
from governance.models.adjustment import DECIDED
from governance.views import form_page, history_page, one_click

State = AdjustmentState
TREATED = ("recommended_in__meeting__forum", "decided_in__meeting__forum")


@require_safe
def adjustment_list(request: Request, slug: str) -> HttpResponse:
    """All the person may see, the newest first: what is on its way, and what is over."""
    plan = plan_at(request, slug, "governance.view")
    rows = (
        Adjustment.objects.visible_to(request.user)
        .filter(plan=plan)
        .select_related("plan", *subjects.ALONG)
    )
    context = {
        "plan": plan,
        "nav": "steering",
        "page": list_page(list(rows), request.GET.get("vis", "")),
        "may_propose": request.user.has_perm("governance.propose", plan),
    }
    return render(request, "governance/changes/adjustments.html", context)


@require_safe
def adjustment(request: Request, slug: str, number: int) -> HttpResponse:
    """One, with its course and what the person may do with it now."""
    plan, row = _seen(request, slug, number)
    context = {
        "plan": plan,
        "nav": "steering",
        "page": one_page(row, row.steps.select_related("by")),
        "may": _acts(request.user, row),
        "may_see_history": request.user.has_perm("activities.view_registrations", plan),
    }
    return render(request, "governance/changes/adjustment.html", context)


@require_safe
def choose(request: Request, slug: str) -> HttpResponse:
    """Which thing is to be changed; then on to its form."""
    plan = plan_at(request, slug, "governance.propose")
    form = ChooseForm(plan, request.GET if "hvad" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect(reverse("adjustment-new", args=[plan.slug, form.cleaned_data["hvad"]]))
    context = {
        "plan": plan,
        "nav": "steering",
        "form": form,
        "back": _list_url(plan),
        "up": _up(plan),
    }
    return render(
        request,
        "governance/changes/adjustment_choose.html",
        context,
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
def add(request: Request, slug: str, key: str) -> HttpResponse:
    plan = plan_at(request, slug, "governance.propose")
    row = subjects.find(plan, key)
    if row is None:
        messages.error(request, "Det kan ikke justeres længere. Vælg noget andet.")
        return redirect("adjustment-choose", plan.slug)
    _take_over(request, row)
    form = AdjustmentForm(row, request.POST or None)
    return form_page(
        request,
        plan,
        form,
        title="Ny justering",
        lead=_now(row),
        back=_list_url(plan),
        up=_up(plan),
        save=lambda form: actions.draft(form.instance, by=request.user),
        after=lambda made: made.get_absolute_url(),
        verb="Gem kladden",
        said="Kladden er gemt. Indstil den, når den er klar til styregruppen.",
    )


@require_http_methods(["GET", "POST"])
def edit(request: Request, slug: str, number: int) -> HttpResponse:
    plan, row = _reached(request, slug, number, "governance.propose")
    form = AdjustmentForm(row, request.POST or None)

    def save(form: AdjustmentForm) -> None:
        actions.change(form.instance, by=request.user, expected_version=form.expected_version)

    return _step(request, plan, row, form,
                 title=f"Ret justering {row.number}", lead=_now(row), save=save, verb="Gem",
                 said="Justeringen er rettet.", states=(State.DRAFT, State.PROPOSED))  # fmt: skip


@require_POST
def propose(request: Request, slug: str, number: int) -> HttpResponse:
    _, row = _reached(request, slug, number, "governance.propose")

    def act() -> str:
        actions.propose(row, by=request.user, expected_version=_version(request))
        return "Justeringen er indstillet til styregruppen."

    return one_click(request, row.get_absolute_url(), act)


@require_http_methods(["GET", "POST"])
def recommend(request: Request, slug: str, number: int) -> HttpResponse:
    """What the følgegruppe said."""
    plan, row = _reached(request, slug, number, "governance.record_advice")
    words = ("Anbefaler justeringen", "Anbefaler den ikke")
    form = DecisionForm(
        plan, ForumKind.REFERENCE_GROUP, words, bound.token(texts(row)), request.POST or None
    )
    form.fields["answer"].label = "Følgegruppen"

    def save(form: DecisionForm) -> None:
        actions.recommend(row, yes=form.is_yes, by=request.user, **_decision(form))

    return _step(request, plan, row, form,
                 title="Notér følgegruppens udtalelse", save=save, verb="Notér",
                 said="Følgegruppens udtalelse er noteret.", states=(State.PROPOSED,))  # fmt: skip


@require_http_methods(["GET", "POST"])
def decide(request: Request, slug: str, number: int) -> HttpResponse:
    """What the styregruppe decided."""
    plan, row = _reached(request, slug, number, "governance.decide")
    words = ("Godkendt", "Ikke godkendt")
    form = DecisionForm(
        plan, ForumKind.STEERING_GROUP, words, bound.token(texts(row)), request.POST or None
    )

    def save(form: DecisionForm) -> None:
        actions.decide(row, yes=form.is_yes, by=request.user, **_decision(form))

    return _step(request, plan, row, form,
                 title="Notér styregruppens beslutning", save=save, verb="Notér beslutningen",
                 said="Beslutningen er noteret.", states=(State.PROPOSED,))  # fmt: skip


@require_http_methods(["GET", "POST"])
def send(request: Request, slug: str, number: int) -> HttpResponse:
    plan, row = _reached(request, slug, number, "governance.report_to_lbf")
    form = SendForm(row, request.POST or None)

    def save(form: SendForm) -> None:
        data = form.cleaned_data
        actions.send(
            row,
            on=data["sent_on"],
            reference=data["reference"],
            expected_version=form.expected_version,
            by=request.user,
        )

    return _step(request, plan, row, form,
                 title="Sendt til Landsbyggefonden", save=save, verb="Notér",
                 said="Det er noteret, at justeringen er sendt.",
                 states=(State.APPROVED,))  # fmt: skip


@require_http_methods(["GET", "POST"])
def answer(request: Request, slug: str, number: int) -> HttpResponse:
    plan, row = _reached(request, slug, number, "governance.report_to_lbf")
    form = AnswerForm(row, request.POST or None)

    def save(form: AnswerForm) -> None:
        data = form.cleaned_data
        actions.answer(
            row,
            yes=data["outcome"] == "yes",
            on=data["answered_on"],
            text=data["answer"],
            in_force_on=data["in_force_on"],
            expected_version=form.expected_version,
            by=request.user,
        )

    return _step(request, plan, row, form,
                 title="Landsbyggefondens svar", save=save, verb="Notér svaret",
                 said="Svaret er noteret.", states=(State.SENT,))  # fmt: skip


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, slug: str, number: int) -> HttpResponse:
    plan, row = _reached(request, slug, number, "governance.propose")
    form = WithdrawForm(row, request.POST or None)

    def save(form: WithdrawForm) -> None:
        actions.withdraw(
            row,
            why=form.cleaned_data["why"],
            expected_version=form.expected_version,
            by=request.user,
        )

    return _step(request, plan, row, form,
                 title="Træk justeringen", save=save, verb="Træk justeringen",
                 said="Justeringen er trukket.",
                 states=(State.DRAFT, State.PROPOSED, *DECIDED))  # fmt: skip


@require_safe
def history(request: Request, slug: str, number: int) -> HttpResponse:
    plan, row = _seen(request, slug, number)
    url = row.get_absolute_url()
    return history_page(request, plan, row, back=url, up=(f"Justering {row.number}", url))


def _step(
    request: Request,
    plan: Plan,
    row: Adjustment,
    form: Any,
    *,
    states: tuple[State, ...],
    **page: Any,
) -> HttpResponse:
    """The form of one step. Asked for when the adjustment has gone on: back to where it stands
    now. What is posted then is answered by the action, so that nothing typed is lost."""
    url = row.get_absolute_url()
    if request.method == "GET" and row.state not in states:
        messages.info(request, "Justeringen er kommet videre. Se, hvordan den står nu.")
        return redirect(url)
    context = {"lead": f"{row.title}. {capital(row.old_text)} bliver til {row.new_text}."} | page
    return form_page(
        request,
        plan,
        form,
        back=url,
        up=(f"Justering {row.number}", url),
        template="governance/changes/adjustment_step.html",
        adjustment=row,
        texts=texts(row),
        **context,
    )


def _decision(form: DecisionForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {"where": form.where, "note": data["note"], "shown": data["shown"]}


def _acts(user: User, row: Adjustment) -> dict[str, Any]:
    """What the person may do with it as it stands."""
    plan, state = row.plan, State(row.state)
    propose, report = (
        user.has_perm(f"governance.{act}", plan) for act in ("propose", "report_to_lbf")
    )
    touchable = state in (State.DRAFT, State.PROPOSED)
    return {
        "edit": propose and touchable,
        "propose": propose and state == State.DRAFT,
        "recommend": user.has_perm("governance.record_advice", plan) and state == State.PROPOSED,
        "decide": _may_decide(user, row),
        "send": report and state == State.APPROVED,
        "answer": report and state == State.SENT,
        "withdraw": propose and (touchable or state in DECIDED),
        "again": _again(row) if propose and state in FELL else "",
    }


def _again(row: Adjustment) -> str:
    """The form of a new adjustment with the words of one that fell; "" where its thing may not
    be adjusted now."""
    key = subjects.of(row).own_key
    if subjects.find(row.plan, key) is None:
        return ""
    return f"{reverse('adjustment-new', args=[row.plan.slug, key])}?fra={row.number}"


def _take_over(request: Request, row: Adjustment) -> None:
    """Fill a new one with the words of the earlier one of the same thing that the address names."""
    number = read_key(request.GET.get("fra", "")) or 0
    visible = Adjustment.objects.visible_to(request.user).filter(plan=row.plan, number=number)
    earlier = visible.filter(pk__in=subjects.of(row).changes()).first()
    for name in ("title", "new", "in_force_on", "reason", "consequence") if earlier else ():
        setattr(row, name, getattr(earlier, name))


def _may_decide(user: User, row: Adjustment) -> bool:
    may = user.has_perm("governance.decide", row.plan) and row.state == State.PROPOSED
    return bool(may and is_anothers(row, user))


def _seen(request: Request, slug: str, number: int) -> tuple[Plan, Adjustment]:
    """The adjustment in the address; Http404 for one the person may not know of."""
    plan = plan_at(request, slug, "governance.view")
    rows = Adjustment.objects.select_related("plan", *subjects.ALONG, *TREATED).filter(plan=plan)
    return plan, access.reach(request.user, "governance.view", rows, number=number)


def _reached(request: Request, slug: str, number: int, permission: str) -> tuple[Plan, Adjustment]:
    plan, row = _seen(request, slug, number)
    access.require(request.user, permission, plan)
    return plan, row


def _version(request: Request) -> int:
    return read_key(request.POST.get("lock_version", "")) or 0


def _now(row: Adjustment) -> str:
    thing = subjects.of(row).thing()
    ahead = f" {capital(thing.ahead)}." if thing.ahead else ""
    return f"{thing.name}. Nu: {thing.text}.{ahead}"


def _list_url(plan: Plan) -> str:
    return reverse("adjustment-list", args=[plan.slug])


def _up(plan: Plan) -> tuple[str, str]:
    return "Justeringer", _list_url(plan)
