"""From YAML nodes to entries. Every fault is noted and reading goes on, so that one look shows
them all."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from activities.planfile.errors import PlanFileError, Problem, Refused
from activities.planfile.source import read_nodes
from activities.planfile.tables import Entry, Field, Table
from activities.planfile.values import is_empty, shown, suggestion

DECIMALS = re.compile(r"[0-9]{1,3}", re.ASCII)


class PlanFile:
    """A plan file as read and found in order; or another file of the same make: `head` is what it
    begins with, `parts` the lists it may have."""

    def __init__(self, head: Table, parts: Sequence[Table]) -> None:
        self.head, self.parts = head, list(parts)
        self.plan = Entry(head, 1, head.key, refused={f.key for f in head.fields})
        self.problems: list[Problem] = []
        self.unread: set[str] = set()
        self._entries: dict[Table, list[Entry]] = defaultdict(list)
        self._index: dict[tuple[str, str], Entry] = {}

    def add(self, entry: Entry) -> None:
        table = entry.table
        self._entries[table].append(entry)
        if not table.within_parent and table.identity == ("code",) and entry.has("code"):
            self._index.setdefault((table.key, entry["code"]), entry)

    def of(self, table: Table) -> list[Entry]:
        """The rows of a table in the order of the file."""
        return self._entries[table]

    def entries(self, table: str) -> list[Entry]:
        """The rows of the table with this key."""
        return [entry for (key, _), entry in self._index.items() if key == table]

    def find(self, table: str, code: str) -> Entry | None:
        """The row with this code, or None."""
        return self._index.get((table, code))

    def codes(self, table: str) -> list[str]:
        return [code for key, code in self._index if key == table]

    def wrong(self, entry: Entry, key: str, message: str, line: int = 0) -> None:
        """Note a fault at a field of a row."""
        found = next((f for f in entry.table.fields if f.key == key), None)
        label = entry.table.label(found) if found else ""
        child = next((c for c in entry.table.children if c.key == key), None)
        if child:
            label = f"{child.plural} ({key})"
        where = ", ".join(part for part in (entry.where, label) if part)
        self.problems.append(Problem(line or entry.lines.get(key, entry.line), where, message))


def read_into(file: PlanFile, data: bytes) -> PlanFile:
    """Read and check a whole file into the empty `file`. Raises PlanFileError with everything
    that is wrong with it."""
    root = read_nodes(data)
    if not isinstance(root, MappingNode):
        said = f"Filen skal begynde med »{file.head.key}:« og dens felter."
        raise PlanFileError([Problem(1, "", said)])
    reader = Reader(file)
    reader.document(root)
    check(file)
    if file.problems:
        raise PlanFileError(file.problems)
    return file


class Reader:
    """Reads tables of rows out of nodes into `file`."""

    def __init__(self, file: PlanFile) -> None:
        self.file = file
        self.typed = ""

    def document(self, root: MappingNode) -> None:
        head = self.file.head
        tables = {table.key: table for table in self.file.parts}
        written = {_text(key) for key, _ in root.value}
        if not written <= {head.key, *tables}:
            # A misspelt part is one fault, not one for each row that refers to it.
            self.file.unread = {
                inner.key for key in tables.keys() - written for inner in tables[key].walk()
            }
        for key, line, node in self._pairs(root, [head.key, *tables], ""):
            if key == head.key:
                self.file.plan = self._row(head, node, line, None, 1)
            elif not is_empty(node):
                self._rows(tables[key], node, None)
        if not self.file.plan.values:
            own = "Planens" if head.key == "plan" else "Dens"
            said = f"{own} egne felter mangler. Filen skal begynde med »{head.key}:«."
            self._note(1, "", said)

    def _note(self, line: int, where: str, message: str) -> None:
        self.file.problems.append(Problem(line, where, message))

    def _pairs(
        self, node: MappingNode, known: list[str], where: str
    ) -> Iterator[tuple[str, int, Node]]:
        """(key, line, value) for each known key, once."""
        seen: dict[str, int] = {}
        for key_node, value in node.value:
            line = _line(key_node)
            key = key_node.value if isinstance(key_node, ScalarNode) else ""
            if key in seen:
                self._note(
                    line,
                    where,
                    f"Feltet »{key}« står to gange; første gang i linje {seen[key]}. Slet det ene.",
                )
            elif known and key not in known:
                hint = (
                    " Brug punktum som komma, fx 37.5." if key.isdigit() else suggestion(key, known)
                )
                self._note(line, where, f"Feltet »{shown(key)}« kendes ikke.{hint}")
            else:
                yield key, line, value
            seen.setdefault(key, line)

    def _rows(self, table: Table, node: Node, parent: Entry | None) -> list[Entry]:
        if table.pairs and isinstance(node, MappingNode):
            return self._several(table, node, parent)
        if table.pairs or not isinstance(node, SequenceNode):
            hint = (
                "Skriv fx {2013: 100}."
                if table.pairs
                else "Begynd hver linje med en bindestreg (-)."
            )
            where = f"{parent.where}, {table.key}" if parent else table.key
            self._note(_line(node), where, f"Her skal stå en liste. {hint}")
            return []
        return [
            self._row(table, item, _line(item), parent, n) for n, item in enumerate(node.value, 1)
        ]

    def _row(self, table: Table, node: Node, line: int, parent: Entry | None, number: int) -> Entry:
        entry = Entry(table, line, _where(table, node, parent, number), parent)
        found: dict[str, Node] = {}
        if isinstance(node, MappingNode):
            for key, at, value in self._pairs(node, table.keys, entry.where):
                entry.lines[key] = at
                if not is_empty(value):
                    found[key] = value
        elif table.short and isinstance(node, ScalarNode) and not is_empty(node):
            found[table.short] = node
        else:
            self._note(line, entry.where, f"Her skal stå felter, fx {table.keys[0]}: …")
            entry.refused.update(table.keys)
        for field in table.fields:
            self._value(entry, field, found.get(field.key))
        self.file.add(entry)
        for child in table.children:
            rows = self._rows(child, found[child.key], entry) if child.key in found else []
            entry.children[child.key] = rows
            if child.none_said and child.key not in found and entry.has(child.key):
                self.file.wrong(entry, child.key, child.none_said)
        return entry

    def _several(self, table: Table, node: MappingNode, parent: Entry | None) -> list[Entry]:
        """`{2013: 79,5}` is two fields to YAML, the other of them `5` with nothing behind it."""
        rows: list[Entry] = []
        for key, value in node.value:
            if rows and is_empty(value) and DECIMALS.fullmatch(_text(key)):
                row, last = rows[-1], table.pairs[1] if table.pairs else ""
                comma = f"»{shown(f'{self.typed},{_text(key)}')}« har et decimalkomma."
                point = shown(f"{self.typed}.{_text(key)}")
                self.file.wrong(row, last, f"{comma} Skriv punktum: {point}.", _line(key))
                row.refused.add(last)
            else:
                self.typed = _text(value)
                rows.append(self._pair(table, key, value, parent))
        return rows

    def _pair(self, table: Table, key: Node, value: Node, parent: Entry | None) -> Entry:
        entry = Entry(table, _line(key), "", parent)
        entry.where = _path(parent, f"{table.name} {shown(_text(key))}")
        first, second = (
            next(f for f in table.fields if f.key == name) for name in table.pairs or ()
        )
        self._value(entry, first, key)
        self._value(entry, second, None if is_empty(value) else value)
        self.file.add(entry)
        return entry

    def _value(self, entry: Entry, field: Field, node: Node | None) -> None:
        entry.values[field.key] = field.default
        if node is None:
            if field.required and entry.has(field.key):
                entry.refused.add(field.key)
                self.file.wrong(entry, field.key, "Feltet mangler.")
            return
        entry.lines.setdefault(field.key, _line(node))
        try:
            value = field.kind.read(node)
            if field.required and value == "":
                raise Refused("Feltet er tomt.")
            entry.values[field.key] = value
        except Refused as refused:
            entry.refused.add(field.key)
            self.file.wrong(entry, field.key, refused.message, refused.line)


def check(file: PlanFile) -> None:
    """What must hold between rows: nothing twice, nothing unknown, and each table's own rule."""
    for table in (file.head, *(table for part in file.parts for table in part.walk())):
        rows = [file.plan] if table is file.head else file.of(table)
        seen: dict[tuple[object, ...], Entry] = {}
        for entry in rows:
            _check_once(file, entry, seen)
            _check_references(file, entry)
            for fault in list(table.rule(entry, file)):
                file.wrong(entry, fault.key, fault.message)
                entry.refused.add(fault.key)


