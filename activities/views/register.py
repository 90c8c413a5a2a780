"""Logging one thing: choose a criterion, write the number, see where it leaves you."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from activities import actions, presenting
from activities.at import plan_at
from activities.forms import QuickLogForm
from activities.forms.registration import OTHER
from activities.models import Estate, Measure, Plan, Registration, SuccessCriterion
from activities.progress.compare import figure_without
from activities.progress.figures import Figure
from activities.progress.read import criterion_figure
from activities.progress.sentences import chart_message
from activities.queries import (
    estates_of,
    find_criterion,
    last_estate,
    open_criteria,
    recent_criteria,
    registrations_of,
    rounds_of,
)
from activities.questions import Question, question
from activities.rounds.actions import register_in_new
from activities.views.common import said_with_undo
from core import clock
from core.danish import clock_time, long_day, quantity
from core.forms import add_errors
from core.lights import Light
from core.periods import Period
from core.reading import read_whole
from core.versioned import NotAllowedNow

PREFILL = ("value", "base", "round", "estate", "on", "new", "volunteers", "note")
LOG_RESULT = "log-result"


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Request, slug: str) -> HttpResponse:
    """GET: choose a criterion, or the form of ?kriterium=. POST: one registration on
    `criterion`."""
    plan = plan_at(request, slug, "activities.work_in_plan")
    code = request.POST.get("criterion") or request.GET.get("kriterium") or ""
    if not code and request.method != "POST":
        return pick(request, plan)
    criterion = find_criterion(request.user, plan, code)
    if criterion is None:
        if request.method != "POST":
            raise Http404
        return pick(request, plan, error="Det kriterium findes ikke i planen. Vælg et af dem her.")
    given = {
        "criterion": criterion,
        "estates": estates_of(criterion.activity),
        "rounds": rounds_of(criterion),
    }
    if request.method == "POST":
        form = QuickLogForm(request.POST, **given)
        return _save(request, plan, criterion, form)
    form = QuickLogForm(initial=_initial(request, criterion), **given)
    return _form_page(request, plan, form)


def _initial(request: Request, criterion: SuccessCriterion) -> dict[str, Any]:
    """Today and the estate used last; the address may fill in more (a number to log again)."""
    given = {name: request.GET[name] for name in PREFILL if name in request.GET}
    initial: dict[str, Any] = {
        "when": OTHER if "on" in given else clock.today().isoformat(),
        **given,
    }
    if "estate" not in given:
        estate = last_estate(request.user, criterion)
        initial["estate"] = estate.code if estate else ""
    return initial


def _save(
    request: Request, plan: Plan, criterion: SuccessCriterion, form: QuickLogForm
) -> HttpResponse:
    inline = is_inline(request)
    if form.is_valid() and (asked := _question(criterion, form)):
        return _ask(request, plan, form, asked, inline=inline)
    row = _register(request, criterion, form) if form.is_valid() else None
    if row is None:
        if inline:
            return render(request, "activities/_log_errors.html", {"plan": plan, "form": form})
        return _form_page(request, plan, form, status=422)
    if inline:
        return saved_inline(request, plan, row)
    if (
        row.is_voided
    ):  # sent again after it was undone: the receipt says so, and offers to bring it back
        return redirect("registration-saved", plan.slug, row.pk)
    text = f"{presenting.amount(row)} gemt kl. {clock_time(localtime(row.created_at))}"
    said_with_undo(request, text, reverse("registration-void", args=[plan.slug, row.pk]))
    return redirect("registration-saved", plan.slug, row.pk)


def _register(
    request: Request, criterion: SuccessCriterion, form: QuickLogForm
) -> Registration | None:
    """The new row, perhaps with the måling it begins; None with the reasons in `form`."""
    try:
        if form.new_round:
            figures = {n: value for n, value in form.figures().items() if n != "round"}
            return register_in_new(
                criterion, form.new_round, source=form.one_time_source, by=request.user, **figures
            )
        return actions.register(
            criterion, source=form.one_time_source, by=request.user, **form.figures()
        )
    except (ValidationError, NotAllowedNow) as error:
        add_errors(form, error, field="on")
        return None


def _question(criterion: SuccessCriterion, form: QuickLogForm) -> Question | None:
    """What is asked before it is saved; None where nothing is, or it was answered."""
    if form.cleaned_data["sure"]:
        return None
    data = form.figures()
    value = data["value"]
    counted = (data.get("new") or 0) if criterion.counts_each_once else value
    return question(criterion, on=data["on"], value=value, counted=counted, as_of=clock.today())


def _ask(
    request: Request, plan: Plan, form: QuickLogForm, asked: Question, *, inline: bool
) -> HttpResponse:
    """The form with the question above its button; on another page the question alone."""
    if not inline:
        return _form_page(request, plan, form, asked=asked)
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "sure")
        for value in values
    ]
    context = {"plan": plan, "asked": asked, "typed": typed}
    return render(request, "activities/_log_doubt.html", context)


def _form_page(
    request: Request,
    plan: Plan,
    form: QuickLogForm,
    status: int = 200,
    asked: Question | None = None,
) -> HttpResponse:
    criterion = form.criterion
    context = {
        "plan": plan,
        "nav": "register",
        "form": form,
        "criterion": criterion,
        "activity": criterion.activity,
        "area": criterion.activity.focus_area.band,
        "live_noun": _live_noun(criterion),
        "save_label": _save_label(criterion, form),
        "more_is_open": _more_is_open(form),
        "asked": asked,
    }
    return render(request, "activities/register.html", context, status=status)


def _live_noun(criterion: SuccessCriterion) -> tuple[str, str] | None:
    """The noun of the button that counts along: "Gem 14 familier"; a percent has none."""
    match criterion.measure:
        case Measure.PERCENT:
            return None
        case Measure.AVERAGE:
            return "fremmødt", "fremmødte"
    return criterion.noun_singular, criterion.noun


def _save_label(criterion: SuccessCriterion, form: QuickLogForm) -> str:
    noun = _live_noun(criterion)
    try:
        count = read_whole(str(form["value"].value() or ""))
    except ValueError:
        return "Gem"
    return f"Gem {quantity(count, *noun)}" if noun else "Gem"


def _more_is_open(form: QuickLogForm) -> bool:
    """Whether the optional part holds something to see: what was written there, or what is wrong
    there."""
    optional = [form[name] for name in ("volunteers", "breakdown", "note") if name in form.fields]
    return any(field.errors for field in optional) or any(
        field.value() for field in optional if field.name != "breakdown"
    )


# Choosing a criterion


@dataclass(frozen=True)
class Group:
    """An activity and its criteria that may be logged on."""

    code: str
    name: str
    area: int
    criteria: tuple[SuccessCriterion, ...]


def pick(request: Request, plan: Plan, error: str = "") -> HttpResponse:
    """The page where a criterion is chosen; what was typed with a wrong one travels along."""
    search = request.GET.get("q", "").strip()[:80]
    criteria = list(open_criteria(request.user, plan))
    found = [c for c in criteria if _matches(c, search)] if search else criteria
    groups = [
        Group(activity.code, activity.name, activity.focus_area.band, tuple(rows))
        for activity, rows in groupby(found, key=lambda c: c.activity)
    ]
    typed = {name: request.POST[name] for name in PREFILL if request.POST.get(name)}
    context = {
        "plan": plan,
        "nav": "register",
        "recent": [] if search else recent_criteria(request.user, plan, criteria),
        "groups": groups,
        "search": search,
        "has_criteria": bool(criteria),
        "is_without_criteria": not criteria
        and not SuccessCriterion.objects.filter(activity__plan=plan).exists(),
        "carried": f"&{urlencode(typed)}" if typed else "",
        "error": error,
    }
    return render(request, "activities/pick.html", context, status=422 if error else 200)


def _matches(criterion: SuccessCriterion, search: str) -> bool:
    text = (
        f"{criterion.code} {criterion.name} {criterion.text} {criterion.activity.name}".casefold()
    )
    return all(word in text for word in search.casefold().split())


# What it led to


@require_safe
def saved(request: Request, slug: str, pk: int) -> HttpResponse:
    """The receipt: the number, where it leaves the criterion, and what is near at hand."""
    plan = plan_at(request, slug, "activities.view_registrations")
    row = get_object_or_404(registrations_of(plan), pk=pk)
    row.plan = row.criterion.activity.plan = plan
    context = {
        "plan": plan,
        "nav": "register",
        **_receipt(request, row),
        "suggestions": _suggestions(request, row),
    }
    return render(request, "activities/saved.html", context)


def saved_inline(request: Request, plan: Plan, row: Registration) -> HttpResponse:
    """The same in short, for a page that logs without leaving it (hx-target="#log-result")."""
    context = {
        "plan": plan,
        "fresh_key": QuickLogForm.fresh_key(),
        "home_url": plan.get_absolute_url(),
        **_receipt(request, row),
    }
    return render(request, "activities/_saved_inline.html", context)


def is_inline(request: Request) -> bool:
    """Whether another page asks for the short answer, to be put into its #log-result."""
    return bool(request.htmx) and request.htmx.target == LOG_RESULT  # type: ignore[attr-defined]


