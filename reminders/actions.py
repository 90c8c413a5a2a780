"""Do what the plans' dates ask for: make drafts, and put reminders in the outbox."""

import logging
from datetime import date, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from activities.models import Plan
from reminders.calendar import asked_today
from reminders.kinds import REMINDERS
from reminders.occasion import Occasion, Standing
from reminders.standing import standings

AFTERWARDS = timedelta(days=2 * 366)  # what is asked of a plan's last year comes after it

log = logging.getLogger(__name__)


def keep_calendar(today: date) -> int:
    """Keep what the dates of all plans that run today, or ended lately, ask for
    (reminders.calendar); how many mails are new.

    Each draft and each reminder is a transaction of its own. Called twice, late, or killed in the
    middle, each is made once. What goes wrong with one is logged and stops none of the others.
    """
    running = Plan.objects.filter(starts_on__lte=today, ends_on__gte=today - AFTERWARDS)
    return sum(
        _keep(standing, occasion, today)
        for standing in standings(running, today)
        for occasion in asked_today(standing, today)
    )


def _keep(standing: Standing, occasion: Occasion, today: date) -> int:
    try:
        with transaction.atomic():
            return REMINDERS[occasion.ask].keep(standing, occasion, today)
    except SoftTimeLimitExceeded:
        raise
    except Exception:
        log.exception("The calendar could not keep %s.", occasion.stem(standing.plan))
        return 0
