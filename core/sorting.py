"""The headings of a table that can be sorted (components/sortheadings.html)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A column's heading: the address a click leads to, and how the rows stand now, as aria-sort
    says it ("" where they are sorted by another)."""

    label: str
    url: str
    sorted: str
    is_number: bool = False