def _receipt(request: Request, row: Registration) -> dict[str, Any]:
    figure = _figure(row)
    before = figure_without(figure, row)
    return {
        "row": row,
        "criterion": row.criterion,
        "figure": figure,
        "figure_title": _figure_title(figure),
        "chart_title": chart_message(figure),
        "on_track": Light.ON_TRACK,
        "noun": presenting.noun_of(row),
        "amount": presenting.amount(row),
        "where": presenting.where_and_when(row),
        "before": before if _changed(before, figure) else None,
        "may_amend": request.user.has_perm("activities.amend", row),
    }


def _figure(row: Registration) -> Figure:
    """The figure the registration counts in: today's, or for an earlier target the one at its
    year's end."""
    figure = criterion_figure(row.criterion, clock.today())
    if figure.period and row.on < figure.period.start:
        return criterion_figure(row.criterion, Period.year(row.on.year).end)
    return figure


def _figure_title(figure: Figure) -> str:
    return (
        "Så langt er I nu"
        if figure.as_of == clock.today()
        else f"Så langt var I den {long_day(figure.as_of)}"
    )


def _changed(before: Figure, after: Figure) -> bool:
    return before.of_text != after.of_text or before.light is not after.light


@dataclass(frozen=True)
class Suggestion:
    label: str
    url: str


