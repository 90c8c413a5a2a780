"""What an adjustment of the budget does to the share that others than Landsbyggefonden pay."""

from datetime import date
from decimal import Decimal

from governance.models import BudgetLine
from governance.models.budget import LOCAL_SHARE
from governance.money.co_financing import co_financing
from governance.money.follow_up import amounts_on


def effect(line: BudgetLine, amount: Decimal, on: date) -> str:
    """What it does to a budget, as it stands on the day, that `line`, new or old, is of `amount`.

    "Fra 25,0 % til 24,1 % af budget 2013, under kravet om 25 %. Der mangler 9.000 kr."
    """
    held = amounts_on(line.budget, on)
    before = co_financing((each.source, had) for each, had in held.items())
    others = [(each.source, had) for each, had in held.items() if each.pk != line.pk]
    after = co_financing([*others, (line.source, amount)])
    went = (
        f"{after.text} som før"
        if after.share == before.share
        else f"Fra {before.text} til {after.text}"
    )
    said = f"{went} af budget {line.budget.year}"
    if after.is_met:
        return f"{said}: kravet om {LOCAL_SHARE} % er opfyldt."
    return f"{said}, under kravet om {LOCAL_SHARE} %. {after.missing_text}"
