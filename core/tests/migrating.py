"""An earlier database with rows of its own, and what a migration makes of them. A SQLite file of
its own, made by the product's own command."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from django.conf import settings

FILLED = {"date": "2013-01-01", "datetime": "2013-01-01 12:00:00", "text": "{}"}


class Earlier:
    """The tables of `app` and what it needs, as they were after the migration `name`."""

    def __init__(self, folder: Path, app: str, name: str) -> None:
        self.folder, self.app = folder, app
        self.migrate(name)
        self.rows = sqlite3.connect(folder / "db.sqlite3", isolation_level=None)

    def migrate(self, name: str = "") -> None:
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        environment |= {
            "DJANGO_SETTINGS_MODULE": "rumforliv.settings",
            "VAR_DIR": str(self.folder),
            "LOG_LEVEL": "WARNING",
        }
        command = [sys.executable, "manage.py", "migrate", self.app, *([name] if name else [])]
        subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True
        )

    def add(self, table: str, **values: object) -> None:
        """A row with `values`, and something in every other column that must have a value."""
        for _, column, kind, needed, default, _ in self.rows.execute(
            f"PRAGMA table_info({table})"
        ).fetchall():
            if needed and default is None and column not in values:
                values[column] = FILLED.get(kind, "" if "char" in kind else 1)
        names, marks = ", ".join(f'"{name}"' for name in values), ", ".join("?" * len(values))
        self.rows.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", [*values.values()])

    def read(self, sql: str) -> list[tuple[object, ...]]:
        return self.rows.execute(sql).fetchall()