def _suggestions(request: Request, row: Registration) -> list[Suggestion]:
    """What one often logs next: the next step of the ladder, and the same in the other estate."""
    address = reverse("register", args=[row.plan.slug])
    same_day = {} if row.on == clock.today() else {"on": row.on.isoformat()}
    here = {"estate": row.estate.code if row.estate else ""}
    ladder = list(
        SuccessCriterion.objects.filter(activity=row.criterion.activity_id).order_by(
            "level", "position", "pk"
        )
    )
    later = [c for c in ladder if (c.level, c.position, c.pk) > _place(row.criterion)]
    found = [
        Suggestion(c.name, f"{address}?{urlencode({'kriterium': c.code, **here, **same_day})}")
        for c in later[:1]
    ]
    for estate in _other_estates(row):
        query = urlencode({"kriterium": row.criterion.code, "estate": estate.code, **same_day})
        found.append(Suggestion(f"Samme kriterium, {estate.name}", f"{address}?{query}"))
    return found


def _place(criterion: SuccessCriterion) -> tuple[int, int, int]:
    return criterion.level, criterion.position, criterion.pk


def _other_estates(row: Registration) -> list[Estate]:
    return (
        [e for e in estates_of(row.criterion.activity) if e != row.estate][:2] if row.estate else []
    )
