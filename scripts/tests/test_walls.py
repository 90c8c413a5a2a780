"""What the import contract cannot see: a lower app that knows an upper one by a string."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLResolver, get_resolver

ROOT = Path(__file__).parents[2]
LAYERS = (
    "core",
    "accounts",
    "activities",
    "milestones",
    "governance",
    "reporting",
    "reminders",
    "overview",
    "demo",
)
ADDRESSES = {"reverse", "reverse_lazy", "redirect", "Place"}
# A membership is of a plan: the database says so.
KNOWN = {"accounts/models.py": {"activities.Plan", "activities.StaffRole"}}


def owners(patterns=None) -> Iterator[tuple[str, str]]:
    """(the name of an address, the app its view is in), of all but the administration's."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from owners(pattern.url_patterns) if pattern.namespace != "admin" else ()
        elif pattern.name:
            yield pattern.name, pattern.callback.__module__.partition(".")[0]


def names(tree: ast.AST, above: set[str], url_names: set[str]) -> Iterator[str]:
    """What in a module names something of the apps above it: "app.Thing" anywhere, an address
    where one is made."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            app, dot, _ = node.value.partition(".")
            if dot and app in above and " " not in node.value:
                yield node.value
        elif (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", getattr(node.func, "id", "")) in ADDRESSES
        ):
            said = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            yield from (text for text in said if text in url_names)


def without_own_address(tree: ast.AST) -> ast.AST:
    """Without `get_absolute_url`: Django's own way for a row to name its page."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            node.body = [
                part for part in node.body if getattr(part, "name", "") != "get_absolute_url"
            ] or [ast.Pass()]
    return tree


@pytest.mark.parametrize("app", ["core", "accounts", "activities", "milestones"])
def test_no_app_names_what_is_above_it(app):
    above = set(LAYERS[LAYERS.index(app) + 1 :])
    url_names = {name for name, owner in owners() if owner in above}
    found = {}
    for path in sorted((ROOT / app).rglob("*.py")):
        where = str(path.relative_to(ROOT))
        if not {"tests", "migrations"} & set(path.parts):
            tree = without_own_address(ast.parse(path.read_text(encoding="utf-8")))
            found[where] = set(names(tree, above, url_names)) - KNOWN.get(where, set())

    assert {where: said for where, said in found.items() if said} == {}
