"""What a meeting decided: written down by who serves it, and sent."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from core.bound import Changed
from core.forms import add_errors
from core.versioned import NotAllowedNow
from governance.meetings.meetings.views import serve, up, url
from governance.meetings.minutes import actions
from governance.meetings.minutes.forms import MinutesForm, SendMinutesForm
from governance.meetings.papers import document as papers
from governance.meetings.papers.recipients import recipients
from governance.models import PaperKind, Seat
from governance.views import bound_page, form_page

DECIDE = "governance.record_decisions"
SENT = "Referatet er frosset. Når filen er klar, får medlemmerne en mail med et link."


@require_http_methods(["GET", "POST"])
def write(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, meeting = serve(request, slug, pk, DECIDE)
    try:
        actions.require_held(meeting)
    except NotAllowedNow as refused:
        messages.error(request, str(refused))
        return redirect(url(plan, meeting))
    seats = (
        Seat.objects.in_force(meeting.on)
        .filter(forum=meeting.forum)
        .values_list("function", flat=True)
    )
    form = MinutesForm(meeting, seats, request.POST or None)

    def save(form: MinutesForm) -> None:
        actions.write(
            meeting,
            present=form.present,
            records=form.records,
            by=request.user,
            expected_version=form.expected_version,
        )

    return form_page(
        request, plan, form, title="Skriv referatet", lead=str(meeting), back=url(plan, meeting),
        up=up(plan),
        save=save, said="Referatet er gemt. Send det, når det er færdigt.",
        template="governance/meetings/minutes.html",
        meeting=meeting,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def send(request: Request, slug: str, pk: int) -> HttpResponse:
    """What will be sent and to whom, and what is missing first; posted, it is sent."""
    plan, meeting = serve(request, slug, pk, DECIDE)
    form = SendMinutesForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                actions.send(meeting, **form.cleaned_data, by=request.user)
                messages.success(request, SENT)
                return redirect(url(plan, meeting))
        except Changed as changed:
            return bound_page(
                request, plan, changed, form, back=url(plan, meeting), up=up(plan),
                verb="Send referatet"
            )  # fmt: skip
        except NotAllowedNow as refused:
            status = 409
            add_errors(form, refused)
        except ValidationError as refused:
            add_errors(form, refused)
    sent = papers.newest(meeting, PaperKind.MINUTES)
    context = {
        "plan": plan,
        "nav": "steering",
        "meeting": meeting,
        "form": form,
        "paper": papers.build(meeting, PaperKind.MINUTES),
        "missing": actions.missing_of(meeting),
        "revision": sent.revision + 1 if sent else 1,
        "recipients": recipients(meeting),
        "back": url(plan, meeting),
        "up": up(plan),
    }
    return render(request, "governance/meetings/minutes_send.html", context, status=status)
