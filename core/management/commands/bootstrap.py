"""Make an installation ready to start, in one process: each `manage.py` call costs a second."""

import hashlib
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from core.health import unapplied_migrations


class Command(BaseCommand):
    help = "Bring database, cache table and static files up to this release. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-static", action="store_true", help="leave the static files alone")
        parser.add_argument(
            "--then",
            metavar="COMMAND",
            action="append",
            default=[],
            help="a command to run afterwards in the same process; may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if unapplied_migrations():
            self.step("Database")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if not options["no_static"]:
            self.collect_static()
        for command in options["then"]:
            call_command(*shlex.split(command))

    def collect_static(self) -> None:
        """Collect only when a source file changed: hashing and packing takes seconds, looking takes none."""
        stamp, fingerprint = Path(settings.STATIC_ROOT) / ".stamp", static_fingerprint()
        if stamp.exists() and stamp.read_text() == fingerprint:
            return
        self.step("Statiske filer")
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(fingerprint)

    def step(self, what: str) -> None:
        """Progress goes to standard error: what `--then` prints stands alone on standard output."""
        self.stderr.write(f"  {what} …", str)  # `str`: not in the red of an error


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
