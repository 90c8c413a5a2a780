"""The tables of a SQLite database that has none yet, made in one go.

Migrations one after the other cost 23 seconds of a first start: Django draws up the models anew at
every step of the way. An empty database needs only where the way ends. `core.tests.test_schema`
holds the two against each other.
"""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def is_new() -> bool:
    """Whether this is a SQLite database without a table. A PostgreSQL is somebody's
    installation: it takes the way."""
    return connection.vendor == "sqlite" and not connection.introspection.table_names()


def make_at_once() -> None:
    """Make every table as all migrations leave it, and sign for all of them. All or nothing.

    What migrations do to rows is left out: there are none. `migrate` afterwards finds nothing to do
    but its signals.
    """
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.recorder.ensure_schema()
    with connection.schema_editor() as editor:
        for model in executor.loader.project_state(leaves).apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for migration, _ in executor.migration_plan(leaves):
            for app, name in migration.replaces or [(migration.app_label, migration.name)]:
                executor.recorder.record_applied(app, name)
