"""What is said of how a budget goes."""

from core.danish import common, quantity
from core.lights import Light
from governance.money.follow_up import (
    BudgetFollowUp,
)


def headline(found: BudgetFollowUp) -> str:
    """What page and card say of how the year goes: the lines that are red, else those to be
    watched, else the rest."""
    many = quantity(len(found.lines), "linje", "linjer")
    red = len(found.red)
    if red:
        return f"{common(red)} af {many} afviger over 10 %"
    watched = sum(line.light == Light.AT_RISK for line in found.lines)
    if watched:
        return f"{common(watched)} af {many} skal holdes øje med"
    missing = sum(line.light == Light.NOT_MEASURED for line in found.lines)
    if missing == len(found.lines):
        return "ingen har skrevet, hvad året ventes at koste"
    if missing:
        return f"det forventede mangler for {common(missing)} af {many}"
    return "alle linjer følger budgettet"
