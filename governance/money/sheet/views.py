"""A period's spending from the administration's spreadsheet: sent, looked at, written whole or
not at all."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from activities.actions.claim import why_locked
from activities.models import Plan
from core import bound, clock
from core.danish import quantity
from core.forms import add_errors
from core.periods import Period
from core.spreadsheet import MOST_BYTES
from core.versioned import NotAllowedNow
from governance.models import Budget, SpendingImport
from governance.money.budget.actions import lines_of
from governance.money.budget.views import budget_at
from governance.money.follow_up import followed_period
from governance.money.sheet import actions
from governance.money.sheet.columns import SheetErrors
from governance.money.sheet.forms import TOO_LARGE, ApplyForm, ImportForm
from governance.money.sheet.page import preview
from governance.money.sheet.template import template
from governance.money.spending.actions import check_period
from governance.money.spending.views import read
from governance.views import bound_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROOM = 20_000  # what a request holds beside the file


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: Request, slug: str, year: int) -> HttpResponse:
    """Send a file; what is wrong with it is all said at once, and nothing is kept of it."""
    plan, row = budget_at(request, slug, year)
    periods = [part for part in plan.periods(year) if part.start <= clock.today()]
    start = followed_period(plan, row, clock.today())
    if not row.is_approved or not periods:
        messages.error(request, _why_not(row, plan))
        return redirect(row)
    if request.method != "POST":
        return _upload_page(request, row, ImportForm(periods, period=start))
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES + ROOM:
        return _upload_page(
            request, row, ImportForm(periods, period=start), (TOO_LARGE,), status=422
        )
    form = ImportForm(periods, request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, row, form, status=422)
    file, period = form.cleaned_data["file"], form.cleaned_data["period"]
    try:
        found = actions.upload(
            row, period, name=file.name or "", content=file.read(), by=request.user
        )
    except SheetErrors as wrong:
        return _upload_page(request, row, form, wrong.errors, name=file.name or "", status=422)
    except NotAllowedNow as refused:
        return _upload_page(request, row, form, (str(refused),), status=422)
    return redirect("spending-import-show", plan.slug, year, found.pk)


def _why_not(row: Budget, plan: Plan) -> str:
    try:
        check_period(row, plan.periods(row.year)[0])
    except NotAllowedNow as refused:
        return str(refused)
    return ""


def _upload_page(
    request: Request,
    row: Budget,
    form: ImportForm,
    wrong: tuple[str, ...] = (),
    name: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "plan": row.plan,
        "nav": "steering",
        "budget": row,
        "form": form,
        "wrong": wrong,
        "file_name": name[-80:],
        "count": "én fejl" if len(wrong) == 1 else f"{len(wrong)} fejl",
        "periods": form.periods,
    }
    return render(request, "governance/money/spending_import.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, slug: str, year: int, pk: int) -> HttpResponse:
    """What a file says beside what stands. POST writes it. Only whoever sent it sees it."""
    plan, row = budget_at(request, slug, year)
    found = get_object_or_404(SpendingImport, pk=pk, plan=plan, by=request.user)
    if found.period not in plan.periods(year):
        raise Http404
    back = f"{row.get_absolute_url()}?periode={found.period}"
    try:
        entries = actions.rows_of(row, found)
        if found.applied_at is not None:
            raise NotAllowedNow(f"{found.name} er allerede skrevet.")
        form = ApplyForm(entries, request.POST or None, shown=bound.token(actions.texts(entries)))
        if request.method != "POST":
            return _preview_page(
                request, row, found, form, actions.lacking(entries, row, found.period)
            )
        if not form.is_valid():
            return _preview_page(
                request, row, found, form, dict.fromkeys(form.errors, ""), status=422
            )
        if why_locked(plan, found.period):  # said above the preview, where what was typed stays
            return _preview_page(request, row, found, form, _typed(request), status=422)
        count = actions.apply(
            found, row, shown=form.cleaned_data["shown"], notes=form.notes(), by=request.user
        )  # fmt: skip
    except NotAllowedNow as refused:
        messages.error(request, str(refused))
        return redirect(back)
    except bound.Changed as changed:
        form.keep_typed()
        up = (f"Budget {row.year}", row.get_absolute_url())
        return bound_page(
            request, plan, changed, form, back=request.path, up=up, verb="Skriv filen"
        )
    except ValidationError as refused:
        add_errors(form, refused)
        return _preview_page(
            request, row, found, form, _typed(request) | dict.fromkeys(form.errors, ""), status=422
        )
    messages.success(
        request, f"{quantity(count, 'linje', 'linjer')} skrevet for {found.period.label}."
    )
    return redirect(back)


def _typed(request: Request) -> dict[str, str]:
    """The fields in which somebody has written an explanation."""
    return {
        name: ""
        for name, text in request.POST.items()
        if name.startswith("note-") and str(text).strip()
    }


def _preview_page(
    request: Request,
    row: Budget,
    found: SpendingImport,
    form: ApplyForm,
    asked: Mapping[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    notes = form.notes() if form.is_bound and form.is_valid() else {}
    page = preview(actions.rows_of(row, found, notes), lines_of(row), found.period, form, asked)
    earlier = SpendingImport.objects.filter(
        plan=row.plan, period=found.period, sha256=found.sha256, applied_at__isnull=False
    )
    context = {
        "plan": row.plan,
        "nav": "steering",
        "budget": row,
        "found": found,
        "form": form,
        "page": page,
        "asked": bool(asked),
        "earlier": earlier.first(),
        "locked": why_locked(row.plan, found.period),
    }
    return render(request, "governance/money/spending_preview.html", context, status=status)


@require_safe
def download(request: Request, slug: str, year: int, period: Period) -> HttpResponse:
    """The workbook the administration fills in."""
    plan, row = budget_at(request, slug, year)
    found = read(plan, row, period) if period in plan.periods(year) else None
    if found is None:
        raise Http404
    name = f"forbrug-{plan.slug}-{period}.xlsx"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(
        template(plan.name, period, found.lines), content_type=XLSX, headers=headers
    )
