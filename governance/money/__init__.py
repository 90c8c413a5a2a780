"""Money: what a year's budget holds, what is spent of it, and what the year is expected to cost.

Every figure of page, note and card comes from here, exact to the øre. A line's budget is its amount as it holds on the
day asked for; what was spent adds up period by period; what is expected is what was last said of the whole year.
Nothing written is None, never 0.
"""

from governance.money.co_financing import CO_FINANCING_RULE, CO_FINANCING_SOURCE, CoFinancing, co_financing, shares
from governance.money.figures import NONE, RED_OVER, RULE, MoneyFigure, MoneyLine, light_of
from governance.money.follow_up import (
    BudgetFollowUp,
    amounts_on,
    as_of,
    budget_follow_up,
    follow_up_of,
    follow_ups,
    followed_at,
    in_order,
    this_year,
)

__all__ = [
    "CO_FINANCING_RULE",
    "CO_FINANCING_SOURCE",
    "NONE",
    "RED_OVER",
    "RULE",
    "BudgetFollowUp",
    "CoFinancing",
    "MoneyFigure",
    "MoneyLine",
    "amounts_on",
    "as_of",
    "budget_follow_up",
    "co_financing",
    "follow_up_of",
    "follow_ups",
    "followed_at",
    "in_order",
    "light_of",
    "shares",
    "this_year",
]
