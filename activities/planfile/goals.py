"""Kinds of values of a criterion and its targets: exact numbers, a baseline, an expected course."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from activities.planfile.errors import Refused
from activities.planfile.kinds import Choice, Code, Finder, FlowDict, FlowList, Kind, Text
from activities.planfile.values import is_empty, scalar, shown, suggestion
from core.exact import DECIMALS, TOO_FINE, exact
from core.reading import MAX_DIGITS, NEGATIVE, TOO_BIG

NUMBER = re.compile(rf"[0-9]{{1,{MAX_DIGITS}}}(\.[0-9]{{1,{DECIMALS}}})?", re.ASCII)
LINEAR = "linear"
ONE_COURSE = (
    "Skriv ét forløb: linear, {once: 8}, {shares: [0, 60, 80, 100]}, {numbers: [0, 12, 20]}"
)


@dataclass(frozen=True)
class Exact(Kind):
    """A number of up to two decimals after a full stop."""

    def read(self, node: Node) -> int | Decimal:
        return read_exact(scalar(node))

    def plain(self, value: int | Decimal | None) -> int | float | None:
        return value if value is None or isinstance(value, int) else float(value)


def read_exact(text: str) -> int | Decimal:
    """100, 79.5 or 2.25. Raises Refused, and says so of a decimal comma."""
    if re.fullmatch(r"[-−–]\s*[0-9.,]+", text):
        raise Refused(NEGATIVE)
    if re.fullmatch(r"[0-9]+,[0-9]+", text):
        point = text.replace(",", ".")
        raise Refused(f"»{shown(text)}« har et decimalkomma. Skriv punktum: {shown(point)}.")
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", text):
        raise Refused(
            f"»{shown(text)}« kan læses på to måder. Skriv tusinder uden punktum, og højst to "
            "decimaler."
        )
    if re.fullmatch(r"[0-9]+\.[0-9]+", text) and not NUMBER.fullmatch(text):
        raise Refused(TOO_BIG if len(text.split(".")[0]) > MAX_DIGITS else TOO_FINE)
    if re.fullmatch(r"[0-9]+", text) and len(text) > MAX_DIGITS:
        raise Refused(TOO_BIG)
    if not NUMBER.fullmatch(text):
        raise Refused(f"»{shown(text)}« er ikke et tal. Skriv fx 1200 eller 2.5.")
    return exact(Decimal(text)) or 0


def read_whole(node: Node, what: str) -> int:
    text = scalar(node)
    if not re.fullmatch(r"[0-9]{1,4}", text, re.ASCII):
        raise Refused(f"»{shown(text)}« er ikke {what}.", _line(node))
    return int(text)


@dataclass(frozen=True)
class NumberChoice(Choice):
    """One of a fixed set of numbers."""

    def read(self, node: Node) -> int:  # type: ignore[override]
        return int(super().read(node))

    def plain(self, value: int) -> int:  # type: ignore[override]
        return int(value)


@dataclass(frozen=True)
class Baseline(Kind):
    """`{value: 41, year: 2012, source: Danmarks Statistik}`; three columns of the row."""

    source: Text

    def read(self, node: Node) -> tuple[int | Decimal | None, int | None, str]:
        if not isinstance(node, MappingNode):
            raise Refused("Skriv fx {value: 41, year: 2012, source: Danmarks Statistik}.")
        found = parts(
            node,
            {
                "value": Exact().read,
                "year": lambda year: read_whole(year, "et år"),
                "source": self.source.read,
            },
        )
        return found.get("value"), found.get("year"), found.get("source", "")

    def plain(self, value: tuple[int | Decimal | None, int | None, str]) -> Any:
        known = {"value": Exact().plain(value[0]), "year": value[1], "source": value[2]}
        return FlowDict({key: part for key, part in known.items() if part not in (None, "")})

    def attributes(self, name: str, value: Any, finder: Finder) -> dict[str, Any]:
        return dict(zip(("baseline", "baseline_year", "baseline_source"), value, strict=True))

    def from_row(self, name: str, row: Any) -> tuple[int | Decimal | None, int | None, str]:
        source = self.source.from_row("baseline_source", row)
        return row.baseline, row.baseline_year, source


@dataclass(frozen=True)
class Course(Kind):
    """When a target is expected (activities.course): `linear`, or one field that says how."""

    def read(self, node: Node) -> dict[str, Any]:
        if isinstance(node, ScalarNode):
            if (text := scalar(node)) == LINEAR:
                return {}
            raise Refused(f"»{shown(text)}« kendes ikke. {ONE_COURSE}, eller {{after: 5.1.1-1}}.")
        if not isinstance(node, MappingNode):
            raise Refused(f"{ONE_COURSE}, eller {{after: 5.1.1-1}}.")
        found = parts(
            node,
            {
                "once": lambda month: read_whole(month, "en måned. Skriv fx 8 for august"),
                "shares": _steps,
                "numbers": _steps,
                "after": Code().read,
                "months": lambda months: read_whole(months, "et antal måneder"),
            },
        )
        months = found.pop("months", None)
        if len(found) != 1 or (months is not None and "after" not in found):
            raise Refused(f"{ONE_COURSE}, eller {{after: 5.1.1-1, months: 3}}.")
        return {**found, "months": months} if months else found

    def plain(self, value: dict[str, Any] | None) -> Any:
        if not value:
            return LINEAR
        return FlowDict(
            {key: FlowList(part) if isinstance(part, list) else part for key, part in value.items()}
        )

    def attributes(self, name: str, value: dict[str, Any] | None, finder: Finder) -> dict[str, Any]:
        return {name: value or {}}

    def from_row(self, name: str, row: Any) -> dict[str, Any] | None:
        return canonical(getattr(row, name)) or None


@dataclass(frozen=True)
class TargetValue(Kind):
    """A target's number, or `{value: 120, course: {once: 8}}` where it has a course of its own."""

    def read(self, node: Node) -> tuple[int | Decimal, dict[str, Any] | None]:
        if not isinstance(node, MappingNode):
            return Exact().read(node), None
        found = parts(node, {"value": Exact().read, "course": Course().read})
        if "value" not in found:
            raise Refused("Skriv også tallet, fx {value: 120, course: {once: 8}}.")
        return found["value"], found.get("course")

    def plain(self, value: tuple[int | Decimal, dict[str, Any] | None]) -> Any:
        number, own = Exact().plain(value[0]), value[1]
        return number if own is None else FlowDict(value=number, course=Course().plain(own))

    def attributes(self, name: str, value: Any, finder: Finder) -> dict[str, Any]:
        return {"value": value[0], "course": value[1]}

    def from_row(self, name: str, row: Any) -> tuple[int | Decimal, dict[str, Any] | None]:
        return row.value, None if row.course is None else canonical(row.course)


