"""Where a test runs in `make test`, which runs twice: on SQLite with a queue of files, on
PostgreSQL with Redis.

Nobody lists tests: what a test asks for says where it belongs.

- Without a database: once, on SQLite's run. pytest-django lets such a test reach no database at
  all.
- In a browser: once, on PostgreSQL's run. What the pages ask and write, the plain tests try on
  both.
- In a browser with a worker beside, or marked `both`: on both, for there several write at once.
- Marked `jobs`: once, where Redis is.
- All else, which is every plain test that reads or writes rows: on both.
"""

import os
import sys
from enum import StrEnum
from pathlib import Path

import pytest


class Run(StrEnum):
    """By the name Django has for the database."""

    SQLITE = "sqlite"
    POSTGRES = "postgresql"


DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}
BACK_DOOR = pytest.StashKey[bool]()
FIRST, BROWSER, REST = range(3)


def asks_database(item):
    return item.get_closest_marker("django_db") is not None or bool(
        DATABASE & set(item.fixturenames)
    )


def traits(item):
    """What `place` asks about a test."""
    marked = {
        name for name in ("browser", "worker", "jobs", "both") if item.get_closest_marker(name)
    }
    return marked | ({"database"} if asks_database(item) else set())


def place(traits):
    """The runs a test with these traits belongs to."""
    if "jobs" in traits:
        return {Run.POSTGRES}
    if "both" in traits:
        return {*Run}
    if "database" not in traits:
        return {Run.SQLITE}
    if "browser" in traits and "worker" not in traits:
        return {Run.POSTGRES}
    return {*Run}


def turn(traits):
    """What comes first. Each process gets a stretch of what is to be run, and takes over from
    the end of another's: browsers stay with one, which alone loads the demo; and one has work
    while the other makes the database."""
    if "database" not in traits:
        return FIRST
    return BROWSER if traits & {"browser", "worker"} else REST


def keep_own(items, run):
    """Split `items` in those that belong to `run` and those that do not."""
    own = [item for item in items if run in place(traits(item))]
    other = [item for item in items if run not in place(traits(item))]
    return own, other


def note_database(fixture, node):
    """A database asked for by `getfixturevalue` alone is seen too late: the test has been placed
    by then."""
    if fixture in DATABASE and isinstance(node, pytest.Item) and not asks_database(node):
        node.stash[BACK_DOOR] = True


def refuse_back_door(item):
    if item.stash.get(BACK_DOOR, False):
        pytest.fail(
            f"{item.nodeid} reaches a database; say so with @pytest.mark.django_db.", pytrace=False
        )


class Bookkeeper:
    """Writes down what ran, in a folder both halves share; `make test` makes up the books at the
    end."""

    def __init__(self, folder, run):
        self.folder, self.run = folder, run
        self.ran = set()

    def pytest_runtest_logreport(self, report):
        if report.when == "call" and not report.skipped:
            self.ran.add(report.nodeid)

    def pytest_sessionfinish(self):
        write(self.folder, self.run, "ran", self.ran)


def write(folder, run, what, names):
    """Each process that collects writes the same: the last one may."""
    lines = "".join(f"{name.encode('unicode_escape').decode()}\n" for name in sorted(names))
    unfinished = Path(folder, f"{run}.{what}.{os.getpid()}")
    unfinished.write_text(lines)
    unfinished.replace(Path(folder, f"{run}.{what}"))


def make_up(folder):
    """How many tests ran on which, and the names of those that ran nowhere."""
    found, ran = ({run: _read(folder, run, what) for run in Run} for what in ("found", "ran"))
    nowhere = set.union(*found.values()) - set.union(*ran.values())
    once = [
        len(ran[run] - set.union(*(ran[other] for other in Run if other != run))) for run in Run
    ]
    twice = len(set.intersection(*ran.values()))
    return (
        (
            f"{twice} tests on both databases, {once[0]} on SQLite's run only, {once[1]} "
            "on PostgreSQL's only."
        ),
        nowhere,
    )


def _read(folder, run, what):
    return set(Path(folder, f"{run}.{what}").read_text().splitlines())


if __name__ == "__main__":
    told, nowhere = make_up(sys.argv[1])
    sys.stdout.write(f"{told}\n")
    if nowhere:
        sys.exit("Ran nowhere:\n" + "\n".join(sorted(nowhere)))
