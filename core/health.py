"""Is the installation well? What /healthz answers; a supervisor or a load balancer asks it."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from core.danish import quantity
from core.models import Heartbeat

HEARTBEAT_LIMIT = timedelta(seconds=settings.WORKER_SILENCE_SECONDS)
FREE_DISK_LIMIT = 200 * 1024 * 1024


class Unwell(Exception):
    """A check that failed; the message says in Danish what is wrong."""


@dataclass(frozen=True)
class Health:
    """`findings` by the name of each check; `reasons` are those that failed."""

    findings: dict[str, str]
    reasons: dict[str, str]

    @property
    def ok(self) -> bool:
        return not self.reasons


def examine() -> Health:
    """Run every check. One that fails never hides the others."""
    findings, reasons = {}, {}
    for name, check in CHECKS.items():
        try:
            findings[name] = check()
        except Unwell as error:
            reasons[name] = str(error)
        except DatabaseError:
            reasons[name] = "Databasen svarer ikke."
    return Health(findings, reasons)


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "svarer"


def migrations() -> str:
    if waiting := unapplied_migrations():
        missing = quantity(waiting, "migrering", "migreringer")
        raise Unwell(f"Databasen mangler {missing}. Kør manage.py bootstrap.")
    return "på plads"


def unapplied_migrations() -> int:
    """How many migrations of this release the database lacks. Having none is remembered: it
    stays so."""
    if _all_applied.cache_info().currsize:
        return 0
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not waiting:
        _all_applied()
    return waiting


@cache
def _all_applied() -> bool:
    return True


def worker() -> str:
    beat = Heartbeat.objects.filter(name="worker").first()
    if beat is None:
        raise Unwell("Baggrundsarbejderen har aldrig meldt sig.")
    age = timezone.now() - beat.at
    if age > HEARTBEAT_LIMIT:
        raise Unwell(
            f"Baggrundsarbejderen har ikke meldt sig i {int(age.total_seconds())} sekunder."
        )
    return f"meldte sig for {max(int(age.total_seconds()), 0)} sekunder siden"


def worker_is_alive() -> bool:
    """Whether scheduler, queue and worker have shown themselves within two minutes."""
    return Heartbeat.objects.filter(
        name="worker", at__gte=timezone.now() - HEARTBEAT_LIMIT
    ).exists()


def disk() -> str:
    free = shutil.disk_usage(settings.VAR_DIR).free
    megabytes = free // (1024 * 1024)
    if free < FREE_DISK_LIMIT:
        raise Unwell(f"Der er kun {megabytes} MB plads tilbage på disken.")
    return f"{megabytes} MB fri"


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "worker": worker,
    "disk": disk,
}
