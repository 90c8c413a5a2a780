"""What is different between two readings of the same report: each lists its facts, and the lists
are compared.

One comparison serves all: what changed since the note was handed over, what an edition corrects,
and what has happened since the last issued note.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from core.snapshots import Snapshot

NOTHING = "–"


@dataclass(frozen=True)
class Fact:
    """One thing a report says: `key` tells which, `value` in the words of the page. `source`:
    Sentence.sources."""

    key: str
    group: str
    what: str
    value: str
    source: str = ""


@dataclass(frozen=True)
class Change(Snapshot):
    """A fact that is another now; `old` or `new` is a dash where there was, or is, none."""

    key: str
    group: str
    what: str
    old: str
    new: str
    source: str = ""


class Factual(Protocol):
    """A report's data that can say what they state, in the order they state it."""

    def facts(self) -> Iterator[Fact]: ...


def changes(old: Factual, new: Factual) -> tuple[Change, ...]:
    """What differs, in the order of the new report; what it no longer states comes last."""
    before, after = _by_key(old.facts()), _by_key(new.facts())
    gone = [fact for key, fact in before.items() if key not in after]
    found = [
        _change(before.get(key), fact)
        for key, fact in after.items()
        if _differs(before.get(key), fact)
    ]
    return (*found, *(_change(fact, None) for fact in gone if fact.value))


def _by_key(facts: Iterable[Fact]) -> dict[str, Fact]:
    return {fact.key: fact for fact in facts}


def _differs(old: Fact | None, new: Fact) -> bool:
    return new.value != (old.value if old else "")


def _change(old: Fact | None, new: Fact | None) -> Change:
    fact = new or old
    assert fact is not None
    return Change(
        key=fact.key,
        group=fact.group,
        what=fact.what,
        old=(old.value if old else "") or NOTHING,
        new=(new.value if new else "") or NOTHING,
        source=fact.source,
    )
