"""All plans at once: order a period's notes for every plan one coordinates, follow the work,
fetch them together."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from activities.models import Plan
from core import clock, stored
from core.forms import add_errors
from core.health import worker_is_alive
from core.jobs import JobState
from core.versioned import NotAllowedNow
from reporting.actions import batch as batches
from reporting.forms import BatchForm
from reporting.models import Batch, Report
from reporting.views.reports import QUEUE_SILENT

SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
def batch_list(request: Request) -> HttpResponse:
    """Order for all plans, and the newest orders."""
    plans = coordinated(request)
    form = BatchForm(plans, request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            batch = batches.order_batch(plans, form.cleaned_data["period"], by=request.user)
        except NotAllowedNow as error:
            add_errors(form, error, field="period")
        else:
            return redirect("batch", batch.pk)
    context = {"form": form, "plans": plans, "batches": mine(request)[:SHOWN]}
    return render(request, "reporting/batches.html", context, status=422 if form.is_bound else 200)


def coordinated(request: Request) -> list[Plan]:
    """The plans the person may issue notes of. Raises PermissionDenied where there are none."""
    user = request.user
    plans = [
        plan for plan in Plan.objects.visible_to(user) if user.has_perm("reporting.issue", plan)
    ]
    if not plans:
        raise PermissionDenied
    return plans


def mine(request: Request) -> Any:
    return Batch.objects.visible_to(request.user).select_related("ordered_by").defer("snapshot")


@require_safe
def batch(request: Request, pk: UUID) -> HttpResponse:
    """One order: each plan's note, the sheet, and all of it as a zip. Asks again while something
    is being made."""
    row = find(request, pk)
    reports = list(notes(request, row))
    waiting = row.is_open or any(report.is_open for report in reports)
    context = {
        "batch": row,
        "reports": reports,
        "made": sum(report.is_done for report in reports),
        "failed": [report for report in reports if report.is_failed],
        "waiting": waiting,
        "seen": "-".join([row.seen, *(report.seen for report in reports)]),
        "worker_is_alive": worker_is_alive(),
        "queue_silent": QUEUE_SILENT,
    }
    if request.htmx and request.GET.get("set") == context["seen"]:  # type: ignore[attr-defined]
        return HttpResponse(status=204)
    return render(request, "reporting/batch.html", context)


def find(request: Request, pk: UUID) -> Batch:
    coordinated(request)
    return get_object_or_404(mine(request), pk=pk)


def notes(request: Request, row: Batch) -> Any:
    """The batch's notes the person may see today: who no longer coordinates a plan gets none of
    its own."""
    visible = Report.objects.visible_to(request.user).filter(batches=row)
    return (
        visible.select_related("plan")
        .defer("snapshot", "handed_over", "words")
        .order_by("plan__name")
    )


@require_safe
def batch_download(request: Request, pk: UUID) -> HttpResponse | FileResponse:
    """The sheet and the notes that are made, as one zip."""
    row = find(request, pk)
    reports = list(notes(request, row))
    if len(reports) < row.reports.count():
        raise PermissionDenied  # the sheet tells of a plan that is no longer theirs
    try:
        content = batches.pack(row, reports)
    except stored.BrokenFile:
        messages.error(
            request, "En af filerne mangler eller er beskadiget. Dan den igen fra dens egen side."
        )
        return redirect("batch", pk)
    name = f"Statusnotater {row.period.label}.zip"
    return FileResponse(
        BytesIO(content), as_attachment=True, filename=name, content_type="application/zip"
    )


@require_safe
def batch_sheet(request: Request, pk: UUID) -> HttpResponse | FileResponse:
    """The comparison as PDF."""
    row = find(request, pk)
    if row.job_state != JobState.DONE:
        raise Http404
    if notes(request, row).count() < row.reports.count():
        raise PermissionDenied
    try:
        content = stored.read(row)
    except stored.BrokenFile:
        messages.error(request, "Arket mangler eller er beskadiget. Bestil det igen.")
        return redirect("batch-list")
    name = f"Sammenligning {row.period.label}.pdf"
    return FileResponse(
        BytesIO(content), as_attachment=True, filename=name, content_type="application/pdf"
    )
