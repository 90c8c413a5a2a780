"""The cast every test may call, and the day it is: 31 August 2013.

One small plan with three activities (5.1.1 families, 5.2.2 pocket-money jobs, 5.3.5 service
visits), the people around it, and a second plan nobody of them belongs to. Then Chromium, dead
queues, a real worker; at the end what is made once for many tests, and which run of `make test` a
test belongs to (docs/adr/0015).
"""

import gc
import os
import random
import secrets
import shutil
import socket
from datetime import date

import pytest
from celery import current_app
from django.core.cache import caches
from django.db import connection
from pytest_django.plugin import blocking_manager_key

from accounts.models import Role
from accounts.tests.factories import MembershipFactory, UserFactory
from activities.models import CountingRule, Level, Measure, Rhythm
from activities.tests.factories import (
    ActivityFactory,
    AllocationFactory,
    CriterionFactory,
    EstateFactory,
    FocusAreaFactory,
    PlanFactory,
    StaffRoleFactory,
)
from core import pdf
from core.tests import database, placing
from core.tests.kept_papers import KeptPapers
from core.tests.kept_rows import KeptRows
from core.tests.worker import Workers
from milestones.tests.factories import MilestoneFactory

TODAY = date(2013, 8, 31)
kept_rows = KeptRows()
RECORDER = pytest.StashKey[placing.Recorder]()
pytest_plugins = ["pytester"]


@pytest.fixture(autouse=True)
def today(settings):
    """Every test lives on 31 August 2013; set `settings.DEMO_DATE` to move it, None for the real
    day."""
    settings.DEMO_DATE = TODAY
    return TODAY


@pytest.fixture(autouse=True)
def _empty_page_cache():
    caches["pages"].clear()


def make_plan(slug, name):
    """A plan of two areas, three activities and five criteria: counts, a percent and an average."""
    plan = PlanFactory(slug=slug, name=name)
    EstateFactory(plan=plan, code="463-0", name="Akacieparken", dwellings=394, position=1)
    EstateFactory(plan=plan, code="240-0", name="Lukretiavej", dwellings=72, position=2)
    families, workers, lead = (
        StaffRoleFactory(plan=plan, code=code, name=title, position=position)
        for position, (code, title) in enumerate(
            [
                ("FK", "Familiekoordinator"),
                ("BM", "Boligsocial medarbejder"),
                ("SL", "Sekretariatsleder"),
            ],
            1,
        )
    )
    children = FocusAreaFactory(plan=plan, code="1", name="Børn, unge og familier", position=1)
    network = FocusAreaFactory(plan=plan, code="3", name="Beboernetværk", position=2)

    parents = ActivityFactory(
        focus_area=children, code="5.1.1", name="Forældre & læring", position=1
    )
    AllocationFactory(activity=parents, staff_role=families, hours=10)
    CriterionFactory(activity=parents, code="5.1.1-1", responsible=families, position=1, target=100)
    CriterionFactory(
        activity=parents,
        code="5.1.1-2",
        level=Level.OUTCOME,
        name="Lærer nyt",
        text="har lært nyt om deres børn",
        measure=Measure.PERCENT,
        counting_rule=CountingRule.MEASUREMENT,
        denominator="de adspurgte forældre",
        method="Spørgeskema",
        rhythm=Rhythm.YEARLY,
        measured_in_month=11,
        position=2,
        target=75,
    )
    jobs = ActivityFactory(focus_area=children, code="5.2.2", name="Lommepengeprojekt", position=2)
    AllocationFactory(activity=jobs, staff_role=workers, hours=10)
    AllocationFactory(activity=jobs, staff_role=lead, hours=2)
    CriterionFactory(
        activity=jobs,
        code="5.2.2-1",
        responsible=workers,
        name="Unge i lommepengejob",
        text="unge fik et lommepengejob",
        noun="unge",
        noun_singular="ung",
        position=1,
        target=40,
    )
    meetings = ActivityFactory(focus_area=network, code="5.3.5", name="Servicebesøg", position=3)
    AllocationFactory(activity=meetings, staff_role=workers, hours=2)
    CriterionFactory(
        activity=meetings,
        code="5.3.5-1",
        responsible=workers,
        name="Husstande besøgt",
        text="husstande fik besøg",
        noun="husstande",
        noun_singular="husstand",
        position=1,
        target=60,
    )
    CriterionFactory(
        activity=meetings,
        code="5.3.5-2",
        name="Fremmødte pr. møde",
        text="beboere deltog i gennemsnit",
        measure=Measure.AVERAGE,
        noun="beboere",
        noun_singular="beboer",
        counting_rule=CountingRule.MEETINGS,
        denominator="møde",
        method="Optælling",
        position=2,
        target=12,
    )
    MilestoneFactory(plan=plan, activity=parents, code="M1", name="Forløb for forældre er i gang")
    return plan


