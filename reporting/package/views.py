"""The page of a year's returns to the funder, and what is done with all of them at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan
from core import clock, stored
from core.acts import attempt
from core.bound import Changed
from core.danish import capital
from core.downloads import as_attachment, safe_name
from core.forms import add_errors
from core.health import worker_is_alive
from core.versioned import NotAllowedNow
from reporting.forms import SentForm
from reporting.models import Download, Package, Report
from reporting.package import actions
from reporting.package.due import due
from reporting.package.page import Earlier, linked, package_page
from reporting.package.state import PackageState, earlier_changes, package_state
from reporting.views.reports import QUEUE_SILENT


@require_safe
def newest(request: Request, slug: str) -> HttpResponse:
    """The oldest year that is to be thought of; else the last that is over, or the plan's first."""
    plan = plan_at(request, slug, "reporting.view_returns")
    today = clock.today()
    waiting = due(plan, today)
    over = min(today.year - 1, plan.ends_on.year)
    year = waiting[0].year if waiting else max(over, plan.starts_on.year)
    return redirect("package", slug=slug, year=year)


@require_safe
def show(request: Request, slug: str, year: int) -> HttpResponse:
    plan = _plan(request, slug, year, "reporting.view_returns")
    return _page(request, plan, year)


def _plan(request: Request, slug: str, year: int, permission: str) -> Plan:
    """The plan, for who may; a year it runs in that has begun. Raises Http404 for another."""
    plan = plan_at(request, slug, permission)
    if not plan.starts_on.year <= year <= min(plan.ends_on.year, clock.today().year):
        raise Http404
    return plan


def _state(request: Request, plan: Plan, year: int) -> PackageState:
    user = request.user
    reports = Report.objects.visible_to(user)
    makes = bool(user.has_perm("reporting.order", plan))
    allowed = lambda permission: user.has_perm(permission, plan)  # noqa: E731
    return package_state(plan, year, clock.today(), allowed, reports, makes=makes)


def _page(
    request: Request,
    plan: Plan,
    year: int,
    *,
    form: SentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    state = _state(request, plan, year)
    makes = request.user.has_perm("reporting.order", plan)
    page = package_page(state, _earlier(state) if makes else (), makes=makes)
    waiting = bool(page.sealed) and not page.files_are_made and not page.failed
    if request.htmx and request.GET.get("set") == page.seen:  # type: ignore[attr-defined]
        return HttpResponse(status=204)
    may_submit = request.user.has_perm("reporting.submit", plan)
    notes = may_submit and page.is_sealed and state.package and not state.package.is_sent
    context = {
        "plan": plan,
        "nav": "reports",
        "page": page,
        "shown": state.shown,
        "makes": makes,
        "may_seal": page.may_seal and may_submit,
        "form": form or (SentForm(initial={"on": clock.today()}) if notes else None),
        "waiting": waiting,
        "worker_is_alive": worker_is_alive() if waiting else True,
        "queue_silent": QUEUE_SILENT,
    }
    return render(request, "reporting/package.html", context, status=status)


def _earlier(state: PackageState) -> tuple[Earlier, ...]:
    """What of earlier years' returns is another now, of the kinds that are asked for."""
    kinds = {str(part.asked.kind.kind): part.asked for part in state.parts}
    rows = Report.objects.issued().filter(plan=state.plan, kind__in=kinds).select_related("plan")
    earlier = [row for row in rows if row.period.end < kinds[row.kind].period.start]
    found = earlier_changes(state.plan, state.year, state.today, earlier)
    return tuple(
        Earlier(capital(f"{row.get_kind_display()} {row.period.label}"), row, linked(row, changes))
        for row, changes in found.values()
    )


@require_POST
def order(request: Request, slug: str, year: int) -> HttpResponse:
    """Make, or make anew, what is not frozen."""
    plan = _plan(request, slug, year, "reporting.order")

    def act() -> str:
        made = actions.order_all(plan, year, by=request.user)
        silent = any(row.bell_heard is False for row in made)
        return f"Kladderne er bestilt. {QUEUE_SILENT if silent else 'Læs dem, før du forsegler.'}"

    if said := attempt(request, act):
        messages.success(request, said)
    return redirect("package", slug=slug, year=year)


@require_POST
def seal(request: Request, slug: str, year: int) -> HttpResponse:
    """All of them, or none."""
    plan = _plan(request, slug, year, "reporting.submit")
    try:
        actions.seal(plan, year, by=request.user, shown=request.POST.get("shown", ""))
    except (Changed, NotAllowedNow) as refused:
        messages.error(request, str(refused))
        return _page(request, plan, year, status=409)
    messages.success(request, "Indberetningen er forseglet. Filerne dannes nu.")
    return redirect("package", slug=slug, year=year)


@require_POST
def sent(request: Request, slug: str, year: int) -> HttpResponse:
    """The day it was sent."""
    plan = _plan(request, slug, year, "reporting.submit")
    package = _package(plan, year)
    form = SentForm(request.POST)
    if not form.is_valid():
        return _page(request, plan, year, form=form, status=422)
    try:
        actions.note_sent(package, by=request.user, **form.cleaned_data)
    except (ValidationError, NotAllowedNow) as refused:
        if isinstance(refused, NotAllowedNow):
            messages.error(request, str(refused))
            return _page(request, plan, year, status=409)
        add_errors(form, refused)
        return _page(request, plan, year, form=form, status=422)
    messages.success(request, "Dagen er noteret: indberetningen er inde.")
    return redirect("package", slug=slug, year=year)


def _package(plan: Plan, year: int) -> Package:
    """The newest sealing. Raises Http404 where nothing is sealed."""
    package = plan.packages.filter(year=year).select_related("plan", "sealed_by").last()
    if package is None:
        raise Http404
    return package


@require_safe
def download(request: Request, slug: str, year: int) -> HttpResponse | FileResponse:
    """All its files in one zip, with the list of them; on record for each."""
    plan = _plan(request, slug, year, "reporting.view_returns")
    package = _package(plan, year)
    back = reverse("package", args=[slug, year])
    try:
        content = actions.pack(package)
    except NotAllowedNow as refused:
        messages.error(request, str(refused))
        return redirect(back)
    except stored.BrokenFile:
        messages.error(
            request, "En af filerne mangler eller er beskadiget. Dan den igen fra dens egen side."
        )
        return redirect(back)
    record: list[Any] = [
        Download(report=row, by=request.user, at=clock.now(), form="zip")
        for row in package.reports.all()
    ]
    Download.objects.bulk_create(record)
    name = safe_name(f"Indberetning {year}, {plan.name}.zip")
    return as_attachment(content, name, "application/zip")
