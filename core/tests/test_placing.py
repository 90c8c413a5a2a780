"""Every test runs somewhere in `make test`, and every shape of SQL on both databases."""

from itertools import chain, combinations

import pytest

from core.tests.placing import (
    Bookkeeper,
    Recorder,
    Run,
    chosen,
    is_by_the_door,
    keep_own,
    keep_quick,
    make_up,
    place,
    read_sent,
    shape,
)

TRAITS = ("database", "door", "browser", "worker", "jobs", "both")
ALL = [
    set(some)
    for some in chain.from_iterable(combinations(TRAITS, count) for count in range(len(TRAITS) + 1))
]


def test_there_is_a_run_for_every_test():
    assert [traits for traits in ALL if not place(traits)] == []


@pytest.mark.parametrize(
    ("traits", "runs"),
    [
        (set(), {Run.SQLITE}),
        ({"database"}, {*Run}),
        ({"database", "door"}, {Run.POSTGRES}),
        ({"database", "door", "both"}, {*Run}),
        ({"database", "worker"}, {*Run}),
        ({"database", "door", "worker"}, {*Run}),
        ({"browser"}, {Run.SQLITE}),
        ({"browser", "database"}, {Run.POSTGRES}),
        ({"browser", "database", "worker"}, {*Run}),
        ({"browser", "database", "both"}, {*Run}),
        ({"jobs"}, {Run.POSTGRES}),
        ({"jobs", "database"}, {Run.POSTGRES}),
    ],
)
def test_a_test_runs_where_it_can_tell_something(traits, runs):
    assert place(traits) == runs


def test_what_needs_redis_never_runs_without():
    assert {run for traits in ALL if "jobs" in traits for run in place(traits)} == {Run.POSTGRES}


def test_a_plain_test_that_calls_the_code_itself_runs_on_both():
    plain = [
        traits
        for traits in ALL
        if "database" in traits and not traits & {"door", "browser", "jobs"}
    ]

    assert [traits for traits in plain if place(traits) != {*Run}] == []


def test_the_second_run_chooses_only_among_what_the_first_ran():
    """Else a test might be left to the second, which then does not choose it."""
    assert [t for t in ALL if is_by_the_door(t) and place(t) != {Run.POSTGRES}] == []


# What the second run takes of the tests by the door


def test_of_two_that_send_the_same_the_quicker_is_chosen():
    sent = {"slow": (2.0, {"a", "b"}), "quick": (0.5, {"a", "b"})}

    assert chosen({"slow", "quick"}, set(), sent) == {"quick"}


def test_what_a_test_on_both_sends_chooses_nothing():
    sent = {"page": (1.0, {"a", "b"}), "more": (1.0, {"a", "c"}), "action": (1.0, {"a", "b"})}

    assert chosen({"page", "more"}, {"action"}, sent) == {"more"}


def test_a_test_the_first_run_does_not_know_is_chosen():
    assert chosen({"new", "page"}, set(), {"page": (1.0, set())}) == {"new"}


def test_the_chosen_send_all_that_was_sent():
    sent = {
        f"page {n}": (n % 3, {f"{n % 7}", f"{n % 5}!", f"{n * n % 11}?"}) for n in range(1, 200)
    }

    taken = chosen(set(sent), set(), sent)

    assert set().union(*(sent[name][1] for name in taken)) == set().union(
        *(shapes for _, shapes in sent.values())
    )
    assert len(taken) < 20


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("SELECT a FROM t WHERE id IN (%s, %s)", "SELECT a FROM t WHERE id IN (%s)", True),
        ("INSERT INTO t (a, b) VALUES (%s, %s), (%s, %s)", "INSERT INTO t (a, b) VALUES (%s, %s)",
         True),
        ("INSERT INTO t (a) VALUES ('it''s', 7)", "INSERT INTO t (a) VALUES ('x', 8.5)", True),
        ('SAVEPOINT "s139_x1"', 'SAVEPOINT "s7_x22"', True),
        ("SELECT a FROM t LIMIT 20", "SELECT a FROM t LIMIT 1", True),
        ("SELECT a FROM t ORDER BY a", "SELECT a FROM t ORDER BY b", False),
        ("SELECT a FROM t WHERE b = %s", "SELECT a FROM t WHERE b > %s", False),
        ("INSERT INTO t (a, b) VALUES (%s, %s)", "INSERT INTO t (a) VALUES (%s)", False),
        ("SELECT a FROM t1 FOR UPDATE", "SELECT a FROM t1", False),
    ],
)  # fmt: skip
def test_the_shape_is_the_statement_without_its_values(one, other, same):
    assert (shape(one) == shape(other)) is same


