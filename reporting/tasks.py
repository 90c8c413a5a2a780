"""What the workers do. Each task may run twice, or for a report that is gone, without harm."""

from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_init

from core import pdf
from reporting.actions import batch as batches
from reporting.actions import produce as making
from reporting.models import Batch, Report


@shared_task(name=Report.task)
def produce(pk: str) -> None:
    making.produce(UUID(pk))


@shared_task(name=Batch.task)
def produce_batch(pk: str) -> None:
    batches.produce_batch(UUID(pk))


@worker_init.connect
def load_renderer(**kwargs: Any) -> None:
    """WeasyPrint and its fonts are loaded once, in the parent; its children share them."""
    pdf.preload()
