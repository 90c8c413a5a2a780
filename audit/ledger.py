"""What was compared, counted by kind, and every difference with where and why."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Difference:
    """`said` stands at `where`; by the rows it should be `due`."""

    kind: str
    where: str
    said: str
    due: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}: says {self.said!r}, should be {self.due}"


@dataclass
class Ledger:
    """`unread`: sentences with a figure that no pattern of `statements` knows."""

    counts: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    place: str = ""

    def hold(self, kind: str, where: str, said: object, due: object, is_so: bool) -> None:
        """Count a comparison; keep it where it does not hold."""
        self.counts[kind] += 1
        if not is_so:
            place = f"{self.place}, {where}" if self.place else where
            self.differences.append(Difference(kind, place, str(said), str(due)))

    def same(self, kind: str, where: str, said: object, due: object) -> None:
        self.hold(kind, where, said, due, said == due)

    def table(self) -> str:
        """Kind by kind, and in all."""
        wide = max((len(kind) for kind in self.counts), default=0)
        lines = [f"{kind:<{wide}}  {count:>7}" for kind, count in sorted(self.counts.items())]
        return "\n".join([*lines, f"{'in all':<{wide}}  {self.counts.total():>7}"])
