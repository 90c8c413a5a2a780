"""What the workers do for the plans' dates. The task may run twice without harm."""

from celery import shared_task

from core import clock
from reminders import actions


@shared_task(name="reporting.keep_calendar")  # the name it had when it was ordered
def keep_calendar() -> None:
    """Every ten minutes: what the plans' dates ask for today."""
    actions.keep_calendar(clock.today())
