"""/healthz: well, and each way of being unwell."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from core import health, watchdog
from core.models import Heartbeat
from core.tasks import heartbeat


@pytest.fixture(autouse=True)
def forget_migrations():
    """Each test asks the database anew."""
    health._all_applied.cache_clear()
    yield
    health._all_applied.cache_clear()


@pytest.fixture
def alive(db):
    heartbeat()


def answer(client):
    response = client.get("/healthz")
    return response.status_code, response.json()


def test_healthz_is_ok_when_all_is_well(client, alive):
    status, body = answer(client)

    assert (status, body["status"], body["reasons"]) == (200, "ok", {})
    assert list(body["findings"]) == ["database", "migrations", "worker", "disk"]


def test_healthz_needs_no_login_and_sets_no_cookie(client, alive):
    assert not client.get("/healthz").cookies


def test_healthz_is_kept_by_no_cache(client, alive):
    assert "no-store" in client.get("/healthz")["Cache-Control"]


def test_healthz_misses_a_worker_that_never_was(client, db):
    status, body = answer(client)

    assert (status, body["status"]) == (503, "bad")
    assert body["reasons"] == {"worker": "Baggrundsarbejderen har aldrig meldt sig."}


def test_healthz_misses_a_worker_that_went_silent(client, alive):
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=10, seconds=1))

    status, body = answer(client)

    assert status == 503
    assert body["reasons"] == {"worker": "Baggrundsarbejderen har ikke meldt sig i 601 sekunder."}


def test_healthz_bears_a_worker_busy_with_one_long_report(client, alive):
    Heartbeat.objects.update(at=timezone.now() - timedelta(seconds=100))

    assert answer(client)[0] == 200


def test_healthz_counts_migrations_the_database_lacks(client, alive):
    MigrationRecorder.Migration.objects.filter(app="core").last().delete()

    status, body = answer(client)

    assert status == 503
    assert body["reasons"] == {
        "migrations": "Databasen mangler 1 migrering. Kør manage.py bootstrap."
    }


def test_migrations_are_looked_up_once_when_none_is_missing(alive, django_assert_num_queries):
    health.unapplied_migrations()

    with django_assert_num_queries(0):
        assert health.unapplied_migrations() == 0


def test_healthz_says_the_disk_is_full(client, alive, monkeypatch):
    monkeypatch.setattr(health, "FREE_DISK_LIMIT", 1 << 62)

    status, body = answer(client)

    assert (status, list(body["reasons"])) == (503, ["disk"])


def test_healthz_says_the_database_is_down_and_still_looks_at_the_disk(client, alive, monkeypatch):
    def refuse():
        raise OperationalError("connection refused")

    monkeypatch.setitem(health.CHECKS, "database", refuse)

    status, body = answer(client)

    assert (status, body["reasons"]) == (503, {"database": "Databasen svarer ikke."})
    assert "disk" in body["findings"]


def test_the_worker_is_alive_for_two_minutes_after_its_beat(db):
    assert health.worker_is_alive() is False
    beat = Heartbeat.objects.create(name="worker", at=timezone.now() - timedelta(seconds=100))
    assert health.worker_is_alive() is True
    Heartbeat.objects.filter(pk=beat.pk).update(at=timezone.now() - timedelta(seconds=130))
    assert health.worker_is_alive() is False


def test_a_worker_that_is_not_heard_for_two_minutes_is_to_leave(db):
    now = timezone.now()
    just_started, long_ago = now - timedelta(seconds=110), now - timedelta(minutes=10)
    assert watchdog.is_silent(long_ago), "never heard"
    assert not watchdog.is_silent(just_started), "not yet expected to have been heard"

    Heartbeat.objects.create(name="worker", at=now - timedelta(seconds=100))
    assert not watchdog.is_silent(long_ago)

    Heartbeat.objects.update(at=now - timedelta(seconds=130))
    assert watchdog.is_silent(long_ago)
    assert not watchdog.is_silent(just_started), "the beat is of the worker before"
