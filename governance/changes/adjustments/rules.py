"""How far an adjustment is, in words."""

from collections.abc import Iterable

from core.danish import capital, common
from core.danish import day as day_text
from governance.models import Adjustment, AdjustmentState
from governance.models.adjustment import ENDED

State = AdjustmentState
FELL = (State.REJECTED, State.REFUSED, State.WITHDRAWN)


def state_words(row: Adjustment) -> str:
    """How far it is, and what it waits for."""
    match State(row.state):
        case State.DRAFT:
            return "Kladde, ikke indstillet"
        case State.PROPOSED:
            return "Indstillet, venter på styregruppen"
        case State.APPROVED:
            return "Godkendt af styregruppen, skal sendes til Landsbyggefonden"
        case State.SENT:
            return "Sendt, venter på Landsbyggefonden"
        case State.ACCEPTED:
            return f"Godkendt, træder i kraft {day_text(row.in_force_on)}"
        case State.IN_FORCE:
            return f"I kraft fra {day_text(row.in_force_on)}"
    return capital(row.get_state_display())


def headline(rows: Iterable[Adjustment]) -> str:
    """What the page and the card on Styring say first: "To åbne justeringer, én i kraft"."""
    found = list(rows)
    if not found:
        return "Ingen justeringer endnu"
    live = sum(row.state not in ENDED for row in found)
    held = sum(row.state == State.IN_FORCE for row in found)
    first = f"{capital(_count(live))} {'åben justering' if live == 1 else 'åbne justeringer'}"
    return f"{first}, {_count(held)} i kraft" if held else first


def _count(count: int) -> str:
    return "ingen" if not count else common(count)
