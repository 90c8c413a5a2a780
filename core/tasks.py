"""Background work that belongs to no app."""

from celery import shared_task
from django.utils import timezone

from core.models import Heartbeat


@shared_task(name="core.heartbeat")
def heartbeat() -> None:
    """Note that scheduler, broker and worker are all alive; /healthz reads how long ago."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": timezone.now()})
