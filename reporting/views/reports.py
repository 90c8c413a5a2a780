"""The reports page of a plan: how far the period's note is, what is missing, order, follow the
work, the archive."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan
from core import clock
from core.access import reach
from core.forms import add_errors
from core.health import worker_is_alive
from core.periods import Period
from core.versioned import NotAllowedNow
from reporting.actions import order as ordering
from reporting.archive import archive
from reporting.forms import OrderForm
from reporting.kinds.base import KINDS, in_form_of, note_periods
from reporting.models import Report, ReportKind
from reporting.report_page import headline, stages

QUEUE_SILENT = "Køen svarer ikke lige nu. Filen dannes, så snart den er i gang igen."
NOTE = KINDS[ReportKind.STATUS_NOTE]


@require_safe
def report_list(request: Request, slug: str) -> HttpResponse:
    plan = plan_at(request, slug, "reporting.view_reports")
    return _page(request, plan)


def _page(
    request: Request, plan: Plan, *, failed: OrderForm | None = None, status: int = 200
) -> HttpResponse:
    """The whole page; `failed` is an order form with errors to show in its place."""
    today = clock.today()
    makes = request.user.has_perm("reporting.order", plan)
    periods = note_periods(plan, today)
    period = _chosen_period(request.GET.get("periode"), periods, today)
    head = headline(request.user, plan, period, today)
    context: dict[str, Any] = {
        "plan": plan,
        "nav": "reports",
        "period": period,
        "headline": head,
        "makes": makes,
        **archive(request.GET, _mine(request, plan)),
    }
    if makes:
        check = NOTE.readiness(plan, period, today, _allowed(request, plan)) if period else None
        context |= {
            "readiness": check,
            "recent_periods": periods[3::-1],
            "comments_url": reverse("comments", args=[plan.slug, period.code]) if period else "",
            "stages": stages(head.newest, check),
            "drafts": _mine(request, plan).unissued().order_by("kind", "-period"),
            "jobs": _mine(request, plan).working(),
            "worker_is_alive": worker_is_alive(),
            "package_url": reverse("package-now", args=[plan.slug]),
            "may_issue": request.user.has_perm("reporting.issue", plan),
            **_order_forms(plan, period, today, failed),
        }
    return render(request, "reporting/reports.html", context, status=status)


def _mine(request: Request, plan: Plan) -> Any:
    """The plan's reports the person may see, without the data they hold."""
    rows = Report.objects.visible_to(request.user).filter(plan=plan)
    return rows.defer("snapshot", "handed_over", "words").select_related(
        "ordered_by", "ready_by", "plan"
    )


def _allowed(request: Request, plan: Plan) -> Callable[[str], bool]:
    return lambda permission: request.user.has_perm(permission, plan)


def _chosen_period(code: str | None, periods: list[Period], today: date) -> Period | None:
    """The period asked for; else the newest that is over, else the newest that has begun."""
    over = (p for p in periods if p.end < today)
    asked = (p for p in periods if p.code == code)
    return next(asked, None) or next(over, None) or next(iter(periods), None)


def _order_forms(
    plan: Plan, period: Period | None, today: date, failed: OrderForm | None
) -> dict[str, OrderForm]:
    returns = [one for one in KINDS.values() if one.form == "return" and not one.is_ahead]
    forms = {
        "note_form": OrderForm(plan, [NOTE], today=today, initial={"period": period}),
        "return_form": OrderForm(plan, returns, today=today),
    }
    if failed:
        forms[f"{failed.kinds[0].form}_form"] = failed
    return forms


@require_POST
def report_order(request: Request, slug: str) -> HttpResponse:
    plan = plan_at(request, slug, "reporting.order")
    kind = request.POST.get("kind", "")
    if kind not in KINDS:
        messages.error(request, "Vælg, hvilken rapport der skal dannes.")
        return redirect("report-list", slug=slug)
    form = OrderForm(plan, in_form_of(kind), request.POST, today=clock.today())
    if form.is_valid():
        try:
            report = ordering.order(plan, kind, form.cleaned_data["period"], by=request.user)
        except (ValidationError, NotAllowedNow) as error:
            add_errors(form, error, field="period")
        else:
            say_what_happens(request, report)
            return redirect(page_of(report))
    return _page(request, plan, failed=form, status=422)


def page_of(report: Report) -> str:
    """The reports page, with the check list still on the period just ordered."""
    page = reverse("report-list", args=[report.plan.slug])
    return f"{page}?periode={report.period.code}" if report.is_note else page


def say_what_happens(request: Request, report: Report) -> None:
    what = f"Kladden til {report.get_kind_display().lower()}, {report.period.label},"
    if report.is_issued:
        messages.success(
            request, f"{report.title}, er allerede {report.state_text} med de samme tal."
        )
    elif report.bell_heard is False:
        messages.warning(request, f"{what} er bestilt. {QUEUE_SILENT}")
    elif report.is_done:
        messages.success(request, f"{what} er allerede dannet af de samme tal.")
    elif report.bell_heard:
        messages.success(request, f"{what} er bestilt. Du kan roligt lukke siden imens.")
    else:
        messages.success(request, f"{what} er allerede ved at blive dannet.")


@require_GET
def report_job(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """How far one report is: a piece of the page, asked for every second second while it is
    open."""
    report = find(request, "reporting.view_reports", slug, pk)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(page_of(report))
    if request.GET.get("set") == report.seen:
        return HttpResponse(status=204)  # nothing new: leave the page, and its reader, in peace
    context = {
        "plan": report.plan,
        "job": report,
        "makes": request.user.has_perm("reporting.order", report.plan),
    }
    response = render(request, "reporting/report_job.html", context)
    if not report.is_open:
        response["HX-Trigger-After-Swap"] = "report-ended"
    return response


@require_POST
def report_retry(request: Request, slug: str, pk: UUID) -> HttpResponse:
    report = find(request, "reporting.order", slug, pk)
    try:
        report = ordering.retry(report, by=request.user)
    except NotAllowedNow as error:
        messages.info(request, str(error))
    else:
        _say_it_goes(request, report)
    return redirect(page_of(report))


def _say_it_goes(request: Request, report: Report) -> None:
    if report.bell_heard is False:
        messages.warning(request, f"{report.title}, er sat i gang igen. {QUEUE_SILENT}")
    else:
        messages.success(request, f"{report.title}, er sat i gang igen.")


@require_POST
def report_cancel(request: Request, slug: str, pk: UUID) -> HttpResponse:
    report = find(request, "reporting.order", slug, pk)
    try:
        ordering.cancel(report, by=request.user)
    except NotAllowedNow as error:
        messages.info(request, str(error))
    else:
        messages.success(
            request, f"Filen til {report.title}, dannes ikke. Kladden står der stadig."
        )
    return redirect(page_of(report))


def find(request: Request, permission: str, slug: str, pk: UUID, *, whole: bool = False) -> Report:
    """A report of the plan in the address that the person may see; `whole` reads its data along."""
    rows = Report.objects.select_related("plan", "ordered_by", "ready_by", "issued_by")
    if not whole:
        rows = rows.defer("snapshot", "handed_over", "words")
    return reach(request.user, permission, rows, pk=pk, plan__slug=slug)
