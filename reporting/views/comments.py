"""Write what the period's note shall say: one page, one button, and each text saved when you
leave it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.models import User
from activities.at import plan_at
from activities.models import LightOverride, PeriodLock, Plan
from core import clock
from core.danish import clock_time, day, quantity
from core.periods import Period
from core.versioned import NotAllowedNow
from reporting.actions.order import newest_edition
from reporting.actions.texts import why_not_write
from reporting.comments import AreaSheet, Conflicts, Sheet, Subject, Theirs, save_sheet, sheet
from reporting.forms import CommentsForm
from reporting.models import ReportKind


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: Request, slug: str, period: str) -> HttpResponse:
    plan = plan_at(request, slug, "activities.comment")
    chosen = _period(plan, period)
    if chosen.start > clock.today():
        messages.info(
            request, f"{chosen.label} er ikke begyndt. Du kan skrive fra {day(chosen.start)}."
        )
        return redirect("report-list", slug=slug)
    closed = why_not_write(plan, chosen, request.user)
    form = CommentsForm(
        _sheet(request, plan, chosen),
        request.POST or None,
        save_url=lambda key: _save_url(request, key),
        is_closed=bool(closed),
    )
    if request.method != "POST":
        return _page(request, plan, chosen, form)
    if closed:
        return _refused(request, plan, chosen, form, closed)
    if request.htmx:  # type: ignore[attr-defined]
        return _save_one(request, plan, chosen, form)
    return _save_all(request, plan, chosen, form)


def _period(plan: Plan, code: str) -> Period:
    """One of the plan's reporting periods. Raises Http404."""
    try:
        period = Period.parse(code)
    except ValueError as error:
        raise Http404 from error
    if (
        period.kind != plan.reporting_period
        or period.end < plan.starts_on
        or period.start > plan.ends_on
    ):
        raise Http404
    return period


def _sheet(request: Request, plan: Plan, period: Period) -> Sheet:
    return sheet(
        plan,
        period,
        min(clock.today(), plan.last_day_of(period)),
        also=request.GET.get("kriterium"),
    )


def _save_url(request: Request, key: str) -> str:
    words = request.GET.copy()
    words["felt"] = key
    return f"{request.path}?{words.urlencode()}"


def _refused(
    request: Request, plan: Plan, period: Period, form: CommentsForm, why: str
) -> HttpResponse:
    """It is not this person's turn: nothing is written, and what was typed stays in their
    browser."""
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "reporting/comment_saved.html", {"error": why})
    messages.error(request, why)
    return _page(request, plan, period, form, status=409)


def _save_all(request: Request, plan: Plan, period: Period, form: CommentsForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, plan, period, form, status=422)
    try:
        save_sheet(plan, period, form.new_texts, form.new_lights, by=request.user)
    except Conflicts as conflicts:
        return _page(request, plan, period, form, conflicts=conflicts, status=409)
    except NotAllowedNow as error:
        return _refused(request, plan, period, form, str(error))
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, plan, period, form, status=422)
    messages.success(request, f"Teksterne er gemt kl. {clock_time(clock.now())}.")
    return redirect(request.get_full_path())


def _save_one(request: Request, plan: Plan, period: Period, form: CommentsForm) -> HttpResponse:
    """Save the one text that was left (`?felt=`) and answer with its line below: saved, or what
    is wrong."""
    key = request.GET.get("felt", "")
    subject = next((s for s in form.sheet.subjects if s.key == key), None)
    if subject is None:
        raise Http404
    is_valid = form.is_valid()
    context: dict[str, Any] = {"key": key, "version": subject.version, "read": subject.text}
    if errors := form.errors.get(f"tekst-{key}"):
        return render(request, "reporting/comment_saved.html", context | {"error": errors[0]})
    new = form.new_text(subject)
    try:
        save_sheet(plan, period, [new] if new else [], [], by=request.user)
    except Conflicts as conflicts:
        theirs = conflicts.texts[key]
        context |= {"theirs": theirs, "who": _who(theirs, request.user)}
        return render(request, "reporting/comment_saved.html", context)
    except (NotAllowedNow, ValidationError) as error:
        said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        return render(request, "reporting/comment_saved.html", context | {"error": said})
    now = next((s for s in _sheet(request, plan, period).subjects if s.key == key), None)
    context |= {"version": now.version if now else 0, "read": now.text if now else ""}
    response = render(request, "reporting/comment_saved.html", context | {"saved_at": clock.now()})
    if is_valid and not form.new_lights and all(text.subject.key == key for text in form.new_texts):
        response["HX-Trigger"] = "draft-saved"  # the browser's copy of the form is no longer needed
    return response


