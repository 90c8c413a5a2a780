"""Background work that belongs to no app."""

from pathlib import Path
from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.utils import timezone

from core import jobs, once, outbox, stored, watchdog
from core.files import remove_unfinished
from core.models import Heartbeat, Message


@shared_task(name="core.heartbeat")
def heartbeat() -> None:
    """Note that scheduler, broker and worker are all alive; /healthz reads how long ago."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": timezone.now()})


@shared_task(name="core.sweep")
def sweep() -> None:
    jobs.sweep()


@shared_task(name="core.tidy")
def tidy() -> None:
    """Once an hour: what killed workers left, half written or signed for by nobody."""
    stored.remove_orphans()
    once.forget()
    for folder in (settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH):
        if folder:
            remove_unfinished(Path(folder))


@shared_task(name=Message.task)
def deliver(pk: str) -> None:
    outbox.deliver(UUID(pk))


@worker_ready.connect
def look_for_work(**kwargs: Any) -> None:
    """A worker that comes back does not wait for the scheduler to find what was left; and it is
    watched."""
    watchdog.start()
    sweep.delay()
