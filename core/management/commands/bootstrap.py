"""Make an installation ready to start, in one process: each `manage.py` call costs a second."""

import hashlib
import shlex
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from core import schema
from core.health import unapplied_migrations


class Command(BaseCommand):
    help = "Bring database, cache table and static files up to this release. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_mutually_exclusive_group()
        parts.add_argument("--no-static", action="store_true", help="leave the static files alone")
        parts.add_argument("--only-static", action="store_true", help="leave the database alone")
        parser.add_argument(
            "--then",
            metavar="COMMAND",
            action="append",
            default=[],
            help="a command to run afterwards in the same process; may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["only_static"]:
            self.prepare_database()
        if not options["no_static"]:
            self.collect_static()
        for command in options["then"]:
            call_command(*shlex.split(command))

    def prepare_database(self) -> None:
        if unapplied_migrations():
            with self.step("Database"):
                if schema.is_new():
                    schema.make_at_once()
                call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)

    def collect_static(self) -> None:
        """Collect only when a source file changed: hashing and packing takes seconds, looking
        takes none."""
        stamp, fingerprint = Path(settings.STATIC_ROOT) / ".stamp", static_fingerprint()
        if stamp.exists() and stamp.read_text() == fingerprint:
            return
        with self.step("Statiske filer"):
            stamp.unlink(missing_ok=True)
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            stamp.write_text(fingerprint)

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """A line with its seconds, on standard error: what `--then` prints stands alone on
        standard output."""
        start = time.monotonic()
        self.stderr.write(f"  {what} …", str, ending="")  # `str`: not in the red of an error
        self.stderr.flush()
        try:
            yield
        except BaseException:
            self.stderr.write("")  # what went wrong begins its own line
            raise
        self.stderr.write(f" {time.monotonic() - start:.0f} s", str)


def static_fingerprint() -> str:
    """Changes when a static file, or what makes the hashed copies, changes."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for path, file in sorted(source_files()):
        status = file.stat()
        digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def source_files() -> Iterator[tuple[str, Path]]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            yield path, Path(storage.path(path))
