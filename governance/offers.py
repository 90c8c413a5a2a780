"""What an upper app lets a point of an agenda carry as a bilag: the hook by which reports come here.

Governance has never heard of reports. Whoever has some says so in its module `offers`:

    @offers.from_plan
    def issued(user, plan): yield Offer(report.pk, report.title)

A bilag keeps the id and the title; the file is fetched at the address `report-download`, which asks for itself who may.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from activities.models import Plan


@dataclass(frozen=True)
class Offer:
    pk: UUID
    title: str


Finder = Callable[[Any, Plan], Iterable[Offer]]
_finders: list[Finder] = []


def from_plan(finder: Finder) -> Finder:
    """Marks the function that finds what a person may put on an agenda of the plan, the newest first."""
    _finders.append(finder)
    return finder


def offers(user: Any, plan: Plan) -> list[Offer]:
    return [offer for finder in _finders for offer in finder(user, plan)]
