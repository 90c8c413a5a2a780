"""The register of risks."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import Request
from governance.register import Register
from governance.risks import actions
from governance.risks.forms import CloseRiskForm, RiskForm
from governance.risks.page import risk_page
from governance.views import one_click

register = Register(
    rows="risks",
    name="risk",
    path="risici",
    title="Risici",
    new="Ny risiko",
    one="risikoen",
    template="governance/risks/risks.html",
    form=RiskForm,
    page=lambda plan: risk_page(plan.risks.select_related("focus_area")),
)


@require_http_methods(["GET", "POST"])
def close(request: Request, slug: str, pk: int) -> HttpResponse:
    """Over, with the reason."""
    plan, risk = register.of(request, slug, pk)
    form = CloseRiskForm(risk, request.POST or None)

    def save(form: CloseRiskForm) -> None:
        data = form.cleaned_data
        actions.close(
            risk,
            on=data["closed_on"],
            why=data["closed_why"],
            by=request.user,
            expected_version=form.expected_version,
        )

    return register.answer(
        request, plan, form, title="Luk risikoen", lead=risk.title, save=save, verb="Luk risikoen",
        said="Risikoen er lukket.",
    )  # fmt: skip


@require_POST
def reopen(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, risk = register.of(request, slug, pk)

    def act() -> str:
        actions.reopen(risk, by=request.user)
        return "Risikoen er taget op igen."

    return one_click(request, register.url(plan), act)


urlpatterns = register.urls(luk=close, genoptag=reopen)
