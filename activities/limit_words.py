"""A plan's limits for its lights, in words."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from activities.limits import Limits
from core.danish import HARD, listing, long_day, percent, quantity


def pairs(limits: Limits) -> tuple[tuple[str, str], ...]:
    """Each with its name."""
    return (
        ("på sporet fra", percent(limits.on_track_from)),
        ("risiko fra", percent(limits.at_risk_from)),
        ("milepæl forsinket efter", quantity(limits.milestone_grace_days, "dag", "dage")),
        ("andele mindst", f"{limits.min_answers}{HARD}svar"),
    )


def differences(old: Limits, new: Limits) -> tuple[tuple[str, str, str], ...]:
    """(name, before, now) of the limits that are others."""
    return tuple(
        (name, before, now)
        for (name, before), (_, now) in zip(pairs(old), pairs(new), strict=True)
        if before != now
    )


def changed_text(found: Sequence[Limits], until: date) -> str:
    """ "Fra 1. juli 2013: på sporet fra 80 % (før 90 %)." of each change up to `until`; "" where
    there is none."""
    said = []
    for before, now in pairwise(found):
        if now.since and now.since <= until and (differs := differences(before, now)):
            what = listing([f"{name} {to} (før {old})" for name, old, to in differs])
            said.append(f"Fra {long_day(now.since)}: {what}.")
    return " ".join(said)