def canonical(course: dict[str, Any]) -> dict[str, Any]:
    """The same course with its parts in the order a file has them: a database may keep another."""
    order = ("once", "shares", "numbers", "after", "months")
    return {key: course[key] for key in order if key in course}


def parts(node: MappingNode, known: dict[str, Callable[[Node], Any]]) -> dict[str, Any]:
    """What stands in a small group of fields, each read in its own way. Raises Refused for one
    that is not known or stands twice."""
    found: dict[str, Any] = {}
    for key_node, value in node.value:
        key = key_node.value if isinstance(key_node, ScalarNode) else ""
        if key in found:
            raise Refused(f"Feltet »{key}« står to gange. Slet det ene.", _line(key_node))
        if key not in known:
            hint = (
                " Brug punktum som komma, fx 37.5."
                if key.isdigit()
                else suggestion(key, list(known)) or f" Vælg mellem {', '.join(known)}."
            )
            raise Refused(f"Feltet »{shown(key)}« kendes ikke.{hint}", _line(key_node))
        if is_empty(value):
            continue
        try:
            found[key] = known[key](value)
        except Refused as refused:
            raise Refused(refused.message, refused.line or _line(value)) from refused
    return found


def _steps(node: Node) -> list[int | float]:
    """The numbers of a course, as JSON has them."""
    if not isinstance(node, SequenceNode):
        raise Refused("Skriv tallene i skarpe parenteser, fx [0, 60, 80, 100].")
    read = [read_exact(scalar(part)) for part in node.value]
    return [number if isinstance(number, int) else float(number) for number in read]


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1
