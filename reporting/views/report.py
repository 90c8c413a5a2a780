"""The page of one report: read it on the screen, fetch it, and take it one step further."""

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.http import Request
from accounts.models import User
from core import clock, stored
from core.bound import Changed, ShownForm, changed_response
from core.downloads import as_attachment
from core.forms import add_errors
from core.snapshots import Snapshot
from core.versioned import NotAllowedNow
from reporting import documents, exports
from reporting.actions import course
from reporting.actions.order import content_hash
from reporting.data.changes import changes
from reporting.data.restated import marks
from reporting.forms import CorrectionForm, HandOverForm, SendBackForm, SubmitForm
from reporting.kinds.base import KINDS
from reporting.models import Download, Report
from reporting.pages.report import Panel, panel
from reporting.views.reports import find, page_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

DIGITS = tuple("123456789")
VERBS = {"hand_over": "Aflevér notatet", "issue": "Udsend notatet"}

log = logging.getLogger(__name__)
audit = logging.getLogger("audit")


@require_safe
def report(request: Request, slug: str, pk: UUID) -> HttpResponse:
    return _page(request, find(request, "reporting.view_reports", slug, pk, whole=True))


def _page(
    request: Request, row: Report, *, status: int = 200, **failed: forms.Form
) -> HttpResponse:
    """The whole page; `failed` are forms with errors, by the name of their act."""
    user, plan = request.user, row.plan
    makes = user.has_perm("reporting.order", plan)
    kept = documents.read(row.kind, row.snapshot)
    now = documents.build(plan, row.kind, row.period, clock.today()) if makes else kept
    kind = KINDS[row.kind]
    shown = kind.shown(row, kept, now)
    context: dict[str, Any] = {
        "plan": plan,
        "nav": "reports",
        "report": row,
        "edition": documents.edition_of(row),
        "data": shown,
        "shown": content_hash(shown.to_json()),
        "panel": _panel(request, row, shown, failed),
        "makes": makes,
        "back": page_of(row),
        "restated": marks([row]).get(row.pk, ()),
    }
    if row.is_issued:
        context["later"] = kind.later(plan, kept)
    changed = _changed(row, kept, now) if makes else ()
    context |= kind.context(row, shown, changed, lambda permission: user.has_perm(permission, plan))
    return render(request, kind.page, context, status=status)


def _changed(row: Report, kept: Any, now: Any) -> Any:
    """What has changed since the koordinator got the note, since a return was made, since it was
    issued."""
    if row.is_ready and row.handed_over:
        return changes(documents.read(row.kind, row.handed_over), now)
    return changes(kept, now)


def _panel(request: Request, row: Report, shown: Snapshot, failed: dict[str, forms.Form]) -> Panel:
    may: Callable[[str], bool] = lambda permission: request.user.has_perm(permission, row.plan)  # noqa: E731
    is_asked = may("reporting.order") and not row.is_issued  # what is issued lacks nothing any more
    check = (
        KINDS[row.kind].readiness(row.plan, row.period, clock.today(), may, shown)
        if is_asked
        else None
    )
    return panel(row, request.user, check, failed)


@require_POST
def hand_over(request: Request, slug: str, pk: UUID) -> HttpResponse:
    row = find(request, "reporting.hand_over", slug, pk, whole=True)
    form = HandOverForm(request.POST)
    return _act(
        request,
        row,
        form,
        "hand_over",
        lambda data: course.hand_over(
            row, by=request.user, shown=data["shown"], remark=data["remark"]
        ),
        "Notatet er afleveret. Koordinatoren har fået besked.",
    )


@require_POST
def take_back(request: Request, slug: str, pk: UUID) -> HttpResponse:
    row = find(request, "reporting.hand_over", slug, pk, whole=True)
    done = "Notatet er taget tilbage. Aflevér det igen, når du er færdig."
    return _act(
        request, row, None, "take_back", lambda data: course.take_back(row, by=request.user), done
    )


@require_POST
def send_back(request: Request, slug: str, pk: UUID) -> HttpResponse:
    row = find(request, "reporting.issue", slug, pk, whole=True)
    form = SendBackForm(request.POST)
    return _act(
        request,
        row,
        form,
        "send_back",
        lambda data: course.send_back(row, by=request.user, reason=data["reason"]),
        "Notatet er sendt tilbage med din besked.",
    )


@require_POST
def issue(request: Request, slug: str, pk: UUID) -> HttpResponse:
    row = find(request, "reporting.issue", slug, pk, whole=True)
    done = "Notatet er udsendt. Filen dannes nu, og derefter får læserne en mail."
    form = ShownForm(request.POST)
    return _act(
        request, row, form, "issue", lambda data: course.issue(row, by=request.user, **data), done
    )