@pytest.fixture
def plan(db):
    """Rum for Liv in small."""
    return kept_rows.take("plan", lambda: make_plan("rum-for-liv", "Rum for Liv"))


@pytest.fixture
def other_plan(db):
    """A plan none of the cast belongs to, with the very same codes."""
    return kept_rows.take("other plan", lambda: make_plan("nabo", "Naboplanen"))


def _member(plan, email, name, role, staff_role=None, **fields):
    def build():
        user = UserFactory(email=email, name=name, **fields)
        post = plan.staff_roles.get(code=staff_role) if staff_role else None
        MembershipFactory(user=user, plan=plan, role=role, staff_role=post)
        return user

    return kept_rows.take(email, build)


@pytest.fixture
def mette(plan):
    """The sekretariatsleder."""
    return _member(
        plan, "mette@example.org", "Mette Holm", Role.SECRETARIAT_LEAD, "SL", is_staff=True
    )


@pytest.fixture
def peter(plan):
    """A worker, boligsocial medarbejder (BM): has hours on 5.2.2 and 5.3.5, none on 5.1.1."""
    return _member(plan, "peter@example.org", "Peter Lindskov", Role.COMMUNITY_WORKER, "BM")


@pytest.fixture
def birgit(plan):
    """The boligsocial koordinator."""
    return _member(plan, "birgit@example.org", "Birgit Damgaard", Role.SOCIAL_COORDINATOR)


@pytest.fixture
def henrik(plan):
    """Of the styregruppe."""
    return _member(plan, "henrik@example.org", "Henrik Vestergaard", Role.STEERING_GROUP)


@pytest.fixture
def kirsten(plan):
    """Of the følgegruppe: a resident who may look."""
    return _member(plan, "kirsten@example.org", "Kirsten Bay", Role.REFERENCE_GROUP)


@pytest.fixture
def ole(plan):
    """The lokalinspektør."""
    return _member(plan, "ole@example.org", "Ole Sand", Role.LOCAL_INSPECTOR)


@pytest.fixture
def carl(db):
    """A person with a login and no plan."""
    return UserFactory(email="carl@example.org", name="Carl Uden Plan")


@pytest.fixture
def superuser(db):
    return UserFactory(email="drift@example.org", name="Drift", is_staff=True, is_superuser=True)


# Browser tests (marker `browser`): Debian's own Chromium, Danish, from any test that asks for
# `page`


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium; as root it runs only without its sandbox."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        pytest.skip("Chromium is not installed")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "da-DK",
        "timezone_id": "Europe/Copenhagen",
        "viewport": {"width": 1280, "height": 900},
    }


# Queues that do not answer, for tests of what happens then


@pytest.fixture
def queue_at():
    """Point the broker at an address for one test."""
    conf = current_app.conf
    before = (conf.broker_url, conf.broker_transport_options)

    def point(url):
        conf.broker_url, conf.broker_transport_options = url, {}

    yield point
    conf.broker_url, conf.broker_transport_options = before


