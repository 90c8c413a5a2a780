"""Do what the plans' dates ask for: make drafts, and put reminders in the outbox."""

import logging
from datetime import date

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from activities.actions.claim import hold
from activities.models import Plan
from reminders import emails
from reminders.calendar import (
    Ask,
    Occasion,
    Standing,
    asked_today,
)
from reminders.standing import missing_points, standings
from reporting.actions.order import newest_edition, order
from reporting.models import ReportKind

log = logging.getLogger(__name__)


def keep_calendar(today: date) -> int:
    """Keep what the dates of all plans that run today ask for (reminders.calendar); how many mails are new.

    Each draft and each reminder is a transaction of its own. Called twice, late, or killed in the middle, each is
    made once. What goes wrong with one is logged and stops none of the others.
    """
    running = Plan.objects.filter(starts_on__lte=today, ends_on__gte=today)
    return sum(
        _keep(standing, occasion, today)
        for standing in standings(running, today)
        for occasion in asked_today(standing, today)
    )


def _keep(standing: Standing, occasion: Occasion, today: date) -> int:
    try:
        return _make_draft(standing, occasion) if occasion.ask == Ask.DRAFT_MADE else _remind(standing, occasion, today)
    except SoftTimeLimitExceeded:
        raise
    except Exception:
        log.exception("The calendar could not keep %s.", occasion.stem(standing.plan))
        return 0


@transaction.atomic
def _make_draft(standing: Standing, occasion: Occasion) -> int:
    """Order the draft of the period that has ended, and tell of it; not where somebody has begun it meanwhile."""
    plan, period = hold(standing.plan), occasion.period
    if period is None or newest_edition(plan, ReportKind.STATUS_NOTE, period):
        return 0
    report = order(plan, ReportKind.STATUS_NOTE, period, by=None)
    return emails.tell_draft_made(report, occasion, standing.readers(occasion))


@transaction.atomic
def _remind(standing: Standing, occasion: Occasion, today: date) -> int:
    if occasion.ask == Ask.MISSING and not missing_points(standing.plan, occasion, today):
        return 0
    return emails.remind(standing.plan, occasion, standing.untold(occasion))
