"""The reports page: what is missing, order, follow the work, download."""

import logging
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from activities.models import Plan
from core import clock
from core.access import reach
from core.danish import capital, word
from core.forms import add_errors
from core.models import NotAllowedNow
from core.periods import Period
from reporting import actions, files, jobs
from reporting.forms import ArchiveFilter, OrderForm, started_periods
from reporting.models import Report, ReportKind
from reporting.readiness import readiness
from reporting.report_page import headline

log = logging.getLogger(__name__)
audit = logging.getLogger("audit")

PER_PAGE = 20
QUEUE_SILENT = "Køen svarer ikke lige nu. Rapporten dannes, så snart den er i gang igen."


@require_safe
def report_list(request: HttpRequest, slug: str) -> HttpResponse:
    plan = reach(request.user, "reporting.view_reports", Plan.objects, slug=slug)
    return _page(request, plan)


def _page(request: HttpRequest, plan: Plan, *, failed: OrderForm | None = None, status: int = 200) -> HttpResponse:
    """The whole page; `failed` is an order form with errors to show in its place."""
    today = clock.today()
    periods = started_periods(plan, ReportKind.STATUS_NOTE, today)
    period = _chosen_period(request.GET.get("periode"), periods, today)
    may_order = request.user.has_perm("reporting.order", plan)
    archive = _archive(request, plan)
    context = {
        "plan": plan,
        "nav": "reports",
        "period": period,
        "headline": headline(plan, period, today, may_order=may_order),
        "may_order": may_order,
        "readiness": readiness(plan, period, today, _allowed(request, plan)) if may_order and period else None,
        "recent_periods": periods[3::-1],
        "can_comment": _comments_url(request, plan, period),
        **(_order_forms(plan, period, today, failed) if may_order else {}),
        "jobs": plan.reports.working().defer("snapshot").select_related("ordered_by", "plan"),
        "worker_is_alive": jobs.worker_is_alive(),
        **archive,
    }
    return render(request, "reporting/reports.html", context, status=status)


def _allowed(request: HttpRequest, plan: Plan) -> Callable[[str], bool]:
    return lambda permission: request.user.has_perm(permission, plan)


def _chosen_period(code: str | None, periods: list[Period], today: date) -> Period | None:
    """The period asked for; else the newest that is over, else the newest that has begun."""
    over = (p for p in periods if p.end < today)
    asked = (p for p in periods if p.code == code)
    return next(asked, None) or next(over, None) or next(iter(periods), None)


def _comments_url(request: HttpRequest, plan: Plan, period: Period | None) -> str:
    if period is None or not request.user.has_perm("activities.comment", plan):
        return ""
    return reverse("comments", args=[plan.slug, period.code])


def _order_forms(plan: Plan, period: Period | None, today: date, failed: OrderForm | None) -> dict[str, OrderForm]:
    chosen = {ReportKind.STATUS_NOTE: period, ReportKind.GOAL_ATTAINMENT: None}
    forms = {kind: OrderForm(plan, kind, today=today, initial={"period": chosen[kind]}) for kind in chosen}
    if failed:
        forms[failed.report_kind] = failed
    return {"note_form": forms[ReportKind.STATUS_NOTE], "goal_form": forms[ReportKind.GOAL_ATTAINMENT]}