@dataclass(frozen=True)
class TextBlock:
    """A text of the page as the template draws it: fields, what stands by others, address of its
    own save."""

    subject: Subject
    text: BoundField
    read: BoundField
    version: Any
    theirs: Theirs | None
    who: str

    @property
    def is_open(self) -> bool:
        """Whether the field of a sentence is shown: somebody else wrote, something is wrong, or
        it is to be read."""
        sentence = self.subject.sentence
        return bool(self.theirs or self.text.errors or (sentence and sentence.is_stale))


@dataclass(frozen=True)
class AreaBlock:
    sheet: AreaSheet
    text: TextBlock
    sentences: list[TextBlock]
    criteria: list[TextBlock]
    milestones: list[TextBlock]
    light: BoundField
    reason: BoundField
    hidden: list[BoundField]
    override_pk: int
    theirs: LightOverride | None
    who: str

    @property
    def is_open(self) -> bool:
        """Whether the light's fields are shown: somebody changed it, or something is wrong with
        it."""
        return bool(self.light.value() or self.reason.errors or self.theirs)


def _page(
    request: Request,
    plan: Plan,
    period: Period,
    form: CommentsForm,
    *,
    conflicts: Conflicts | None = None,
    status: int = 200,
) -> HttpResponse:
    found, conflicts, user = form.sheet, conflicts or Conflicts(), request.user
    context = {
        "plan": plan,
        "nav": "reports",
        "period": period,
        "title": _title(found, period),
        "form": form,
        "closed": why_not_write(plan, period, user),
        "whole": _text_block(user, form, found.whole, conflicts),
        "sentences": [_text_block(user, form, subject, conflicts) for subject in found.sentences],
        "areas": [_area_block(user, form, area, conflicts) for area in found.areas],
        "conflicts": conflicts,
        "is_closed": PeriodLock.objects.filter(
            plan=plan, period=period, reopened_at__isnull=True
        ).exists(),
        "note": newest_edition(plan, ReportKind.STATUS_NOTE, period),
        "back": f"{reverse('report-list', args=[plan.slug])}?periode={period.code}",
    }
    return render(request, "reporting/comments.html", context, status=status)


def _title(found: Sheet, period: Period) -> str:
    if found.stale:
        count = quantity(len(found.stale), "sætning", "sætninger")
        return f"{count} passer ikke længere til tallene for {period.short_label}"
    if not found.behind:
        return f"Intet er bagud i {period.short_label}"
    if not found.unexplained:
        return f"Alt, der er bagud, er forklaret for {period.short_label}"
    missing = quantity(found.unexplained, "kriterium", "kriterier")
    return f"{missing} bagud mangler en forklaring for {period.short_label}"


def _who(theirs: Theirs | LightOverride | None, user: User) -> str:
    """Who came first: "Birgit Damgaard har", or "Du har selv" in another window."""
    if theirs is None:
        return ""
    if theirs.by is None:
        return "En anden har"
    return "Du har selv" if theirs.by.pk == user.pk else f"{theirs.by.name} har"


def _text_block(
    user: User, form: CommentsForm, subject: Subject, conflicts: Conflicts
) -> TextBlock:
    key, theirs = subject.key, conflicts.texts.get(subject.key)
    return TextBlock(
        subject=subject,
        text=form[f"tekst-{key}"],
        read=form[f"laest-{key}"],
        # Saving again after seeing the other's text is an informed choice: the form carries the new
        # version.
        version=theirs.lock_version if theirs else form[f"version-{key}"].value(),
        theirs=theirs,
        who=_who(theirs, user),
    )


def _area_block(user: User, form: CommentsForm, area: AreaSheet, conflicts: Conflicts) -> AreaBlock:
    pk, theirs = area.area.pk, conflicts.lights.get(area.area.pk)
    return AreaBlock(
        sheet=area,
        text=_text_block(user, form, area.subject, conflicts),
        sentences=[_text_block(user, form, subject, conflicts) for subject in area.sentences],
        criteria=[_text_block(user, form, subject, conflicts) for subject in area.criteria],
        milestones=[_text_block(user, form, subject, conflicts) for subject in area.milestones],
        light=form[f"lys-{pk}"],
        reason=form[f"grund-{pk}"],
        hidden=[form[f"laestlys-{pk}"], form[f"laestgrund-{pk}"]],
        override_pk=theirs.pk if theirs else form[f"lysnr-{pk}"].value(),
        theirs=theirs,
        who=_who(theirs, user),
    )
