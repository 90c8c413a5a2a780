"""`manage.py bootstrap`: what it makes, and what it leaves alone the second time."""

import re

import pytest
from django.core.management import call_command
from django.db import connection

from core import health
from core.management.commands.bootstrap import static_fingerprint
from demo.management.commands.demo_logins import EMPTY


@pytest.fixture(autouse=True)
def static_root(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    health._all_applied.cache_clear()
    return settings.STATIC_ROOT


def test_bootstrap_makes_static_files_and_the_cache_table_unless_redis_is_the_cache(
    db, static_root, settings, capsys
):
    call_command("bootstrap")

    assert ("core_cache" in connection.introspection.table_names()) is not bool(settings.REDIS_URL)
    assert (static_root / "admin" / "css" / "base.css").exists()
    assert re.fullmatch(r"  Statiske filer … \d+ s\n", capsys.readouterr().err)


def test_bootstrap_again_collects_nothing(db, static_root, capsys):
    call_command("bootstrap")
    (static_root / "mine.txt").write_text("still here")
    capsys.readouterr()

    call_command("bootstrap")

    assert (static_root / "mine.txt").exists()
    assert capsys.readouterr().err == ""


def test_bootstrap_collects_again_when_a_source_changed(db, static_root, settings, tmp_path):
    call_command("bootstrap", "--no-static")
    source = tmp_path / "source"
    source.mkdir()
    settings.STATICFILES_DIRS = [source]
    before = static_fingerprint()
    (source / "new.css").write_text("a{}")

    assert static_fingerprint() != before


def test_bootstrap_can_leave_static_files_alone(db, static_root):
    call_command("bootstrap", "--no-static")

    assert not static_root.exists()


def test_bootstrap_can_leave_the_database_alone(db, static_root, django_assert_num_queries):
    with django_assert_num_queries(0):
        call_command("bootstrap", "--only-static")

    assert (static_root / "admin" / "css" / "base.css").exists()


def test_bootstrap_runs_a_command_afterwards_and_leaves_with_its_code(db):
    with pytest.raises(SystemExit) as left:
        call_command("bootstrap", "--no-static", then=["demo_logins --show"])

    assert left.value.code == EMPTY
