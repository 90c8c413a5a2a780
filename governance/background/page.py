"""What only the page of background figures shows, and its card on the page Styring."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from governance.background.as_of import FigureLine, background_of
from governance.background.rules import NAMES, goal, headline, trends
from governance.hub import Card


@dataclass(frozen=True)
class Withheld:
    """A figure of too few to be shown: what it is, without its value."""

    pk: int
    name: str
    place: str
    year: int


def withheld(figures: Iterable[FigureLine]) -> tuple[Withheld, ...]:
    return tuple(Withheld(row.pk, NAMES[row.indicator], row.place, row.year) for row in figures)


def card(user: User, plan: Plan, today: date) -> Card:
    known = background_of(plan, today)
    text = headline(goal(known.goal), trends(known.figures))
    return Card(
        "Baggrundstal og overordnet mål", f"{text}.", reverse("background", args=[plan.slug])
    )
