"""Report files on disk: whole or not there at all, and provably the bytes that were made."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from core.files import write_whole
from core.pdf import page_count
from reporting.models import Batch, Report

FOLDER = "reports"
ORPHAN_AGE = timedelta(hours=1)


class BrokenFile(Exception):
    """The file is gone or is not the one that was made."""


@dataclass(frozen=True)
class StoredFile:
    """Where a finished file lies under MEDIA_ROOT, and what proves it."""

    name: str
    sha256: str
    size: int
    pages: int


def store(slug: str, pk: UUID, token: UUID, content: bytes) -> StoredFile:
    """Write a finished PDF so that its name never points at half a file. Raises OSError.

    The name holds the worker's token: two workers on one report never write the same file.
    """
    name = f"{FOLDER}/{slug}/{pk.hex}.{token.hex}.pdf"
    pages = page_count(content)
    write_whole(Path(settings.MEDIA_ROOT, name), content)
    return StoredFile(name, hashlib.sha256(content).hexdigest(), len(content), pages)


def discard(stored: StoredFile) -> None:
    """Remove a file nobody will point at."""
    with suppress(OSError):
        Path(settings.MEDIA_ROOT, stored.name).unlink(missing_ok=True)


def read(report: Report | Batch) -> bytes:
    """The bytes of a finished report, proved against its control code. Raises BrokenFile."""
    try:
        content = Path(settings.MEDIA_ROOT, report.file.name or "").read_bytes()
    except OSError as error:
        raise BrokenFile(f"{report.pk}: file cannot be read.") from error
    if hashlib.sha256(content).hexdigest() != report.sha256:
        raise BrokenFile(f"{report.pk}: file does not match its sha256.")
    return content


def is_whole(report: Report | Batch) -> bool:
    """Whether the file can be handed out."""
    try:
        read(report)
    except BrokenFile:
        return False
    return True


def remove_orphans() -> int:
    """Delete files no row points at, once they are an hour old; returns how many.

    A killed worker leaves them: finished but not yet signed for, or half written.
    """
    limit = (timezone.now() - ORPHAN_AGE).timestamp()
    old = [path for path in _files() if path.stat().st_mtime < limit]
    if not old:
        return 0
    known = {name for model in (Report, Batch) for name in model.objects.values_list("file", flat=True) if name}
    orphans = [path for path in old if path.relative_to(settings.MEDIA_ROOT).as_posix() not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _files() -> Iterator[Path]:
    return (path for path in Path(settings.MEDIA_ROOT, FOLDER).rglob("*") if path.is_file())
