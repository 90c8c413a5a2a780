"""A period's spending: one sheet, saved whole or not at all."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from activities.actions.claim import why_locked
from activities.models import Plan
from core import clock
from core.danish import quantity
from core.forms import add_errors
from core.periods import Period
from core.versioned import NotAllowedNow, StaleObject
from governance.models import Budget, Spending
from governance.money.budget.actions import lines_of
from governance.money.budget.views import budget_at
from governance.money.figures import RULE, MoneyLine
from governance.money.follow_up import BudgetFollowUp, as_of, follow_up_of
from governance.money.spending import actions
from governance.money.spending.forms import SpendingForm, reread
from governance.money.spending.page import spending_page
from governance.views import history_page


@require_http_methods(["GET", "HEAD", "POST"])
def spending(request: Request, slug: str, year: int, period: Period) -> HttpResponse:
    """The sheet of a period. POST saves what was changed in it."""
    plan, row = budget_at(request, slug, year)
    if period not in plan.periods(year):
        raise Http404
    try:
        actions.check_period(row, period)
    except NotAllowedNow as refused:
        messages.error(request, str(refused))
        return redirect(row)
    found = read(plan, row, period)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _page(request, found, SpendingForm(lines=found.lines))
    form = SpendingForm(request.POST, lines=found.lines)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        changed = actions.write_spending(row, period, form.entries(), by=request.user)
    except StaleObject:
        found = read(plan, row, period) or found
        form, conflicts = reread(form, found.lines)
        return _page(request, found, form, conflicts, status=409)
    except (ValidationError, NotAllowedNow) as refused:
        add_errors(form, refused)
        return _page(request, found, form, status=422)
    if changed:
        messages.success(
            request, f"{quantity(changed, 'linje', 'linjer')} gemt for {period.label}."
        )
    else:
        messages.info(request, "Der var intet at gemme: ingen beløb er ændret.")
    return redirect(f"{row.get_absolute_url()}?periode={period}")


def read(plan: Plan, row: Budget, period: Period) -> BudgetFollowUp | None:
    """The period as it is followed; None for a budget without lines."""
    lines = lines_of(row)
    return follow_up_of(plan, lines, period, as_of(period, clock.today())) if lines else None


def _page(
    request: Request,
    found: BudgetFollowUp,
    form: SpendingForm,
    conflicts: Sequence[tuple[MoneyLine, list[str]]] = (),
    status: int = 200,
) -> HttpResponse:
    plan = found.plan
    begun = [part for part in plan.periods(found.budget.year) if part.start <= clock.today()]
    context = {
        "plan": plan,
        "nav": "steering",
        "form": form,
        "page": spending_page(found, form, conflicts),
        "budget": found.budget,
        "period": found.period,
        "periods": begun,
        "rule": RULE,
        "locked": why_locked(plan, found.period),
    }
    return render(request, "governance/money/spending.html", context, status=status)


@require_safe
def history(request: Request, slug: str, year: int, pk: int) -> HttpResponse:
    """Who wrote what of a line in a period."""
    plan, row = budget_at(request, slug, year, "activities.view_registrations")
    found = get_object_or_404(Spending.objects.select_related("line"), pk=pk, line__budget=row)
    return history_page(
        request, plan, found, back=f"{row.get_absolute_url()}?periode={found.period}",
        up=(f"Budget {year}", row.get_absolute_url()),
    )  # fmt: skip
