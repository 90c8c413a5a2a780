"""From the database to the file: the same text every time for the same plan."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import yaml
from django.db.models import Model

from activities.models import Plan
from activities.planfile.kinds import FlowDict, FlowList
from activities.planfile.plan_tables import FOCUS_AREAS, PLAN, plan_later
from activities.planfile.tables import Table, sections

HEADER = "# En helhedsplan. Formatet er beskrevet i docs/plan-format.md.\n"
LATER = (
    "# Filen har det, planen begyndte med. Det, der er ændret fra en senere dag, "
    "står her og er ikke med i filen.\n"
    "# I en anden installation skal det skrives ind igen ved justeringer:\n"
)
WIDTH = 110


def export_plan(plan: Plan) -> str:
    """The plan as the text of a plan file. Loading it again changes nothing.

    The file has what the plan began with; what an adjustment made another is told at its top.
    """
    parts, later = {"plan": _fields(PLAN, plan)}, list(plan_later(plan))
    for table in sections():
        groups = _by_parent(table, plan)
        if rows := _rows(table, plan, groups):
            parts[table.key] = rows
        later += _later(groups)
    return dump(parts, later)


def dump(parts: dict[str, Any], later: Sequence[str] = ()) -> str:
    """Plain values as the canonical text of a plan file: one blank line between parts, areas and
    activities."""
    texts = [yaml.dump({key: part}, Dumper=PlanDumper, **STYLE) for key, part in parts.items()]
    told = LATER + "".join(f"# - {line}\n" for line in later) if later else ""
    return HEADER + told + "".join(f"\n{_airy(text)}" for text in texts)


class PlanDumper(yaml.SafeDumper):
    """YAML as people indent it."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


STYLE: dict[str, Any] = {
    "allow_unicode": True,
    "sort_keys": False,
    "width": WIDTH,
    "default_flow_style": False,
}


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    return dumper.represent_scalar(
        "tag:yaml.org,2002:str", value, style="|" if "\n" in value else None
    )


PlanDumper.add_representer(str, _text)
PlanDumper.add_representer(
    FlowDict,
    lambda dumper, data: dumper.represent_mapping(
        "tag:yaml.org,2002:map", data.items(), flow_style=True
    ),
)
PlanDumper.add_representer(
    FlowList,
    lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True),
)


def _airy(text: str) -> str:
    """A blank line before each focus area and activity after the first."""
    root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    (key, rows), *_ = root.value
    if key.value != FOCUS_AREAS.key:
        return text
    starts = [area.start_mark.line for area in rows.value[1:]]
    for area in rows.value:
        for name, found in area.value:
            if name.value == "activities":
                starts += [activity.start_mark.line for activity in found.value]
    lines = text.splitlines(keepends=True)
    return "".join(
        f"\n{line}" if number in set(starts) else line for number, line in enumerate(lines)
    )


Grouped = dict[Table, dict[int, list[Any]]]


def _by_parent(section: Table, plan: Plan) -> Grouped:
    """The rows of a section and of the tables inside it, by their parent's pk: one query for
    each table."""
    found: Grouped = {}
    for table in section.walk():
        rows = table.model._default_manager.filter(**{table.plan_path: plan}).select_related(
            *table.foreign_keys
        )
        rows = rows.prefetch_related(*table.lists, *(["revisions"] if table.is_revised else []))
        order = ["position", "pk"] if "position" in table.columns else ["starts_on", "pk"]
        groups = found[table] = defaultdict(list)
        for row in rows.order_by(*order):
            groups[getattr(row, f"{table.parent_field}_id") if table.parent_field else 0].append(
                row
            )
    return found


def _later(groups: Grouped) -> list[str]:
    return [
        said
        for table, rows in groups.items()
        for found in rows.values()
        for row in found
        for said in table.later(row)
    ]


def _rows(table: Table, parent: Model, groups: Grouped) -> Any:
    rows = groups[table][parent.pk if table.parent_field else 0]
    if table.pairs:
        first, second = table.pairs
        pairs = (_fields(table, row) for row in rows)
        return FlowDict((pair[first], pair[second]) for pair in pairs)
    return [_row(table, row, groups) for row in rows]


def _row(table: Table, row: Any, groups: Grouped) -> Any:
    found = _fields(table, row)
    if table.short and set(found) == {table.short}:
        return found[table.short]
    for child in table.children:
        rows = _rows(child, row, groups)
        if rows or child.none_said:
            found[child.key] = rows
    return FlowDict(found) if table.one_line else found


def _fields(table: Table, row: Any) -> dict[str, Any]:
    """The row's fields as the file shows them, without those at their default."""
    values = {f: f.kind.from_row(f.name, row) for f in table.fields}
    return {
        f.key: f.kind.plain(value)
        for f, value in values.items()
        if f.required or value != f.default
    }
