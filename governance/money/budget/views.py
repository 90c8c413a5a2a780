"""The budget of a year: its pages, its lines while it is a draft, and what the styregruppe
decided."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan
from core import access, bound, clock
from core.periods import Period
from core.versioned import NotAllowedNow
from governance.decided import WhereForm
from governance.models import Budget, BudgetLine, ForumKind
from governance.money.budget import actions
from governance.money.budget import page as pages
from governance.money.budget.forms import (
    BudgetForm,
    BudgetLineForm,
    BudgetNoteForm,
    ProposeForm,
    SendBackForm,
    free_years,
)
from governance.money.co_financing import CO_FINANCING_RULE, CO_FINANCING_SOURCE, co_financing
from governance.money.figures import RULE
from governance.money.follow_up import as_of, followed_period
from governance.views import form_page, history_page, one_click


@require_safe
def budget_list(request: Request, slug: str) -> HttpResponse:
    """The years beside each other."""
    plan = plan_at(request, slug, "governance.view_budget")
    budgets = list(Budget.objects.visible_to(request.user).filter(plan=plan).select_related("plan"))
    context = {
        "plan": plan,
        "nav": "steering",
        "page": pages.years_page(plan, budgets, clock.today()),
        "may_begin": request.user.has_perm("governance.write_money", plan)
        and bool(free_years(plan)),
        "rule": CO_FINANCING_RULE,
        "source": CO_FINANCING_SOURCE,
    }
    return render(request, "governance/money/budgets.html", context)


@require_safe
def budget(request: Request, slug: str, year: int) -> HttpResponse:
    """A year; ?periode=2013-K2 says how it stood then."""
    plan, row = budget_at(request, slug, year, "governance.view_budget")
    today = clock.today()
    period = _period(request, plan, row)
    begun = [part for part in plan.periods(year) if part.start <= today]
    visible = Budget.objects.visible_to(request.user).filter(plan=plan)
    may_write = request.user.has_perm("governance.write_money", plan)
    context = {
        "plan": plan,
        "nav": "steering",
        "page": pages.budget_page(plan, row, actions.lines_of(row), period, as_of(period, today)),
        "refusal": actions.refusal(row),
        "years": visible.order_by("year").values_list("year", flat=True),
        "periods": begun if row.is_approved else (),
        "period": period,
        "changed_on": pages.changed_since(row, as_of(period, today), today),
        "current": plan.period_of(today)
        if plan.period_of(today) in begun
        else begun[-1]
        if begun
        else None,
        "may_write": may_write,
        "may_change": may_write and row.is_draft,
        "may_propose": row.is_draft and request.user.has_perm("governance.propose", plan),
        "may_decide": row.is_proposed and request.user.has_perm("governance.decide", plan),
        "may_spend": may_write and row.is_approved and bool(begun),
        "may_see_history": request.user.has_perm("activities.view_registrations", plan),
        "rule": RULE,
        "co_rule": CO_FINANCING_RULE,
        "co_source": CO_FINANCING_SOURCE,
    }
    return render(request, "governance/money/budget.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request, slug: str) -> HttpResponse:
    """Begin a year's budget, perhaps with another year's lines."""
    plan = plan_at(request, slug, "governance.write_money")
    if request.method == "GET" and not free_years(plan):
        return one_click(request, _list_url(plan), _no_year_left)
    form = BudgetForm(plan, request.POST or None)
    form_year = request.POST.get("year", "")

    def save(form: BudgetForm) -> Budget:
        form.instance.year = form.cleaned_data["year"]
        return actions.create(
            form.instance, copy_from=form.cleaned_data["copy_from"], by=request.user
        )

    return form_page(
        request, plan, form, title="Nyt budget", back=_begun_url(plan, form_year), up=_up(plan),
        save=save,
        verb="Begynd budgettet",
        said="Kladden er begyndt. Skriv linjerne, og indstil den til styregruppen.",
    )  # fmt: skip


def _no_year_left() -> str:
    raise NotAllowedNow("Alle planens år har et budget.")


def _begun_url(plan: Plan, year: str) -> str:
    """Where the new budget stands; until it does, the list."""
    if year.isdecimal() and len(year) == 4:
        return reverse("budget", args=[plan.slug, int(year)])
    return _list_url(plan)


@require_http_methods(["GET", "POST"])
def edit(request: Request, slug: str, year: int) -> HttpResponse:
    """The stated sum and the remark of a draft."""
    plan, row = budget_at(request, slug, year)

    def save(form: BudgetNoteForm) -> None:
        actions.describe(form.instance, by=request.user, expected_version=form.expected_version)

    return form_page(
        request, plan, BudgetNoteForm(request.POST or None, instance=row),
        title=f"Om budget {year}",
        back=row.get_absolute_url(), up=_up_to(row), save=save, said="Gemt.",
        remove_url=reverse("budget-remove", args=[plan.slug, year]), remove_verb="Slet kladden",
    )  # fmt: skip


@require_POST
def remove(request: Request, slug: str, year: int) -> HttpResponse:
    """Take away a draft that was begun by mistake."""
    plan, row = budget_at(request, slug, year)

    def act() -> str:
        actions.remove(row, by=request.user)
        return f"Kladden til budget {year} er slettet."

    return one_click(request, _list_url(plan), act)


@require_http_methods(["GET", "POST"])
def line_add(request: Request, slug: str, year: int) -> HttpResponse:
    plan, row = budget_at(request, slug, year)
    form = BudgetLineForm(row, request.POST or None)

    def save(form: BudgetLineForm) -> BudgetLine:
        return actions.write_line(form.instance, by=request.user)

    again = "igen" in request.POST
    return form_page(
        request, plan, form, title="Ny budgetlinje", up=_up_to(row), save=save,
        said="Linjen er skrevet.",
        back=request.path if again else row.get_absolute_url(), cancel=row.get_absolute_url(),
        again=True,
        template="governance/money/budget_line.html",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def line_edit(request: Request, slug: str, year: int, pk: int) -> HttpResponse:
    plan, row, line = _line(request, slug, year, pk)

    def save(form: BudgetLineForm) -> BudgetLine:
        return actions.write_line(form.instance, by=request.user, expected_version=form.version)

    return form_page(
        request, plan, BudgetLineForm(row, request.POST or None, instance=line),
        title=f"Ret {line.code}",
        back=row.get_absolute_url(), cancel=row.get_absolute_url(), up=_up_to(row), save=save,
        said="Linjen er rettet.", template="governance/money/budget_line.html",
    )  # fmt: skip


@require_POST
def line_remove(request: Request, slug: str, year: int, pk: int) -> HttpResponse:
    _, row, line = _line(request, slug, year, pk)

    def act() -> str:
        actions.remove_line(line, by=request.user)
        return f"Linjen {line} er slettet."

    return one_click(request, row.get_absolute_url(), act)


# The styregruppe


@require_http_methods(["GET", "POST"])
def propose(request: Request, slug: str, year: int) -> HttpResponse:
    """Put the draft before the styregruppe, as the page shows it."""
    plan, row = budget_at(request, slug, year, "governance.propose")
    lines = actions.lines_of(row)
    local = co_financing((line.source, line.amount) for line in lines)
    seen = bound.token(actions.texts(row, lines))
    form = ProposeForm(request.POST or None, shown=seen, needs_reason=not local.is_met)

    def save(form: ProposeForm) -> None:
        data = form.cleaned_data
        actions.propose(row, shown=data["shown"], reason=data.get("reason", ""), by=request.user)

    return _decision(
        request, plan, row, form, save, title=f"Indstil budget {year} til styregruppen",
        verb="Indstil budgettet",
        said="Budgettet er indstillet til styregruppen.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def approve(request: Request, slug: str, year: int) -> HttpResponse:
    """Write down that the styregruppe approved the budget, as the page shows it."""
    plan, row = budget_at(request, slug, year, "governance.decide")
    seen = bound.token(actions.texts(row, actions.lines_of(row)))
    form = WhereForm(plan, ForumKind.STEERING_GROUP, seen, request.POST or None)

    def save(form: WhereForm) -> None:
        actions.approve(row, shown=form.cleaned_data["shown"], where=form.where, by=request.user)

    return _decision(
        request, plan, row, form, save, title=f"Godkendt: budget {year}", verb="Notér godkendelsen",
        said=f"Budget {year} er godkendt.",
    )  # fmt: skip


def _decision(
    request: Request, plan: Plan, row: Budget, form: Any, save: Any, **page: Any
) -> HttpResponse:
    """A decision's form under the budget it is about."""
    return form_page(
        request, plan, form, back=row.get_absolute_url(), up=_up_to(row), save=save,
        page=pages.budget_page(plan, row, actions.lines_of(row), None, clock.today()),
        co_rule=CO_FINANCING_RULE,
        co_source=CO_FINANCING_SOURCE, template="governance/money/budget_decision.html", **page,
    )  # fmt: skip


