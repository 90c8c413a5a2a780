"""One registration: correct it, take it back, and see who did what."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from accounts.models import User
from activities import actions, presenting
from activities.at import plan_at
from activities.forms import RegistrationEditForm
from activities.forms.registration import shown
from activities.models import Registration
from activities.queries import closed_periods, estates_of, registrations_of, rounds_of
from activities.questions import Question, beyond
from activities.views.common import said_with_undo
from activities.views.register import is_inline, saved_inline
from core import audit
from core.access import require
from core.danish import capital
from core.forms import add_errors, stale_response
from core.history import HistoryField
from core.periods import Period
from core.redirects import back_to, back_to_page, safe_next
from core.versioned import NotAllowedNow, StaleObject


def _reach_row(request: Request, slug: str, pk: int, permission: str) -> Registration:
    """The registration, with its plan at hand: 404 in another plan, 403 when refused."""
    plan = plan_at(request, slug, "activities.view_registrations")
    row: Registration = get_object_or_404(registrations_of(plan), pk=pk)
    row.plan = row.criterion.activity.plan = plan
    require(request.user, permission, row)
    return row


# Correcting


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, slug: str, pk: int) -> HttpResponse:
    """Correct a registration; 409 with both texts when someone else saved in between."""
    row = _reach_row(request, slug, pk, "activities.amend")
    form = RegistrationEditForm(
        request.POST or None,
        criterion=row.criterion,
        estates=estates_of(row.criterion.activity),
        rounds=rounds_of(row.criterion),
        registration=row,
    )
    status, asked = 200, None
    if request.method == "POST":
        try:
            asked = _question(row, form) if form.is_valid() else None
            if form.is_valid() and not asked and _amend(request, row, form):
                return back_to(request, reverse("registration-list", args=[slug]))
        except StaleObject as stale:
            return stale_response(request, stale, form)
        status = 200 if asked else 422
    context = {
        "plan": row.plan,
        "nav": "registrations",
        "row": row,
        "form": form,
        "asked": asked,
        "amount": presenting.amount(row),
        "created_at": localtime(row.created_at),
        "next": safe_next(request),
        "back_url": safe_next(request) or reverse("registration-list", args=[slug]),
        "locked": _lock_of(row),
    }
    return render(request, "activities/registration_edit.html", context, status=status)


def _question(row: Registration, form: RegistrationEditForm) -> Question | None:
    """What is asked before another number is written; None where it is the same, nothing is out
    of the ordinary, or it was answered."""
    data = form.figures()
    value = data["value"]
    if form.cleaned_data["sure"] or value == row.value:
        return None
    return beyond(row.criterion, on=data["on"], value=value, besides=row.pk)


def _amend(request: Request, row: Registration, form: RegistrationEditForm) -> bool:
    try:
        actions.amend(
            row,
            expected_version=form.expected_version,
            by=request.user,
            reason=form.cleaned_data["reason"],
            **form.figures(),
        )
    except (ValidationError, NotAllowedNow) as error:
        add_errors(form, error, field="on")
        return False
    messages.success(
        request, f"Rettet til {presenting.amount(row)}, {presenting.where_and_when(row)}."
    )
    return True


def _lock_of(row: Registration) -> Period | None:
    period = row.plan.period_of(row.on)
    return period if period in closed_periods(row.plan) else None


# Taking back


@require_POST
def void(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take a registration out of every figure; the toast offers to bring it back."""
    row = _reach_row(request, slug, pk, "activities.amend")
    try:
        actions.void(row, by=request.user)
    except NotAllowedNow as error:
        return _refused(request, row, error)
    if is_inline(request):
        return saved_inline(request, row.plan, row)
    url = reverse("registration-restore", args=[slug, pk])
    said_with_undo(request, f"Fortrudt: {presenting.amount(row)} tæller ikke længere med.", url)
    return back_to_page(request, reverse("registration-list", args=[slug]))


@require_POST
def restore(request: Request, slug: str, pk: int) -> HttpResponse:
    """Let a voided registration count again."""
    row = _reach_row(request, slug, pk, "activities.amend")
    try:
        actions.restore(row, by=request.user)
    except NotAllowedNow as error:
        return _refused(request, row, error)
    if is_inline(request):
        return saved_inline(request, row.plan, row)
    messages.success(request, f"Gendannet: {presenting.amount(row)} tæller med igen.")
    return back_to_page(request, reverse("registration-list", args=[slug]))


def _refused(request: Request, row: Registration, error: NotAllowedNow) -> HttpResponse:
    if is_inline(request):
        return render(
            request, "activities/_log_errors.html", {"plan": row.plan, "error": str(error)}
        )
    messages.error(request, str(error))
    return back_to_page(request, reverse("registration-list", args=[row.plan.slug]))


# Who did what


@dataclass(frozen=True)
class HistoryLine:
    """One version in words: what happened, when, by whom, why, and from what to what."""

    title: str
    at: datetime
    by: User
    reason: str
    fields: tuple[HistoryField, ...]


TITLES = {"Registreret": "Registreret", "Fortrudt": "Fortrudt", "Gendannet": "Gendannet"}
HIDDEN = ("lock_version", "voided_at", "voided_by", "created_at", "created_by", "source")
NAMES = {"antal": "value", "fordeling": "breakdown", "afdeling": "estate", "måling": "round"}


@require_safe
def history(request: Request, slug: str, pk: int) -> HttpResponse:
    """Every version of a registration, newest first."""
    row = _reach_row(request, slug, pk, "activities.view_registrations")
    context = {
        "plan": row.plan,
        "nav": "registrations",
        "row": row,
        "amount": presenting.amount(row),
        "where": presenting.where_and_when(row),
        "lines": [_line(change) for change in audit.changes(row, hide=HIDDEN)],
        "may_amend": request.user.has_perm("activities.amend", row) and _lock_of(row) is None,
        "here": request.get_full_path(),
    }
    return render(request, "activities/registration_history.html", context)


def _line(change: audit.Change) -> HistoryLine:
    title = TITLES.get(change.reason) or ("Registreret" if change.verb == "oprettet" else "Rettet")
    return HistoryLine(
        title=title,
        at=localtime(change.at),
        by=change.by,
        reason="" if change.reason in {title, ""} else change.reason,
        fields=tuple(_field(f) for f in change.fields),
    )


def _field(change: audit.FieldChange) -> HistoryField:
    name = NAMES.get(change.label, "")
    return HistoryField(capital(change.label), shown(name, change.old), shown(name, change.new))
