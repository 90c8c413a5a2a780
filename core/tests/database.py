"""The test database: migrated once in a run, copied for each test process.

All migrations one after the other take some 20 seconds of a core.
"""

import fcntl
import gc
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


@contextmanager
def one_at_a_time(folder):
    with (folder / "template.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def prepare():
    """Put a copy of the migrated database where this process looks for its own, or tell it to
    make one."""
    folder = Path(os.environ["TEST_VAR_DIR"])
    test = connection.settings_dict["TEST"]
    own = test["NAME"]
    with one_at_a_time(folder):
        template = template_path() if connection.vendor == "sqlite" else template_name()
        made = folder / "template.made"
        if not made.exists():
            test["NAME"] = template
            try:
                migrate()
            finally:
                test["NAME"] = own
            made.touch()
    if connection.vendor == "sqlite":
        shutil.copyfile(template, connection.creation._get_test_db_name())
    else:
        test["TEMPLATE"] = template


def end_others():
    """End what still holds this process's database, which else could not be dropped."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def settle():
    """Check at once what a module's tests share; PostgreSQL would check it anew after each of
    them."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def template_path():
    """SQLite's, in the run's folder."""
    return str(Path(os.environ["TEST_VAR_DIR"]) / "template.sqlite3")


def template_name():
    """One for each run, so that an old one of an own server is not taken for this one."""
    return f"template_{Path(os.environ['TEST_VAR_DIR']).name.replace('-', '_')}"


def migrate():
    """Make a database by the migrations, then let go of it: the connection is where it was
    before."""
    before = connection.settings_dict["NAME"]
    was_on = gc.isenabled()
    # A third of the time: each step draws all models up anew, and the collector walks them.
    gc.disable()
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
    finally:
        use(before)
        if was_on:
            gc.enable()
            gc.collect()


def use(name):
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name


def remove_template():
    """At the end, on a PostgreSQL that lives on; what SQLite had lies in the run's own folder."""
    made = Path(os.environ["TEST_VAR_DIR"], "template.made")
    if connection.vendor == "sqlite" or not made.exists():
        return
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {template_name()}")
    made.unlink()
