"""The course of an adjustment: drafted, proposed, recommended, decided, answered by the funder, in force; or withdrawn.

Every step is a transaction in the plan's queue, and leaves a row of the trail. What is decided is what was shown: the
form carries its words, and when they are others now nothing is written (core.bound). Where the rules come from:
docs/adr/0011.
"""

from governance.changes.adjustments.checks import (
    check_day,
    check_now,
    newest_closed,
    texts,
)
from governance.changes.adjustments.course import (
    answer,
    change,
    decide,
    draft,
    keep_adjustments,
    propose,
    recommend,
    send,
    withdraw,
)

__all__ = [
    "answer",
    "change",
    "check_day",
    "check_now",
    "decide",
    "draft",
    "keep_adjustments",
    "newest_closed",
    "propose",
    "recommend",
    "send",
    "texts",
    "withdraw",
]
