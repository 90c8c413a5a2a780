"""What is missing in the reguleringskonto before it goes to the funder."""

from datetime import date

from django.urls import reverse

from activities.funders.profile import profile_of
from activities.models import Plan
from core.danish import quantity
from core.periods import Period
from governance.models import Budget, BudgetState, Payment, Source
from governance.models.budget import LOCAL_SHARE
from governance.money.follow_up import BudgetFollowUp, budget_follow_up
from reporting.readiness.checks import Allowed, Check, Part, Readiness
from reporting.readiness.note import named
from reporting.readiness.returns import LOOK, Around, periods_are_closed


def regulation_readiness(plan: Plan, period: Period, today: date, allowed: Allowed) -> Readiness:
    """An approved budget, spending of every line and period, what the funder paid, an
    explanation of what is off, and closed periods."""
    around = Around(plan, period, today, allowed)
    follow = budget_follow_up(plan, period, min(period.end, today))
    checks = [budget_is_approved(around, follow)]
    if follow:
        checks += [
            spending_is_written(around, follow),
            deviations_are_explained(around, follow),
            local_share_is_met(around, follow),
        ]
    checks += [payments_are_written(around), periods_are_closed(around)]
    return Readiness(period, tuple(checks))


def budget_is_approved(around: Around, follow: BudgetFollowUp | None) -> Check:
    year = around.period.start.year
    if follow:
        return Check("ok", f"Budget {year} er godkendt")
    row = Budget.objects.filter(plan=around.plan, year=year).first()
    url = reverse("budget-list", args=[around.plan.slug])
    if row is None:
        return Check("risk", f"Der er intet budget for {year}", "", "Opret budgettet", url)
    if row.state == BudgetState.APPROVED:
        return Check("risk", f"Budget {year} har ingen linjer", "", "Åbn budgettet", url)
    detail = f"Det er {row.get_state_display()}."
    return Check("risk", f"Budget {year} er ikke godkendt", detail, "Åbn budgettet", url)


def spending_is_written(around: Around, follow: BudgetFollowUp) -> Check:
    """Every line, in each period of the year."""
    missing = [line for line in follow.lines if line.unwritten]
    if not missing:
        return Check("ok", "Forbruget er skrevet for alle linjer og perioder")
    text = f"{quantity(len(missing), 'linje', 'linjer')} mangler forbrug"
    may = around.allowed("governance.write_money")
    return Check(
        "risk",
        text,
        f"{named([line.name for line in missing])}. Tom tæller ikke som nul.",
        "Skriv forbrug",
        _sheet(around, follow) if may else "",
        parts=tuple(Part(part, url) for part, url in _empty_periods(around, follow)),
    )


def _sheet(around: Around, follow: BudgetFollowUp) -> str:
    empty = _empty_periods(around, follow)
    return empty[0][1] if empty else reverse("budget", args=[around.plan.slug, follow.budget.year])


def _empty_periods(around: Around, follow: BudgetFollowUp) -> list[tuple[str, str]]:
    """The periods that lack an amount of one of the lines, each with its sheet."""
    may = around.allowed("governance.write_money")
    written: dict[Period, set[int]] = {}
    for line, period in follow.budget.lines.filter(spending__spent__isnull=False).values_list(
        "pk", "spending__period"
    ):
        written.setdefault(period, set()).add(line)
    found = []
    for part in around.plan.periods(follow.budget.year):
        due = {line.line.pk for line in follow.lines if line.line.exists_on(part.end)}
        if part.start <= around.today and not due <= written.get(part, set()):
            page = reverse("spending", args=[around.plan.slug, follow.budget.year, part])
            found.append((part.label, page if may else ""))
    return found


def deviations_are_explained(around: Around, follow: BudgetFollowUp) -> Check:
    silent = [line for line in follow.red if not line.explanation]
    if not silent:
        return Check("ok", "Linjer, der afviger, er forklaret")
    text = f"{quantity(len(silent), 'linje', 'linjer')}, der afviger, mangler en forklaring"
    url = reverse("budget", args=[around.plan.slug, follow.budget.year])
    return Check("risk", text, named([line.name for line in silent]), "Åbn budgettet", url)


def local_share_is_met(around: Around, follow: BudgetFollowUp) -> Check:
    """Only to be looked at: the demand is on the whole plan, and another year may make up for
    it."""
    if follow.co_financing.is_met:
        return Check("ok", f"Kravet om {LOCAL_SHARE} % lokal medfinansiering er opfyldt")
    text = f"Den lokale andel er {follow.co_financing.text}, under kravet om {LOCAL_SHARE} %"
    url = reverse("budget", args=[around.plan.slug, follow.budget.year])
    return Check("idle", text, follow.budget.co_financing_reason, "Se budgettet", url, LOOK)


def payments_are_written(around: Around) -> Check:
    """What the funder paid out in the year; and, to be looked at, what the local parties did."""
    rows = Payment.objects.filter(
        plan=around.plan, on__gte=around.period.start, on__lte=min(around.period.end, around.today)
    )
    paid = set(rows.values_list("source", flat=True))
    may = around.allowed("governance.write_money")
    url = reverse("payment-list", args=[around.plan.slug]) if may else ""
    if Source.LBF not in paid:
        name = profile_of(around.plan).name
        text = f"Udbetalingerne fra {name} er ikke skrevet"
        detail = "Uden dem kan kontoen ikke gøres op."
        return Check("risk", text, detail, "Skriv udbetalinger", url)
    used = set(
        around.plan.budgets.filter(year=around.period.start.year).values_list(
            "lines__source", flat=True
        )
    )
    silent = [source.label for source in Source if source in used - paid]
    if not silent:
        return Check("ok", "Udbetalingerne er skrevet")
    text = f"Udbetalinger fra {named(silent)} er ikke skrevet"
    detail = "Den lokale andel, der er betalt, kan da ikke ses."
    return Check("idle", text, detail, "Skriv udbetalinger", url, LOOK)
