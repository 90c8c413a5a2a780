"""Fora and who sits in them."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from accounts.roles import Part, plans_with
from activities.at import plan_at
from activities.models import Plan
from core import access, clock
from governance.meetings.fora.page import forum_page
from governance.meetings.seats import actions
from governance.meetings.seats.forms import ShareForm
from governance.models import Forum, Seat
from governance.views import form_page


@require_safe
def forum_list(request: Request, slug: str) -> HttpResponse:
    """The plan's own fora and those it shares, with seats in force and earlier ones."""
    plan = plan_at(request, slug, "governance.view")
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
def share(request: Request, slug: str, pk: int) -> HttpResponse:
    """Which other plans the forum steers: for who is koordinator in all of them."""
    plan, forum = forum_at(request, slug, pk, "governance.share")
    others = Plan.objects.filter(pk__in=plans_with(request.user, Part.COORDINATES)).exclude(
        pk=forum.plan_id
    )
    if not others:
        messages.info(
            request, "Du er kun koordinator i denne plan, så der er ingen at dele forummet med."
        )
        return redirect(url(plan, forum))
    form = ShareForm(forum, others, request.POST or None)

    def save(form: ShareForm) -> None:
        plans = form.cleaned_data["plans"]
        actions.share(forum, plans, by=request.user, expected_version=form.expected_version)

    return form_page(
        request, plan, form, title=f"Del {forum} med andre planer",
        lead="De, der har en plads, kan læse i alle de planer, forummet styrer.",
        back=url(forum.plan, forum), up=up(plan), save=save,
        said="Forummets planer er gemt.",
    )  # fmt: skip


def forum_at(request: Request, slug: str, pk: int, permission: str) -> tuple[Plan, Forum]:
    plan = plan_at(request, slug, "governance.view")
    rows = Forum.objects.of_plan(plan).select_related("plan").prefetch_related("shared_with")
    forum = access.find(request.user, permission, rows, pk=pk)
    return plan, forum


def url(plan: Plan, forum: Forum) -> str:
    return f"{reverse('forum-list', args=[plan.slug])}#f-{forum.pk}"


def up(plan: Plan) -> tuple[str, str]:
    return "Fora", reverse("forum-list", args=[plan.slug])