@require_POST
def take_back(request: Request, slug: str, year: int) -> HttpResponse:
    _, row = budget_at(request, slug, year)

    def act() -> str:
        actions.take_back(row, by=request.user)
        return "Budgettet er en kladde igen."

    return one_click(request, row.get_absolute_url(), act)


@require_http_methods(["GET", "POST"])
def send_back(request: Request, slug: str, year: int) -> HttpResponse:
    """The styregruppe did not approve it."""
    plan, row = budget_at(request, slug, year, "governance.decide")

    def save(form: SendBackForm) -> None:
        actions.send_back(row, why=form.cleaned_data["why"], by=request.user)

    return form_page(
        request, plan, SendBackForm(request.POST or None), title=f"Ikke godkendt: budget {year}",
        lead="Budgettet bliver en kladde igen, og det, du skriver, står på det.",
        back=row.get_absolute_url(), up=_up_to(row), save=save, verb="Send tilbage",
        said="Budgettet er sendt tilbage.",
    )  # fmt: skip


# History


@require_safe
def history(request: Request, slug: str, year: int) -> HttpResponse:
    plan, row = budget_at(request, slug, year, "activities.view_registrations")
    return history_page(request, plan, row, back=row.get_absolute_url(), up=_up_to(row))


@require_safe
def line_history(request: Request, slug: str, year: int, pk: int) -> HttpResponse:
    plan, row = budget_at(request, slug, year, "activities.view_registrations")
    line = get_object_or_404(row.lines, pk=pk)
    return history_page(request, plan, line, back=row.get_absolute_url(), up=_up_to(row))


