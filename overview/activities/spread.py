"""How a count is spread over estates, ages and genders, with small numbers hidden outside the
secretariat."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from activities.disclosure import suppress
from activities.models import DIMENSIONS
from core.danish import number

UNKNOWN = "ikke oplyst"
SEVERAL = "flere afdelinger"


@dataclass(frozen=True)
class Part:
    """One group; `number` is "–" where it is hidden."""

    name: str
    number: str


@dataclass(frozen=True)
class Spread:
    name: str
    parts: tuple[Part, ...]
    is_hidden: bool


def spreads(
    total: int,
    by_estate: Mapping[int | None, int],
    estates: Mapping[int, str],
    groups: Mapping[str, Mapping[str, int]],
    *,
    see_all: bool,
    heads: int | None = None,
) -> tuple[Spread, ...]:
    """All there is to say about how `total` is spread: estates (pk -> name), ages, genders.

    `heads`: of a criterion that counts each once, all who came; ages and genders are noted of them,
    and say so.
    """
    cells = {name: by_estate.get(pk, 0) for pk, name in estates.items()}
    cells[SEVERAL] = by_estate.get(None, 0)
    found = [
        spread("Afdelinger", cells, see_all=see_all),
        *breakdowns(total if heads is None else heads, groups, see_all=see_all),
    ]
    if heads is not None:
        found[1:] = [replace(one, name=f"{one.name}, fremmødte") for one in found[1:] if one]
    return tuple(one for one in found if one)


def spread(name: str, cells: Mapping[str, int], *, see_all: bool) -> Spread | None:
    """The groups of one total in order; groups of none are left out. None when there is but one
    group."""
    if sum(count > 0 for count in cells.values()) < 2:
        return None
    shown = dict(cells) if see_all else suppress(cells)
    parts = tuple(
        Part(group, "–" if count is None else number(count))
        for group, count in shown.items()
        if count != 0
    )
    return Spread(name, parts, is_hidden=None in shown.values())


def breakdowns(total: int, sums: Mapping[str, Mapping[str, int]], *, see_all: bool) -> list[Spread]:
    """Ages and genders of `total`; whoever nobody noted is a group of their own, so the sums add
    up."""
    found = []
    for key, (name, bands) in DIMENSIONS.items():
        counted = sums.get(key, {})
        if not any(counted.values()):
            continue
        cells = {label: counted.get(band, 0) for band, label in bands.items()}
        cells[UNKNOWN] = total - sum(cells.values())
        if found_spread := spread(name, cells, see_all=see_all):
            found.append(found_spread)
    return found
