"""Mails and reminders of a plan: what will be sent, in which words, and what was."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan
from core import clock, outbox
from core.danish import quantity
from core.forms import add_errors, stale_response
from core.health import worker_is_alive
from core.versioned import StaleObject
from reminders import opening
from reminders.coming import (
    Line,
    coming,
    groups_without_meetings,
    later_meetings,
    next_line,
)
from reminders.forms import LetterForm
from reminders.occasion import Standing
from reminders.page import (
    SentRow,
    kind_row,
    kinds,
    messages_of,
    sent,
    versions,
)
from reminders.standing import standings
from reporting.emails.kinds import KINDS
from reporting.models import LetterText

PERMISSION = "reporting.set_letters"


@require_safe
def letters(request: Request, slug: str) -> HttpResponse:
    plan = plan_at(request, slug, PERMISSION)
    today = clock.today()
    standing = _standing(plan, today)
    groups, log = coming(standing, today), sent(plan)
    title, lead = _headline(next_line(groups), log)
    context = {
        "plan": plan,
        "nav": "reports",
        "title": title,
        "lead": lead,
        "coming": groups,
        "later": later_meetings(standing, today),
        "without_meetings": groups_without_meetings(standing),
        "has_meetings": bool(standing.meetings),
        "may_make_forum": request.user.has_perm("accounts.administer", plan),
        "kinds": kinds(standing, today),
        "sent": log,
        "worker_is_alive": worker_is_alive(),
    }
    return render(request, "reminders/letters.html", context)


def _standing(plan: Plan, today: date) -> Standing:
    return standings([plan], today)[0]


def _headline(line: Line | None, log: list[SentRow]) -> tuple[str, str]:
    """The message of the page: what could not be sent, else what is sent next."""
    if failed := sum(row.message.is_failed for row in log):
        title = f"{quantity(failed, 'mail', 'mails')} kunne ikke sendes"
        return title, "Se hvorfor under »Seneste mails«, og prøv igen."
    if line is None:
        return (
            "Ingen påmindelser er på vej",
            "De kommer af sig selv, når der er noget at minde om.",
        )
    when = f"{line.when[:1].lower()}{line.when[1:]}"
    return f"Næste påmindelse sendes {when}", f"»{line.name}« går til {line.to}."


@require_http_methods(["GET", "HEAD", "POST"])
def letter_edit(request: Request, slug: str, kind: str) -> HttpResponse:
    plan = plan_at(request, slug, PERMISSION)
    if kind not in KINDS:
        raise Http404
    row = LetterText.objects.filter(plan=plan, kind=kind).first()
    own, version = (row.text, row.lock_version) if row else ("", 0)
    form = LetterForm(
        request.POST or None, lock_version=version, initial={"text": own or KINDS[kind].opening}
    )
    if request.method != "POST":
        return _edit_page(request, plan, kind, form, own)
    if not form.is_valid():
        return _edit_page(request, plan, kind, form, own, status=422)
    text = form.cleaned_data["text"]
    if "preview" in request.POST:
        return _edit_page(request, plan, kind, form, text)
    try:
        opening.write_opening(
            plan, kind, text=text, expected_version=form.expected_version, by=request.user
        )
    except StaleObject as stale:
        return stale_response(request, stale, form)
    except ValidationError as error:
        add_errors(form, error)
        return _edit_page(request, plan, kind, form, own, status=422)
    messages.success(request, f"Ordene i »{KINDS[kind].name}« er gemt.")
    return redirect(f"{reverse('letters', args=[plan.slug])}#mail-{kind}")


def _edit_page(
    request: Request, plan: Plan, kind: str, form: LetterForm, own: str, *, status: int = 200
) -> HttpResponse:
    """The page of one kind; the mail below is set with `own` as its opening."""
    today = clock.today()
    context: dict[str, Any] = {
        "plan": plan,
        "nav": "reports",
        "form": form,
        "row": kind_row(_standing(plan, today), kind, own, today),
        "is_tried": "preview" in request.POST,
        "versions": versions(plan, kind),
    }
    return render(request, "reminders/letter_edit.html", context, status=status)


@require_POST
def letter_retry(request: Request, slug: str, pk: UUID) -> HttpResponse:
    plan = plan_at(request, slug, PERMISSION)
    message = get_object_or_404(messages_of(plan), pk=pk)
    if outbox.retry(message):
        messages.success(request, f"Mailen til {message.to.name} sendes nu.")
    else:
        messages.info(request, "Mailen er allerede sendt eller på vej.")
    return redirect(f"{reverse('letters', args=[plan.slug])}#sendt")
