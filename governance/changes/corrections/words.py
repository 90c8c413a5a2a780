"""A correction in words: all that the nod is about."""

from collections.abc import Mapping
from datetime import date

from activities.models import PeriodLock, Plan
from core.danish import listing
from governance.changes.corrections import things
from governance.models import Correction

NONE_CLOSED = "ingen"


def texts(row: Correction) -> Mapping[str, str]:
    """What the nod is about: the correction as it is written, its thing as it stands, and the
    periods it reaches into that are closed."""
    thing = things.of(row)
    held = thing.fresh()
    later = thing.later(held)
    said = {
        "Retter": thing.name_of(held),
        "Stod, da det blev indstillet": row.old_text,
        "Står nu": thing.now_text(thing.stands(held)),
        "Skulle have stået": row.new_text,
        "Gælder": "fra begyndelsen",
    }
    if later:
        said["Bliver stående"] = later
    return said | {
        "Lukkede perioder, det rækker ind i": closed_text(row.plan, row.first, row.last),
        "Begrundelse": row.reason,
    }


def closed_text(plan: Plan, first: date, last: date) -> str:
    """ "1. kvartal 2013 og 2. kvartal 2013"; "ingen"."""
    locks = PeriodLock.objects.filter(plan=plan, reopened_at__isnull=True)
    found = sorted(
        lock.period for lock in locks if lock.period.start <= last and lock.period.end >= first
    )
    return listing([period.label for period in found]) or NONE_CLOSED