def test_a_refusal_is_a_shape_of_its_own():
    heard = Recorder()

    def refuse(*args):
        raise ValueError

    heard(lambda *args: None, "SELECT 1", None, False, {})
    with pytest.raises(ValueError):
        heard(refuse, "SELECT 1", None, False, {})

    assert heard.shapes == {shape("SELECT 1"), f"{shape('SELECT 1')}!ValueError"}


class Item:
    """As much of a test as placing asks for."""

    def __init__(self, nodeid, *fixtures, marks=()):
        self.nodeid, self.fixturenames, self.marks = nodeid, fixtures, marks
        self.path = nodeid.split("::")[0]

    def get_closest_marker(self, name):
        return name if name in self.marks else None


ITEMS = [
    Item("a.py::rule"),
    Item("a.py::action", "db"),
    Item("a.py::page", "db", "client"),
    Item("a.py::other page", "db", "client"),
    Item("b.py::page", "db", "client"),
    Item("b.py::walk", "db", "client", marks=("browser",)),
    Item("b.py::worker", "db", marks=("worker",)),
]


def named(items):
    return [item.nodeid for item in items]


def test_every_test_runs_in_a_half_and_the_second_goes_by_the_book_of_the_first(tmp_path):
    kept, other = keep_own(ITEMS, Run.POSTGRES, tmp_path)
    assert named(other) == ["a.py::rule"]

    books = Bookkeeper(tmp_path, Run.POSTGRES)
    for item in kept:
        books.pytest_runtest_logreport(Report(item.nodeid, {"b.py::page": ["x"]}))
    books.pytest_sessionfinish()
    kept, other = keep_own(ITEMS, Run.SQLITE, tmp_path)

    assert named(kept) == ["a.py::rule", "a.py::action", "b.py::page", "b.py::worker"]
    assert named(other) == ["a.py::page", "a.py::other page", "b.py::walk"]


def test_without_the_book_of_the_first_the_second_runs_all_by_the_door(tmp_path):
    other = keep_own(ITEMS, Run.SQLITE, tmp_path)[1]

    assert named(other) == ["b.py::walk"]


def test_what_failed_in_the_first_run_is_not_in_its_book(tmp_path):
    books = Bookkeeper(tmp_path, Run.POSTGRES)
    books.pytest_runtest_logreport(Report("a.py::page", {}, passed=False))
    books.pytest_sessionfinish()

    assert read_sent(tmp_path) == {}
    assert "a.py::page" in named(keep_own(ITEMS, Run.SQLITE, tmp_path)[0])


class Report:
    """As much of a report as the books ask for."""

    when, skipped, duration = "call", False, 1.0

    def __init__(self, nodeid, shapes, passed=True):
        self.nodeid, self.passed = nodeid, passed
        self.user_properties = [("sql", shapes.get(nodeid, []))]


def test_the_quick_gate_takes_one_test_by_the_door_of_each_file():
    kept, _ = keep_quick(ITEMS)

    assert named(kept) == ["a.py::rule", "a.py::action", "a.py::page", "b.py::page"]


def test_a_database_asked_for_by_the_back_door_is_refused(pytester):
    pytester.makeconftest(
        "import pytest\n"
        "from core.tests import placing\n"
        "def pytest_fixture_setup(fixturedef, request):\n"
        "    placing.note_database(fixturedef.argname, request.node)\n"
        "@pytest.hookimpl(wrapper=True)\n"
        "def pytest_runtest_call(item):\n"
        "    yield\n"
        "    placing.refuse_back_door(item)\n"
        "@pytest.fixture\n"
        "def db(): pass\n"
    )
    pytester.makepyfile(
        "def test_back(request): request.getfixturevalue('db')\ndef test_front(db): pass\n"
    )

    outcome = pytester.runpytest_inprocess(
        "-p", "no:django", "-p", "no:playwright", "-p", "no:cacheprovider"
    )

    outcome.assert_outcomes(passed=1, failed=1)
    outcome.stdout.fnmatch_lines(
        ["*test_back reaches a database; say so with @pytest.mark.django_db.*"]
    )


def test_a_test_that_ran_nowhere_is_named(tmp_path):
    for name, tests in (
        ("sqlite.found", "abcd"),
        ("sqlite.ran", "ab"),
        ("postgresql.found", "abcde"),
        ("postgresql.ran", "bce"),
    ):
        (tmp_path / name).write_text("\n".join(tests))

    told, nowhere = make_up(tmp_path)

    assert told == "1 tests on both databases, 1 on SQLite's run only, 2 on PostgreSQL's only."
    assert nowhere == {"d"}
