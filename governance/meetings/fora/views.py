"""Fora and who sits in them."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from accounts.models import Membership, User
from accounts.roles import Part, plans_with
from activities.models import Plan
from core import access, clock
from governance.meetings.fora.page import forum_page
from governance.meetings.seats import actions
from governance.meetings.seats.forms import EndSeatForm, SeatForm, ShareForm
from governance.models import Forum, Seat
from governance.views import form_page, history_page, plan_at

ENDED = "Pladsen er afsluttet, og adgangen er taget."


@require_safe
def forum_list(request: Request, slug: str) -> HttpResponse:
    """The plan's own fora and those it shares, with seats in force and earlier ones."""
    plan = plan_at(request, slug)
    seats = Prefetch("seats", Seat.objects.select_related("user"))
    rows = Forum.objects.of_plan(plan).select_related("plan").prefetch_related("shared_with", seats)
    context = {
        "plan": plan,
        "nav": "steering",
        "page": forum_page(rows, plan, request.user, clock.today()),
        "may_see_history": request.user.has_perm("activities.view_registrations", plan),
        "may_administer": request.user.has_perm("accounts.administer", plan),
    }
    return render(request, "governance/meetings/fora.html", context)


@require_http_methods(["GET", "POST"])
def seat_add(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, forum = _forum(request, slug, pk, "governance.seat")
    seat = Seat(forum=forum, starts_on=clock.today())
    form = SeatForm(request.POST or None, instance=seat)

    def save(form: SeatForm) -> Seat:
        return actions.write(form.instance, by=request.user, reason="Givet")

    return form_page(
        request, plan, form, title=f"Ny plads i {forum}", back=_url(plan, forum), up=_up(plan), save=save,
        said="Pladsen er givet.", template="governance/meetings/seat.html", people=_known(forum),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def seat_edit(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, seat = _seat(request, slug, pk)
    form = SeatForm(request.POST or None, instance=seat)
    lead = f"{seat.user}, {seat.forum}" if seat.user else str(seat.forum)

    def save(form: SeatForm) -> Seat:
        return actions.write(form.instance, by=request.user, reason="Rettet", expected_version=form.version)

    return form_page(
        request, plan, form, title="Ret pladsen", lead=lead, back=_url(plan, seat.forum), up=_up(plan), save=save,
        said="Pladsen er rettet.", template="governance/meetings/seat.html", people=_known(seat.forum),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def seat_end(request: Request, slug: str, pk: int) -> HttpResponse:
    """The seat and its rights end the moment this is sent."""
    plan, seat = _seat(request, slug, pk)
    form = EndSeatForm(seat, request.POST or None)
    who = f"{seat.user}, {seat}" if seat.user else str(seat)
    lead = f"{who}. Adgangen, som pladsen giver, er væk med det samme. Skal den slutte senere, så ret pladsen i stedet."

    def save(form: EndSeatForm) -> None:
        actions.end(seat, by=request.user, why=form.cleaned_data["why"], expected_version=form.expected_version)

    return form_page(
        request, plan, form, title="Afslut pladsen nu", lead=lead, back=_url(plan, seat.forum), up=_up(plan),
        save=save, verb="Afslut nu", said=ENDED,
    )  # fmt: skip


@require_safe
def seat_history(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, seat = _seat(request, slug, pk)
    return history_page(request, plan, seat, back=_url(plan, seat.forum), up=_up(plan))


@require_http_methods(["GET", "POST"])
def share(request: Request, slug: str, pk: int) -> HttpResponse:
    """Which other plans the forum steers: for who is koordinator in all of them."""
    plan, forum = _forum(request, slug, pk, "governance.share")
    others = Plan.objects.filter(pk__in=plans_with(request.user, Part.COORDINATES)).exclude(pk=forum.plan_id)
    if not others:
        messages.info(request, "Du er kun koordinator i denne plan, så der er ingen at dele forummet med.")
        return redirect(_url(plan, forum))
    form = ShareForm(forum, others, request.POST or None)

    def save(form: ShareForm) -> None:
        plans = form.cleaned_data["plans"]
        actions.share(forum, plans, by=request.user, expected_version=form.expected_version)

    return form_page(
        request, plan, form, title=f"Del {forum} med andre planer",
        lead="De, der har en plads, kan læse i alle de planer, forummet styrer.",
        back=_url(forum.plan, forum), up=_up(plan), save=save,
        said="Forummets planer er gemt.",
    )  # fmt: skip


def _forum(request: Request, slug: str, pk: int, permission: str) -> tuple[Plan, Forum]:
    plan = plan_at(request, slug)
    rows = Forum.objects.of_plan(plan).select_related("plan").prefetch_related("shared_with")
    forum: Any = get_object_or_404(rows, pk=pk)
    access.require(request.user, permission, forum)
    return plan, forum


def _seat(request: Request, slug: str, pk: int) -> tuple[Plan, Seat]:
    plan = plan_at(request, slug)
    rows = Seat.objects.filter(forum__in=Forum.objects.of_plan(plan).values("pk"))
    rows = rows.select_related("user", "forum__plan").prefetch_related("forum__shared_with")
    seat = get_object_or_404(rows, pk=pk)
    access.require(request.user, "governance.seat", seat.forum)
    return plan, seat


def _known(forum: Forum) -> Any:
    """Those who are or were members of the forum's plans: what the e-mail field proposes."""
    members = Membership.objects.filter(plan__in=forum.plan_pks).values("user")
    return User.objects.filter(pk__in=members, is_active=True)


def _url(plan: Plan, forum: Forum) -> str:
    return f"{reverse('forum-list', args=[plan.slug])}#f-{forum.pk}"


def _up(plan: Plan) -> tuple[str, str]:
    return "Fora", reverse("forum-list", args=[plan.slug])
