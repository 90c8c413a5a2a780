"""An adjustment in words: all that a decision on it is about."""

from collections.abc import Mapping
from decimal import Decimal

from core.danish import day as day_text
from governance.changes import subjects
from governance.changes.subjects.base import Thing
from governance.models import Adjustment
from governance.money.local_share import effect


def texts(row: Adjustment, thing: Thing | None = None) -> Mapping[str, str]:
    """What a decision is about, in words: the adjustment as it is written, and its thing as it
    stands (`thing`, where it is read already)."""
    thing = thing or subjects.of(row).thing()
    said = {None: "har ikke udtalt sig", True: "anbefaler", False: "anbefaler ikke"}
    said_texts = {
        "Overskrift": row.title,
        "Ændrer": thing.name,
        "Indstillet fra": row.old_text,
        "Gælder nu": thing.text,
        "Ny værdi": row.new_text,
        "Gælder fra": f"{day_text(row.in_force_on)}{f'; {thing.ahead}' if thing.ahead else ''}",
        "Begrundelse": row.reason,
        "Konsekvens": row.consequence,
        "Følgegruppen": said[row.is_recommended],
    }
    money = local_share(row)
    return said_texts | ({"Lokal andel": money} if money else {})


def local_share(row: Adjustment) -> str:
    """What it does to the share others than Landsbyggefonden pay; "" for what is no money."""
    line = subjects.of(row).line
    return effect(line, Decimal(row.new["amount"]), row.in_force_on) if line else ""
