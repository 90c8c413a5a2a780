"""Prepare the database, then keep web server, worker and scheduler running until Ctrl-C. Called by
scripts/run.

Standard library only. The web server dies, all stop. Worker and scheduler are started again, at
most five times in a minute: Celery's main process may leave by itself when a child of it died at
birth.
"""

import contextlib
import ctypes
import ipaddress
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from scripts import processes  # noqa: E402  (found from the root, however this file is started)

VAR_DIR = Path(os.environ["VAR_DIR"])
BIN = Path(sys.executable).parent
HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = int(os.environ.get("PORT") or 8000)
DEMO = os.environ.get("DEMO", "1") != "0"

SLUG, YEAR = "rum-for-liv", "2013"
DEMO_UNTIL = os.environ.get("DEMO_UNTIL") or ""
DEMO_DATE = os.environ.get("DEMO_DATE") or DEMO_UNTIL
DEFAULT_DAY = date(2013, 8, 31)
FIRST_DAY, LAST_DAY = (
    date(2013, 1, 1),
    date(2018, 12, 31),
)  # the plan's first, and two years after its last
MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
EMPTY, REAL = 3, 4  # what `demo_logins --show` leaves with
START_LIMIT, STOP_LIMIT = 90, 15
RESTARTS, RESTART_WINDOW = 5, 60


class Problem(Exception):
    """Something the person at the terminal must change; the message is all they see."""


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


@contextlib.contextmanager
def timed(what: str) -> Iterator[None]:
    """A line that ends with the seconds it took."""
    start = time.monotonic()
    print(f"  {what} …", end="", flush=True)  # noqa: T201
    try:
        yield
    except BaseException:
        say("")  # what went wrong begins its own line
        raise
    say(f" {time.monotonic() - start:.0f} s")


# Before the start


def demo_day() -> date:
    """The day the demo pretends it is: DEMO_DATE, the day its years are written to, or the last
    day of its year."""
    if DEMO_DATE:
        return day_of("DEMO_DATE", DEMO_DATE, "2013-10-02")
    told = written_to()
    return date.fromisoformat(told.read_text()) if told.exists() else DEFAULT_DAY


def written_to() -> Path:
    """Remembers the day a demo's years were written to: a later start is on that day too."""
    return VAR_DIR / ".demo-until"


def demo_until() -> date | None:
    """The day the demo's years are written to; None where it has only the half of its first."""
    if not DEMO_UNTIL:
        return None
    until = day_of("DEMO_UNTIL", DEMO_UNTIL, "2016-12-31")
    if demo_day() < until:
        raise Problem(
            f"DEMO_DATE={DEMO_DATE} ligger før DEMO_UNTIL={DEMO_UNTIL}: så står der ting i demoen "
            "om dage, der ikke er kommet. Lad DEMO_DATE være, eller vælg en senere dag."
        )
    return until


def day_of(name: str, text: str, example: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Problem(f"{name}={text[:40]} er ikke en dato. Skriv fx: make run {name}={example}")
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Problem(
            f"{name}={day} går ikke: vælg en dag fra {danish(FIRST_DAY)} til {danish(LAST_DAY)}."
        )
    return day


def danish(day: date) -> str:
    return f"den {day.day}. {MONTHS[day.month - 1]} {day.year}"


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def require_free_port() -> None:
    family = socket.AF_INET6 if ":" in HOST else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST.strip("[]"), PORT))
        except OSError as error:
            raise Problem(
                f"Kan ikke lytte på {HOST}:{PORT} ({error.strerror}). Prøv: make run "
                f"PORT={PORT + 1}"
            )


def command(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


def quiet() -> dict[str, str]:
    """The environment of a command that is told in a line: what it logs about each act is for
    the servers' logs."""
    return {"LOG_LEVEL": "WARNING"} | dict(os.environ)


def manage(*arguments: str, **kwargs: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), cwd=ROOT, env=quiet(), text=True, check=False, **kwargs
    )  # type: ignore[call-overload]


def bootstrap(*then: str) -> tuple[int, str]:
    """Bring the database up to date and run commands. Returns 0 and a demo's list of logins,
    else EMPTY or REAL."""
    commands = (*then, f"demo_logins {SLUG} --show")
    arguments = [word for each in commands for word in ("--then", each)]
    done = manage("bootstrap", "--no-static", *arguments, stdout=subprocess.PIPE)
    # Only the logins are indented; before them the commands say what they did.
    lines = done.stdout.splitlines(keepends=True)
    return done.returncode, "".join(line for line in lines if line.startswith("  "))


