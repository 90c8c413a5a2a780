"""How it is said which columns of a model stand once the plan is in force (activities.held)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Held:
    """A model's columns that stand, each with its key in a plan file; and where they are changed
    instead.

    `whole`: no row is added to what was there, either. `page`: the place, as the product's
    templates know it.
    """

    columns: Mapping[str, str]
    instead: str
    page: str
    whole: bool = False

    def keys(self, changed: Collection[str]) -> Iterator[str]:
        """The keys, in a file, of the columns among `changed`."""
        yield from dict.fromkeys(key for column, key in self.columns.items() if column in changed)


def same(*columns: str) -> dict[str, str]:
    """Columns that a file calls as the model does."""
    return {column: column for column in columns}
