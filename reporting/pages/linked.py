"""A change with the place it is shown."""

from dataclasses import dataclass

from reporting.data.changes import Change
from reporting.data.parts import Turn


@dataclass(frozen=True)
class Linked:
    """A change, or a light that turned, with the place it is shown."""

    of: Change | Turn
    url: str