def _check_once(file: PlanFile, entry: Entry, seen: dict[tuple[object, ...], Entry]) -> None:
    chain = entry if not entry.table.within_parent else entry.parent
    if not entry.has(*entry.table.identity) or (chain and not chain.has(*chain.table.identity)):
        return
    first = seen.setdefault(
        (id(entry.parent) if entry.table.within_parent else 0, *_own(entry)), entry
    )
    if first is not entry:
        key = entry.table.identity[0]
        file.wrong(
            entry,
            key,
            f"»{_shown_identity(entry)}« står to gange; første gang i linje {first.line}.",
        )


def _own(entry: Entry) -> tuple[object, ...]:
    return tuple(entry[key] for key in entry.table.identity)


def _shown_identity(entry: Entry) -> str:
    fields = {f.key: f for f in entry.table.fields}
    return " ".join(str(fields[key].kind.plain(entry[key])) for key in entry.table.identity)


def _check_references(file: PlanFile, entry: Entry) -> None:
    for field in entry.table.references:
        if not entry.has(field.key) or not entry[field.key]:
            continue
        wanted = field.kind.table  # type: ignore[attr-defined]
        if wanted in file.unread:
            continue
        codes = entry[field.key] if isinstance(entry[field.key], tuple) else (entry[field.key],)
        for code in codes:
            if not file.find(wanted, code):
                near = suggestion(code, file.codes(wanted)) or f" Skriv den under {wanted}."
                file.wrong(entry, field.key, f"»{shown(code)}« findes ikke.{near}")
                entry.refused.add(field.key)


def _line(node: Node) -> int:
    return node.start_mark.line + 1


def _text(node: Node) -> str:
    return node.value if isinstance(node, ScalarNode) else ""


def _where(table: Table, node: Node, parent: Entry | None, number: int) -> str:
    """ "aktivitet 5.2.2, kriterium 5.2.2-1"; rows without a code by their number."""
    if not table.plan_path:
        return table.key
    name = _text(node)
    if isinstance(node, MappingNode):
        wanted = table.identity[0]
        name = next((_text(value) for key, value in node.value if _text(key) == wanted), "")
    return _path(parent, f"{table.name} {shown(name) if name else f'nr. {number}'}")


def _path(parent: Entry | None, own: str) -> str:
    """Inside an area an activity's number says enough."""
    return f"{parent.where}, {own}" if parent and parent.parent else own
