"""How an agreement stands on a day, and what is said of them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.danish import capital, common, day, in_days
from core.lights import Light, asking
from governance.models import Agreement


@dataclass(frozen=True)
class State:
    """How an agreement stands on a day. `asks` when somebody must renew it or say that it is
    over."""

    light: Light
    words: str
    asks: bool = False
    is_over: bool = False
    is_in_force: bool = False


def state_of(row: Agreement, today: date, plan_ends: date) -> State:
    """In force, soon to be renewed, run out unnoticed, not begun, or ended by somebody. One that
    runs as long as the plan is not to be renewed, and none is once the plan is over."""
    last = row.last_on
    if row.ended_on and last and last < today:
        return State(Light.DROPPED, f"Ophørt {day(last)}", is_over=True)
    if row.starts_on > today:
        return State(Light.NOT_STARTED, f"Gælder fra {day(row.starts_on)}")
    if row.ended_on and last:
        return State(Light.ON_TRACK, f"Opsagt, gælder til og med {day(last)}", is_in_force=True)
    if row.ends_on is None:
        return State(Light.ON_TRACK, "Gælder, til den siges op", is_in_force=True)
    asks = row.ends_on < plan_ends
    if row.ends_on < today and not (asks and today <= plan_ends):
        return State(Light.DROPPED, f"Udløb {day(row.ends_on)}", is_over=True)
    if row.ends_on < today:
        return State(Light.DELAYED, f"Udløb {day(row.ends_on)} og er ikke fornyet", asks=True)
    if asks and today >= row.ends_on - timedelta(days=row.renew_days):
        said = f"Udløber {day(row.ends_on)}, {in_days((row.ends_on - today).days)}"
        return State(Light.AT_RISK, said, asks=True, is_in_force=True)
    return State(Light.ON_TRACK, f"Gælder til og med {day(row.ends_on)}", is_in_force=True)


def headline(states: Sequence[State]) -> str:
    """What the page and the card on Styring say first: "Fire aftaler gælder, én skal fornyes"."""
    live = [state for state in states if not state.is_over]
    if not live:
        return "Ingen aftaler endnu" if not states else "Ingen aftaler gælder"
    in_force, asking = sum(state.is_in_force for state in live), sum(state.asks for state in live)
    said = (
        f"{capital(common(in_force))} {'aftale' if in_force == 1 else 'aftaler'} gælder"
        if in_force
        else ""
    )
    asks = f"{common(asking)} skal fornyes" if asking else ""
    return capital(", ".join(filter(None, (said or "Ingen aftaler gælder i dag", asks))))


def worst(states: Sequence[State]) -> Light | None:
    """The light of the card: run out before soon to run out; None where nothing asks."""
    return asking([state.light for state in states if state.asks])
