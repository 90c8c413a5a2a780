"""What the workers do for governance. Each task may run twice, or for a row that is gone,
without harm."""

from uuid import UUID

from celery import shared_task

from core import clock
from governance.changes.adjustments import actions as adjustments
from governance.meetings.papers import actions as papers
from governance.models import MeetingPaper


@shared_task(name="governance.keep_adjustments")
def keep_adjustments() -> None:
    """Every ten minutes: adjustments whose day has come are in force from it."""
    adjustments.keep_adjustments(clock.today())


@shared_task(name=MeetingPaper.task)
def produce_paper(pk: str) -> None:
    papers.produce(UUID(pk))
