"""The shape of the house (docs/adr/0013): no circles, short chains, and a page belongs to its noun.

What each app may import of the others is held by import-linter (pyproject.toml).
"""

from functools import cache
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

PRODUCT = (
    "rumforliv",
    "demo",
    "overview",
    "reminders",
    "reporting",
    "governance",
    "milestones",
    "activities",
    "accounts",
    "core",
)
BESIDE = ("audit", "bench", "chaos")
LONGEST = 15


@cache
def imports():
    """Each module of ours, tests and migrations left out, and those it imports when it is
    loaded."""
    graph = grimp.build_graph(*PRODUCT, *BESIDE, exclude_type_checking_imports=True, cache_dir=None)
    ours = {m for m in graph.modules if not {"tests", "migrations"} & set(m.split("."))}
    return {m: graph.find_modules_directly_imported_by(m) & ours for m in ours}


def order():
    """The modules, each after all it imports. Fails where that cannot be."""
    try:
        return list(TopologicalSorter(imports()).static_order())
    except CycleError as error:
        pytest.fail(f"A circle: {' -> '.join(error.args[1])}")


def test_no_module_imports_itself_by_a_detour():
    order()


def test_the_longest_way_down_is_short():
    longest = {}
    for module in order():
        below = max((longest[other] for other in sorted(imports()[module])), key=len, default=())
        longest[module] = (module, *below)

    way = max((way for module, way in longest.items() if module.split(".")[0] in PRODUCT), key=len)

    assert len(way) <= LONGEST, " -> ".join(way)


def test_a_page_is_presented_by_its_own_noun_alone():
    """governance.urls puts the cards of the parts together."""
    strangers = {
        (module, other)
        for module, found in imports().items()
        for other in found
        if other.endswith(".page")
        and module.rpartition(".")[0] != other.rpartition(".")[0]
        and module != "governance.urls"
    }

    assert strangers == set()
