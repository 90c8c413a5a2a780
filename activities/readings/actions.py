"""Aflæsninger: written, amended, voided and restored. Nothing else writes one."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import names
from accounts.models import User
from activities.actions.claim import claim, require_open
from activities.models import Plan, Reading, ReadingRole, SuccessCriterion
from activities.readings.rules import check, within_plan
from core import audit, clock
from core.exact import exact
from core.versioned import NotAllowedNow, StaleObject

AMENDABLE = {"role", "read_on", "year", "value", "base", "source", "note"}
TEXTS = ("source", "note")


@transaction.atomic
def write(
    criterion: SuccessCriterion,
    *,
    read_on: date,
    year: int,
    value: int | Decimal,
    base: int | None = None,
    role: str = ReadingRole.ORDINARY,
    source: str = "",
    note: str = "",
    by: User,
) -> Reading:
    """Write one reading on `criterion` and count the plan's stamp up.

    `value` of `base`, or without `base` the figure itself in the criterion's own unit, which needs
    its `source`. `year` is the one the figure is of. Raises ValidationError (Danish, by field),
    NotAllowedNow when `read_on` lies in a closed period; outside the plan's days it lies in none.
    """
    row = Reading(
        plan=claim(criterion.activity.plan),
        criterion=criterion,
        role=role,
        read_on=read_on,
        year=year,
        value=value,
        base=base,
        source=source.strip(),
        note=note.strip(),
        created_by=by,
        created_at=clock.now(),
    )
    _check(row)
    _require_open(row.plan, read_on)
    audit.save(row, by=by, reason="Skrevet")
    return row


@transaction.atomic
def amend(
    reading: Reading, *, expected_version: int, by: User, reason: str = "", **fields: Any
) -> None:
    """Change `fields` (role, read_on, year, value, base, source, note) of a reading.

    Raises StaleObject when someone saved in between (nothing written), ValidationError for what
    cannot be true, NotAllowedNow when it is voided or its old or new day lies in a closed period.
    """
    if unknown := fields.keys() - AMENDABLE:
        raise TypeError(f"Not a field of a reading that is amended: {', '.join(sorted(unknown))}.")
    row = _claimed(reading)
    if row.is_voided:
        raise NotAllowedNow("Aflæsningen er fortrudt. Gendan den først.")
    if row.lock_version != expected_version:
        raise StaleObject(row)
    fields |= {name: fields[name].strip() for name in TEXTS if name in fields}
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    _require_open(row.plan, row.read_on)
    if not changed:
        return
    for name, value in changed.items():
        setattr(row, name, value)
    _check(row)
    _require_open(row.plan, row.read_on)
    audit.sign(row, by=by, reason=reason or "Rettet")
    row.save_if_current(expected=expected_version)


@transaction.atomic
def void(reading: Reading, *, by: User, reason: str = "Fortrudt") -> None:
    """Take a reading out of every figure; it stays on record. Twice is once. Raises NotAllowedNow
    in a closed period."""
    _set_voided(reading, to=True, by=by, reason=reason)


@transaction.atomic
def restore(reading: Reading, *, by: User) -> None:
    """Let a voided reading count again. Twice is once. Raises NotAllowedNow in a closed period."""
    _set_voided(reading, to=False, by=by, reason="Gendannet")


def _set_voided(reading: Reading, *, to: bool, by: User, reason: str) -> None:
    row = _claimed(reading)
    if row.is_voided is to:
        return
    _require_open(row.plan, row.read_on)
    row.voided_at, row.voided_by = (clock.now(), by) if to else (None, None)
    audit.sign(row, by=by, reason=reason)
    row.save_if_current(expected=row.lock_version)


def _claimed(reading: Reading) -> Reading:
    claim(reading.plan)
    rows = Reading.objects.select_related("plan", "criterion__activity")
    return rows.get(pk=reading.pk)


def _require_open(plan: Plan, day: date) -> None:
    if within_plan(plan, day):
        require_open(plan, day)


def _check(row: Reading) -> None:
    if row.value is not None:
        row.value = exact(Decimal(row.value)) or 0
    errors: dict[str, Any] = {}
    for found in (check, lambda row: names.refuse_in(row, {row.plan_id}), _fields):
        try:
            found(row)
        except ValidationError as error:
            errors = error.message_dict | errors
    if errors:
        raise ValidationError(errors)


def _fields(row: Reading) -> None:
    row.clean_fields(exclude=["plan", "value", "base"])
