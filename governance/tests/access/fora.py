from typing import Any

PAGES: dict[str, tuple[int, ...]] = {}
ACTS: dict[str, tuple[int, ...]] = {}
POSTED: dict[str, dict[str, Any]] = {}


def rows(plan, mette, birgit):
    return {}


def words(name, found):
    return {}
