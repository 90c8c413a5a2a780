"""Kinds of values: how each is read from the file, written to it, and carried to and from a model's row."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Protocol

from django.db.models import Model, TextChoices
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from activities.planfile.errors import Refused
from core.periods import Period

YEARS = range(1950, 2151)
MAX_TEXT = 4000


class FlowDict(dict[Any, Any]):
    """A mapping the file shows on one line."""


class FlowList(list[Any]):
    """A list the file shows on one line."""


class Finder(Protocol):
    """Finds the row a code stands for, while the file is written to the database."""

    def row(self, table: str, code: str) -> Any: ...


def scalar(node: Node) -> str:
    """The text of a single value, as it is written. Raises Refused for a list or a group of fields."""
    if isinstance(node, ScalarNode):
        return node.value.replace("\r\n", "\n").strip()
    raise Refused("Her skal stå én værdi, ikke en liste eller flere felter.")


def is_empty(node: Node) -> bool:
    """Nothing is written: `name:` or `name: null` counts as a field that is left out."""
    return isinstance(node, ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def suggestion(word: str, known: list[str]) -> str:
    """ " Mente du »hours«?", or nothing when no known word is near."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f" Mente du »{near[0]}«?" if near else ""


def shown(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


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
        return text

    def from_row(self, name: str, row: Model) -> str:
        return str(getattr(row, name)).replace("\r\n", "\n").strip()


@dataclass(frozen=True)
class Code(Kind):
    """A stable code. It stands in web addresses and in files, so it begins with a letter or a digit."""

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

    def attributes(self, name: str, value: tuple[Decimal, Decimal], finder: Finder) -> dict[str, Any]:
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

    choices: type[TextChoices]

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
class Day(Kind):
    """A date: 2013-01-31."""

    def read(self, node: Node) -> date:
        return read_day(scalar(node))


def read_day(text: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise Refused(f"»{shown(text)}« er ikke en dato. Skriv år-måned-dag, fx 2013-01-31.")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"Datoen {text} findes ikke.") from error
    if day.year not in YEARS:
        raise Refused(f"Året {day.year} går ikke. Skriv et år fra {YEARS[0]} til {YEARS[-1]}.")
    return day


def read_period(text: str) -> Period:
    try:
        period = Period.parse(text)
    except ValueError as error:
        raise Refused(str(error)) from error
    if period.start.year not in YEARS or period.end.year not in YEARS:
        raise Refused(f"Perioden {text} går ikke. Skriv år fra {YEARS[0]} til {YEARS[-1]}.")
    return period


@dataclass(frozen=True)
class PeriodCode(Kind):
    """A quarter, half year or year by its code: 2013-K1."""

    def read(self, node: Node) -> Period:
        return read_period(scalar(node))

    def plain(self, value: Period) -> str:
        return value.code


@dataclass(frozen=True)
class TargetPeriod(Kind):
    """When a target holds: 2013, 2013-2016, 2013-H1, 2013-K2, or two dates 2013-05-01/2013-12-31.

    The value is the first and the last day, as the row has them.
    """

    def read(self, node: Node) -> tuple[date, date]:
        text = scalar(node)
        if "/" not in text:
            period = read_period(text)
            return period.start, period.end
        first, last = (read_day(part.strip()) for part in text.split("/", 1))
        if last <= first:
            raise Refused("Perioden slutter, før den begynder.")
        return first, last

    def plain(self, value: tuple[date, date]) -> int | str:
        for kind in ("year", "half_year", "quarter"):
            period = Period.containing(value[0], kind)
            if (period.start, period.end) == value:
                return int(period.code) if kind == "year" else period.code
        span = Period.span(value[0].year, value[1].year)
        return span.code if (span.start, span.end) == value else f"{value[0]}/{value[1]}"

    def attributes(self, name: str, value: tuple[date, date], finder: Finder) -> dict[str, Any]:
        return {"starts_on": value[0], "ends_on": value[1]}

    def from_row(self, name: str, row: Any) -> tuple[date, date]:
        return row.starts_on, row.ends_on


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
