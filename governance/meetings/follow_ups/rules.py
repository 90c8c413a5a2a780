"""How a follow-up stands on a day, and what is said of them all."""

from collections.abc import Iterable
from datetime import date, timedelta

from core.danish import capital, word
from core.lights import Light
from governance.models import FollowUp

SOON = timedelta(days=7)


def state_of(row: FollowUp, today: date) -> tuple[Light, str]:
    if not row.is_open:
        return Light.REACHED, "Gjort"
    if row.due_on < today:
        return Light.DELAYED, "Over tiden"
    return (Light.AT_RISK, "Snart") if row.due_on - today <= SOON else (Light.NOT_STARTED, "Åben")


def headline(live: Iterable[FollowUp], today: date) -> str:
    """ "Fem opfølgninger er åbne, to er over tiden"."""
    due = [row.due_on for row in live]
    if not due:
        return "Ingen åbne opfølgninger"
    late = sum(on < today for on in due)
    said = (
        "Én opfølgning er åben"
        if len(due) == 1
        else f"{capital(word(len(due)))} opfølgninger er åbne"
    )
    if not late:
        return f"{said}, ingen er over tiden"
    if late == len(due) == 1:
        return "Én opfølgning er åben, og den er over tiden"
    return f"{said}, {'én' if late == 1 else word(late)} er over tiden"
