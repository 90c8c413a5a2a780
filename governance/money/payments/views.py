"""What was paid out to the plan: a register of its own beside the budget."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from accounts.http import Request
from accounts.models import User
from activities.at import plan_at
from activities.models import Plan
from governance.models import Payment
from governance.money.payments import actions
from governance.money.payments.forms import PaymentForm
from governance.money.payments.page import PaymentPage, payment_page
from governance.register import Register
from governance.views import history_page, one_click, part_page


class MoneyRegister(Register):
    """As the other registers, but only for those who read the plan's money."""

    def show(self, request: Request, slug: str) -> HttpResponse:
        plan = plan_at(request, slug, "governance.view_budget")
        return part_page(request, plan, self.template, page=self.page(plan))

    def history(self, request: Request, slug: str, pk: int) -> HttpResponse:
        plan = plan_at(request, slug, "governance.view_budget")
        row = get_object_or_404(getattr(plan, self.rows), pk=pk)
        return history_page(request, plan, row, back=self.url(plan), up=self.up(plan))


def _page(plan: Plan) -> PaymentPage:
    return payment_page(plan.payments.all())


def _save(form: Any, by: User) -> Payment:
    reason = "Rettet" if form.instance.pk else "Skrevet"
    return actions.write(form.instance, by=by, reason=reason, expected_version=form.version)


register = MoneyRegister(
    rows="payments",
    name="payment",
    path="udbetalinger",
    title="Udbetalinger",
    new="Ny udbetaling",
    one="udbetalingen",
    template="governance/money/payments.html",
    form=PaymentForm,
    page=_page,
    save=_save,
    may_remove=lambda row: True,
)


@require_POST
def remove(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = register.of(request, slug, pk)

    def act() -> str:
        actions.remove(row, by=request.user)
        return "Udbetalingen er slettet."

    return one_click(request, register.url(plan), act)


urlpatterns = register.urls(slet=remove)