@require_POST
def submit(request: Request, slug: str, pk: UUID) -> HttpResponse:
    row = find(request, "reporting.submit", slug, pk, whole=True)
    form = SubmitForm(request.POST)

    def act(data: dict[str, Any]) -> object:
        words = {"on": data["on"], "shown": data["shown"], "receipt": data["receipt"]}
        return course.submit(row, by=request.user, **words)

    return _act(
        request, row, form, "submit", act, "Indberetningen er noteret, og grundlaget er frosset."
    )


@require_POST
def correct(request: Request, slug: str, pk: UUID) -> HttpResponse:
    row = find(request, "reporting.order", slug, pk, whole=True)
    form = CorrectionForm(request.POST)
    return _act(
        request,
        row,
        form,
        "correct",
        lambda data: course.begin_correction(row, by=request.user, reason=data["reason"]),
        "Rettelsen er begyndt. Den udsendte udgave gælder, til den nye er udsendt.",
    )


@require_POST
def drop(request: Request, slug: str, pk: UUID) -> HttpResponse:
    row = find(request, "reporting.order", slug, pk, whole=True)
    try:
        course.drop_draft(row, by=request.user)
    except NotAllowedNow as error:
        messages.error(request, str(error))
        return redirect(row)
    messages.success(request, f"Kladden til {row.title}, er slettet.")
    return redirect("report-list", slug=slug)


def _act(
    request: Request,
    row: Report,
    form: forms.Form | None,
    name: str,
    act: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    """Do one act and go on to the report it gives; or show the page again with what was refused
    and why."""
    if form is not None and not form.is_valid():
        return _page(request, row, status=422, **{name: form})
    try:
        outcome = act(form.cleaned_data if form else {})
    except Changed as changed:
        return _changed_page(request, row, changed, form, name)
    except NotAllowedNow as error:
        messages.error(request, str(error))
        if form is None or not form.visible_fields():
            return redirect(row)
        row.refresh_from_db()  # what was typed stays, where the act is still offered
        return _page(request, row, status=409, **{name: form})
    except ValidationError as error:
        if form is None:
            messages.error(request, " ".join(error.messages))
            return redirect(row)
        add_errors(form, error)
        return _page(request, row, status=422, **{name: form})
    messages.success(request, done)
    return redirect(outcome if isinstance(outcome, Report) else row)


def _changed_page(
    request: Request, row: Report, changed: Changed, form: Any, name: str
) -> HttpResponse:
    """409: what is different now; where that cannot be told, the report itself, to be read
    again."""
    if not changed.lines:
        messages.error(request, str(changed))
        row.refresh_from_db()
        return _page(request, row, status=409, **{name: form})
    back = row.get_absolute_url()
    page = {
        "plan": row.plan,
        "nav": "reports",
        "trail": [(row.title, back)],
        "back": back,
        "verb": VERBS[name],
    }
    return changed_response(request, changed, form, **page)


@require_safe
def report_download(request: Request, slug: str, pk: UUID) -> HttpResponse | FileResponse:
    """The file, proved against its control code. Asked again at every download: may this person
    have it?"""
    row = find(request, "reporting.view_reports", slug, pk)
    if not row.is_done:
        raise Http404
    try:
        content = stored.read(row)
    except stored.BrokenFile as error:
        log.error("%s", error)
        makes = request.user.has_perm("reporting.order", row.plan)
        context = {"plan": row.plan, "nav": "reports", "report": row, "makes": makes}
        return render(request, "reporting/report_broken.html", context, status=409)
    return deliver(request, row, content, "pdf", "application/pdf")


@require_safe
def report_sheet(request: Request, slug: str, pk: UUID) -> FileResponse:
    """A return as a workbook, of its frozen data."""
    row = _return(request, slug, pk)
    return deliver(request, row, exports.workbook_of(row), "xlsx", XLSX)


@require_safe
def report_csv(request: Request, slug: str, pk: UUID) -> FileResponse:
    """One table of a return as CSV, of its frozen data: the first, or number `?ark=`."""
    row = _return(request, slug, pk)
    number = request.GET.get("ark", "1")
    try:
        part, content = exports.csv_of(row, int(number) if number in DIGITS else 0)
    except IndexError as error:
        raise Http404 from error
    return deliver(request, row, content, "csv", "text/csv; charset=utf-8", part)


def _return(request: Request, slug: str, pk: UUID) -> Report:
    """A report of the plan that the person may see and that has tables. Raises Http404 for a
    note."""
    row = find(request, "reporting.view_reports", slug, pk, whole=True)
    if row.is_note:
        raise Http404
    return row


def deliver(
    request: Request, row: Report, content: bytes, extension: str, content_type: str, part: str = ""
) -> FileResponse:
    """A file of a report to the person who asked, on record. `part`: what it is called where it
    is not the whole."""
    user: User = request.user
    Download.objects.create(report=row, by=user, at=clock.now(), form=extension)
    audit.info("report.downloaded report=%s user=%s form=%s", row.pk, request.user.pk, extension)
    name = row.filename(extension)
    if part:
        name = f"{name.removesuffix(f'.{extension}')}, {part.lower()}.{extension}"
    return as_attachment(content, name, content_type)