@pytest.fixture
def refusing_queue(queue_at):
    """Nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        queue_at(f"redis://127.0.0.1:{taken.getsockname()[1]}/0")
        yield


@pytest.fixture
def hung_queue(queue_at):
    """Somebody takes the call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        queue_at(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        yield


# Job tests (marker `jobs`): a worker process of its own on the test's database, and a real Redis


@pytest.fixture(scope="session")
def workers(django_db_setup):
    """Those that wait for their next test; they let go of the database before it is dropped."""
    kept = Workers()
    yield kept
    kept.stop()


@pytest.fixture
def worker(transactional_db, workers):
    """A running worker on the queue this run has: Redis with REDIS_URL, else the filesystem's."""
    running = workers.begin()
    yield running
    workers.end(running)


# Made once for many tests: the migrated database, documents


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb):
    """SQLite's file is put there as a copy of the migrated one; it goes with the run's folder."""
    return django_db_keepdb or connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """At the end nobody holds the database any more: not even a browser that hangs."""
    yield
    with django_db_blocker.unblock():
        database.end_others()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """Migrate once in a run; every process has a copy."""
    with django_db_blocker.unblock():
        database.prepare()


@pytest.fixture(autouse=True)
def _documents_made_once(request, monkeypatch):
    """What was made of the very same HTML is not made again, except where a test is about the
    making."""
    if not request.node.get_closest_marker("renders"):
        monkeypatch.setattr(pdf, "render_pdf", KeptPapers())


@pytest.fixture(autouse=True)
def _same_secrets(monkeypatch):
    """Secrets follow the same course in every test, as the day does: else no document with a
    code is ever the same."""
    monkeypatch.setattr(secrets, "choice", random.Random(2013).choice)


# The two runs of `make test`: which tests belong to which, and that none belongs to neither


def pytest_addoption(parser):
    parser.addoption(
        "--half",
        metavar="FOLDER",
        help="leave out what belongs to the other run of `make test` only; books in FOLDER",
    )
    parser.addoption(
        "--quick",
        action="store_true",
        help="what `make check` runs: no browser, no worker, of the pages one test for each file",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    items.sort(key=lambda item: placing.turn(placing.traits(item)))
    if folder := config.getoption("--half"):
        placing.write(folder, connection.vendor, "found", {item.nodeid for item in items})
        items[:], other = placing.keep_own(items, connection.vendor, folder)
        config.hook.pytest_deselected(items=other)
    if config.getoption("--quick"):
        items[:], other = placing.keep_quick(items)
        config.hook.pytest_deselected(items=other)


def pytest_collection_finish():
    """What is loaded by now stays: the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()


def pytest_fixture_setup(fixturedef, request):
    placing.note_database(fixturedef.argname, request.node)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """From here the first run of `make test` writes down what SQL the test sends."""
    if item.get_closest_marker("jobs") and not os.environ.get("REDIS_URL"):
        pytest.skip("no Redis: set REDIS_URL, or run `make test`, which starts one")
    if item.config.getoption("--half") and connection.vendor == placing.Run.POSTGRES:
        item.stash[RECORDER] = recorder = placing.Recorder()
        connection.execute_wrappers.append(recorder)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    answer = yield
    placing.refuse_back_door(item)
    if recorder := item.stash.get(RECORDER, None):
        item.user_properties.append((placing.SENT, sorted(recorder.shapes)))
    return answer


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """What is sent to clear up is no test's."""
    if (recorder := item.stash.get(RECORDER, None)) in connection.execute_wrappers:
        connection.execute_wrappers.remove(recorder)
    return (yield)


def pytest_configure(config):
    if (folder := config.getoption("--half")) and not hasattr(config, "workerinput"):
        config.pluginmanager.register(placing.Bookkeeper(folder, connection.vendor))


# What could not run is said; in CI nothing may be skipped


def pytest_sessionfinish(session):
    if not hasattr(session.config, "workerinput"):
        with session.config.stash[blocking_manager_key].unblock():
            database.remove_template()
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    if os.environ.get("CI") and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("In CI nothing may be skipped: this run fails.", red=True)
