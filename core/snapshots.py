"""Frozen data as plain JSON and back again, exactly: what a row keeps and a document is rendered
from."""

from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Self, Union, get_args, get_origin, get_type_hints


class Snapshot:
    """For frozen dataclasses of text, whole numbers, dates, enums, tuples and such dataclasses
    again.

    No floats: what is stored must come back the same from every database.
    """

    def to_json(self) -> dict[str, Any]:
        """Plain dicts, lists, strings and numbers."""
        return encode(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The very object `to_json` was called on.

        Data from before a field existed take its default. Raises TypeError when it has none.
        """
        return decode(cls, data)


def encode(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: encode(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def decode(kind: Any, value: Any) -> Any:
    """`value` as the annotation `kind` says it was."""
    if get_origin(kind) in (Union, UnionType):
        kind = (
            None
            if value is None
            else next(option for option in get_args(kind) if option is not NoneType)
        )
    if kind is None:
        return None
    if get_origin(kind) is tuple:
        return tuple(decode(get_args(kind)[0], item) for item in value)
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(
            **{
                name: decode(hint, value[name])
                for name, hint in field_types(kind).items()
                if name in value
            }
        )
    if isinstance(kind, type) and issubclass(kind, date):
        return kind.fromisoformat(value)
    return kind(value)


@cache
def field_types(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