@contextlib.contextmanager
def static_files() -> Iterator[None]:
    """Collect the static files in a process of its own, beside what is done inside; its line
    comes afterwards."""
    process = subprocess.Popen(
        command("bootstrap", "--only-static"),
        cwd=ROOT,
        env=quiet(),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=die_with_parent,
    )
    try:
        yield
        _, said = process.communicate()
    finally:
        process.kill()
        process.wait()
    sys.stderr.write(said)
    if process.returncode:
        raise Problem("De statiske filer kunne ikke samles.")


def prepare() -> str:
    """Bring the database up to date and fill an empty one as DEMO says. Returns the list of
    logins."""
    drop_half_loaded()
    state, logins = bootstrap()
    if state not in (0, EMPTY, REAL):
        raise Problem("Databasen kunne ikke gøres klar.")
    if state == EMPTY and DEMO:
        refuse_public_demo()
        logins, state = load_demo(), 0
    elif DEMO_DATE and state:
        raise Problem(
            "DEMO_DATE flytter kun demoens ur, og dette er ikke en demo. Start uden DEMO_DATE."
        )
    elif state == EMPTY:
        first_administrator()
    elif state == 0 and not DEMO:
        raise Problem(
            "Databasen er en demo. Flyt den væk, før du starter en tom installation: "
            f"mv {VAR_DIR} {VAR_DIR}-demo"
        )
    elif state == 0 and DEMO_UNTIL:
        say("  Demoen er der allerede, så DEMO_UNTIL skriver ikke mere i den; kun uret flyttes.")
    if state == 0:
        refuse_public_demo()
        os.environ.update(demo_environment())
    return logins


def demo_environment() -> dict[str, str]:
    return {"DEMO_DATE": demo_day().isoformat(), "DEMO_LOGINS": "1"}


def refuse_public_demo() -> None:
    if not is_loopback(HOST):
        raise Problem(
            f"Demobrugerne må ikke kunne nås fra andre maskiner, og HOST={HOST} er ikke kun denne. "
            "Lad HOST være 127.0.0.1, eller start en tom installation med DEMO=0."
        )


def load_demo() -> str:
    """Load plan, people and year into an empty database. Returns the list of logins.

    Cut off half-way, the next start begins again.
    """
    marker = half_loaded_marker()
    marker.touch()
    written_to().unlink(missing_ok=True)
    os.environ.update(demo_environment())
    until, what, write = demo_until(), "et år med registreringer", f"demo_year {SLUG} {YEAR}"
    if until:
        what, write = f"planens år til {danish(until)}", f"demo_years {SLUG} --until {until}"
    with timed(f"Demoplan, demobrugere og {what}"):
        state, logins = bootstrap(
            "load_plan activities/plans/rum-for-liv.yaml", f"demo_logins {SLUG}", write
        )
        if state:
            raise Problem("Demoen kunne ikke indlæses.")
    if until:
        written_to().write_text(until.isoformat())
    marker.unlink()
    return logins


def half_loaded_marker() -> Path:
    return VAR_DIR / ".demo-loading"


def drop_half_loaded() -> None:
    """A demo that was cut off while it was loaded is thrown away: it was empty before, nobody
    has used it."""
    marker = half_loaded_marker()
    if not marker.exists():
        return
    if "DATABASE_URL" in os.environ:
        raise Problem(
            "Demoen blev afbrudt, mens den blev indlæst. Tøm databasen, slet "
            f"{marker}, og prøv igen."
        )
    for path in VAR_DIR.glob("db.sqlite3*"):
        path.unlink()
    marker.unlink()


def first_administrator() -> None:
    if sys.stdin.isatty():
        say("Databasen er tom. Opret den første administrator:")
        if manage("createsuperuser").returncode:
            raise Problem("Der blev ikke oprettet en administrator.")
    else:
        prefix = "" if VAR_DIR == ROOT / "var" else f"VAR_DIR={VAR_DIR} "
        say("Databasen er tom. Opret den første administrator i et andet vindue:")
        say(f"  {prefix}{BIN / 'python'} manage.py createsuperuser")


# Running


