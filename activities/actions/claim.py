"""The two checks every write begins with: the plan's queue, and the period's lock."""

from datetime import date

from activities.models import PeriodLock, Plan
from core.danish import day as day_text
from core.versioned import NotAllowedNow


def claim(plan: Plan) -> Plan:
    """Count the stamp up before anything is read: the row's lock makes the plan's writers queue up, so
    two clicks with one key, or an entry and a closing, never pass each other."""
    Plan.objects.filter(pk=plan.pk).touch()
    return plan


def require_open(plan: Plan, day: date) -> None:
    """Raise NotAllowedNow when `day` lies in a period that is closed."""
    period = plan.period_of(day)
    if PeriodLock.objects.filter(plan=plan, period=period, reopened_at__isnull=True).exists():
        raise NotAllowedNow(
            f"{period.label} er lukket. Vælg en dato efter {day_text(period.end)}, eller genåbn perioden først."
        )
