"""The only writers of registrations, hours, locks, comments and lights.

Each runs in one transaction, signs the version it makes, and counts the plan's stamp up, so that
every page and figure is right in the very next answer.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from activities.models import (
    AGE_BANDS,
    GENDERS,
    Activity,
    Estate,
    FocusArea,
    HoursEntry,
    LightOverride,
    Measure,
    PeriodComment,
    PeriodLock,
    Plan,
    Registration,
    StaffRole,
    SuccessCriterion,
)
from core import audit, clock
from core.danish import day as day_text
from core.lights import Light
from core.models import NotAllowedNow, StaleObject
from core.periods import Period

Breakdown = Mapping[str, Mapping[str, int]]
BANDS = {"age": AGE_BANDS, "gender": GENDERS}
MAX_VALUE = 100_000
NOTE_LENGTH = 300
AMENDABLE = {"criterion", "on", "value", "base", "estate", "new", "volunteers", "breakdown", "note"}
CPR = re.compile(r"\b\d{6}[- ]?\d{4}\b", re.ASCII)


@transaction.atomic
def register(
    criterion: SuccessCriterion,
    *,
    on: date,
    value: int,
    base: int | None = None,
    estate: Estate | None = None,
    new: int | None = None,
    volunteers: int | None = None,
    breakdown: Breakdown | None = None,
    note: str = "",
    source: str | None = None,
    by: Any,
) -> Registration:
    """Write one registration on `criterion` and count the plan's stamp up.

    `value`: heads or things (count), the numerator (percent), attendances (average). `base`: the
    denominator (percent) or the number of meetings (average); None for a count. `source` is a key
    unique in the plan: called twice with the same, the first row comes back and nothing is written.
    Raises ValidationError (Danish, by field) for what cannot be true, NotAllowedNow in a closed period.
    """
    plan = claim(criterion.activity.plan)
    if source and (earlier := Registration.objects.filter(plan=plan, source=source).first()):
        return earlier
    row = Registration(
        plan=plan,
        criterion=criterion,
        on=on,
        value=value,
        base=base,
        estate=estate,
        new=new,
        volunteers=volunteers,
        breakdown=dict(breakdown or {}),
        note=note.strip(),
        source=source,
        created_by=by,
        created_at=clock.now(),
    )
    check(row)
    require_open(plan, on)
    audit.save(row, by=by, reason="Registreret")
    return row


@transaction.atomic
def amend(registration: Registration, *, expected_version: int, by: Any, reason: str = "", **fields: Any) -> None:
    """Change `fields` (on, value, base, estate, new, volunteers, breakdown, note, criterion) of a registration.

    Raises StaleObject when someone saved in between (nothing written), ValidationError for impossible
    figures, NotAllowedNow when it is voided or when its old or new day lies in a closed period.
    Fields that are as they were make no new version. `registration` follows only when it was saved.
    """
    if unknown := fields.keys() - AMENDABLE:
        raise TypeError(f"Not a field of a registration that is amended: {', '.join(sorted(unknown))}.")
    claim(registration.plan)
    row = Registration.objects.select_related("plan", "criterion__activity__plan").get(pk=registration.pk)
    if row.is_voided:
        raise NotAllowedNow("Registreringen er fortrudt. Gendan den først.")
    if row.lock_version != expected_version:
        raise StaleObject(row)
    if isinstance(note := fields.get("note"), str):
        fields["note"] = note.strip()
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    require_open(row.plan, row.on)
    if not changed:
        return
    _assign(row, changed)
    check(row)
    require_open(row.plan, row.on)
    audit.sign(row, by=by, reason=reason or "Rettet")
    row.save_if_current(expected=expected_version)
    _assign(registration, changed | {"lock_version": row.lock_version})


def _assign(row: Registration, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)


@transaction.atomic
def void(registration: Registration, *, by: Any, reason: str = "Fortrudt") -> None:
    """Take a registration out of every figure; it stays on record. Twice is once.

    Raises NotAllowedNow in a closed period.
    """
    _set_voided(registration, to=True, by=by, reason=reason)


@transaction.atomic
def restore(registration: Registration, *, by: Any) -> None:
    """Let a voided registration count again. Twice is once. Raises NotAllowedNow in a closed period."""
    _set_voided(registration, to=False, by=by, reason="Gendannet")


def _set_voided(registration: Registration, *, to: bool, by: Any, reason: str) -> None:
    claim(registration.plan)
    row = Registration.objects.select_related("plan").get(pk=registration.pk)
    if row.is_voided is to:
        return
    require_open(row.plan, row.on)
    row.voided_at, row.voided_by = (clock.now(), by) if to else (None, None)
    audit.sign(row, by=by, reason=reason)
    row.save_if_current(expected=row.lock_version)
    registration.voided_at, registration.voided_by = row.voided_at, row.voided_by
    registration.lock_version = row.lock_version


def check(row: Registration) -> None:
    """Raise ValidationError by field, in Danish, for a registration that cannot be true.

    One rule book for forms, imports and other apps: whole non-negative heads, part within whole, a day
    within the plan and not in the future, an estate of the same plan, breakdowns within the value.
    """
    criterion, plan, errors = row.criterion, row.plan, {}
    noun = criterion.noun
    for field in ("value", "base", "new", "volunteers"):
        number = getattr(row, field)
        if number is None:
            if field == "value":
                errors["value"] = f"Skriv antal {noun}."
        elif isinstance(number, bool) or not isinstance(number, int):
            errors[field] = f"Skriv et helt tal. {number} kan ikke tælles."
        elif number < 0:
            errors[field] = "Tallet kan ikke være negativt."
        elif number > MAX_VALUE:
            errors[field] = f"{number} er usandsynligt mange. Skriv højst {MAX_VALUE}."
    if "value" not in errors and "base" not in errors:
        errors |= _check_base(row)
    if not errors and row.new is not None and row.new > row.value:
        errors["new"] = f"Der kan ikke være flere nye ({row.new}) end {noun} i alt ({row.value})."
    if row.on > clock.today():
        errors["on"] = f"Datoen ligger i fremtiden. Vælg en dato til og med {day_text(clock.today())}."
    elif not plan.starts_on <= row.on <= plan.ends_on:
        errors["on"] = (
            f"Planen løber fra {day_text(plan.starts_on)} til {day_text(plan.ends_on)}. Vælg en dato der imellem."
        )
    if row.estate_id and row.estate and row.estate.plan_id != plan.pk:
        errors["estate"] = "Afdelingen hører ikke til planen."
    if criterion.activity.plan_id != plan.pk:
        errors["criterion"] = "Succeskriteriet hører ikke til planen."
    if "value" not in errors and (message := _breakdown_error(row)):
        errors["breakdown"] = message
    if message := _note_error(row.note):
        errors["note"] = message
    if errors:
        raise ValidationError(errors)


def _check_base(row: Registration) -> dict[str, str]:
    match row.criterion.measure:
        case Measure.COUNT if row.base is not None:
            return {"base": "Et antal har ikke noget at dele med. Lad feltet stå tomt."}
        case Measure.PERCENT:
            if not row.base:
                return {"base": "Skriv, hvor mange der blev spurgt eller målt. Det skal være mindst 1."}
            if row.value > row.base:
                return {"value": f"{row.value} ud af {row.base} er over 100 %. Tjek de to tal."}
        case Measure.AVERAGE if not row.base:
            return {"base": "Skriv antal møder. Det skal være mindst 1."}
    return {}


def _note_error(note: str) -> str:
    if len(note) > NOTE_LENGTH:
        return f"Noten er for lang ({len(note)} tegn). Der er plads til {NOTE_LENGTH}."
    if CPR.search(note):
        return "Noten ligner et CPR-nummer. Skriv aldrig navne eller CPR-numre; vi tæller kun antal."
    return ""


def _breakdown_error(row: Registration) -> str:
    for dimension, parts in row.breakdown.items():
        bands = BANDS.get(dimension)
        if bands is None or not isinstance(parts, Mapping) or not set(parts) <= set(bands):
            return "Fordelingen har en gruppe, vi ikke kender."
        if any(isinstance(n, bool) or not isinstance(n, int) or n < 0 for n in parts.values()):
            return "Fordelingen skal være hele tal fra 0 og op."
        if (total := sum(parts.values())) > row.value:
            word = "alder" if dimension == "age" else "køn"
            return f"Fordelingen på {word} giver {total}, men der er kun {row.value} i alt."
    return ""


def require_open(plan: Plan, day: date) -> None:
    """Raise NotAllowedNow when `day` lies in a period that is closed."""
    period = plan.period_of(day)
    if PeriodLock.objects.filter(plan=plan, period=period, reopened_at__isnull=True).exists():
        raise NotAllowedNow(
            f"{period.label} er lukket. Vælg en dato efter {day_text(period.end)}, eller genåbn perioden først."
        )


@transaction.atomic
def close_period(plan: Plan, period: Period, *, by: Any) -> PeriodLock:
    """Lock the registrations of a reporting period. Closing a closed one gives the lock there is.

    Raises NotAllowedNow for a period that is not over or is not one of the plan's.
    """
    if period not in plan.periods(period.start.year) or period.start > plan.ends_on or period.end < plan.starts_on:
        raise NotAllowedNow(f"{period.label} er ikke en af planens perioder.")
    if period.end >= clock.today():
        raise NotAllowedNow(
            f"{period.label} er ikke slut endnu. Den kan lukkes fra {day_text(period.end + timedelta(1))}."
        )
    claim(plan)
    lock, _ = PeriodLock.objects.get_or_create(
        plan=plan, period=period, reopened_at=None, defaults={"closed_at": clock.now(), "closed_by": by}
    )
    return lock


@transaction.atomic
def reopen_period(plan: Plan, period: Period, *, by: Any, reason: str) -> None:
    """Open a closed period again. Raises ValidationError without a reason, NotAllowedNow when it is open."""
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": "Skriv, hvorfor perioden skal genåbnes."})
    if len(reason) > NOTE_LENGTH:
        raise ValidationError({"reason": f"Begrundelsen er for lang. Der er plads til {NOTE_LENGTH} tegn."})
    claim(plan)
    opened = PeriodLock.objects.filter(plan=plan, period=period, reopened_at__isnull=True).update(
        reopened_at=clock.now(), reopened_by=by, reopened_reason=reason
    )
    if not opened:
        raise NotAllowedNow(f"{period.label} er ikke lukket.")


@transaction.atomic
def log_hours(
    plan: Plan,
    *,
    week: date,
    entries: Mapping[tuple[Activity, StaffRole], tuple[Decimal | None, int | None]],
    by: Any,
) -> int:
    """Write a week's hours: (activity, staff role) -> (hours or None to clear, version read or None if new).

    `week` is the Monday. All or nothing; returns how many changed. Raises ValidationError keyed
    "<activity code>/<role code>", StaleObject when one was saved or cleared by someone else in between
    (`current` is that entry; without a pk it was cleared).
    """
    errors = {}
    if week.isoweekday() != 1:
        raise ValidationError("Ugen skal begynde en mandag.")
    if week > clock.today():
        raise ValidationError("Ugen ligger i fremtiden. Timer kan først skrives, når ugen er begyndt.")
    if not plan.starts_on - timedelta(6) <= week <= plan.ends_on:
        raise ValidationError(
            f"Planen løber fra {day_text(plan.starts_on)} til {day_text(plan.ends_on)}. Vælg en uge der imellem."
        )
    for (activity, role), (hours, _) in entries.items():
        if hours is not None and not (hours.is_finite() and 0 <= hours <= 168):
            errors[f"{activity.code}/{role.code}"] = "En uge har 168 timer. Skriv et tal mellem 0 og 168."
        elif activity.plan_id != plan.pk or role.plan_id != plan.pk:
            errors[f"{activity.code}/{role.code}"] = "Aktiviteten eller stillingen hører ikke til planen."
    if errors:
        raise ValidationError(errors)
    claim(plan)
    existing = {(e.activity_id, e.staff_role_id): e for e in HoursEntry.objects.filter(plan=plan, week=week)}
    changed = 0
    for (activity, role), (hours, version) in entries.items():
        changed += _log_one(plan, activity, role, week, hours, version, existing.get((activity.pk, role.pk)), by)
    return changed


def _log_one(
    plan: Plan,
    activity: Activity,
    role: StaffRole,
    week: date,
    hours: Decimal | None,
    version: int | None,
    entry: HoursEntry | None,
    by: Any,
) -> bool:
    if entry is None:
        if hours is None:
            return False
        if version is not None:  # read, and then cleared by someone else: never bring it back unseen
            raise StaleObject(HoursEntry(plan=plan, activity=activity, staff_role=role, week=week, hours=0, by=by))
        entry = HoursEntry(plan=plan, activity=activity, staff_role=role, week=week, hours=hours, by=by)
        audit.save(entry, by=by, reason="Timer skrevet")
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


@transaction.atomic
def write_comment(
    plan: Plan,
    period: Period,
    *,
    text: str,
    by: Any,
    focus_area: FocusArea | None = None,
    criterion: SuccessCriterion | None = None,
    expected_version: int | None = None,
) -> PeriodComment | None:
    """Write, change or (with an empty text) remove what is said about a period; None when removed.

    `expected_version` is the version that was read, None for a first text. Raises StaleObject when
    someone else wrote in between, ValidationError for too long a text.
    """
    text = text.strip()
    claim(plan)
    row = PeriodComment.objects.filter(plan=plan, period=period, focus_area=focus_area, criterion=criterion).first()
    if row is None:
        if not text:
            return None
        row = PeriodComment(plan=plan, period=period, focus_area=focus_area, criterion=criterion)
    elif expected_version != row.lock_version:
        raise StaleObject(row)
    audit.sign(row, by=by, reason="Kommentar skrevet" if text else "Kommentar slettet")
    if not text:
        row.delete()
        return None
    row.text, row.by, row.at = text, by, clock.now()
    row.clean_fields(exclude=["focus_area", "criterion"])
    if row.pk:
        row.save_if_current(expected=row.lock_version)
    else:
        row.save()
    return row


@transaction.atomic
def override_light(area: FocusArea, period: Period, *, light: Light | None, reason: str, by: Any) -> LightOverride:
    """Set an area's light for a period, or with `light` None go back to the rule. Raises ValidationError
    without a reason."""
    row = LightOverride(focus_area=area, period=period, light=light or "", reason=reason.strip(), by=by, at=clock.now())
    if not row.reason:
        raise ValidationError({"reason": "Skriv, hvorfor lyset skal være et andet end reglens."})
    row.clean_fields()
    claim(area.plan)
    row.save()
    return row


def claim(plan: Plan) -> Plan:
    """Count the stamp up before anything is read: the row's lock makes the plan's writers queue up, so
    two clicks with one key, or an entry and a closing, never pass each other."""
    Plan.objects.filter(pk=plan.pk).touch()
    return plan
