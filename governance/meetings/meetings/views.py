"""Meetings: the list, one meeting, and setting, moving and cancelling it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan
from core import access, clock
from governance.meetings.meetings import actions
from governance.meetings.meetings import page as pages
from governance.meetings.meetings.forms import CancelMeetingForm, MeetingForm
from governance.meetings.meetings.queries import with_points
from governance.models import Forum, Meeting, MeetingState
from governance.views import form_page, history_page, one_click

UNTOLD = "De indkaldte får det at vide, når du sender dagsordenen igen."


@require_safe
def meeting_list(request: Request, slug: str) -> HttpResponse:
    """The meetings the person may know of: the coming ones, then those that are over."""
    plan = plan_at(request, slug, "governance.view")
    rows = with_points(Meeting.objects.of_plan(plan).visible_to(request.user)).select_related(
        "forum"
    )
    may_serve = request.user.has_perm("governance.write", plan)
    page = pages.meeting_list(rows, clock.today(), serves=may_serve)
    context = {"plan": plan, "nav": "steering", "page": page, "may_serve": may_serve}
    return render(request, "governance/meetings/meetings.html", context)


@require_safe
def meeting(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = find(request, slug, pk)
    user, today = request.user, clock.today()
    serves = user.has_perm("governance.serve", row)
    context = {
        "plan": plan,
        "nav": "steering",
        "meeting": row,
        "page": pages.meeting_page(row, user, today, serves=serves),
        "serves": serves,
        "may_decide": user.has_perm("governance.record_decisions", row),
        "may_see_history": user.has_perm("activities.view_registrations", plan),
        "is_over": row.on < today,
        "is_held": row.on <= today and row.state != MeetingState.CANCELLED,
        "is_open": row.is_open_for_agenda,
    }
    return render(request, "governance/meetings/meeting.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request, slug: str) -> HttpResponse:
    plan = plan_at(request, slug, "governance.write")
    chosen = Forum.objects.of_plan(plan).filter(code=request.GET.get("forum", "")).first()
    form = MeetingForm(plan, request.POST or None, initial={"forum": chosen.pk if chosen else None})

    def save(form: MeetingForm) -> Meeting:
        access.require(request.user, "governance.serve", form.instance)
        return actions.write(form.instance, by=request.user, reason="Fastsat")

    return form_page(
        request,
        plan,
        form,
        title="Nyt møde",
        back=list_url(plan),
        up=up(plan),
        save=save,
        said="Mødet er fastsat.",
    )


@require_http_methods(["GET", "POST"])
def edit(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = serve(request, slug, pk)
    form = MeetingForm(plan, request.POST or None, instance=row)
    lead = str(row)
    said = f"Mødet er rettet. {UNTOLD}" if row.state == MeetingState.CALLED else "Mødet er rettet."

    def save(form: MeetingForm) -> Meeting:
        return actions.write(
            form.instance, by=request.user, reason="Rettet", expected_version=form.version
        )

    return form_page(
        request, plan, form, title="Ret mødet", lead=lead, back=url(plan, row), up=up(plan),
        save=save,
        said=said,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def cancel(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = serve(request, slug, pk)
    form = CancelMeetingForm(row, request.POST or None)
    lead = f"{row}. De indkaldte får en mail." if row.state == MeetingState.CALLED else str(row)

    def save(form: CancelMeetingForm) -> None:
        actions.cancel(
            row,
            by=request.user,
            why=form.cleaned_data["why"],
            expected_version=form.expected_version,
        )

    return form_page(
        request, plan, form, title="Aflys mødet", lead=lead, back=url(plan, row), up=up(plan),
        save=save,
        verb="Aflys mødet", said="Mødet er aflyst.",
    )  # fmt: skip


@require_POST
def resume(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = serve(request, slug, pk)

    def act() -> str:
        actions.resume(row, by=request.user)
        return "Mødet er taget op igen. Indkald på ny."

    return one_click(request, url(plan, row), act)


@require_POST
def reopen(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = serve(request, slug, pk, "governance.record_decisions")

    def act() -> str:
        actions.reopen(row, by=request.user)
        return "Dagsordenen er åben igen. Skriv referatet, når den er, som den skal være."

    return one_click(request, url(plan, row), act)


@require_safe
def history(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = find(request, slug, pk)
    return history_page(request, plan, row, back=url(plan, row), up=up(plan))


def find(request: Request, slug: str, pk: int) -> tuple[Plan, Any]:
    """The plan of the address, and its meeting where the person may know of it. Raises Http404."""
    plan = plan_at(request, slug, "governance.view")
    rows = Meeting.objects.of_plan(plan).visible_to(request.user)
    rows = rows.select_related("forum__plan").prefetch_related("forum__shared_with")
    return plan, get_object_or_404(rows, pk=pk)


def serve(
    request: Request, slug: str, pk: int, permission: str = "governance.serve"
) -> tuple[Plan, Any]:
    """As `find`, for who serves the meeting. Raises PermissionDenied."""
    plan, row = find(request, slug, pk)
    access.require(request.user, permission, row)
    return plan, row


def url(plan: Plan, row: Meeting) -> str:
    return reverse("meeting", args=[plan.slug, row.pk])


def list_url(plan: Plan) -> str:
    return reverse("meeting-list", args=[plan.slug])


def up(plan: Plan) -> tuple[str, str]:
    return "Møder", list_url(plan)
