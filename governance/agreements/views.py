"""The register of agreements and contracts."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import Request
from accounts.models import User
from activities.models import Plan
from core import clock
from governance.agreements import actions
from governance.agreements.forms import AgreementForm, EndAgreementForm, RenewAgreementForm
from governance.agreements.page import AgreementPage, agreement_page
from governance.agreements.rules import state_of
from governance.models import Agreement
from governance.register import Register
from governance.views import one_click


def _page(plan: Plan) -> AgreementPage:
    rows = plan.agreements.select_related("partner").prefetch_related("focus_areas", "activities")
    return agreement_page(plan, rows, clock.today())


def _save(form: AgreementForm, by: User) -> Agreement:
    about = {name: form.cleaned_data[name] for name in ("focus_areas", "activities")}
    return actions.write(form.instance, **about, by=by, expected_version=form.version)


register = Register(
    rows="agreements",
    name="agreement",
    path="aftaler",
    title="Aftaler",
    new="Ny aftale",
    one="aftalen",
    template="governance/agreements/agreements.html",
    form=AgreementForm,
    page=_page,
    save=_save,
)


@require_http_methods(["GET", "POST"])
def renew(request: Request, slug: str, pk: int) -> HttpResponse:
    """Let it run on."""
    plan, agreement = register.of(request, slug, pk)
    form = RenewAgreementForm(agreement, request.POST or None)

    def save(form: RenewAgreementForm) -> None:
        until, version = form.cleaned_data["ends_on"], form.expected_version
        actions.renew(agreement, until=until, by=request.user, expected_version=version)

    return register.answer(
        request, plan, form, title="Forny aftalen", lead=_lead(plan, agreement), save=save,
        verb="Forny aftalen",
        said="Aftalen er fornyet.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def end(request: Request, slug: str, pk: int) -> HttpResponse:
    """Over, with the reason."""
    plan, agreement = register.of(request, slug, pk)
    form = EndAgreementForm(agreement, request.POST or None)

    def save(form: EndAgreementForm) -> None:
        data, version = form.cleaned_data, form.expected_version
        actions.end(
            agreement,
            on=data["ended_on"],
            why=data["ended_why"],
            by=request.user,
            expected_version=version,
        )

    return register.answer(
        request, plan, form, title="Afslut aftalen", lead=_lead(plan, agreement), save=save,
        verb="Afslut aftalen",
        said="Aftalen er afsluttet.",
    )  # fmt: skip


@require_POST
def resume(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, agreement = register.of(request, slug, pk)

    def act() -> str:
        actions.resume(agreement, by=request.user)
        return "Aftalen er taget op igen."

    return one_click(request, register.url(plan), act)


def _lead(plan: Plan, agreement: Agreement) -> str:
    """Which it is, and how it stands: what one renews or ends."""
    return f"{agreement.title}. {state_of(agreement, clock.today(), plan.ends_on).words}."


urlpatterns = register.urls(forny=renew, ophoert=end, genoptag=resume)
