"""From a read file to the database: only what differs is written, and it is all or nothing."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models, transaction

from accounts.models import User
from activities.held import is_in_force
from activities.models import Plan
from activities.planfile.errors import PlanFileError, Problem
from activities.planfile.kinds import Refs
from activities.planfile.plan_tables import PLAN
from activities.planfile.read import PlanFile
from activities.planfile.tables import Entry, Fault, Table, all_tables
from core import audit
from core.versioned import Versioned


@dataclass
class Outcome:
    """What a load did, or with `check_only` would do: rows made, changed and deleted, and rows
    in all."""

    plan: Plan
    created: int = 0
    changed: int = 0
    deleted: int = 0
    totals: dict[str, int] = field(default_factory=dict)

    @property
    def anything(self) -> bool:
        return bool(self.created or self.changed or self.deleted)


def store(file: PlanFile, *, reason: str, by: User | None, check_only: bool) -> Outcome:
    """Make the database say what the file says. Raises PlanFileError, with nothing written, when
    a row that is gone from the file has registrations, hours or the like."""
    try:
        with transaction.atomic():
            outcome = Sync(file, reason=reason, by=by).run()
            if check_only:
                transaction.set_rollback(True)
    except IntegrityError as error:
        text = (
            "Databasen afviste filen, fordi to rækker ville få samme kode. Ret koderne, "
            "og prøv igen."
        )
        raise PlanFileError([Problem(0, "", text)]) from error
    return outcome


class Sync:
    """One load. Tables are written parents first and emptied children first."""

    def __init__(self, file: PlanFile, *, reason: str, by: User | None) -> None:
        self.file, self.reason, self.by = file, reason, by
        self.left: list[tuple[Table, models.Model]] = []
        self.new: set[Entry] = set()

    def run(self) -> Outcome:
        self.outcome = Outcome(plan=Plan())
        self._plan()
        for table in all_tables():
            self._table(table)
        for table, row in self.left:
            self._refuse_in_use(table, row)
        if self.file.problems:
            raise PlanFileError(self.file.problems)
        for _, row in reversed(self.left):
            self._delete(row)
        if self.outcome.anything:
            Plan.objects.filter(pk=self.outcome.plan.pk).touch()
        return self.outcome

    def row(self, table: str, code: str) -> Any:
        found = self.file.find(table, code)
        return found.row if found else None

    def _plan(self) -> None:
        entry = self.file.plan
        stored = Plan.objects.select_for_update().filter(slug=entry["slug"]).first()
        self.in_force = stored is not None and is_in_force(stored.pk)
        entry.row = self._write(entry, stored or Plan(), self._attributes(entry))
        self.outcome.plan = entry.row

    def _table(self, table: Table) -> None:
        entries = self.file.of(table)
        self.outcome.totals[table.plural] = self.outcome.totals.get(table.plural, 0) + len(entries)
        stored = self._stored(table)
        wanted = {entry.identity: entry for entry in entries}
        spare = [row for rows in stored.values() for row in rows[1:]]
        self.left += [(table, row) for row in spare]
        self.left += [
            (table, rows[0]) for identity, rows in stored.items() if identity not in wanted
        ]
        matched = {identity: rows[0] for identity, rows in stored.items() if identity in wanted}
        keeps_order = self._keeps_order(table, entries, matched)
        for position, entry in enumerate(entries, 1):
            row = matched.get(entry.identity) or table.model()
            values = self._attributes(entry)
            if "position" in table.columns and not (keeps_order and row.pk):
                values["position"] = position
            entry.row = self._write(entry, row, values)

    def _stored(self, table: Table) -> dict[tuple[Any, ...], list[Any]]:
        """The plan's rows by identity, oldest first; more than one only where codes are unique
        by parent."""
        order = ["position", "pk"] if "position" in table.columns else ["pk"]
        rows = table.model._default_manager.filter(**{table.plan_path: self.outcome.plan})
        found: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        for row in (
            rows.select_related(*table.foreign_keys).prefetch_related(*table.lists).order_by(*order)
        ):
            found[self._identity(table, row)].append(row)
        return found

    def _identity(self, table: Table, row: Any) -> tuple[Any, ...]:
        own = tuple(f.kind.key(f.kind.from_row(f.name, row)) for f in table.naming)
        if not table.within_parent:
            return own
        parent = next(t for t in all_tables() if table in t.children)
        return (*self._identity(parent, getattr(row, table.parent_field)), *own)

    def _keeps_order(
        self, table: Table, entries: list[Entry], matched: dict[tuple[Any, ...], Any]
    ) -> bool:
        """Nothing is new or moved, and each parent's rows already stand in the file's order."""
        if len(matched) < len(entries):
            return False
        groups: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for entry in entries:
            row = matched[entry.identity]
            if entry.parent and getattr(row, f"{table.parent_field}_id") != entry.parent.row.pk:
                return False
            groups[id(entry.parent)].append((getattr(row, "position", 0), row.pk))
        return all(places == sorted(places) for places in groups.values())

    def _attributes(self, entry: Entry) -> dict[str, Any]:
        table = entry.table
        values: dict[str, Any] = {}
        for described in table.fields:
            values |= described.kind.attributes(described.name, entry[described.key], self)
        if table.parent_field and entry.parent:
            values[table.parent_field] = entry.parent.row
        if "plan" in table.columns:
            values["plan"] = self.outcome.plan
        return values

    def _write(self, entry: Entry, row: Any, values: dict[str, Any]) -> Any:
        is_new = row.pk is None
        if is_new:
            self._new(entry)
        changes = values if is_new else self._changes(entry, row, values)
        relinked = self._relinked(entry, row)
        if not is_new and not changes and not relinked:
            return row
        for name, value in changes.items():
            setattr(row, name, value)
        if hasattr(type(row), "history"):
            audit.sign(row, by=self.by, reason=self.reason)
        if is_new or not isinstance(row, Versioned):
            row.save()
        else:
            row.save_if_current(expected=row.lock_version)
        for name, rows in relinked.items():
            getattr(row, name).set(rows)
        self.outcome.created += is_new
        self.outcome.changed += not is_new
        return row

    def _changes(self, entry: Entry, row: Any, values: dict[str, Any]) -> dict[str, Any]:
        changes = {name: value for name, value in values.items() if not _same(row, name, value)}
        found = list(entry.table.settle(row, changes)) if changes else []
        said = {fault.key for fault in found}
        held = entry.table.held if self.in_force else None
        if held:
            found += [Fault(key, held.instead) for key in held.keys(changes) if key not in said]
        for fault in found:
            self.file.wrong(entry, fault.key, fault.message)
        return changes

    def _new(self, entry: Entry) -> None:
        """A row that was not there: none where all of what was there stands."""
        self.new.add(entry)
        held = entry.table.held if self.in_force else None
        if held and held.whole and entry.parent not in self.new:
            self.file.wrong(entry, entry.table.identity[0], held.instead)

    def _relinked(self, entry: Entry, row: Any) -> dict[str, list[Any]]:
        """The many-to-many fields that are to point at other rows: name -> rows."""
        found = {}
        for described in entry.table.references:
            kind = described.kind
            if isinstance(kind, Refs):
                stored = set(kind.from_row(described.name, row)) if row.pk else set()
                if stored != set(entry[described.key]):
                    found[described.name] = [
                        self.row(kind.table, code) for code in entry[described.key]
                    ]
        return found

    def _refuse_in_use(self, table: Table, row: Any) -> None:
        if uses := (table.in_use(row) or _uses(row)):
            name = f"{table.name} {getattr(row, 'code', row)}"
            message = (
                f"Står ikke i filen, men er i brug ({uses}). Sæt den ind igen, eller slet "
                "det først."
            )
            self.file.problems.append(Problem(0, name, message))
        elif self.in_force and table.held and not self._goes_with_parent(table, row):
            message = f"Står ikke i filen. {table.held.instead}"
            self.file.problems.append(
                Problem(0, f"{table.name} {getattr(row, 'code', row)}", message)
            )

    def _goes_with_parent(self, table: Table, row: Any) -> bool:
        """What it stands in is gone from the file too, and that is said."""
        parent = getattr(row, table.parent_field) if table.parent_field else None
        return parent is not None and any(gone == parent for _, gone in self.left)

    def _delete(self, row: Any) -> None:
        if hasattr(type(row), "history"):
            audit.sign(row, by=self.by, reason=self.reason)
        row.delete()
        self.outcome.deleted += 1


def _same(row: Any, name: str, value: Any) -> bool:
    """A page's text box saves other line ends than a file has: that is no change."""
    column = row._meta.get_field(name)
    if column.is_relation:
        return bool(getattr(row, column.attname) == (value.pk if value else None))
    stored = getattr(row, name)
    return (
        stored.replace("\r\n", "\n").strip() == value if isinstance(value, str) else stored == value
    )


def _uses(row: models.Model) -> str:
    """What points at the row from outside the plan file, in words: "12 registreringer, 3
    kommentarer"."""
    own = {PLAN.model, *(table.model for table in all_tables())}
    found = []
    for relation in row._meta.related_objects:
        if relation.related_model in own or relation.many_to_many:
            continue
        count = relation.related_model._base_manager.filter(**{relation.field.name: row}).count()
        if count:
            meta = relation.related_model._meta
            found.append(f"{count} {meta.verbose_name if count == 1 else meta.verbose_name_plural}")
    return ", ".join(found)
