"""How an evaluation stands on a day, and what is said of them all."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from core.danish import capital, common, day, in_days
from core.lights import Light, asking
from governance.models import Evaluation

SOON = timedelta(days=30)


def state_of(row: Evaluation, today: date) -> tuple[Light, str]:
    """Done, overdue, due within a month, or later."""
    if row.done_on:
        return Light.REACHED, f"Gjort {day(row.done_on)}"
    if row.due_on < today:
        return Light.DELAYED, f"Skulle være gjort {day(row.due_on)}"
    if row.due_on <= today + SOON:
        return Light.AT_RISK, f"Senest {day(row.due_on)}, {in_days((row.due_on - today).days)}"
    return Light.NOT_STARTED, f"Senest {day(row.due_on)}"


def headline(rows: Sequence[Evaluation], today: date) -> str:
    """ "Tre evalueringer er gjort, to er over tiden"."""
    if not rows:
        return "Ingen evalueringer endnu"
    done = sum(row.is_done for row in rows)
    late = sum(not row.is_done and row.due_on < today for row in rows)
    ahead = len(rows) - done - late
    said = [
        f"{common(done)} {'evaluering' if done == 1 else 'evalueringer'} er gjort"
        if done
        else "Ingen er gjort endnu"
    ]
    if late:
        said.append(f"{common(late)} er over tiden")
    if ahead:
        said.append(f"{common(ahead)} venter")
    return capital(", ".join(said))


def worst(rows: Iterable[Evaluation], today: date) -> Light | None:
    return asking([state_of(row, today)[0] for row in rows if not row.is_done])