def _archive(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    done = plan.reports.done()
    periods = sorted(set(done.order_by().values_list("period", flat=True)), reverse=True)
    form = ArchiveFilter(request.GET, periods)
    rows = done.filter(**form.chosen).with_currency().defer("snapshot").select_related("ordered_by")
    page = Paginator(rows.order_by("-number"), PER_PAGE).get_page(request.GET.get("side"))
    words = {word: request.GET[word] for word in ("slags", "for_periode", "periode") if request.GET.get(word)}
    return {
        "archive": page,
        "archive_filter": form,
        "is_filtered": bool(form.chosen),
        "archive_title": _archive_title(page.paginator.count, bool(form.chosen)),
        "page_query": urlencode(words) + "&" if words else "",
    }


def _archive_title(count: int, is_filtered: bool) -> str:
    """ "Seks rapporter er dannet"."""
    if not count:
        return "Ingen rapporter fundet" if is_filtered else "Ingen rapporter er dannet endnu"
    noun = "rapport" if count == 1 else "rapporter"
    said = capital("én" if count == 1 else word(count))
    return f"{said} {noun} fundet" if is_filtered else f"{said} {noun} er dannet"


@require_POST
def report_order(request: HttpRequest, slug: str) -> HttpResponse:
    plan = reach(request.user, "reporting.order", Plan.objects, slug=slug)
    kind = request.POST.get("kind", "")
    if kind not in ReportKind:
        messages.error(request, "Vælg, hvilken rapport der skal dannes.")
        return redirect("report-list", slug=slug)
    form = OrderForm(plan, kind, request.POST, today=clock.today())
    if form.is_valid():
        try:
            report = actions.order(plan, kind, form.cleaned_data["period"], by=request.user)
        except (ValidationError, NotAllowedNow) as error:
            add_errors(form, error, field="period")
        else:
            _say_what_happens(request, report)
            return redirect(_page_of(report))
    return _page(request, plan, failed=form, status=422)


def _page_of(report: Report) -> str:
    """The reports page, with the check list still on the period just ordered."""
    page = reverse("report-list", args=[report.plan.slug])
    return f"{page}?periode={report.period.code}" if report.kind == ReportKind.STATUS_NOTE else page


def _say_what_happens(request: HttpRequest, report: Report) -> None:
    if report.bell_heard is False:
        messages.warning(request, f"{report.title}, er bestilt. {QUEUE_SILENT}")
    elif report.is_done:
        messages.success(
            request, f"{report.title}, er allerede dannet af de samme tal. Det er udgave {report.revision}."
        )
    elif report.bell_heard:
        messages.success(request, f"{report.title}, er bestilt. Du kan roligt lukke siden imens.")
    else:
        messages.success(request, f"{report.title}, er allerede ved at blive dannet.")


@require_GET
def report_job(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """How far one report is: a piece of the page, asked for every second second while it is open."""
    report = _report(request, "reporting.view_reports", slug, pk)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(_page_of(report))
    if request.GET.get("set") == report.seen:
        return HttpResponse(status=204)  # nothing new: leave the page, and its reader, in peace
    context = {"plan": report.plan, "job": report, "may_order": request.user.has_perm("reporting.order", report.plan)}
    response = render(request, "reporting/report_job.html", context)
    if not report.is_open:
        response["HX-Trigger-After-Swap"] = "report-ended"
    return response


@require_POST
def report_retry(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    report = _report(request, "reporting.order", slug, pk)
    try:
        report = actions.retry(report, by=request.user)
    except NotAllowedNow as error:
        messages.info(request, str(error))
    else:
        _say_what_happens(request, report)
    return redirect(_page_of(report))


@require_safe
def report_download(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse | FileResponse:
    """The file, proved against its control code. Asked again at every download: may this person have it?"""
    report = _report(request, "reporting.download", slug, pk)
    if not report.is_done:
        raise Http404
    try:
        content = files.read(report)
    except files.BrokenFile as error:
        log.error("%s", error)
        may_order = request.user.has_perm("reporting.order", report.plan)
        context = {"plan": report.plan, "nav": "reports", "report": report, "may_order": may_order}
        return render(request, "reporting/report_broken.html", context, status=409)
    audit.info("report.downloaded report=%s user=%s", report.pk, request.user.pk)
    response = FileResponse(
        BytesIO(content), as_attachment=True, filename=report.filename, content_type="application/pdf"
    )
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _report(request: HttpRequest, permission: str, slug: str, pk: UUID) -> Report:
    rows = Report.objects.defer("snapshot").select_related("plan", "ordered_by")
    return reach(request.user, permission, rows, pk=pk, plan__slug=slug)
