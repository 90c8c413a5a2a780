"""What every write begins with: the plan's queue, and the period's lock."""

from collections.abc import Collection
from datetime import date

from activities.models.period import PeriodLock
from activities.models.plan import Plan
from core.danish import day as day_text
from core.periods import Period
from core.versioned import NotAllowedNow


def claim(plan: Plan) -> Plan:
    """Count the stamp up before anything is read: the row's lock makes the plan's writers queue
    up, so two clicks with one key, or an entry and a closing, never pass each other."""
    claim_all([plan.pk])
    return plan


def claim_all(plans: Collection[int]) -> None:
    """As `claim`, of several plans at once."""
    Plan.objects.filter(pk__in=plans).touch()


def hold(plan: Plan) -> Plan:
    """The plan's row as it is, held to the end of the transaction, for what changes none of its
    figures: its reports are ordered, numbered and issued one at a time, and the data read are of
    one moment."""
    return Plan.objects.select_for_update().get(pk=plan.pk)


def require_open(plan: Plan, day: date) -> None:
    """Raise NotAllowedNow when `day` lies in a period that is closed."""
    period = plan.period_of(day)
    if is_closed(plan, period):
        raise NotAllowedNow(
            f"{period.label} er lukket. Vælg en dato efter {day_text(period.end)}, "
            "eller genåbn perioden først."
        )


def require_period_open(plan: Plan, period: Period) -> None:
    """As `require_open`, for what is of a whole period: there is no other day to choose."""
    if said := why_locked(plan, period):
        raise NotAllowedNow(said)


def why_locked(plan: Plan, period: Period) -> str:
    """What is said of a period's figures while it is closed; "" while it is open."""
    said = f"{period.label} er lukket. Genåbn perioden først, hvis noget skal rettes."
    return said if is_closed(plan, period) else ""


def is_closed(plan: Plan, period: Period) -> bool:
    return PeriodLock.objects.filter(plan=plan, period=period, reopened_at__isnull=True).exists()
