"""One sentence of a note: what the figures say, what a person made of it, and what it rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.snapshots import Snapshot


@dataclass(frozen=True)
class Rewritten:
    """A person's words for a sentence (empty: left out), and the draft's words they were written
    for."""

    text: str
    base: str
    by: str


@dataclass(frozen=True)
class Sentence(Snapshot):
    """One sentence of the note. `draft` is what the figures say, `text` what is printed.

    `sources`: what its figures rest on, "k:5.1.1-1" a criterion, "m:M2-08" a milestone, "milepaele"
    the board of all, "plan" the dashboard, "timer" the hours, "p:12-40" point 40 of meeting 12.
    `by` wrote `text` in place of the draft's words; `is_stale` when the figures have moved on
    since.
    """

    key: str
    draft: str
    text: str
    sources: tuple[str, ...] = ()
    by: str = ""
    is_stale: bool = False

    @property
    def is_left_out(self) -> bool:
        return not self.text

    @property
    def said(self) -> str:
        """What a list of changes says of it."""
        return self.text or f"udeladt: {self.draft}"


@dataclass(frozen=True)
class Desk:
    """Puts a person's words in the draft's place."""

    rewritten: Mapping[str, Rewritten] = field(default_factory=dict)

    def say(self, key: str, text: str, *sources: str) -> Sentence:
        mine = self.rewritten.get(key)
        if mine is None:
            return Sentence(key, text, text, sources)
        return Sentence(key, text, mine.text, sources, mine.by, mine.base != text)


def printed(said: Iterable[Sentence]) -> str:
    """The sentences as a paragraph."""
    return " ".join(sentence.text for sentence in said if sentence.text)
