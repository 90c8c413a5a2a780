"""The rule behind a milestone's light, as pure functions of the row and the day."""

from datetime import date

from core.danish import long_day, quantity
from core.lights import Light
from milestones.models import Milestone, Status
from milestones.progress.counted import Counted

SAID = {
    Status.NOT_STARTED: Light.NOT_STARTED,
    Status.IN_PROGRESS: Light.IN_PROGRESS,
    Status.PARTLY: Light.PARTLY,
}

PROPOSES_REACHED = "Milepælen foreslås sat som nået."


def light_of(
    row: Milestone, as_of: date, grace_days: int, so_far: Counted | None = None
) -> tuple[Light, str, str]:
    """The light of a milestone in its own period as of a day, what it rests on, and the rule where
    one decides.

    Partly reached stays partly reached after the deadline: it is what a person has judged. One
    whose number is reached (`so_far`) is never late: it only waits for the day it was reached.
    """
    end = row.period.end
    if row.status == Status.DROPPED:
        return Light.DROPPED, f"Bortfaldet. {row.comment}".strip(), ""
    if row.status == Status.REACHED and row.reached_on and row.reached_on <= as_of:
        after = f", efter fristen den {long_day(end)}" if row.reached_on > end else ""
        return Light.REACHED, f"Nået den {long_day(row.reached_on)}{after}.", ""
    days = (as_of - end).days
    over = f"Fristen var den {long_day(end)}, for {quantity(days, 'dag', 'dage')} siden."
    if so_far and so_far.proposes_reached:
        return Light.IN_PROGRESS, f"Tallet er nået: {so_far.text}.", PROPOSES_REACHED
    if row.status == Status.PARTLY:
        return Light.PARTLY, f"Delvist nået. {over if days > 0 else _due(end)}", ""
    if row.status == Status.DELAYED:
        return Light.DELAYED, f"Meldt forsinket. {over if days > 0 else _due(end)}", ""
    if days > 0:
        rule = f"Forsinket er over {quantity(grace_days, 'dag', 'dage')}."
        return Light.DELAYED if days > grace_days else Light.AT_RISK, over, rule
    return SAID.get(Status(row.status), Light.NOT_STARTED), _due(end), ""


def _due(end: date) -> str:
    return f"Fristen er den {long_day(end)}."


def is_late(row: Milestone, light: Light, as_of: date) -> bool:
    return light in (Light.DELAYED, Light.AT_RISK) or (
        light is Light.PARTLY and as_of > row.period.end
    )
