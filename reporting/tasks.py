"""What the workers do. Each task may run twice, or for a report that is gone, without harm."""

from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_init, worker_ready

from core import pdf
from reporting import actions, files, jobs


@shared_task(name=jobs.PRODUCE)
def produce(pk: str) -> None:
    actions.produce(UUID(pk))


@shared_task(name="reporting.sweep")
def sweep() -> None:
    jobs.sweep()


@shared_task(name="reporting.remove_orphans")
def remove_orphans() -> None:
    files.remove_orphans()


@worker_init.connect
def load_renderer(**kwargs: Any) -> None:
    """WeasyPrint and its fonts are loaded once, in the parent; its children share them."""
    pdf.preload()


@worker_ready.connect
def look_for_work(**kwargs: Any) -> None:
    """A worker that comes back does not wait for the scheduler to find what was left."""
    sweep.delay()
    remove_orphans.delay()
