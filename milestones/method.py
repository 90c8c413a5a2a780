"""Sådan regner vi, of milestones: page and paper say these sentences."""

from activities.method import Sign
from activities.models import Plan
from core.danish import quantity
from core.lights import Light

DEADLINE = "En milepæl har frist på periodens sidste dag"


def milestone_signs(plan: Plan) -> tuple[Sign, ...]:
    days = quantity(plan.milestone_grace_days, "dag", "dage")
    return (
        Sign(Light.REACHED, "En person har skrevet, hvilken dag den blev nået."),
        Sign(Light.IN_PROGRESS, "Nogen er gået i gang, og fristen er ikke gået."),
        Sign(Light.PARTLY, "En person har vurderet, at den er nået delvist."),
        Sign(Light.NOT_STARTED, "Ingen er gået i gang, og fristen er ikke gået."),
        Sign(Light.AT_RISK, f"Fristen er gået, men det er højst {days} siden."),
        Sign(
            Light.DELAYED,
            f"Det er over {days} siden, fristen gik, eller en person har meldt den forsinket.",
        ),
        Sign(
            Light.MOVED,
            "Flyttet til en anden periode med en begrundelse. Den gamle periode viser den stadig.",
        ),
        Sign(
            Light.DROPPED,
            "Den skal ikke længere nås. Begrundelsen står ved den, og den tæller ikke med.",
        ),
    )
