"""The main menu: what a person may open in a plan, in one order, for desktop and phone."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class Place:
    """A page of the menu: who may open it, and how early a phone's five places go to it."""

    key: str
    label: str
    url_name: str
    icon: str
    permission: str
    phone: int


PLACES = (
    Place("home", "Min plan", "plan-home", "home", "activities.view_registrations", 1),
    Place("dashboard", "Overblik", "dashboard", "chart", "activities.view_figures", 2),
    Place("activities", "Aktiviteter", "activity-list", "steps", "activities.view_figures", 5),
    Place("registrations", "Registreringer", "registration-list", "list", "activities.view_registrations", 6),
    Place("hours", "Timer", "hours", "clock", "activities.view_hours", 7),
    Place("milestones", "Milepæle", "milestone-board", "flag", "milestones.view", 3),
    Place("reports", "Rapporter", "report-list", "file", "reporting.view_reports", 4),
    Place("steering", "Styring", "steering", "wheel", "governance.view", 8),
)
REGISTER = Place("register", "Registrer", "register", "plus", "activities.work_in_plan", 2)
TABS = 5


@dataclass(frozen=True)
class Link:
    key: str
    label: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True)
class Menu:
    """`items` on wide screens; on a phone `tabs` (with Registrer in the middle) and the rest under "Mere"."""

    items: tuple[Link, ...]
    register: Link | None
    tabs: tuple[Link, ...]
    more: tuple[Link, ...]

    @property
    def more_is_current(self) -> bool:
        return any(link.current for link in self.more)


def menu_for(user: Any, plan: Any, current: str) -> Menu:
    """The menu of `plan` as `user` sees it; `current` is the key of the page's place."""
    allowed = [place for place in PLACES if user.has_perm(place.permission, plan)]
    links = {place.key: _link(place, plan, current) for place in allowed}
    register = _link(REGISTER, plan, current) if user.has_perm(REGISTER.permission, plan) else None
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
    chosen = places if len(places) <= room else sorted(places, key=lambda place: place.phone)[: room - 1]
    tabs = [links[place.key] for place in places if place in chosen]
    if register:
        tabs.insert(min(2, len(tabs)), register)
    return tuple(tabs), tuple(links[place.key] for place in places if place not in chosen)
