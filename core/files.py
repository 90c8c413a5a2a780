"""Files that are whole or not there at all."""

import os
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from django.conf import settings

UNFINISHED = ".tmp"
ABANDONED_AFTER = 3600  # seconds


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, flush to the disk, then rename. Raises OSError and leaves nothing behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{uuid4().hex}{UNFINISHED}")
    try:
        with unfinished.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        unfinished.chmod(settings.FILE_UPLOAD_PERMISSIONS)
        unfinished.replace(path)
        _sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    """The rename itself must survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_unfinished(folder: Path) -> int:
    """Delete what a killed process left half written, once it is an hour old; returns how many."""
    limit = time.time() - ABANDONED_AFTER
    left = [path for path in folder.rglob(f"*{UNFINISHED}") if path.stat().st_mtime < limit]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)
