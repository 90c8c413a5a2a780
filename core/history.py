"""A row's versions in words: what was done, when, by whom, and from what to what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from core import audit
from core.danish import capital
from core.readable import readable

HIDDEN = ("lock_version", "position", "code", "plan")


@dataclass(frozen=True)
class HistoryField:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class HistoryLine:
    what: str
    at: datetime
    who: str
    fields: tuple[HistoryField, ...]


def lines_of(row: Any, hide: tuple[str, ...] = HIDDEN) -> list[HistoryLine]:
    """Newest first. The reason of an act is part of what was done."""
    return [_line(change) for change in audit.changes(row, hide=hide)]


def _line(change: audit.Change) -> HistoryLine:
    return HistoryLine(
        what=change.reason or capital(change.verb),
        at=localtime(change.at),
        who=change.by.name if change.by else "systemet",
        fields=tuple(
            HistoryField(capital(f.label), readable(f.old), readable(f.new)) for f in change.fields
        ),
    )
