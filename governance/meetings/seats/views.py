"""Who sits in a forum: a seat given, changed and ended."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from accounts.models import Membership, User
from activities.at import plan_at
from activities.models import Plan
from core import access, clock
from governance.meetings.fora.views import forum_at, up, url
from governance.meetings.seats import actions
from governance.meetings.seats.forms import EndSeatForm, SeatForm
from governance.models import Forum, Seat
from governance.views import form_page, history_page

ENDED = "Pladsen er afsluttet, og adgangen er taget."


@require_http_methods(["GET", "POST"])
def add(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, forum = forum_at(request, slug, pk, "governance.seat")
    seat = Seat(forum=forum, starts_on=clock.today())
    form = SeatForm(request.POST or None, instance=seat)

    def save(form: SeatForm) -> Seat:
        return actions.write(form.instance, by=request.user, reason="Givet")

    return form_page(
        request, plan, form, title=f"Ny plads i {forum}", back=url(plan, forum), up=up(plan),
        save=save,
        said="Pladsen er givet.", template="governance/meetings/seat.html", people=_known(forum),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, seat = _seat(request, slug, pk)
    form = SeatForm(request.POST or None, instance=seat)
    lead = f"{seat.user}, {seat.forum}" if seat.user else str(seat.forum)

    def save(form: SeatForm) -> Seat:
        return actions.write(
            form.instance, by=request.user, reason="Rettet", expected_version=form.version
        )

    return form_page(
        request, plan, form, title="Ret pladsen", lead=lead, back=url(plan, seat.forum),
        up=up(plan), save=save,
        said="Pladsen er rettet.", template="governance/meetings/seat.html",
        people=_known(seat.forum),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def end(request: Request, slug: str, pk: int) -> HttpResponse:
    """The seat and its rights end the moment this is sent."""
    plan, seat = _seat(request, slug, pk)
    form = EndSeatForm(seat, request.POST or None)
    who = f"{seat.user}, {seat}" if seat.user else str(seat)
    lead = (
        f"{who}. Adgangen, som pladsen giver, er væk med det samme. Skal den slutte "
        "senere, så ret pladsen i stedet."
    )

    def save(form: EndSeatForm) -> None:
        actions.end(
            seat,
            by=request.user,
            why=form.cleaned_data["why"],
            expected_version=form.expected_version,
        )

    return form_page(
        request, plan, form, title="Afslut pladsen nu", lead=lead, back=url(plan, seat.forum),
        up=up(plan),
        save=save, verb="Afslut nu", said=ENDED,
    )  # fmt: skip


@require_safe
def history(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, seat = _seat(request, slug, pk)
    return history_page(request, plan, seat, back=url(plan, seat.forum), up=up(plan))


def _seat(request: Request, slug: str, pk: int) -> tuple[Plan, Seat]:
    plan = plan_at(request, slug, "governance.view")
    rows = Seat.objects.filter(forum__in=Forum.objects.of_plan(plan).values("pk"))
    rows = rows.select_related("user", "forum__plan").prefetch_related("forum__shared_with")
    seat = get_object_or_404(rows, pk=pk)
    access.require(request.user, "governance.seat", seat.forum)
    return plan, seat


def _known(forum: Forum) -> Any:
    """Those who are or were members of the forum's plans: what the e-mail field proposes."""
    members = Membership.objects.filter(plan__in=forum.plan_pks).values("user")
    return User.objects.filter(pk__in=members, is_active=True)
