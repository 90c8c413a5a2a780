"""The main menu: what a person may open in a plan, in one order, for desktop and phone."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class Place:
    """A page of the menu: who may open it, where it stands, and how early a phone's five places go
    to it.

    One without a `number` stands outside the row: the button in the middle of a phone's tabs.
    """

    key: str
    label: str
    url_name: str
    icon: str
    permission: str
    phone: int
    number: int = 0


TABS = 5
_places: list[Place] = []


@dataclass(frozen=True)
class Link:
    key: str
    label: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True)
class Menu:
    """`items` on wide screens; on a phone `tabs` (with Registrer in the middle) and the rest
    under "Mere"."""

    items: tuple[Link, ...]
    register: Link | None
    tabs: tuple[Link, ...]
    more: tuple[Link, ...]

    @property
    def more_is_current(self) -> bool:
        return any(link.current for link in self.more)


def add(*places: Place) -> None:
    """Each app adds its own when it starts, in its module `places`."""
    _places.extend(places)


def menu_for(user: Any, plan: Any, current: str) -> Menu:
    """The menu of `plan` as `user` sees it; `current` is the key of the page's place."""
    open_ones = [place for place in _places if user.has_perm(place.permission, plan)]
    allowed = sorted((place for place in open_ones if place.number), key=lambda place: place.number)
    links = {place.key: _link(place, plan, current) for place in allowed}
    register = next((_link(place, plan, current) for place in open_ones if not place.number), None)
    tabs, more = _for_phone(allowed, links, register)
    return Menu(tuple(links.values()), register, tabs, more)


def _link(place: Place, plan: Any, current: str) -> Link:
    url = reverse(place.url_name, args=[plan.slug])
    return Link(place.key, place.label, url, place.icon, place.key == current)


def _for_phone(
    places: list[Place], links: dict[str, Link], register: Link | None
) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """At most five tabs; where not all fit, the fifth is "Mere"."""
    room = TABS - (1 if register else 0)
    chosen = (
        places if len(places) <= room else sorted(places, key=lambda place: place.phone)[: room - 1]
    )
    tabs = [links[place.key] for place in places if place in chosen]
    if register:
        tabs.insert(min(2, len(tabs)), register)
    return tuple(tabs), tuple(links[place.key] for place in places if place not in chosen)
