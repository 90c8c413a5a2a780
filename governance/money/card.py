"""The card of the budget on the page Styring."""

from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from core.danish import capital
from core.lights import Light
from governance.hub import Card
from governance.models import Budget
from governance.money.budget.rules import headline
from governance.money.follow_up import this_year


def card(user: User, plan: Plan, today: date) -> Card | None:
    if not user.has_perm("governance.view_budget", plan):
        return None
    found = this_year([plan], today).get(plan.pk)
    if found:
        text = f"{found.budget.year}, {found.period.short_label}: {headline(found)}."
        light = found.total.light if not found.red else Light.DELAYED
        return Card(
            "Budget", text, found.budget.get_absolute_url(), light if found.is_written else None
        )
    row = Budget.objects.visible_to(user).filter(plan=plan, year=today.year).first()
    url = row.get_absolute_url() if row else reverse("budget-list", args=[plan.slug])
    runs = plan.starts_on.year <= today.year <= plan.ends_on.year
    said = (
        row.get_state_display()
        if row
        else "intet budget endnu"
        if runs
        else "planen løber ikke i år"
    )
    return Card("Budget", capital(f"{today.year}: {said}."), url)
