"""Files that rows point at: whole or not there at all, and provably the bytes that were put there.

A file's name holds something nobody can guess and nobody writes twice, so a killed worker leaves at
worst a file no row points at; `remove_orphans` takes those.
"""

import errno
import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import ClassVar
from uuid import uuid4

from celery.exceptions import SoftTimeLimitExceeded
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, models
from django.utils import timezone

from core.files import write_whole
from core.jobs import Job, Lease, LostLease
from core.pdf import page_count

log = logging.getLogger(__name__)

ORPHAN_AGE = timedelta(hours=1)
NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
DISK_FULL = "Der er ikke plads til filen på disken. Bed drift om at rydde op, og prøv så igen."
DISK_ERROR = "Filen kunne ikke gemmes på disken. Prøv igen. Sker det igen, så kontakt drift."
TOO_SLOW = "Det tog for lang tid at danne filen. Prøv igen."
CANNOT_SET = (
    "Filen kunne ikke sættes op. Fejlen er noteret. Prøv igen. Sker det igen, så kontakt drift."
)


class BrokenFile(Exception):
    """The file is gone or is not the one that was put there."""


class StoredFile(models.Model):
    """What a row with a file holds: where it lies under MEDIA_ROOT, and what proves it.

    `folder`: where the files of the kind lie, with nothing else in it.
    """

    folder: ClassVar[str]

    file = models.FileField(max_length=200, null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField("bytes", null=True, blank=True)

    class Meta:
        abstract = True


class FileJob(Job, StoredFile):
    """A PDF that a worker makes."""

    pages = models.PositiveSmallIntegerField("sider", null=True, blank=True)

    class Meta(Job.Meta):
        abstract = True


@dataclass(frozen=True)
class Put:
    """A file that was put on the disk, before any row points at it."""

    name: str
    sha256: str
    size: int


def put(folder: str, name: str, content: bytes) -> Put:
    """Write `content` under MEDIA_ROOT so that the name never points at half a file. Raises
    OSError."""
    path = f"{folder}/{name}"
    write_whole(Path(settings.MEDIA_ROOT, path), content)
    return Put(path, hashlib.sha256(content).hexdigest(), len(content))


def put_upload(folder: str, content: bytes, extension: str) -> Put:
    """An uploaded file, under a name of ours: nothing of what its sender called it reaches the
    disk."""
    return put(folder, f"{uuid4().hex}.{extension}", content)


def store(lease: Lease, folder: str, pdf: bytes, sign: Callable[..., bool] | None = None) -> None:
    """What a worker does with the PDF it made: put it on the disk, and sign for it with
    `sign(file=, sha256=, ...)`.

    `sign` is the lease's own `finish` where nothing more is to be written. The file's name holds
    the worker's token: two workers on one row never write the same. Raises OSError, ValueError for
    what is no PDF of ours, LostLease when another worker has the row; the file is then gone again.
    """
    pages = page_count(pdf)
    made = put(folder, f"{lease.pk.hex}.{lease.token.hex}.pdf", pdf)
    if not (sign or lease.finish)(file=made.name, sha256=made.sha256, size=made.size, pages=pages):
        discard(made)
        raise LostLease(lease.pk)


def discard(made: Put) -> None:
    """Remove a file nobody will point at."""
    with suppress(OSError):
        Path(settings.MEDIA_ROOT, made.name).unlink(missing_ok=True)


def read(row: StoredFile) -> bytes:
    """The bytes of a row's file, proved against its sha256. Raises BrokenFile."""
    try:
        content = Path(settings.MEDIA_ROOT, row.file.name or "").read_bytes()
    except OSError as error:
        raise BrokenFile(f"{row.pk}: file cannot be read.") from error
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise BrokenFile(f"{row.pk}: file does not match its sha256.")
    return content


def is_whole(row: StoredFile) -> bool:
    """Whether the file can be handed out."""
    try:
        read(row)
    except BrokenFile:
        return False
    return True


def guarded(
    lease: Lease,
    make: Callable[[], None],
    told: Callable[[Exception], str | None] = lambda error: None,
) -> None:
    """Run `make`; whatever goes wrong in it ends the job with a sentence, but for the database's
    own silence.

    `told(error)`: the caller's own sentence for an error, before the usual ones. When the database
    is away nothing can be said: the lease then runs out, and the sweeper puts the row back.
    """
    try:
        make()
    except LostLease:
        log.warning("%s was taken over by another worker, or called off.", lease.pk)
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("The file of %s could not be made.", lease.pk)
        lease.fail(told(error) or _sentence(error))


def _sentence(error: Exception) -> str:
    match error:
        case SoftTimeLimitExceeded():
            return TOO_SLOW
        case OSError():
            return disk_error(error)
    return CANNOT_SET


def disk_error(error: OSError) -> str:
    return DISK_FULL if error.errno in NO_SPACE else DISK_ERROR


def remove_orphans() -> int:
    """Delete files no row points at, once they are an hour old; returns how many.

    A killed worker leaves them: finished but not yet signed for, or half written.
    """
    limit = (timezone.now() - ORPHAN_AGE).timestamp()
    removed = 0
    for folder, models_of_it in _by_folder().items():
        old = [path for path in _files(folder) if path.stat().st_mtime < limit]
        if not old:
            continue
        known = {
            name
            for model in models_of_it
            for name in model._default_manager.values_list("file", flat=True)
            if name
        }
        orphans = [
            path for path in old if path.relative_to(settings.MEDIA_ROOT).as_posix() not in known
        ]
        for path in orphans:
            path.unlink(missing_ok=True)
        removed += len(orphans)
    return removed


def _by_folder() -> dict[str, list[type[StoredFile]]]:
    """Every kind of row with a file, by the folder of its files."""
    found: dict[str, list[type[StoredFile]]] = {}
    for model in apps.get_models():
        if issubclass(model, StoredFile):
            found.setdefault(model.folder, []).append(model)
    return found


def _files(folder: str) -> Iterator[Path]:
    return (path for path in Path(settings.MEDIA_ROOT, folder).rglob("*") if path.is_file())
