"""What is killed and taken away: the worker and its children, Redis, PostgreSQL."""

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent


class Process:
    """A process that is started again whenever it leaves: what systemd would do."""

    def __init__(self, command: list[str], log: Path) -> None:
        self.command, self.log = command, log
        self.starts, self.wanted = 0, True
        self.process = self._start()
        threading.Thread(target=self._keep, daemon=True).start()

    def _start(self) -> subprocess.Popen[bytes]:
        self.starts += 1
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self.command,
                cwd=HERE,
                env=os.environ
                | {"PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _keep(self) -> None:
        while self.wanted:
            self.process.wait()
            kill_group(self.process.pid)  # children it left behind
            time.sleep(0.2)
            if self.wanted:
                self.process = self._start()

    def children(self) -> list[int]:
        """The process ids of those that do the work, whichever thread started them."""
        found: list[int] = []
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            for thread in Path(f"/proc/{self.process.pid}/task").iterdir():
                found += map(int, (thread / "children").read_text().split())
        return found

    def kill(self) -> bool:
        """The process and all its children at once, as when the power goes."""
        return kill_group(self.process.pid)

    def stop(self) -> None:
        self.wanted = False
        self.kill()
        self.process.wait()


def kill_group(pid: int) -> bool:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


class Redis:
    """A redis-server of our own that keeps nothing: when it comes back it is empty."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = folder
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        keep_nothing = ["--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        self.process = subprocess.Popen(
            ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port), *keep_nothing],
            stdout=subprocess.DEVNULL,
        )

    def stopped_for(self, seconds: float) -> None:
        self.process.kill()
        self.process.wait()
        time.sleep(seconds)
        self.start()

    def hung_for(self, seconds: float) -> None:
        self.process.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        self.process.send_signal(signal.SIGCONT)

    def emptied(self) -> None:
        from redis import Redis as Client  # noqa: PLC0415  (only where there is one)

        with contextlib.suppress(OSError):
            Client.from_url(self.url, socket_timeout=2).flushall()

    def end(self) -> None:
        self.process.send_signal(signal.SIGCONT)
        self.process.kill()
        self.process.wait()


def restart_postgres() -> None:
    """As after a power cut: no time to finish, connections cut. The cluster is pg_virtualenv's.

    A restart that gives up while the old server still ends is begun again. Raises RuntimeError when
    it stays down.
    """
    cluster = ["pg_ctlcluster", os.environ["PGVERSION"], "regress"]

    def told(*words: str) -> bool:
        done = subprocess.run(
            [*cluster, *words], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        return done.returncode == 0

    told("restart", "-m", "immediate")
    for _ in range(60):
        if told("status") or told("start"):
            return
        time.sleep(1)
    raise RuntimeError("PostgreSQL did not come back.")
