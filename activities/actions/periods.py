"""Reporting periods: closed, reopened, commented, and an area's light set by hand."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import names
from accounts.models import User
from activities.actions.claim import claim
from activities.models import (
    FocusArea,
    LightOverride,
    PeriodComment,
    PeriodLock,
    Plan,
    SuccessCriterion,
)
from core import audit, clock
from core.danish import day as day_text
from core.lights import Light
from core.periods import Period
from core.versioned import NotAllowedNow, StaleObject

REASON_LENGTH = 300


@transaction.atomic
def close_period(plan: Plan, period: Period, *, by: User) -> PeriodLock:
    """Lock the figures of a reporting period: registrations, hours, milestones, spending. Closing a
    closed one gives the lock there is.

    Raises NotAllowedNow for a period that is not over or is not one of the plan's.
    """
    if (
        period not in plan.periods(period.start.year)
        or period.start > plan.ends_on
        or period.end < plan.starts_on
    ):
        raise NotAllowedNow(f"{period.label} er ikke en af planens perioder.")
    if period.end >= clock.today():
        raise NotAllowedNow(
            f"{period.label} er ikke slut endnu. Den kan lukkes fra "
            f"{day_text(period.end + timedelta(1))}."
        )
    claim(plan)
    lock, _ = PeriodLock.objects.get_or_create(
        plan=plan,
        period=period,
        reopened_at=None,
        defaults={"closed_at": clock.now(), "closed_by": by},
    )
    return lock


@transaction.atomic
def reopen_period(plan: Plan, period: Period, *, by: User, reason: str) -> None:
    """Open a closed period again. Raises ValidationError without a reason, NotAllowedNow when it
    is open."""
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": "Skriv, hvorfor perioden skal genåbnes."})
    if len(reason) > REASON_LENGTH:
        raise ValidationError(
            {"reason": f"Begrundelsen er for lang. Der er plads til {REASON_LENGTH} tegn."}
        )
    names.refuse_cpr({"reason": reason})
    claim(plan)
    opened = PeriodLock.objects.filter(plan=plan, period=period, reopened_at__isnull=True).update(
        reopened_at=clock.now(), reopened_by=by, reopened_reason=reason
    )
    if not opened:
        raise NotAllowedNow(f"{period.label} er ikke lukket.")


@transaction.atomic
def write_comment(
    plan: Plan,
    period: Period,
    *,
    text: str,
    by: User,
    focus_area: FocusArea | None = None,
    criterion: SuccessCriterion | None = None,
    expected_version: int | None = None,
) -> PeriodComment | None:
    """Write, change or (with an empty text) remove what is said about a period; None when removed.

    `expected_version` is the version that was read, None for a first text. Raises StaleObject when
    someone else wrote in between, ValidationError for too long a text and for one with a name.
    """
    text = text.strip()
    claim(plan)
    place = {"period": period, "focus_area": focus_area, "criterion": criterion}
    row = PeriodComment.objects.filter(plan=plan, **place).first()
    if row is None and not text:
        return None
    if (row.lock_version if row else None) != expected_version:
        raise StaleObject(row or PeriodComment(plan=plan, **place, text="", by=by))
    if row is None:
        row = PeriodComment(
            plan=plan, **place, lock_version=audit.next_version(PeriodComment, **place)
        )
    audit.sign(row, by=by, reason="Kommentar skrevet" if text else "Kommentar slettet")
    if not text:
        row.delete()
        return None
    row.text, row.by, row.at = text, by, clock.now()
    row.clean_fields(exclude=["focus_area", "criterion"])
    names.refuse_in(row, {plan.pk})
    if row.pk:
        row.save_if_current(expected=row.lock_version)
    else:
        row.save()
    return row


@transaction.atomic
def override_light(
    area: FocusArea, period: Period, *, light: Light | None, reason: str, by: User
) -> LightOverride:
    """Set an area's light for a period, or with `light` None go back to the rule. Raises
    ValidationError without a reason, and for one with a name."""
    row = LightOverride(
        focus_area=area,
        period=period,
        light=light or "",
        reason=reason.strip(),
        by=by,
        at=clock.now(),
    )
    if not row.reason:
        raise ValidationError({"reason": "Skriv, hvorfor lyset skal være et andet end reglens."})
    row.clean_fields()
    names.refuse_in(row, {area.plan_id})
    claim(area.plan)
    row.save()
    return row
