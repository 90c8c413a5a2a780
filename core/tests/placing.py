"""Where a test runs in `make test`, which runs twice: on PostgreSQL with Redis, then on SQLite with
a queue of files.

Nobody lists tests: what a test asks for says where it belongs.

- Without a database: once, on SQLite's run. pytest-django lets such a test reach no database at
  all.
- In a browser: once, on PostgreSQL's run. What the pages ask and write, the plain tests try.
- In a browser with a worker beside, or marked `both`: on both, for there several write at once.
- Marked `jobs`: once, where Redis is.
- By the door, which is Django's `client`: on PostgreSQL's run. Of these SQLite's run has as many as
  it takes for every shape of SQL that came by the door and that no test below calls for: the first
  run writes down what it sent (`Recorder`), the second chooses (`chosen`). What the first run knows
  nothing of runs again.
- All else, which is every plain test that calls models, actions and queries itself: on both.
"""

import json
import os
import re
import sys
from enum import StrEnum
from functools import cache
from hashlib import blake2b
from pathlib import Path

import pytest


class Run(StrEnum):
    """By the name Django has for the database."""

    SQLITE = "sqlite"
    POSTGRES = "postgresql"


DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}
DOOR = {"client", "admin_client", "async_client"}
BESIDES = {"browser", "worker", "jobs"}  # has a place of its own, or a process of its own
SENT = "sql"
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
    if asks_database(item):
        marked.add("database")
        if DOOR & set(item.fixturenames):
            marked.add("door")
    return marked


def is_by_the_door(traits):
    return {"database", "door"} <= traits and not traits & {*BESIDES, "both"}


def place(traits):
    """The runs a test with these traits belongs to."""
    if "jobs" in traits:
        return {Run.POSTGRES}
    if "both" in traits:
        return {*Run}
    if "database" not in traits:
        return {Run.SQLITE}
    if "worker" in traits:
        return {*Run}
    if traits & {"browser", "door"}:
        return {Run.POSTGRES}
    return {*Run}


def turn(traits):
    """What comes first. Each process gets a stretch of what is to be run, and takes over from
    the end of another's: browsers stay with one, which alone loads the demo; and one has work
    while the other makes the database."""
    if "database" not in traits:
        return FIRST
    return BROWSER if traits & {"browser", "worker"} else REST


def keep_own(items, run, folder):
    """Split `items` in those that belong to `run` and those that do not; `folder` holds the books
    of the first run."""
    names = {item.nodeid for item in items if run in place(traits(item))}
    if run == Run.SQLITE:
        by_the_door = {item.nodeid for item in items if is_by_the_door(traits(item))}
        names |= chosen(by_the_door, names, read_sent(folder))
    return _split(items, names)


def keep_quick(items):
    """What `make check` runs: neither browser nor worker nor Redis, and by the door only the first
    test of each file."""
    names, files = set(), set()
    for item in items:
        asked = traits(item)
        if asked & BESIDES:
            continue
        if not is_by_the_door(asked):
            names.add(item.nodeid)
        elif item.path not in files:
            files.add(item.path)
            names.add(item.nodeid)
    return _split(items, names)


def _split(items, names):
    return (
        [item for item in items if item.nodeid in names],
        [item for item in items if item.nodeid not in names],
    )


# What SQL the tests send, and which of those by the door SQLite's run takes too


def chosen(by_the_door, on_both, sent):
    """Of the tests `by_the_door` those to run on the second database too: together with what is
    `on_both` they send every shape of SQL they all send. `sent` is what each test sent in the first
    run, test: (seconds, shapes); a test it does not know is chosen.

    The cheapest for what they add come first, so the answer depends on how long tests took: the two
    processes of a run read the same book."""
    unknown = by_the_door - sent.keys()
    done = set().union(*(sent[name][1] for name in on_both if name in sent))
    left = {name: (sent[name][0], sent[name][1] - done) for name in by_the_door - unknown}
    taken = set(unknown)
    while left := {name: (took, shapes) for name, (took, shapes) in left.items() if shapes}:
        best = max(sorted(left), key=lambda name: len(left[name][1]) / (left[name][0] + 0.01))
        taken.add(best)
        done = left.pop(best)[1]
        left = {name: (took, shapes - done) for name, (took, shapes) in left.items()}
    return taken


LITERALS = re.compile(r"'(?:[^']|'')*'|\bs\d+_x\d+\b|\b\d+(?:\.\d+)?\b")
LISTS = re.compile(r"\((?:%s|\?|NULL|true|false|DEFAULT|[,\s])+\)", re.IGNORECASE)
ROWS = re.compile(r"(\(\))(?:, ?\(\))+")


@cache
def shape(sql):
    """A short name for the statement without its values: how many rows are written or asked for at
    once, and what stands in them, makes no other shape."""
    bare = ROWS.sub(r"\1", LISTS.sub("()", LITERALS.sub("?", str(sql))))
    return blake2b(bare.encode(errors="surrogatepass"), digest_size=6).hexdigest()


class Recorder:
    """Hears what one test sends, together with how it ended: a refusal is a shape of its own."""

    def __init__(self):
        self.shapes = set()

    def __call__(self, execute, sql, params, many, context):
        name = shape(sql)
        try:
            answer = execute(sql, params, many, context)
        except Exception as error:
            self.shapes.add(f"{name}!{type(error).__name__}")
            raise
        self.shapes.add(name)
        return answer


def read_sent(folder):
    """The first run's book; empty when there is none, as when it broke down."""
    path = Path(folder, "sent")
    found = json.loads(path.read_text()) if path.exists() else {}
    return {name: (took, set(shapes)) for name, (took, shapes) in found.items()}


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
        self.ran, self.sent, self.began = set(), {}, {}

    def pytest_runtest_logreport(self, report):
        if report.when == "setup":
            self.began[report.nodeid] = report.duration
        if report.when != "call" or report.skipped:
            return
        self.ran.add(report.nodeid)
        told = dict(report.user_properties)
        if report.passed and SENT in told:
            took = self.began.get(report.nodeid, 0) + report.duration
            self.sent[report.nodeid] = (took, told[SENT])

    def pytest_sessionfinish(self):
        write(self.folder, self.run, "ran", self.ran)
        if self.run == Run.POSTGRES:
            Path(self.folder, "sent").write_text(json.dumps(self.sent))


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
