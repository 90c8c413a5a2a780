"""Kinds of values: how each is read from the file, written to it, and carried to and from a
model's row."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import Model
from django.db.models.enums import Choices
from yaml.nodes import MappingNode, Node, SequenceNode

from accounts.names import LOOKS_LIKE_CPR, like_cpr
from activities.models.plan import MAX_TEXT
from activities.planfile.errors import Refused
from activities.planfile.values import scalar, shown, suggestion


class FlowDict(dict[Any, Any]):
    """A mapping the file shows on one line."""


class FlowList(list[Any]):
    """A list the file shows on one line."""


class Finder(Protocol):
    """Finds the row a code stands for, while the file is written to the database."""

    def row(self, table: str, code: str) -> Any: ...


class Kind:
    """One attribute of the same name, equal in file and row. The others differ where they must."""

    def read(self, node: Node) -> Any:
        raise NotImplementedError

    def plain(self, value: Any) -> Any:
        """What the file shows."""
        return value

    def attributes(self, name: str, value: Any, finder: Finder) -> dict[str, Any]:
        """What the row holds."""
        return {name: value}

    def from_row(self, name: str, row: Model) -> Any:
        return getattr(row, name)

    def key(self, value: Any) -> Any:
        """The part of a value that names its row."""
        return value


@dataclass(frozen=True)
class Text(Kind):
    """One line of text; with `lines` also several paragraphs."""

    limit: int = MAX_TEXT
    lines: bool = False

    def read(self, node: Node) -> str:
        text = scalar(node)
        if len(text) > self.limit:
            raise Refused(f"Teksten er på {len(text)} tegn. Der er plads til {self.limit}.")
        if "\n" in text and not self.lines:
            raise Refused("Teksten skal stå på én linje.")
        if like_cpr(text):
            raise Refused(LOOKS_LIKE_CPR)
        return text

    def from_row(self, name: str, row: Model) -> str:
        return str(getattr(row, name)).replace("\r\n", "\n").strip()


@dataclass(frozen=True)
class Code(Kind):
    """A stable code. It stands in web addresses and in files, so it begins with a letter or a
    digit."""

    limit: int = 20
    pattern: str = r"\w[\w.\- ]*"
    hint: str = "Brug bogstaver, tal, punktum og bindestreg."

    def read(self, node: Node) -> str:
        code = scalar(node)
        if not code:
            raise Refused("Koden mangler.")
        if len(code) > self.limit:
            raise Refused(f"Koden er på {len(code)} tegn. Der er plads til {self.limit}.")
        if not re.fullmatch(self.pattern, code):
            raise Refused(f"»{shown(code)}« kan ikke være en kode. {self.hint}")
        return code


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number."""

    low: int = 0
    high: int = 1_000_000

    def read(self, node: Node) -> int:
        text = scalar(node)
        if not re.fullmatch(r"-?[0-9]{1,12}", text):
            raise Refused(f"»{shown(text)}« er ikke et helt tal. Skriv kun cifre, fx 1200.")
        if not self.low <= int(text) <= self.high:
            raise Refused(f"{int(text)} går ikke. Skriv et tal fra {self.low} til {self.high}.")
        return int(text)


@dataclass(frozen=True)
class Amount(Kind):
    """Hours: a number with at most `decimals` decimals after a full stop."""

    high: int = 168
    decimals: int = 2

    def read(self, node: Node) -> Decimal:
        text = scalar(node)
        if not re.fullmatch(rf"[0-9]{{1,4}}(\.[0-9]{{1,{self.decimals}}})?", text):
            hint = "Brug punktum som komma." if "," in text else "Skriv et tal, fx 10 eller 1.5."
            raise Refused(f"»{shown(text)}« er ikke et antal timer. {hint}")
        if Decimal(text) > self.high:
            raise Refused(f"{text} timer går ikke. En uge har {self.high} timer.")
        return Decimal(text)

    def plain(self, value: Decimal | None) -> int | float | None:
        return None if value is None else int(value) if value == int(value) else float(value)


@dataclass(frozen=True)
class HoursRange(Kind):
    """Hours a week: one number, or the least and the most as `[1, 2]`. The row has them apart."""

    amount: Amount = Amount()

    def read(self, node: Node) -> tuple[Decimal, Decimal]:
        if not isinstance(node, SequenceNode):
            hours = self.amount.read(node)
            return hours, hours
        if len(node.value) != 2:
            raise Refused("Skriv mindst og højst, fx [1, 2].")
        low, high = (self.amount.read(part) for part in node.value)
        if low > high:
            raise Refused(f"Mindst ({low}) er større end højst ({high}). Byt om på dem.")
        return low, high

    def plain(self, value: tuple[Decimal, Decimal]) -> Any:
        low, high = map(self.amount.plain, value)
        return low if low == high else FlowList([low, high])

    def attributes(
        self, name: str, value: tuple[Decimal, Decimal], finder: Finder
    ) -> dict[str, Any]:
        return {"hours_min": value[0], "hours_max": value[1]}

    def from_row(self, name: str, row: Any) -> tuple[Decimal, Decimal]:
        return row.hours_min, row.hours_max


@dataclass(frozen=True)
class Flag(Kind):
    """true or false."""

    def read(self, node: Node) -> bool:
        text = scalar(node)
        if text not in ("true", "false"):
            raise Refused(f"»{shown(text)}« går ikke. Skriv true eller false.")
        return text == "true"


@dataclass(frozen=True)
class Choice(Kind):
    """One of a fixed set of words."""

    choices: type[Choices]

    def read(self, node: Node) -> str:
        text = scalar(node)
        known = [str(value) for value in self.choices.values]
        if text not in known:
            near = suggestion(text, known)
            raise Refused(f"»{shown(text)}« kendes ikke.{near} Vælg mellem {', '.join(known)}.")
        return text

    def plain(self, value: str) -> str:
        return str(value)


@dataclass(frozen=True)
class Ref(Kind):
    """The code of a row in another table of the same file."""

    table: str

    def read(self, node: Node) -> str:
        return scalar(node)

    def attributes(self, name: str, value: str | None, finder: Finder) -> dict[str, Any]:
        return {name: finder.row(self.table, value) if value else None}

    def from_row(self, name: str, row: Model) -> str | None:
        found = getattr(row, name)
        return found.code if found else None


@dataclass(frozen=True)
class Refs(Kind):
    """A list of codes of rows in another table; `name` is a many-to-many field."""

    table: str

    def read(self, node: Node) -> tuple[str, ...]:
        if isinstance(node, MappingNode):
            raise Refused("Skriv koderne som en liste, fx [463-0, 240-0].")
        parts = node.value if isinstance(node, SequenceNode) else [node]
        codes = tuple(scalar(part) for part in parts)
        if len(set(codes)) < len(codes):
            raise Refused("Den samme kode står to gange.")
        return codes

    def plain(self, value: tuple[str, ...]) -> FlowList:
        return FlowList(value)

    def attributes(self, name: str, value: tuple[str, ...], finder: Finder) -> dict[str, Any]:
        return {}

    def from_row(self, name: str, row: Model) -> tuple[str, ...]:
        return tuple(found.code for found in getattr(row, name).all())
