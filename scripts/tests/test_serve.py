"""`scripts/serve.py`: what it refuses, and one whole start, login and stop."""

import http.cookiejar
import importlib.util
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def serve(monkeypatch, tmp_path):
    """The script as a module, with its folder in `tmp_path`."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    specification = importlib.util.spec_from_file_location("serve", ROOT / "scripts" / "serve.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.2", False),
        ("plan.example.org", False),
    ],
)
def test_is_loopback_knows_what_others_can_reach(serve, host, loopback):
    assert serve.is_loopback(host) is loopback


def test_demo_is_refused_where_others_can_reach_it(serve, monkeypatch):
    monkeypatch.setattr(serve, "HOST", "0.0.0.0")

    with pytest.raises(serve.Problem, match=r"HOST=0\.0\.0\.0 er ikke kun denne"):
        serve.refuse_public_demo()


def test_port_in_use_is_refused_with_another_to_try(serve, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(serve, "PORT", port)

        with pytest.raises(serve.Problem, match=f"make run PORT={port + 1}"):
            serve.require_free_port()


def test_half_loaded_demo_is_thrown_away(serve, monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for name in (".demo-loading", "db.sqlite3", "db.sqlite3-wal"):
        (tmp_path / name).touch()

    serve.drop_half_loaded()

    assert list(tmp_path.iterdir()) == []


def test_half_loaded_demo_in_a_database_server_is_left_to_its_owner(serve, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres:///demo")
    (tmp_path / ".demo-loading").touch()

    with pytest.raises(serve.Problem, match="Tøm databasen"):
        serve.drop_half_loaded()


def test_whole_database_is_kept(serve, monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "db.sqlite3").touch()

    serve.drop_half_loaded()

    assert (tmp_path / "db.sqlite3").exists()


# What day it is


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "den 31. august 2013"),
        ("2013-10-02", "den 2. oktober 2013"),
        ("2013-01-01", "den 1. januar 2013"),
        ("2018-12-31", "den 31. december 2018"),
    ],
)
def test_demo_day_is_the_one_asked_for_else_the_last_of_its_year(serve, monkeypatch, given, said):
    monkeypatch.setattr(serve, "DEMO_DATE", given)

    assert serve.danish(serve.demo_day()) == said


def test_demo_days_go_from_the_plans_first_to_two_years_after_its_last(serve):
    plan = (ROOT / "activities/plans/rum-for-liv.yaml").read_text()

    assert f"starts_on: {serve.FIRST_DAY}\n" in plan
    assert f"ends_on: {serve.LAST_DAY.replace(year=serve.LAST_DAY.year - 2)}\n" in plan


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("i morgen", "DEMO_DATE=i morgen er ikke en dato. Skriv fx: make run DEMO_DATE=2013-10-02"),
        (
            "2013-02-30",
            "DEMO_DATE=2013-02-30 er ikke en dato. Skriv fx: make run DEMO_DATE=2013-10-02",
        ),
        (
            "2012-12-31",
            (
                "DEMO_DATE=2012-12-31 går ikke: vælg en dag fra den 1. januar 2013 til "
                "den 31. december 2018."
            ),
        ),
        (
            "2019-01-01",
            (
                "DEMO_DATE=2019-01-01 går ikke: vælg en dag fra den 1. januar 2013 til "
                "den 31. december 2018."
            ),
        ),
    ],
)
def test_bad_date_is_refused_before_anything_is_made(tmp_path, given, said):
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "serve.py")],
        env=environment(tmp_path) | {"DEMO_DATE": given},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{said}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"DEMO_UNTIL": "nytår"},
            "DEMO_UNTIL=nytår er ikke en dato. Skriv fx: make run DEMO_UNTIL=2016-12-31",
        ),
        (
            {"DEMO_UNTIL": "2019-01-01"},
            "DEMO_UNTIL=2019-01-01 går ikke: vælg en dag fra den 1. januar 2013 til "
            "den 31. december 2018.",
        ),
        (
            {"DEMO_UNTIL": "2014-05-01", "DEMO_DATE": "2014-04-30"},
            "DEMO_DATE=2014-04-30 ligger før DEMO_UNTIL=2014-05-01: så står der ting i demoen "
            "om dage, der ikke er kommet. Lad DEMO_DATE være, eller vælg en senere dag.",
        ),
    ],
)
def test_bad_day_to_write_to_is_refused_before_anything_is_made(tmp_path, given, said):
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "serve.py")],
        env=environment(tmp_path) | given,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{said}\n")
    assert list(tmp_path.iterdir()) == []


def test_years_are_written_to_the_day_asked_for_and_the_demo_is_on_it(serve, monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(serve, "DEMO_UNTIL", "2014-05-01")
    monkeypatch.setattr(serve, "DEMO_DATE", "2014-05-01")
    monkeypatch.setattr(serve, "bootstrap", lambda *then: asked.extend(then) or (0, ""))
    for name in ("DEMO_DATE", "DEMO_LOGINS"):
        monkeypatch.setenv(name, "")

    serve.load_demo()

    assert asked[-1] == "demo_years rum-for-liv --until 2014-05-01"
    assert os.environ["DEMO_DATE"] == "2014-05-01"
    monkeypatch.setattr(serve, "DEMO_DATE", "")  # a later start, without saying a day
    assert serve.danish(serve.demo_day()) == "den 1. maj 2014"


def test_date_moves_no_clock_but_a_demos(serve, monkeypatch):
    monkeypatch.setattr(serve, "DEMO_DATE", "2013-10-02")
    monkeypatch.setattr(serve, "bootstrap", lambda: (serve.REAL, ""))

    with pytest.raises(serve.Problem, match="flytter kun demoens ur"):
        serve.prepare()


def test_date_at_a_later_start_moves_only_the_clock(serve, monkeypatch):
    monkeypatch.setattr(serve, "DEMO_DATE", "2013-05-21")
    monkeypatch.setattr(serve, "bootstrap", lambda: (0, "  the logins\n"))
    for name in ("DEMO_DATE", "DEMO_LOGINS"):
        monkeypatch.setenv(name, "")  # so that what `prepare` sets is taken back

    assert serve.prepare() == "  the logins\n"
    assert (os.environ["DEMO_DATE"], os.environ["DEMO_LOGINS"]) == ("2013-05-21", "1")


@pytest.mark.jobs
def test_start_login_and_stop_of_the_demo(tmp_path):
    """Empty folder to a page that a demo login opens, on SQLite and the queue of files; then
    Ctrl-C."""
    server = start(tmp_path)
    try:
        address, email, password = read_announcement(server)
        page = log_in(address, email, password)
    finally:
        server.send_signal(signal.SIGINT)
        output, _ = server.communicate(timeout=60)

    assert "<title>Min plan – Rum for Liv" in page
    assert output.endswith("Stoppet.\n")
    assert server.returncode == 0
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{address}/healthz", timeout=5)


def start(folder):
    (folder / "log").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    return subprocess.Popen(
        [sys.executable, str(ROOT / "scripts" / "serve.py")],
        env=environment(folder) | {"PORT": str(port)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def environment(folder):
    """As in a terminal, with a folder of its own."""
    unwanted = ("DATABASE_URL", "REDIS_URL", "DEMO", "DEMO_DATE", "DEMO_UNTIL")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    own = {
        "VAR_DIR": str(folder),
        "SECRET_KEY": "x" * 60,
        "DJANGO_SETTINGS_MODULE": "rumforliv.settings",
    }
    return kept | own


def read_announcement(server):
    """Address, and e-mail and password of the first login; read line by line until the last line
    is there."""
    text = ""
    for line in server.stdout:
        text += line
        if line.startswith("Stop med Ctrl-C"):
            break
    address = re.search(r"http://\S+", text)
    first = re.search(r"sekretariatsleder\s+(\S+)\s+(\S+)", text)
    assert address and first, text
    return address[0], first[1], first[2]


def log_in(address, email, password):
    """What stands on the page after the login form."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    browser.open(f"{address}/log-ind/", timeout=30).close()
    token = next(cookie.value for cookie in jar if cookie.name == "csrf")
    form = {"csrfmiddlewaretoken": token, "login": email, "password": password}
    with browser.open(
        f"{address}/log-ind/", urllib.parse.urlencode(form).encode(), timeout=30
    ) as answer:
        return answer.read().decode()
