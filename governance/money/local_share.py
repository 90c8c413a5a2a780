"""What an adjustment of the budget does to the share that others than Landsbyggefonden pay."""

from decimal import Decimal

from governance.models import Adjustment, Budget
from governance.models.budget import LOCAL_SHARE
from governance.money.co_financing import CoFinancing, co_financing
from governance.money.follow_up import amounts_on


def effect(row: Adjustment) -> str:
    """ "Fra 25,0 % til 24,1 % af budget 2013, under kravet om 25 %. Der mangler 9.000 kr."; "" for what is no money."""
    budget = row.budget or (row.budget_line.budget if row.budget_line else None)
    if budget is None:
        return ""
    before, after = _before_and_after(row, budget)
    went = f"{after.text} som før" if after.share == before.share else f"Fra {before.text} til {after.text}"
    said = f"{went} af budget {budget.year}"
    if after.is_met:
        return f"{said}: kravet om {LOCAL_SHARE} % er opfyldt."
    return f"{said}, under kravet om {LOCAL_SHARE} %. {after.missing_text}"


def _before_and_after(row: Adjustment, budget: Budget) -> tuple[CoFinancing, CoFinancing]:
    """As the budget stands on the adjustment's day, without the adjustment and with it."""
    held = amounts_on(budget, row.in_force_on)
    amount = Decimal(row.new["amount"])
    now = [(line.source, had) for line, had in held.items()]
    then = [(line.source, amount if line.pk == row.budget_line_id else had) for line, had in held.items()]
    if row.is_new_line:
        then.append((row.new["source"], amount))
    return co_financing(now), co_financing(then)
