"""A role is a row: what it takes part in, its place among the demo's people and in the README."""

from pathlib import Path

from accounts.models import Role
from accounts.roles import PARTS, Part, roles_with
from accounts.tests.access import PEOPLE

README = Path(__file__).parents[2] / "README.md"


def test_every_role_has_its_row_and_somebody_of_the_cast():
    assert set(PARTS) == set(PEOPLE) == set(Role)


def test_every_part_is_taken_by_some_role():
    assert [part for part in Part if not roles_with(part)] == []


def test_the_readme_says_what_every_role_does():
    table = README.read_text(encoding="utf-8").partition("## Who logs in")[2]

    assert [role.label for role in Role if f"\n| {role.label}" not in table] == []
