"""Calling a meeting, and the papers that are sent."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from activities.models import Plan
from core import stored
from core.bound import Changed, ShownForm
from core.downloads import as_attachment
from core.versioned import NotAllowedNow
from governance.meetings.meetings.views import (
    find,
    serve,
    up,
    url,
)
from governance.meetings.papers import actions
from governance.meetings.papers import document as papers
from governance.meetings.papers.recipients import recipients, untold
from governance.meetings.papers.rules import paper_lines
from governance.models import Meeting, MeetingPaper, PaperKind
from governance.views import bound_page, one_click

CALLED = "Dagsordenen er frosset. Når filen er klar, får medlemmerne en mail med et link."
REPLACED = "Den udgave er erstattet af en nyere. Den står her."
LATER = "Dagsordenen er sendt til dem, der er kommet til."


@require_http_methods(["GET", "POST"])
def call(request: Request, slug: str, pk: int) -> HttpResponse:
    """What will be sent and to whom; posted, it is sent."""
    plan, meeting = serve(request, slug, pk)
    if request.method == "POST":
        try:
            called = actions.call(meeting, shown=request.POST.get("shown", ""), by=request.user)
        except Changed as changed:
            form = ShownForm(request.POST)
            return bound_page(
                request, plan, changed, form, back=url(plan, meeting), up=up(plan), verb="Indkald"
            )
        except NotAllowedNow as refused:
            messages.error(request, str(refused))
            return redirect(url(plan, meeting))
        messages.success(request, CALLED if called.is_open else LATER)
        return redirect(url(plan, meeting))
    paper = papers.build(meeting, PaperKind.AGENDA)
    sent = papers.newest(meeting, PaperKind.AGENDA)
    is_sent = actions.sent_as_it_stands(meeting, paper) is not None
    context = {
        "plan": plan,
        "nav": "steering",
        "meeting": meeting,
        "paper": paper,
        "revision": sent.revision + 1 if sent else 1,
        "is_sent": is_sent,
        "recipients": untold(meeting) if is_sent else recipients(meeting),
        "back": url(plan, meeting),
        "up": up(plan),
    }
    return render(request, "governance/meetings/meeting_call.html", context)


@require_safe
def paper_job(request: Request, slug: str, pk: int, paper: UUID) -> HttpResponse:
    """How far a paper is: a piece of the meeting's page, asked for by htmx while it is being
    made."""
    plan, meeting, row = _paper(request, slug, pk, paper)
    if row is None or not request.htmx:  # type: ignore[attr-defined]
        return redirect(url(plan, meeting))
    if request.GET.get("set") == row.seen:
        return HttpResponse(status=204)
    serves = request.user.has_perm("governance.serve", meeting)
    line = next(line for line in paper_lines(meeting, serves=serves) if line.row.pk == row.pk)
    context = {"plan": plan, "meeting": meeting, "line": line, "serves": serves}
    return render(request, "governance/meetings/_paper.html", context)


@require_safe
def paper(request: Request, slug: str, pk: int, paper: UUID) -> HttpResponse | FileResponse:
    """The PDF, proved against what was signed for. Asked again at every download: may this
    person have it?"""
    plan, meeting, row = _paper(request, slug, pk, paper)
    if row is None:
        messages.info(request, REPLACED)
        return redirect(url(plan, meeting))
    if not row.is_done:
        raise Http404
    try:
        content = stored.read(row)
    except stored.BrokenFile:
        serves = request.user.has_perm("governance.serve", meeting)
        context = {
            "plan": plan,
            "nav": "steering",
            "back": url(plan, meeting),
            "title": str(row),
            "paper": row,
        }
        return render(
            request,
            "governance/meetings/broken.html",
            context | {"serves": serves, "meeting": meeting},
            status=409,
        )
    return as_attachment(content, papers.read(row.snapshot).filename(), "application/pdf")


@require_POST
def paper_retry(request: Request, slug: str, pk: int, paper: UUID) -> HttpResponse:
    plan, meeting = serve(request, slug, pk)
    row = get_object_or_404(meeting.papers, pk=paper)

    def act() -> str:
        return (
            "Filen dannes igen."
            if actions.retry(row)
            else "Filen er allerede dannet. Hent den herunder."
        )

    return one_click(request, url(plan, meeting), act)


def _paper(
    request: Request, slug: str, pk: int, paper: UUID
) -> tuple[Plan, Meeting, MeetingPaper | None]:
    """The paper in the address; None for an edition that was replaced, for those who read the
    newest alone."""
    plan, meeting = find(request, slug, pk)
    row = get_object_or_404(meeting.papers, pk=paper)
    serves = request.user.has_perm("governance.serve", meeting)
    return (
        plan,
        meeting,
        row if papers.readable(meeting, serves=serves).filter(pk=paper).exists() else None,
    )
