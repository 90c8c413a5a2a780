"""The page Styring: one card for each part, with what stands in it now. A part adds its own cards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from activities.models import Plan
from core.lights import Light


@dataclass(frozen=True)
class Card:
    """A door to one part: its name, what stands there now in a sentence, and the light of what asks for something.

    `spoken`: the light's name for those who cannot see it, where its own is not what the shape means here.
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


Cards = Callable[[Any, Plan, date], tuple[Card, ...]]


def groups(user: Any, plan: Plan, today: date, parts: Mapping[str, tuple[Cards, ...]]) -> tuple[Group, ...]:
    """The groups of cards the person may open; `parts` by the group's heading."""
    found = (
        Group(title, tuple(c for cards in makers for c in cards(user, plan, today))) for title, makers in parts.items()
    )
    return tuple(group for group in found if group.cards)
