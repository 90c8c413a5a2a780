"""A real worker process on the test's database and queue."""

import os
import signal
import subprocess
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

from core.models import Heartbeat
from scripts import processes

PATIENCE = 60


class Worker:
    """A worker and its scheduler, as `make run` starts them; ready when the first heartbeat is
    written."""

    def __init__(self):
        self.log = Path(settings.VAR_DIR) / "worker.log"
        self.start()

    def start(self):
        Heartbeat.objects.all().delete()
        self.process = self._run(processes.worker())
        self.scheduler = self._run(processes.scheduler(Path(settings.VAR_DIR)))
        self.wait_for(Heartbeat.objects.exists, "the worker to be ready")

    def _run(self, command):
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                env=environment(),
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self):
        """Kill both whole trees, as a power cut would; `start` brings them back."""
        for process in (self.process, self.scheduler):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def wait_for(self, condition, what):
        """Ask until `condition()` is true; fail with the end of the worker's log when it never
        is."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            tail = self.log.read_text(errors="replace")[-3000:]
            assert self.process.poll() is None, f"the worker left while waiting for {what}:\n{tail}"
            assert time.monotonic() < deadline, f"waited {PATIENCE} s for {what}:\n{tail}"
            time.sleep(0.1)


def environment():
    """The settings of production, on this test process's database, folder and queue."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "rumforliv.settings",
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "DEMO_DATE": settings.DEMO_DATE.isoformat() if settings.DEMO_DATE else "",
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }


def database_url():
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
