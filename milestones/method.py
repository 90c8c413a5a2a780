"""Sådan regner vi, of milestones: page and paper say these sentences."""

from activities.limits import Limits
from activities.method import Sign
from core.danish import quantity
from core.lights import Light

DEADLINE = "En milepæl har frist på periodens sidste dag"


def milestone_signs(limits: Limits) -> tuple[Sign, ...]:
    days = quantity(limits.milestone_grace_days, "dag", "dage")
    return (
        Sign(Light.REACHED, "En person har skrevet, hvilken dag den blev nået."),
        Sign(Light.IN_PROGRESS, "Nogen er gået i gang, og fristen er ikke gået."),
        Sign(Light.PARTLY, "En person har vurderet, at den er nået delvist."),
        Sign(Light.NOT_STARTED, "Ingen er gået i gang, og fristen er ikke gået."),
        Sign(Light.AT_RISK, f"Højst {days} efter fristen."),
        Sign(
            Light.DELAYED,
            f"Over {days} efter fristen, eller meldt forsinket af en person.",
        ),
        Sign(
            Light.MOVED,
            "Den står også i sin gamle periode, med begrundelsen.",
        ),
        Sign(
            Light.DROPPED,
            "Den skal ikke længere nås. Begrundelsen står ved den.",
        ),
    )
