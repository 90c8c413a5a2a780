"""The page Styring."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from governance.pages import cards_adjustments, cards_following, cards_fora, cards_money, hub
from governance.views.common import plan_at

PARTS = {
    "Møder og beslutninger": (cards_fora.cards,),
    "Ændringer af planen": (cards_adjustments.cards,),
    "Økonomi": (cards_money.cards,),
    "Det, der følges": (cards_following.cards,),
}


@require_safe
def steering(request: HttpRequest, slug: str) -> HttpResponse:
    """All that belongs to how the plan is steered, each with how it stands today."""
    plan = plan_at(request, slug)
    context = {"plan": plan, "nav": "steering", "groups": hub.groups(request.user, plan, clock.today(), PARTS)}
    return render(request, "governance/hub.html", context)
