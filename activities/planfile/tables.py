"""How a plan file is shaped: tables of rows, their fields, and what stands inside what.

A table describes one kind of row once; reading, checking, writing and exporting all follow it. The
apps above `activities` add their own top-level tables with `register_section` when they start, so
this app has never heard of milestones or fora.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from django.db.models import Model

from activities.held_columns import Held
from activities.planfile.kinds import Kind, Ref, Refs


@dataclass(frozen=True)
class Field:
    """A field of a row: its key in the file, how it is read, and its attribute of the model.

    A field equal to `default` is left out of the file.
    """

    key: str
    kind: Kind
    attribute: str = ""
    required: bool = False
    default: Any = ""
    label: str = ""

    @property
    def name(self) -> str:
        return self.attribute or self.key


@dataclass(eq=False)
class Entry:
    """One row as the file has it: its values, and the line each was read from."""

    table: "Table"
    line: int
    where: str
    parent: "Entry | None" = None
    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    children: dict[str, list["Entry"]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    row: Any = None

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def has(self, *keys: str) -> bool:
        """All these fields were read: nothing is wrong with any of them."""
        return self.refused.isdisjoint(keys)

    @property
    def identity(self) -> tuple[Any, ...]:
        own = tuple(f.kind.key(self.values[f.key]) for f in self.table.naming)
        return (*self.parent.identity, *own) if self.parent and self.table.within_parent else own


@dataclass(frozen=True)
class Fault:
    """A rule broken by a whole row: at which field, and what to do about it."""

    key: str
    message: str


class Document(Protocol):
    """The file as read, for rules that look further than their own row."""

    @property
    def plan(self) -> Entry: ...

    def entries(self, table: str) -> list[Entry]: ...

    def find(self, table: str, code: str) -> Entry | None: ...


def no_rule(entry: Entry, document: Document) -> Iterable[Fault]:
    return ()


def not_in_use(row: Any) -> str:
    return ""


def any_change(row: Any, changes: dict[str, Any]) -> Iterable[Fault]:
    return ()


def nothing_later(row: Any) -> Iterable[str]:
    return ()


@dataclass(frozen=True, eq=False)
class Table:
    """One kind of row.

    `identity`: the keys that name a row, unique in the plan, or with `within_parent` in its parent.
    `parent_field`: the model's field that points to the row it stands inside. `pairs`: the file
    shows the rows as `{key: value}`; `short`: a bare word stands for this one field. `none_said`:
    no rows at all must be written as `{}`, and this is said where they are forgotten. `rule`: what
    must hold for a whole row. `in_use`: why a row may not be deleted, in Danish, or "". `settle`:
    looks at the changes (attribute -> new value) of a row that exists; it may take out a change
    that must not be made, and says why others cannot be. `held`: what stands once the plan is in
    force (activities.held). `later`: what of a row is another from a day on and so not in the file,
    in Danish; reads `revisions`.
    """

    key: str
    name: str
    plural: str
    model: type[Model]
    fields: tuple[Field, ...]
    identity: tuple[str, ...] = ("code",)
    within_parent: bool = False
    parent_field: str = ""
    plan_path: str = "plan"
    children: tuple["Table", ...] = ()
    none_said: str = ""
    pairs: tuple[str, str] | None = None
    short: str = ""
    one_line: bool = False
    rule: Callable[[Entry, Document], Iterable[Fault]] = no_rule
    in_use: Callable[[Any], str] = not_in_use
    settle: Callable[[Any, dict[str, Any]], Iterable[Fault]] = any_change
    later: Callable[[Any], Iterable[str]] = nothing_later
    held: Held | None = None

    @cached_property
    def columns(self) -> frozenset[str]:
        return frozenset(column.name for column in self.model._meta.get_fields())

    @cached_property
    def keys(self) -> list[str]:
        return [f.key for f in self.fields] + [child.key for child in self.children]

    @cached_property
    def naming(self) -> list[Field]:
        """The fields that name a row."""
        return [f for key in self.identity for f in self.fields if f.key == key]

    @cached_property
    def references(self) -> list[Field]:
        return [f for f in self.fields if isinstance(f.kind, Ref | Refs)]

    @cached_property
    def foreign_keys(self) -> list[str]:
        """The model's fields to fetch along, so that an export asks once for each table."""
        own = [f.name for f in self.fields if isinstance(f.kind, Ref)]
        return [*own, self.parent_field] if self.parent_field else own

    @cached_property
    def lists(self) -> list[str]:
        """The model's many-to-many fields the file has."""
        return [f.name for f in self.fields if isinstance(f.kind, Refs)]

    @cached_property
    def is_revised(self) -> bool:
        """Whether its rows may have other values from a day on."""
        return self.later is not nothing_later

    def label(self, wanted: Field) -> str:
        """What the field is called: the model's Danish name, with the key a reader finds in the
        file."""
        if wanted.label:
            return f"{wanted.label} ({wanted.key})"
        if wanted.name not in self.columns:
            return wanted.key
        field = self.model._meta.get_field(wanted.name)
        return f"{getattr(field, 'verbose_name', wanted.key)} ({wanted.key})"

    def walk(self) -> Iterator["Table"]:
        """The table and those inside it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


_sections: dict[str, tuple[int, Table]] = {}


def register_section(table: Table, *, order: int) -> None:
    """Add a top-level part to the file; a lower `order` stands earlier. Registering it again
    replaces it."""
    _sections[table.key] = (order, table)


def sections() -> list[Table]:
    """The top-level tables, in the order the file has them."""
    return [
        table for _, table in sorted(_sections.values(), key=lambda pair: (pair[0], pair[1].key))
    ]


def all_tables() -> list[Table]:
    """Every table, so that a row stands after those it refers to when written in this order."""
    return [table for section in sections() for table in section.walk()]
