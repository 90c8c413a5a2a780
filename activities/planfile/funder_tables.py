"""The tables of what a funder asks: of a funder's profile, and of a plan that has its own list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from yaml.nodes import Node

from activities.funders import files
from activities.models.funder import (
    MOST_MONTHS,
    AskedDirection,
    AskedKind,
    AskedReturn,
    day_of_year,
    faults_of,
)
from activities.planfile.errors import Refused
from activities.planfile.kinds import Choice, Kind, Text, Whole
from activities.planfile.tables import Document, Entry, Fault, Field, Table
from activities.planfile.values import scalar, shown, suggestion


@dataclass(frozen=True)
class FunderKey(Kind):
    """The name of a funder's profile, as its file is called."""

    def read(self, node: Node) -> str:
        key, known = scalar(node), files.keys()
        if key not in known:
            near = suggestion(key, known)
            raise Refused(f"»{shown(key)}« kendes ikke.{near} Vælg mellem {', '.join(known)}.")
        return key


@dataclass(frozen=True)
class DayOfYear(Kind):
    """A month and a day that every year has: 06-30."""

    def read(self, node: Node) -> str:
        text = scalar(node)
        try:
            day = day_of_year(text)
        except ValueError as error:
            raise Refused(
                f"»{shown(text)}« er ikke en dag, hvert år har. Skriv måned-dag, fx 06-30."
            ) from error
        return f"{day:%m-%d}"


def return_rule(entry: Entry, document: Document) -> Iterator[Fault]:
    keys = ("kind", "direction", "months_after", "due_on")
    if entry.has(*keys):
        values: list[Any] = [entry[key] for key in keys]
        yield from (Fault(key, said) for key, said in faults_of(*values))


RETURNS = Table(
    key="returns",
    name="indberetning",
    plural="krav om indberetning",
    model=AskedReturn,
    identity=("kind",),
    one_line=True,
    rule=return_rule,
    fields=(
        Field("kind", Choice(AskedKind), required=True),
        Field("direction", Choice(AskedDirection), default=AskedDirection.BACK),
        Field("months_after", Whole(0, MOST_MONTHS), default=None),
        Field("due_on", DayOfYear()),
        Field("note", Text(300)),
    ),
)
FUNDER = Table(
    key="funder",
    name="bidragyder",
    plural="bidragydere",
    model=AskedReturn,  # no row is made of it: a profile stays a file
    identity=("name",),
    plan_path="",
    fields=(
        Field("name", Text(80), required=True, label="navn"),
        Field("money", Text(80), label="midler"),
        Field("portal", Text(80), label="hvor der indberettes"),
        Field("account", Text(20), label="konto"),
        Field("held_back", Text(200), label="hvad der holdes tilbage"),
        Field("source", Text(300), label="hvor kravene står"),
    ),
)
