"""One måling: correct it, and see who did what. They are begun where their answers are written."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan, SurveyRound
from activities.rounds import actions
from activities.rounds.forms import RoundForm
from activities.rounds.queries import rounds_in
from core.access import require
from core.forms import add_errors, stale_response
from core.history import HIDDEN, lines_of
from core.versioned import NotAllowedNow, StaleObject


def _reach_row(request: Request, slug: str, pk: int, permission: str) -> tuple[Plan, SurveyRound]:
    """The plan and the måling: 404 in another plan, 403 when refused."""
    plan = plan_at(request, slug, "activities.view_registrations")
    row: SurveyRound = get_object_or_404(rounds_in(plan), pk=pk)
    row.criterion.activity.plan = plan
    require(request.user, permission, row)
    return plan, row


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, slug: str, pk: int) -> HttpResponse:
    """Correct a måling; 409 with both texts when someone else saved in between."""
    plan, row = _reach_row(request, slug, pk, "activities.amend")
    form = RoundForm(request.POST or None, row=row)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid() and _amend(request, row, form):
                messages.success(request, f"»{form.cleaned_data['name']}« er rettet.")
                return redirect("measuring", slug)
        except StaleObject as stale:
            return stale_response(request, stale, form)
    context = {
        "plan": plan,
        "nav": "registrations",
        "form": form,
        "title": f"Ret {row.name}",
        "lead": f"{row.criterion}, {row.criterion.activity}.",
        "verb": "Gem målingen",
        "back_url": reverse("measuring", args=[slug]),
        "history_url": reverse("round-history", args=[slug, pk]),
        "draft": f"maaling-{pk}",
    }
    return render(request, "activities/measuring/form.html", context, status=status)


def _amend(request: Request, row: SurveyRound, form: RoundForm) -> bool:
    try:
        actions.amend(
            row, expected_version=form.expected_version, by=request.user, **form.fields_written()
        )
    except (ValidationError, NotAllowedNow) as error:
        add_errors(form, error)
        return False
    return True


@require_safe
def history(request: Request, slug: str, pk: int) -> HttpResponse:
    """Every version of a måling, newest first."""
    plan, row = _reach_row(request, slug, pk, "activities.view_registrations")
    context = {
        "plan": plan,
        "nav": "registrations",
        "title": row.name,
        "lead": f"{row.criterion}, {row.criterion.activity}.",
        "lines": lines_of(row, (*HIDDEN, "created_at", "created_by")),
        "back_url": reverse("measuring", args=[slug]),
    }
    return render(request, "activities/measuring/history.html", context)


urlpatterns = [
    path("maalinger/<int:pk>/ret/", edit, name="round-edit"),
    path("maalinger/<int:pk>/historik/", history, name="round-history"),
]
