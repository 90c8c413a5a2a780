"""One line of the table: what was measured, the value as people read it, and the limit it must
keep."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    what: str
    value: str
    limit: str = ""
    kept: bool | None = None

    @property
    def line(self) -> str:
        verdict = {True: "yes", False: "**no**", None: ""}[self.kept]
        return f"| {self.what} | {self.value} | {self.limit} | {verdict} |"


def at_most(what: str, value: float, limit: float, unit: str = "") -> Row:
    return Row(what, f"{value:.3g}{unit}", f"≤ {limit:g}{unit}", value <= limit)


def the_same(what: str, values: list[int], limit: int) -> Row:
    """Counts that may not grow with the data, and the limit each must keep."""
    kept = len(set(values)) == 1 and values[0] <= limit
    return Row(what, " and ".join(map(str, values)), f"≤ {limit}, the same", kept)
