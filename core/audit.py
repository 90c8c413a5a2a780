"""Who changed what: every edited model keeps its versions (django-simple-history), and this reads
and writes them. One row's `history` is its audit trail; the reason of an act stands in the version
it made.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Model
from simple_history.models import DeletedObject

from core import clock

VERBS = {"+": "oprettet", "~": "rettet", "-": "slettet"}


@dataclass(frozen=True)
class FieldChange:
    label: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Change:
    """One version of a row: who, when, which act, why, and the fields that changed."""

    at: datetime
    by: Any
    verb: str
    reason: str
    fields: tuple[FieldChange, ...]


def save(obj: Model, *, by: Any, reason: str = "", update_fields: list[str] | None = None) -> None:
    """Save `obj` and sign the version it makes with who, why and the (demo's) time."""
    sign(obj, by=by, reason=reason)
    obj.save(update_fields=update_fields)


def sign(obj: Any, *, by: Any, reason: str = "") -> None:
    """Prepare `obj` so that the version its next save makes carries who, why and when."""
    obj._history_user = by
    obj._change_reason = reason[:500] or None
    obj._history_date = clock.now()


def next_version(model: Any, **same: Any) -> int:
    """The version a new row begins with: one more than any row with the `same` fields ever had.

    Who still reads a row that was deleted and written anew is then not taken for the new one's
    reader.
    """
    last = model.history.filter(**same).aggregate(last=Max("lock_version"))["last"]
    return (last or 0) + 1


def changes(obj: Any, *, hide: tuple[str, ...] = ("lock_version",)) -> Iterator[Change]:
    """The versions of `obj`, newest first, each with the fields that differ from the one before."""
    versions = list(obj.history.select_related("history_user").order_by("-history_id"))
    for newer, older in zip(versions, [*versions[1:], None], strict=True):
        yield Change(
            at=newer.history_date,
            by=newer.history_user,
            verb=VERBS[newer.history_type],
            reason=newer.history_change_reason or "",
            fields=_diff(newer, older, hide) if older else (),
        )


def _diff(newer: Any, older: Any, hide: tuple[str, ...]) -> tuple[FieldChange, ...]:
    delta = newer.diff_against(older, excluded_fields=hide, foreign_keys_are_objs=True)
    fields = {
        f.name: f for f in newer.instance_type._meta.get_fields() if hasattr(f, "verbose_name")
    }
    return tuple(
        FieldChange(
            str(fields[c.field].verbose_name),
            _named(c.old, fields[c.field]),
            _named(c.new, fields[c.field]),
        )
        for c in delta.changes
    )


def _named(value: Any, field: Any) -> Any:
    """The library gives an empty foreign key as "Deleted <model> (pk=None)"; it is None, and a
    gone one "slettet". A choice is its label."""
    if getattr(field, "choices", None):
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, DeletedObject):
        return None if value.pk is None else f"{value.model._meta.verbose_name} (slettet)"
    return value
