"""Background figures of the estates, and how it goes with the plan's overall goal."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan
from core import access, clock
from governance import rows
from governance.background import actions, rules
from governance.background.as_of import background_of
from governance.background.forms import FigureForm, GoalForm
from governance.background.page import withheld
from governance.models import BackgroundFigure, GoalStatus
from governance.views import form_page, history_page, one_click, part_page


@require_safe
def background(request: Request, slug: str) -> HttpResponse:
    """The overall goal and how it goes, and each figure beside the city's, year by year."""
    plan = plan_at(request, slug, "governance.view")
    known = background_of(plan, clock.today())
    found, judged = rules.trends(known.figures), rules.goal(known.goal)
    statuses = list(plan.goal_statuses.select_related("by"))
    return part_page(
        request, plan, "governance/background/background.html",
        title=rules.headline(judged, found), goal=judged,
        trends=found, withheld=withheld(known.withheld),
        judgements=[(row, rules.STEP_LIGHTS[GoalStatus.Step(row.step)]) for row in statuses],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def add(request: Request, slug: str) -> HttpResponse:
    """A new figure; with ?tal= it goes on from the newest of that kind."""
    plan = plan_at(request, slug, "governance.write")
    like = (
        plan.background_figures.filter(indicator=request.GET.get("tal", ""))
        .order_by("-year", "-pk")
        .first()
    )
    form = FigureForm(plan, request.POST or None, like=like)

    def save(form: FigureForm) -> BackgroundFigure:
        return actions.write(form.instance, by=request.user)

    return form_page(
        request, plan, form, title="Nyt baggrundstal", back=_url(plan), up=_up(plan), save=save,
        said="Tallet er skrevet.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = _figure(request, slug, pk)
    form = FigureForm(plan, request.POST or None, instance=row)

    def save(form: FigureForm) -> BackgroundFigure:
        return actions.write(form.instance, by=request.user, expected_version=form.version)

    return form_page(
        request, plan, form, title="Ret baggrundstallet", back=_url(plan), up=_up(plan), save=save,
        said="Tallet er rettet.", remove_url=reverse("background-remove", args=[plan.slug, pk]),
        remove_verb="Slet tallet",
    )  # fmt: skip


@require_POST
def remove(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = _figure(request, slug, pk)

    def act() -> str:
        rows.remove(row, by=request.user, reason="Slettet")
        return "Tallet er slettet."

    return one_click(request, _url(plan), act)


@require_safe
def history(request: Request, slug: str, pk: int) -> HttpResponse:
    plan = plan_at(request, slug, "activities.view_registrations")
    row = get_object_or_404(plan.background_figures.select_related("estate"), pk=pk)
    return history_page(request, plan, row, back=_url(plan), up=_up(plan))


@require_http_methods(["GET", "POST"])
def goal_add(request: Request, slug: str) -> HttpResponse:
    """How it goes with the overall goal, judged anew: the earlier judgements stay."""
    plan = plan_at(request, slug, "governance.write")
    form = GoalForm(plan, request.POST or None, by=request.user)
    return form_page(
        request, plan, form, title="Vurder det overordnede mål", lead=plan.overall_goal,
        back=_url(plan),
        up=_up(plan), reason="Vurderet", said="Vurderingen er skrevet.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def goal_edit(request: Request, slug: str, pk: int) -> HttpResponse:
    plan = plan_at(request, slug, "governance.view")
    row = access.find(request.user, "governance.write", plan.goal_statuses, pk=pk)
    form = GoalForm(plan, request.POST or None, instance=row)
    return form_page(
        request, plan, form, title="Ret vurderingen", lead=plan.overall_goal, back=_url(plan),
        up=_up(plan),
        reason="Rettet", said="Vurderingen er rettet.",
    )  # fmt: skip


@require_safe
def goal_history(request: Request, slug: str, pk: int) -> HttpResponse:
    plan = plan_at(request, slug, "activities.view_registrations")
    row = get_object_or_404(plan.goal_statuses, pk=pk)
    return history_page(request, plan, row, back=_url(plan), up=_up(plan))


def _figure(request: Request, slug: str, pk: int) -> tuple[Plan, BackgroundFigure]:
    plan = plan_at(request, slug, "governance.view")
    row = access.find(
        request.user, "governance.write", plan.background_figures.select_related("estate"), pk=pk
    )
    return plan, row


def _url(plan: Plan) -> str:
    return reverse("background", args=[plan.slug])


def _up(plan: Plan) -> tuple[str, str]:
    return "Baggrundstal", _url(plan)
