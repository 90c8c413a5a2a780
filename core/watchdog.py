"""A worker that hangs does not leave by itself, so nobody starts it again. This makes it leave.

With the queue of files, a child that is killed while it waits for work takes the lock on the pipe
with it: its successors wait for ever, and the main process believes that all is well. Whatever the
cause, a worker whose heartbeat (core.tasks.heartbeat) is not heard any more is of no use; the
supervisor starts a new one.

Of several workers the heartbeat may come from any: there the queue is Redis, where no lock is
shared.
"""

import logging
import os
import signal
import threading
import time
from datetime import datetime

from django.db import DatabaseError, connection
from django.utils import timezone

from core.health import HEARTBEAT_LIMIT
from core.models import Heartbeat

log = logging.getLogger(__name__)

LOOK_EVERY = 10


def start() -> None:
    """Watch from now on, in a thread of the worker's main process."""
    threading.Thread(target=_watch, name="watchdog", daemon=True).start()


def _watch() -> None:
    since = timezone.now()
    while True:
        time.sleep(LOOK_EVERY)
        silent = is_silent(since)
        connection.close()
        if silent:
            log.critical(
                "No heartbeat for %s: the worker leaves, to be started again.", HEARTBEAT_LIMIT
            )
            os.kill(os.getpid(), signal.SIGKILL)


def is_silent(since: datetime) -> bool:
    """Whether no heartbeat was heard for too long, counted from `since` at the earliest.

    A database that does not answer says nothing about the worker: False.
    """
    try:
        last = Heartbeat.objects.filter(name="worker").values_list("at", flat=True).first()
    except DatabaseError:
        return False
    heard = max(since, last) if last else since
    return timezone.now() - heard > HEARTBEAT_LIMIT
