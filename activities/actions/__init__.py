"""The only writers of registrations, hours, locks, comments and lights.

Each runs in one transaction, signs the version it makes, and counts the plan's stamp up, so that
every page and figure is right in the very next answer.
"""

from activities.actions.check import MAX_VALUE, NOTE_LENGTH, check
from activities.actions.claim import claim, is_closed, require_open, require_period_open, why_locked
from activities.actions.hours import log_hours
from activities.actions.periods import close_period, override_light, reopen_period, write_comment
from activities.actions.registrations import Breakdown, amend, register, restore, void

__all__ = [
    "MAX_VALUE",
    "NOTE_LENGTH",
    "Breakdown",
    "amend",
    "check",
    "claim",
    "close_period",
    "is_closed",
    "log_hours",
    "override_light",
    "register",
    "reopen_period",
    "require_open",
    "require_period_open",
    "restore",
    "void",
    "why_locked",
    "write_comment",
]
