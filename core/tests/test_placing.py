"""Every test runs somewhere in `make test`, and what a database can tell apart on both."""

from itertools import chain, combinations

import pytest

from core.tests.placing import Run, make_up, place

TRAITS = ("database", "browser", "worker", "jobs", "both")
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
        ({"database", "worker"}, {*Run}),
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


def test_a_plain_test_with_a_database_runs_on_both_unless_it_needs_redis():
    plain = [traits for traits in ALL if "database" in traits and not traits & {"browser", "jobs"}]

    assert [traits for traits in plain if place(traits) != {*Run}] == []


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
