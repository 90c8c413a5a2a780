"""What the workers do for governance. Each task may run twice without harm."""

from celery import shared_task

from core import clock
from governance.actions import adjustments


@shared_task(name="governance.keep_adjustments")
def keep_adjustments() -> None:
    """Every ten minutes: adjustments whose day has come are in force from it."""
    adjustments.keep_adjustments(clock.today())
