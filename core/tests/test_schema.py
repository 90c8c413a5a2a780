"""A new database is made as the migrations would have made it."""

import os
import re
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from core.tests import database

# Filled by Django's signals after `migrate`, or its own books.
BOOKS = {"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"}
CACHE = "core_cache"  # made apart from migrations, and not where Redis is the cache
SCHEMA = f"SELECT name, sql FROM sqlite_master WHERE tbl_name != '{CACHE}'"


@pytest.fixture
def made_at_once(tmp_path):
    """A database that `bootstrap` made of nothing."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "rumforliv.settings",
        "VAR_DIR": str(tmp_path),
        "LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-W", "error", "manage.py", "bootstrap", "--no-static"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True)
    with sqlite3.connect(tmp_path / "db.sqlite3") as made:
        yield made
    made.close()


@pytest.fixture
def migrated(db):
    """The database the migrations made, which no test has written in: another may have kept tables
    of its own beside the real ones in this process's copy."""
    with sqlite3.connect(database.template_path()) as template:
        yield template
    template.close()


def parts(sql):
    """A table's columns and constraints in any order: a column that came later stands last after
    migrations."""
    if sql is None or not sql.startswith("CREATE TABLE"):
        return sql
    depth, found = 0, [""]
    for character in sql[sql.index("(") + 1 : sql.rindex(")")]:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and not depth:
            found.append("")
        else:
            found[-1] += character
    return sorted(re.sub(r"\s+", " ", part).strip() for part in found)


def everything(rows):
    return {name: parts(sql) for name, sql in rows}


# On PostgreSQL nothing is made at once: there is nothing to hold against each other.
if connection.vendor == "sqlite":

    def test_tables_and_indexes_are_those_of_the_migrations(made_at_once, migrated):
        expected = everything(migrated.execute(SCHEMA))

        assert everything(made_at_once.execute(SCHEMA)) == expected
        assert len(expected) > 400

    def test_migrations_write_no_rows_of_their_own(migrated):
        """Else they would be missing in a database made at once."""
        tables = migrated.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        names = {name for (name,) in tables} - BOOKS - {CACHE}
        filled = [
            name for name in names if migrated.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone()
        ]

        assert len(names) > 50
        assert filled == []

    def test_every_migration_is_signed_for_and_every_permission_there(made_at_once, migrated):
        for query in (
            "SELECT app, name FROM django_migrations",
            "SELECT app_label, model FROM django_content_type",
            "SELECT codename, name FROM auth_permission",
        ):
            expected = sorted(migrated.execute(query).fetchall())

            assert sorted(made_at_once.execute(query)) == expected
