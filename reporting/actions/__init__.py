"""What is done with reports: ordered, made, handed over, issued, corrected, rewritten.

`order` freezes the data of a draft and has its file made. A status note is handed over by one person and
issued by another; a return is reported to the funder by one. What is issued never changes: a correction is
the next edition.
"""

from reporting.actions.batch import order_batch, pack, produce_batch
from reporting.actions.course import (
    begin_correction,
    drop_draft,
    hand_over,
    issue,
    send_back,
    submit,
    take_back,
)
from reporting.actions.order import cancel, check_period, content_hash, order, retry
from reporting.actions.produce import produce, render

__all__ = [
    "begin_correction",
    "cancel",
    "check_period",
    "content_hash",
    "drop_draft",
    "hand_over",
    "issue",
    "order",
    "order_batch",
    "pack",
    "produce",
    "produce_batch",
    "render",
    "retry",
    "send_back",
    "submit",
    "take_back",
]
