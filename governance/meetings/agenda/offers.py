"""What an upper app lets a point of an agenda carry as a bilag: the hook by which reports come
here.

Governance has never heard of reports. Whoever has some says so in its module `offers`:

    @offers.from_plan
    def issued(user, plan): yield Offer(report.pk, report.title)

A bilag keeps the id and the title; the file is fetched at the address `report-download`, which asks
for itself who may.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import User
from activities.models import Plan


@dataclass(frozen=True)
class Offer:
    """One of the upper app's files; `is_newest`: no later edition has taken its place."""

    pk: UUID
    title: str
    is_newest: bool = True


Finder = Callable[[Any, Plan], Iterable[Offer]]
_finders: list[Finder] = []


def from_plan(finder: Finder) -> Finder:
    """Marks the function that finds what of the plan a person may read, the newest first."""
    _finders.append(finder)
    return finder


def offers(user: User, plan: Plan) -> list[Offer]:
    """What the person may put on an agenda of the plan: the newest edition of each."""
    return [offer for offer in _all(user, plan) if offer.is_newest]


def readable(user: User, plans: Iterable[Plan]) -> set[UUID]:
    """What of the plans the person may read, older editions too: the bilag they are led to."""
    return {offer.pk for plan in plans for offer in _all(user, plan)}


def _all(user: User, plan: Plan) -> list[Offer]:
    return [offer for finder in _finders for offer in finder(user, plan)]
