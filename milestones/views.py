"""The milestone board, and the doors to a milestone's acts.

A card opens where it stands when the browser has script; without it the same form is a page of its
own.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan
from activities.progress.figures import Figure
from activities.progress.read import plan_progress
from core import access, clock
from core.acts import attempt
from core.danish import day
from core.forms import add_errors, stale_response
from core.history import lines_of
from core.periods import Period
from core.reading import read_key
from core.redirects import back_to
from core.versioned import NotAllowedNow, StaleObject
from milestones import actions, moves
from milestones.board import Card, board_of, card_of
from milestones.forms import DecideForm, MoveForm, ProgressForm, ReasonForm
from milestones.models import Milestone, Status
from milestones.progress.read import milestone_plan
from milestones.queries import reach_of

TAKEN = "En anden har rettet milepælen i mellemtiden. Se, hvordan den står nu, og prøv igen."


@require_safe
def board(request: Request, slug: str) -> HttpResponse:
    """The plan's milestones of a year, a column for each reporting period."""
    plan = plan_at(request, slug, "milestones.view")
    today = clock.today()
    milestones = milestone_plan(plan, today, _year(request, plan), _figures(plan))
    person = reach_of(request.user, plan)
    context = {
        "plan": plan,
        "nav": "milestones",
        "board": board_of(milestones, person, request.GET.get("vis", "")),
        "may_write": person.may_write,
        "grace_days": plan.limits_on(today).milestone_grace_days,
    }
    return render(request, "milestones/board.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: Request, slug: str, code: str) -> HttpResponse:
    """How a milestone goes: status, dates, evidence, remark."""
    milestone = _milestone(request, slug, code, "milestones.update")
    if request.method == "GET" and request.htmx and "luk" in request.GET:  # type: ignore[attr-defined]
        return render(
            request,
            "milestones/_card.html",
            {"plan": milestone.plan, "card": _card(request, milestone)},
        )
    if milestone.status == Status.DROPPED and request.method == "GET":
        return take_up(request, slug, code)
    form = ProgressForm(milestone, request.POST or None, auto_id=_ids(milestone))

    def save() -> str:
        fields = {
            name: form.cleaned_data[name]
            for name in (
                "status", "reached_on", "agreed_on", "short_reason", "evidence", "comment",
            )
        }  # fmt: skip
        actions.update(milestone, expected_version=form.expected_version, by=request.user, **fields)
        return f"»{milestone.name}« er gemt som {Status(milestone.status).label.lower()}."

    return _form_page(request, milestone, form, "progress", save)


@require_http_methods(["GET", "POST"])
def move(request: Request, slug: str, code: str) -> HttpResponse:
    """To another period, with the reason."""
    milestone = _milestone(request, slug, code, "milestones.move")
    form = MoveForm(milestone, request.POST or None, auto_id=_ids(milestone))

    def save() -> str:
        to, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
        moves.move(
            milestone, to=to, reason=reason, expected_version=form.expected_version, by=request.user
        )
        return f"»{milestone.name}« er foreslået flyttet til {to.label}. Styregruppen beslutter."

    return _form_page(request, milestone, form, "move", save)


@require_http_methods(["GET", "POST"])
def decide(request: Request, slug: str, code: str) -> HttpResponse:
    """What the styregruppe decided of a proposed move: it moves, or it stays."""
    milestone = _milestone(request, slug, code, "milestones.decide")
    form = DecideForm(milestone, request.POST or None, auto_id=_ids(milestone))

    def save() -> str:
        version = form.expected_version
        if "afvist" in request.POST:
            moves.refuse_move(milestone, expected_version=version, by=request.user)
            return f"»{milestone.name}« bliver i {milestone.period.label}."
        on = form.cleaned_data["on"]
        moves.decide_move(milestone, on=on, expected_version=version, by=request.user)
        return f"»{milestone.name}« er flyttet til {milestone.period.label}."

    return _form_page(request, milestone, form, "decide", save)


@require_http_methods(["GET", "POST"])
def drop(request: Request, slug: str, code: str) -> HttpResponse:
    """No longer expected, with the reason."""
    milestone = _milestone(request, slug, code, "milestones.move")
    words = {
        "label": "Hvorfor bortfalder den?",
        "missing": actions.WHY_DROPPED,
        "becomes": Status.DROPPED,
    }
    form = ReasonForm(milestone, request.POST or None, auto_id=_ids(milestone), **words)

    def save() -> str:
        reason = form.cleaned_data["reason"]
        actions.drop(
            milestone, reason=reason, expected_version=form.expected_version, by=request.user
        )
        return f"»{milestone.name}« er bortfaldet."

    return _form_page(request, milestone, form, "drop", save)


@require_http_methods(["GET", "POST"])
def take_up(request: Request, slug: str, code: str) -> HttpResponse:
    """A dropped one is expected again, with the reason."""
    milestone = _milestone(request, slug, code, "milestones.move")
    words = {
        "label": "Hvorfor tager du den op igen?",
        "missing": actions.WHY_TAKEN_UP,
        "becomes": Status.NOT_STARTED,
    }
    form = ReasonForm(milestone, request.POST or None, auto_id=_ids(milestone), **words)

    def save() -> str:
        reason = form.cleaned_data["reason"]
        actions.take_up(
            milestone, reason=reason, expected_version=form.expected_version, by=request.user
        )
        return f"»{milestone.name}« er taget op igen."

    return _form_page(request, milestone, form, "take_up", save)


@require_POST
def reach(request: Request, slug: str, code: str) -> HttpResponse:
    """One click: reached today."""
    milestone = _milestone(request, slug, code, "milestones.update")

    def act() -> str:
        actions.reach(
            milestone, on=clock.today(), expected_version=_version(request.POST), by=request.user
        )
        return f"»{milestone.name}« er nået den {day(milestone.reached_on)}."  # type: ignore[arg-type]

    return _one_click(request, milestone, act, undo=True)


@require_POST
def undo(request: Request, slug: str, code: str) -> HttpResponse:
    """Take back the last act, as the message about it offers."""
    milestone = _milestone(request, slug, code, "milestones.update")
    if actions.needs_move_right(milestone) and not request.user.has_perm(
        "milestones.move", milestone
    ):
        raise PermissionDenied

    def act() -> str:
        actions.undo(milestone, expected_version=_version(request.GET), by=request.user)
        status = Status(milestone.status).label.lower()
        return f"Fortrudt. »{milestone.name}« er igen {status} i {milestone.period.label}."

    return _one_click(request, milestone, act)


@require_safe
def history(request: Request, slug: str, code: str) -> HttpResponse:
    """Who changed what, for those who work with the plan's data."""
    milestone = _milestone(request, slug, code, "milestones.view")
    access.require(request.user, "activities.view_registrations", milestone.plan)
    context = {
        "plan": milestone.plan,
        "nav": "milestones",
        "milestone": milestone,
        "lines": lines_of(milestone),
        "board_url": _board_url(milestone),
        "may_update": request.user.has_perm("milestones.update", milestone),
    }
    return render(request, "milestones/history.html", context)


def _milestone(request: Request, slug: str, code: str, permission: str) -> Milestone:
    """The plan's milestone with this code. Http404 unseen, PermissionDenied refused."""
    plan = plan_at(request, slug, "milestones.view")
    milestone = get_object_or_404(
        plan.milestones.select_related("activity", "criterion"), code=code
    )
    milestone.plan = plan
    access.require(request.user, permission, milestone)
    return milestone


def _form_page(
    request: Request, milestone: Milestone, form: Any, kind: str, save: Callable[[], str]
) -> HttpResponse:
    """Show the form in its card or as a page; save it, and say so with a way back."""
    status, stood_in = 200, milestone.period
    if request.method == "POST":
        try:
            if form.is_valid():
                return _done(request, milestone, save(), stood_in)
        except StaleObject as stale:
            return stale_response(request, stale, form)
        except (ValidationError, NotAllowedNow) as refused:
            add_errors(form, refused, field="on" if kind == "decide" else "reason")
        milestone.refresh_from_db()
        status = 422
    card = _card(request, milestone)
    context = {
        "plan": milestone.plan,
        "nav": "milestones",
        "milestone": milestone,
        "card": card,
        "form": form,
        "kind": kind,
        "inline": bool(request.htmx) and request.method == "GET",  # type: ignore[attr-defined]
        "board_url": _board_url(milestone),
        "may_move": request.user.has_perm("milestones.move", milestone),
        "may_decide": request.user.has_perm("milestones.decide", milestone),
    }
    template = "milestones/_open.html" if context["inline"] else "milestones/form.html"
    return render(request, template, context, status=status)


def _done(request: Request, milestone: Milestone, text: str, stood_in: Period) -> HttpResponse:
    """Back to the year one came from: what was moved to another shows there where it stood."""
    if request.user.has_perm("milestones.update", milestone):
        undo_url = reverse("milestone-undo", args=[milestone.plan.slug, milestone.code])
        undo = f"undo:{undo_url}?version={milestone.lock_version}"
        messages.success(request, text, extra_tags=undo)
    else:
        messages.success(request, text)
    return back_to(request, _board_url(milestone, stood_in))


def _one_click(
    request: Request, milestone: Milestone, act: Callable[[], str], *, undo: bool = False
) -> HttpResponse:
    """An act without a form: what is refused is said where the person came from."""
    text = attempt(request, act, taken=TAKEN)
    if text and undo:
        return _done(request, milestone, text, milestone.period)
    if text:
        messages.success(request, text)
    return back_to(request, _board_url(milestone))


def _board_url(milestone: Milestone, stood_in: Period | None = None) -> str:
    year = (stood_in or milestone.period).start.year
    left = f"-{stood_in}" if stood_in and milestone.period.start.year != year else ""
    url = reverse("milestone-board", args=[milestone.plan.slug])
    return f"{url}?aar={year}#m-{milestone.code}{left}"


def _card(request: Request, milestone: Milestone) -> Card:
    """The milestone's card as the board shows it."""
    plan = milestone.plan
    milestones = milestone_plan(plan, clock.today(), milestone.period.start.year, _figures(plan))
    person = reach_of(request.user, plan)
    return next(
        card_of(state, person, column)
        for column in milestones.columns
        for state in column.live
        if state.pk == milestone.pk
    )


def _figures(plan: Plan) -> Iterator[Figure]:
    """Read only when a milestone has a number to compare with."""
    yield from plan_progress(plan, clock.today()).figures


def _year(request: Request, plan: Plan) -> int | None:
    """The year asked for; None for one that is not the plan's or not a year."""
    year = read_key(request.GET.get("aar", ""))
    return year if year and plan.starts_on.year <= year <= plan.ends_on.year else None


def _version(data: Any) -> int | None:
    text = data.get("lock_version") or data.get("version") or ""
    return read_key(text)


def _ids(milestone: Milestone) -> str:
    """Several cards may stand open at once, so each has its own names for its fields."""
    return f"m-{milestone.code}-%s"
