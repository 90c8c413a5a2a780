"""How far a correction is, in words."""

from collections.abc import Iterable

from django.utils.timezone import localtime

from core.danish import capital, common, day, listing
from governance.models import Correction, CorrectionState

State = CorrectionState


def state_words(row: Correction) -> str:
    on = day(localtime(row.decided_at).date()) if row.decided_at else ""
    match State(row.state):
        case State.PROPOSED:
            return "Venter på den boligsociale koordinator"
        case State.IN_FORCE:
            return f"Rettet {on}, gælder fra begyndelsen"
        case State.REFUSED:
            return f"Afvist {on}"
    return capital(row.get_state_display())


def headline(rows: Iterable[Correction]) -> str:
    """What the page and the card on Styring say first: "To venter, én er rettet"."""
    found = list(rows)
    if not found:
        return "Ingen fejl er rettet"
    waiting = sum(row.state == State.PROPOSED for row in found)
    done = sum(row.state == State.IN_FORCE for row in found)
    parts = [
        f"{common(waiting)} venter" if waiting else "",
        f"{common(done)} er rettet" if done else "",
    ]
    return capital(listing([part for part in parts if part])) or "Ingen fejl er rettet"
