"""A real worker process on the test's database and queue.

To start one takes seven seconds of a core, so it outlives its test: between two tests it is held
still, and the next begins with it on the rows that stand there then. One that was killed, or that
does not come to rest, is not used again.
"""

import os
import signal
import subprocess
import time
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import OperationalError as Locked
from kombu.exceptions import OperationalError

from core.models import Heartbeat
from scripts import processes

PATIENCE = 60
REST = 15  # how long one may take to finish what the last test left it


class Workers:
    """Those of this test process: one for each environment the tests want."""

    def __init__(self):
        self.held = {}  # environment: a worker that waits for its next test

    def begin(self):
        worker = self.held.pop(_key(environment()), None)
        if worker is None:
            return Worker()
        try:
            worker.go_on()
        except AssertionError:
            worker.stop()
            return Worker()
        return worker

    def end(self, worker):
        if worker.come_to_rest():
            self.held[_key(worker.environment)] = worker
        else:
            worker.stop()

    def stop(self):
        for worker in self.held.values():
            worker.stop()
        self.held.clear()


def _key(names):
    """What pytest itself tells in the environment is of no matter to a worker."""
    return tuple(sorted((name, at) for name, at in names.items() if name != "PYTEST_CURRENT_TEST"))


class Worker:
    """A worker and its scheduler, as `make run` starts them; ready when the first heartbeat is
    written."""

    def __init__(self):
        self.log = Path(settings.VAR_DIR) / "worker.log"
        self.start()

    def start(self):
        Heartbeat.objects.all().delete()
        self.environment = environment()
        self.process = self._run(processes.worker())
        self.scheduler = self._run(processes.scheduler(Path(settings.VAR_DIR)))
        self.wait_for(Heartbeat.objects.exists, "the worker to be ready")

    def _run(self, command):
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                env=self.environment,
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def go_on(self):
        """Work again: ready when a heartbeat is written into the rows that stand here now."""
        Heartbeat.objects.all().delete()
        self._signal(signal.SIGCONT)
        self._beat("the worker to go on")

    def come_to_rest(self):
        """Hold it still once all it was asked is done, so that it locks and writes nothing; False
        when it is gone or does not get there."""
        if not self.is_alive():
            return False
        os.killpg(self.scheduler.pid, signal.SIGSTOP)
        try:
            # One thing is done after the other, so what was asked before the first is done when the
            # second is written; a scheduler's own heartbeat may stand in the queue before it.
            for _ in range(2):
                Heartbeat.objects.all().delete()
                self._beat("the worker to be done", REST)
            self.wait_for(self._is_still, "the worker to let go of the database", REST)
        except (AssertionError, OperationalError):
            return False
        return True

    def _is_still(self):
        """Held while it does nothing; one caught in the middle goes on for a moment."""
        os.killpg(self.process.pid, signal.SIGSTOP)
        if holds_nothing():
            return True
        os.killpg(self.process.pid, signal.SIGCONT)
        return False

    def is_alive(self):
        return self.process.poll() is None and self.scheduler.poll() is None

    def _beat(self, what, patience=PATIENCE):
        current_app.send_task("core.heartbeat")
        self.wait_for(Heartbeat.objects.exists, what, patience)

    def _signal(self, number):
        for process in (self.process, self.scheduler):
            os.killpg(process.pid, number)

    def stop(self):
        """Kill both whole trees, as a power cut would; `start` brings them back."""
        for process in (self.process, self.scheduler):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def wait_for(self, condition, what, patience=PATIENCE):
        """Ask until `condition()` is true; fail with the end of the worker's log when it never
        is."""
        deadline = time.monotonic() + patience
        while not condition():
            tail = self.log.read_text(errors="replace")[-3000:]
            assert self.process.poll() is None, f"the worker left while waiting for {what}:\n{tail}"
            assert time.monotonic() < deadline, f"waited {patience} s for {what}:\n{tail}"
            time.sleep(0.1)


def holds_nothing():
    """Whether nobody but this test has begun anything in the database."""
    if connection.vendor == "sqlite":
        try:
            with transaction.atomic():
                Heartbeat.objects.filter(name="nobody").delete()
        except Locked:
            return False
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
        )
        return cursor.fetchone() == (0,)


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
