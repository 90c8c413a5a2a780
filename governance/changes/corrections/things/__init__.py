"""What may have been typed wrong: one class for each, all of one shape. A new one is a file here
and its place below."""

from typing import Any

from activities.models import Plan
from core.reading import read_key
from governance.changes.corrections.things.activity import ActivityMistake
from governance.changes.corrections.things.base import Mistake
from governance.changes.corrections.things.criterion import CriterionMistake
from governance.changes.corrections.things.hours import HoursMistake
from governance.changes.corrections.things.limits import LimitsMistake
from governance.changes.corrections.things.milestone import MilestoneMistake
from governance.changes.corrections.things.target import TargetMistake
from governance.models import Correction

THINGS: tuple[type[Mistake[Any]], ...] = (
    TargetMistake,
    CriterionMistake,
    HoursMistake,
    ActivityMistake,
    MilestoneMistake,
    LimitsMistake,
)
# Read along of corrections, for what is said and done about them.
ALONG = tuple(
    f"{thing.about.field}__{name}" if name else thing.about.field
    for thing in THINGS
    for name in (thing.beside or ("",))
)


def of(row: Correction) -> Mistake[Any]:
    """What `row` corrects."""
    return next(thing for thing in THINGS if thing.subject == row.subject)(row)


def choices(plan: Plan) -> dict[str, list[tuple[str, str]]]:
    """All of the plan that may have been typed wrong under its headings, each by how an address
    names it ("target-12"). Six queries."""
    return {
        thing.heading: [(f"{thing.key}-{row.pk}", thing.name_of(row)) for row in found]
        for thing in THINGS
        if (found := list(thing.rows(plan)))
    }


def find(plan: Plan, key: str) -> Correction | None:
    """A new correction of what `key` names in the plan; else None."""
    name, _, pk = key.partition("-")
    thing = next((thing for thing in THINGS if thing.key == name), None)
    if thing is None or read_key(pk) is None:
        return None
    held = thing.rows(plan).filter(pk=read_key(pk)).first()
    if held is None:
        return None
    return Correction(**{"plan": plan, "subject": thing.subject, thing.about.field: held})