def die_with_parent() -> None:
    """Even when this process is killed outright, no server stays behind."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class Service:
    """One process and its log file."""

    def __init__(self, name: str, *command: str) -> None:
        self.name, self.command = name, command
        self.log = VAR_DIR / "log" / f"{name}.log"
        self.log.write_bytes(b"")
        self.starts: deque[float] = deque(maxlen=RESTARTS)
        self.process: subprocess.Popen[bytes]
        self.start()

    def start(self) -> None:
        self.starts.append(time.monotonic())
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C comes to us alone; we stop them in order
                preexec_fn=die_with_parent,
            )

    @property
    def died(self) -> bool:
        return self.process.poll() is not None

    @property
    def restarts_too_often(self) -> bool:
        return len(self.starts) == RESTARTS and time.monotonic() - self.starts[0] < RESTART_WINDOW

    def signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(
                self.process.pid, number
            ) if number == signal.SIGKILL else self.process.send_signal(number)

    def tail(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])


def start_all() -> list[Service]:
    """Web server, worker, scheduler: in this order everywhere below."""
    # In the demo it may run as root, and says nothing of it; an installation runs it as a user of
    # its own.
    os.environ["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser privileges"
    commands = {
        "web": processes.web(),
        "worker": processes.worker(),
        "scheduler": processes.scheduler(VAR_DIR),
    }
    return [Service(name, *command) for name, command in commands.items()]


def address() -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(HOST, f"[{HOST}]" if ":" in HOST else HOST)
    return f"http://{host}:{PORT}"


def health() -> dict[str, str]:
    """The reasons /healthz gives for not being well; empty when it is."""
    try:
        with urllib.request.urlopen(f"{address()}/healthz", timeout=5):
            return {}
    except urllib.error.HTTPError as error:
        with contextlib.suppress(ValueError):
            return dict(json.load(error)["reasons"])
        return {"web": f"svarer {error.code}"}
    except OSError:
        return {"web": "svarer ikke endnu"}


class Stop(Exception):
    """Somebody asked us to stop."""


def on_signal(number: int, frame: FrameType | None) -> None:
    raise Stop


def wait_until_well(watch: Callable[[], None]) -> None:
    """Poll /healthz; after START_LIMIT seconds say what is wrong and go on: the pages may work
    all the same."""
    deadline = time.monotonic() + START_LIMIT
    while reasons := health():
        watch()
        if time.monotonic() > deadline:
            say("Ikke helt klar: " + "; ".join(reasons.values()))
            return
        time.sleep(0.3)


def watch(services: list[Service]) -> None:
    """Raise Problem when a service is gone for good; start a worker or a scheduler that left."""
    web, *others = services
    if web.died:
        raise Problem(f"Webserveren stoppede.\n{web.tail()}")
    for service in others:
        if service.died:
            name = {"worker": "Baggrundsarbejderen", "scheduler": "Tidsplanen"}[service.name]
            if service.restarts_too_often:
                raise Problem(f"{name} stopper igen og igen.\n{service.tail()}")
            say(f"{name} stoppede og startes igen.")
            service.signal(signal.SIGKILL)  # children it left behind
            service.start()


def stop(services: list[Service]) -> None:
    """TERM, let a running report finish for a while, then KILL what is left with all its
    children."""
    for service in services:
        service.signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_LIMIT
    for service in services:
        with contextlib.suppress(subprocess.TimeoutExpired):
            service.process.wait(max(deadline - time.monotonic(), 0.1))
        service.signal(signal.SIGKILL)


def serve(logins: str) -> None:
    """Run them until a signal; whatever ends it, all are stopped before it returns."""
    services: list[Service] = []
    try:
        with timed("Webserver, baggrundsarbejder og tidsplan"):
            services += start_all()
            wait_until_well(lambda: watch(services))
        announce(logins)
        while True:
            watch(services)
            time.sleep(0.5)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stop(services)


def announce(logins: str) -> None:
    say(f"\n  {address()}\n")
    if logins:
        say(f"Demo: det er {danish(demo_day())}. Log ind som\n{logins}")
    say(f"Stop med Ctrl-C. Logfiler: {VAR_DIR / 'log'}")


def main() -> int:
    os.umask(0o077)  # database, reports and logs are for their owner
    os.environ.update(HOST=HOST, PORT=str(PORT))
    os.environ.setdefault("BASE_URL", address())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rumforliv.settings")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, on_signal)
    try:
        demo_until()
        demo_day()
        require_free_port()
        with static_files():
            logins = prepare()
        serve(logins)
    except Stop:
        say("\nStoppet.")
        return 0
    except Problem as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
