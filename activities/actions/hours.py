"""Hours of a week, written all at once."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from activities.actions.claim import claim, require_open
from activities.hours import THURSDAY
from activities.models import Activity, HoursEntry, Plan, StaffRole
from core import audit, clock
from core.danish import day as day_text
from core.versioned import StaleObject


@transaction.atomic
def log_hours(
    plan: Plan,
    *,
    week: date,
    entries: Mapping[tuple[Activity, StaffRole], tuple[Decimal | None, int | None]],
    by: User,
) -> int:
    """Write a week's hours: (activity, staff role) -> (hours or None to clear, version read or None
    if new).

    `week` is the Monday. All or nothing; returns how many changed. Raises ValidationError keyed
    "<activity code>/<role code>", StaleObject when one was saved or cleared by someone else in
    between (`current` is that entry; without a pk it was cleared), NotAllowedNow when its Thursday
    lies in a closed period.
    """
    errors = {}
    if week.isoweekday() != 1:
        raise ValidationError("Ugen skal begynde en mandag.")
    if week > clock.today():
        raise ValidationError(
            "Ugen ligger i fremtiden. Timer kan først skrives, når ugen er begyndt."
        )
    if not plan.starts_on - timedelta(6) <= week <= plan.ends_on:
        raise ValidationError(
            f"Planen løber fra {day_text(plan.starts_on)} til {day_text(plan.ends_on)}. Vælg en "
            "uge der imellem."
        )
    for (activity, role), (hours, _) in entries.items():
        if hours is not None and not (hours.is_finite() and 0 <= hours <= 168):
            errors[f"{activity.code}/{role.code}"] = (
                "En uge har 168 timer. Skriv et tal mellem 0 og 168."
            )
        elif activity.plan_id != plan.pk or role.plan_id != plan.pk:
            errors[f"{activity.code}/{role.code}"] = (
                "Aktiviteten eller stillingen hører ikke til planen."
            )
    if errors:
        raise ValidationError(errors)
    claim(plan)
    if entries:
        require_open(plan, week + THURSDAY)
    existing = {
        (e.activity_id, e.staff_role_id): e for e in HoursEntry.objects.filter(plan=plan, week=week)
    }
    first = audit.next_version(HoursEntry, week=week)
    changed = 0
    for (activity, role), (hours, version) in entries.items():
        entry = existing.get((activity.pk, role.pk))
        new = HoursEntry(
            plan=plan, activity=activity, staff_role=role, week=week, lock_version=first
        )
        changed += _log_one(entry, new, hours, version, by)
    return changed


def _log_one(
    entry: HoursEntry | None, new: HoursEntry, hours: Decimal | None, version: int | None, by: User
) -> bool:
    """Write one cell: `entry` is what stands there, `new` what would. Returns whether anything
    changed."""
    if entry is None:
        if hours is None:
            return False
        if (
            version is not None
        ):  # read, and then cleared by someone else: never bring it back unseen
            new.hours, new.by = Decimal(0), by
            raise StaleObject(new)
        new.hours, new.by = hours, by
        audit.save(new, by=by, reason="Timer skrevet")
        return True
    if hours == entry.hours:
        return False
    if version != entry.lock_version:
        raise StaleObject(entry)
    audit.sign(entry, by=by, reason="Timer rettet" if hours is not None else "Timer slettet")
    if hours is None:
        entry.delete()
    else:
        entry.hours, entry.by = hours, by
        entry.save_if_current(expected=entry.lock_version)
    return True
