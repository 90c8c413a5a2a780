"""The page Styring: one card for each part, with what stands in it now. A part brings its own
(governance.urls)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import Request
from accounts.models import User
from activities.at import plan_at
from activities.models import Plan
from core import clock
from core.lights import Light


@dataclass(frozen=True)
class Card:
    """A door to one part: its name, what stands there now in a sentence, and the light of what asks
    for something.

    `spoken`: the light's name for those who cannot see it, where its own is not what the shape
    means here.
    """

    title: str
    text: str
    url: str
    light: Light | None = None
    spoken: str | None = None


@dataclass(frozen=True)
class Group:
    title: str
    cards: tuple[Card, ...]


# A part's card as the person may see it; None: they may not open the part.
Maker = Callable[[User, Plan, date], Card | None]


@require_safe
def steering(request: Request, slug: str, parts: Mapping[str, tuple[Maker, ...]]) -> HttpResponse:
    """All that belongs to how the plan is steered, each with how it stands today; `parts` by the
    group's heading."""
    plan, today = plan_at(request, slug, "governance.view"), clock.today()
    found = (
        Group(title, tuple(card for make in makers if (card := make(request.user, plan, today))))
        for title, makers in parts.items()
    )
    groups = tuple(group for group in found if group.cards)
    return render(
        request, "governance/hub.html", {"plan": plan, "nav": "steering", "groups": groups}
    )
