"""Readings: the list they share with the målinger, and each written, corrected and taken back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan, Reading
from activities.queries import closed_periods, find_criterion, open_criteria
from activities.readings import actions, page
from activities.readings.forms import NewReadingForm, ReadingEditForm
from activities.readings.rules import within_plan
from activities.rounds.queries import round_lines
from activities.views.common import said_with_undo
from core.access import require
from core.forms import add_errors, stale_response
from core.history import HIDDEN, lines_of
from core.once import once
from core.periods import Period
from core.versioned import NotAllowedNow, StaleObject

NOT_TOLD = (*HIDDEN, "voided_at", "voided_by", "created_at", "created_by")


def _rows(plan: Plan) -> QuerySet[Reading]:
    return Reading.objects.filter(plan=plan).select_related(
        "criterion__activity__focus_area", "created_by", "voided_by"
    )


def _reach_row(request: Request, slug: str, pk: int, permission: str) -> Reading:
    """The reading, with its plan at hand: 404 in another plan, 403 when refused."""
    plan = plan_at(request, slug, "activities.view_registrations")
    row: Reading = get_object_or_404(_rows(plan), pk=pk)
    row.plan = row.criterion.activity.plan = plan
    require(request.user, permission, row)
    return row


def _lock_of(row: Reading, closed: set[Period]) -> Period | None:
    period = row.plan.period_of(row.read_on)
    return period if within_plan(row.plan, row.read_on) and period in closed else None


def _list_url(slug: str) -> str:
    return reverse("measuring", args=[slug])


@require_safe
def measuring(request: Request, slug: str) -> HttpResponse:
    """The målinger and the readings of the plan, the newest first."""
    plan = plan_at(request, slug, "activities.view_registrations")
    closed = closed_periods(plan)
    lines = []
    for row in _rows(plan):
        row.plan = plan
        may = request.user.has_perm("activities.amend", row)
        lines.append(page.line(row, may_amend=may, locked=_lock_of(row, closed)))
    context = {
        "plan": plan,
        "nav": "registrations",
        "rounds": round_lines(plan, request.user),
        "readings": lines,
        "may_register": request.user.has_perm("activities.work_in_plan", plan),
        "here": request.get_full_path(),
    }
    return render(request, "activities/measuring/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, slug: str) -> HttpResponse:
    """Write a reading on the criterion of ?kriterium=, or on one that is chosen in the form."""
    plan = plan_at(request, slug, "activities.work_in_plan")
    code = request.POST.get("criterion") or request.GET.get("kriterium") or ""
    criterion = find_criterion(request.user, plan, code) if code else None
    form = NewReadingForm(
        request.POST or None,
        criteria=open_criteria(request.user, plan),
        criterion=criterion,
        initial={"criterion": criterion.code} if criterion else {},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and (row := _write(request, plan, form)):
            text = f"{page.amount(row)} er skrevet som aflæsning."
            said_with_undo(request, text, reverse("reading-void", args=[slug, row.pk]))
            return redirect("measuring", slug)
    context = {
        "plan": plan,
        "nav": "registrations",
        "form": form,
        "title": "Skriv en aflæsning",
        "lead": "Et tal fra et register eller en rapport, eller en måling før eller efter planen.",
        "verb": "Gem aflæsningen",
        "back_url": _list_url(slug),
        "draft": "aflaesning-ny",
    }
    return render(request, "activities/measuring/form.html", context, status=status)


def _write(request: Request, plan: Plan, form: NewReadingForm) -> Reading | None:
    """The new reading, made once; None with the reasons in `form`."""
    criterion = form.criterion_chosen
    criterion.activity.plan = plan

    def make() -> Reading:
        return actions.write(criterion, by=request.user, **form.figures())

    try:
        return once(form.one_time_source, make)  # type: ignore[no-any-return]
    except (ValidationError, NotAllowedNow) as error:
        add_errors(form, error, field="read_on")
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, slug: str, pk: int) -> HttpResponse:
    """Correct a reading; 409 with both texts when someone else saved in between."""
    row = _reach_row(request, slug, pk, "activities.amend")
    form = ReadingEditForm(request.POST or None, reading=row)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid() and _amend(request, row, form):
                messages.success(request, "Aflæsningen er rettet.")
                return redirect("measuring", slug)
        except StaleObject as stale:
            return stale_response(request, stale, form)
    locked = _lock_of(row, closed_periods(row.plan))
    context = {
        "plan": row.plan,
        "nav": "registrations",
        "form": form,
        "title": f"Ret {page.amount(row)}",
        "lead": f"{row.criterion}, {row.criterion.activity}.",
        "verb": "Gem rettelsen",
        "back_url": _list_url(slug),
        "history_url": reverse("reading-history", args=[slug, pk]),
        "draft": f"aflaesning-{pk}",
        "stops": _stops(row, locked),
    }
    return render(request, "activities/measuring/form.html", context, status=status)


def _stops(row: Reading, locked: Period | None) -> str:
    """Why it cannot be corrected now; "" where it can."""
    if row.is_voided:
        return "Aflæsningen er fortrudt. Gendan den, før du retter den."
    if locked:
        return f"{locked.label} er lukket, så aflæsningen kan ikke rettes. Genåbn perioden først."
    return ""


def _amend(request: Request, row: Reading, form: ReadingEditForm) -> bool:
    try:
        actions.amend(
            row,
            expected_version=form.expected_version,
            by=request.user,
            reason=form.cleaned_data["reason"],
            **form.figures(),
        )
    except (ValidationError, NotAllowedNow) as error:
        add_errors(form, error, field="read_on")
        return False
    return True


@require_POST
def void(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take a reading out of every figure; the toast offers to bring it back."""
    row = _reach_row(request, slug, pk, "activities.amend")
    try:
        actions.void(row, by=request.user)
    except NotAllowedNow as error:
        messages.error(request, str(error))
        return redirect("measuring", slug)
    text = f"Fortrudt: {page.amount(row)} tæller ikke længere med."
    said_with_undo(request, text, reverse("reading-restore", args=[slug, pk]))
    return redirect("measuring", slug)


@require_POST
def restore(request: Request, slug: str, pk: int) -> HttpResponse:
    """Let a voided reading count again."""
    row = _reach_row(request, slug, pk, "activities.amend")
    try:
        actions.restore(row, by=request.user)
        messages.success(request, f"Gendannet: {page.amount(row)} tæller med igen.")
    except NotAllowedNow as error:
        messages.error(request, str(error))
    return redirect("measuring", slug)


@require_safe
def history(request: Request, slug: str, pk: int) -> HttpResponse:
    """Every version of a reading, newest first."""
    row = _reach_row(request, slug, pk, "activities.view_registrations")
    context = {
        "plan": row.plan,
        "nav": "registrations",
        "title": page.amount(row),
        "lead": f"{row.criterion}, tal for {row.year}.",
        "lines": lines_of(row, NOT_TOLD),
        "back_url": _list_url(slug),
    }
    return render(request, "activities/measuring/history.html", context)


urlpatterns = [
    path("maalinger/", measuring, name="measuring"),
    path("aflaesninger/ny/", add, name="reading-add"),
    path("aflaesninger/<int:pk>/ret/", edit, name="reading-edit"),
    path("aflaesninger/<int:pk>/fortryd/", void, name="reading-void"),
    path("aflaesninger/<int:pk>/gendan/", restore, name="reading-restore"),
    path("aflaesninger/<int:pk>/historik/", history, name="reading-history"),
]
