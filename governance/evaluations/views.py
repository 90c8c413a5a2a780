"""The evaluations of a plan and its activities."""

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan
from core import clock
from core.danish import quantity
from core.reading import read_key
from core.versioned import NotAllowedNow
from governance.evaluations import actions
from governance.evaluations.forms import EvaluationForm, FinishForm
from governance.evaluations.page import EvaluationPage, evaluation_page
from governance.register import Register
from governance.views import one_click


def _page(plan: Plan) -> EvaluationPage:
    rows = plan.evaluations.select_related("activity__focus_area")
    return evaluation_page(plan, rows, list(plan.activities.all()), clock.today())


register = Register(
    rows="evaluations",
    name="evaluation",
    path="evalueringer",
    title="Evalueringer",
    new="Ny evaluering",
    one="evalueringen",
    template="governance/evaluations/evaluations.html",
    form=EvaluationForm,
    page=_page,
    may_remove=lambda row: not row.is_done,
)


@require_POST
def propose(request: Request, slug: str) -> HttpResponse:
    """Write the evaluations the plan says a year has."""
    plan = plan_at(request, slug, "governance.write")

    def act() -> str:
        year = read_key(request.POST.get("year", ""))
        if year is None:
            raise NotAllowedNow("Vælg et år, planen løber i.")
        made = actions.propose(plan, year, by=request.user)
        if not made:
            return f"Alle evalueringer i {year} er skrevet allerede."
        said = f"{quantity(made, 'evaluering', 'evalueringer')} i {year} er skrevet."
        return f"{said} Ret frister og evaluatorer, som I aftaler."

    return one_click(request, register.url(plan), act)


@require_http_methods(["GET", "POST"])
def finish(request: Request, slug: str, pk: int) -> HttpResponse:
    """Done, with what it found."""
    plan, row = register.of(request, slug, pk)
    form = FinishForm(row, request.POST or None)

    def save(form: FinishForm) -> None:
        data = form.cleaned_data
        actions.finish(
            row,
            on=data["done_on"],
            conclusion=data["conclusion"],
            consequence=data["consequence"],
            by=request.user,
            expected_version=form.expected_version,
        )

    return register.answer(
        request, plan, form, title="Evalueringen er gjort", lead=row.title, save=save,
        verb="Gem evalueringen",
        said="Evalueringen er gjort.",
    )  # fmt: skip


@require_POST
def reopen(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = register.of(request, slug, pk)

    def act() -> str:
        actions.reopen(row, by=request.user)
        return "Evalueringen er åben igen."

    return one_click(request, register.url(plan), act)


@require_POST
def remove(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = register.of(request, slug, pk)

    def act() -> str:
        actions.remove(row, by=request.user)
        return f"»{row.title}« er slettet."

    return one_click(request, register.url(plan), act)


urlpatterns = [
    path("evalueringer/foreslaa/", propose, name="evaluation-propose"),
    *register.urls(gjort=finish, aabn=reopen, slet=remove),
]
