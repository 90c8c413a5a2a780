"""A milestone's versions in words: what was done, when, by whom, and from what to what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from core import audit
from core.danish import capital, readable
from milestones.models import Status

HIDDEN = ("lock_version", "position", "code", "plan")
STATUS_FIELD = "status"


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


def lines_of(milestone: Any) -> list[HistoryLine]:
    """Newest first. The reason of an act is part of what was done."""
    return [_line(change) for change in audit.changes(milestone, hide=HIDDEN)]


def _line(change: audit.Change) -> HistoryLine:
    return HistoryLine(
        what=change.reason or capital(change.verb),
        at=localtime(change.at),
        who=change.by.name if change.by else "systemet",
        fields=tuple(_field(field) for field in change.fields),
    )


def _field(change: audit.FieldChange) -> HistoryField:
    return HistoryField(capital(change.label), _shown(change, change.old), _shown(change, change.new))


def _shown(change: audit.FieldChange, value: Any) -> str:
    return str(Status(value).label) if change.label == STATUS_FIELD and value in Status.values else readable(value)
