"""The card of next year on the page Styring."""

from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from governance.changes.next_year import rules
from governance.hub import Card
from governance.models import NextYear


def card(user: User, plan: Plan, today: date) -> Card:
    year, url = rules.year_to_plan(plan, today), reverse("next-year", args=[plan.slug])
    if year is None:
        return Card("Næste år", rules.ends_text(plan, today), url)
    row = NextYear.objects.visible_to(user).filter(plan=plan, year=year).first()
    if row is None:
        return Card("Næste år", f"{year} er ikke indstillet endnu.", url)
    return Card("Næste år", f"{year} {rules.STATE_WORDS[NextYear.State(row.state)]}.", url)