# Finding


def budget_at(
    request: Request, slug: str, year: int, permission: str = "governance.write_money"
) -> tuple[Plan, Budget]:
    """The plan and its budget of the year: Http404 unseen, PermissionDenied refused."""
    plan = plan_at(request, slug, "governance.view")
    access.require(request.user, "governance.view_budget", plan)
    rows = Budget.objects.visible_to(request.user).select_related("plan", "decided_in")
    row = get_object_or_404(rows, plan=plan, year=year)
    access.require(request.user, permission, plan)
    return plan, row


def _line(request: Request, slug: str, year: int, pk: int) -> tuple[Plan, Budget, BudgetLine]:
    plan, row = budget_at(request, slug, year)
    return plan, row, get_object_or_404(row.lines.select_related("budget__plan"), pk=pk)


def _period(request: Request, plan: Plan, row: Budget) -> Period | None:
    """The period asked for where it is one of the year's that has begun; else the one to follow."""
    today = clock.today()
    try:
        asked = Period.parse(request.GET.get("periode", ""))
    except ValueError:
        asked = None
    if asked in plan.periods(row.year) and asked.start <= today:
        return asked
    return followed_period(plan, row, today)


def _list_url(plan: Plan) -> str:
    return reverse("budget-list", args=[plan.slug])


def _up(plan: Plan) -> tuple[str, str]:
    return "Budget", _list_url(plan)


def _up_to(row: Budget) -> tuple[str, str]:
    return f"Budget {row.year}", row.get_absolute_url()
