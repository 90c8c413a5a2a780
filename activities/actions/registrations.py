"""Registrations: written, amended, voided and restored. Nothing else writes one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from activities.actions.check import check
from activities.actions.claim import claim, require_open
from activities.models import Estate, Registration, SuccessCriterion, SurveyRound
from core import audit, clock
from core.versioned import NotAllowedNow, StaleObject

Breakdown = Mapping[str, Mapping[str, int]]
AMENDABLE = {
    "criterion", "on", "value", "base", "round", "estate", "new", "volunteers", "breakdown", "note",
}  # fmt: skip


@transaction.atomic
def register(
    criterion: SuccessCriterion,
    *,
    on: date,
    value: int,
    base: int | None = None,
    round: SurveyRound | None = None,
    estate: Estate | None = None,
    new: int | None = None,
    volunteers: int | None = None,
    breakdown: Breakdown | None = None,
    note: str = "",
    source: str | None = None,
    by: User,
) -> Registration:
    """Write one registration on `criterion` and count the plan's stamp up.

    `value`: heads or things (count), the numerator (percent), attendances (average). `base`: the
    denominator (percent) or the number of meetings (average); None for a count. `round`: the
    måling a percent is part of. `new`: how many of the heads are counted for the first time; a
    criterion that counts each once cannot do without. `source` is a key unique in the plan: called
    twice with the same, the first row comes back and nothing is written.
    Raises ValidationError (Danish, by field) for what cannot be true, NotAllowedNow in a closed
    period.
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
        round=round,
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
def amend(
    registration: Registration, *, expected_version: int, by: User, reason: str = "", **fields: Any
) -> None:
    """Change `fields` (on, value, base, round, estate, new, volunteers, breakdown, note, criterion)
    of a registration.

    Raises StaleObject when someone saved in between (nothing written), ValidationError for
    impossible figures, NotAllowedNow when it is voided or when its old or new day lies in a closed
    period. Fields that are as they were make no new version. `registration` follows only when it
    was saved.
    """
    if unknown := fields.keys() - AMENDABLE:
        raise TypeError(
            f"Not a field of a registration that is amended: {', '.join(sorted(unknown))}."
        )
    claim(registration.plan)
    row = Registration.objects.select_related("plan", "criterion__activity__plan").get(
        pk=registration.pk
    )
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
    before = row.breakdown
    _assign(row, changed)
    if "breakdown" not in changed and not _still_stands(row, changed):
        changed["breakdown"] = row.breakdown = {}
    check(row, kept=before)
    require_open(row.plan, row.on)
    audit.sign(row, by=by, reason=reason or "Rettet")
    row.save_if_current(expected=expected_version)
    _assign(registration, changed | {"lock_version": row.lock_version})


def _still_stands(row: Registration, changed: Mapping[str, Any]) -> bool:
    """Whether ages and sexes that nobody is asked for any more may stay as they were written: not
    on another criterion, nor where they would be more than the heads. The history has them."""
    if row.criterion.asks_who or not row.breakdown:
        return True
    heads = [sum(parts.values()) for parts in row.breakdown.values()]
    return "criterion" not in changed and max(heads) <= row.value


def _assign(row: Registration, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)


@transaction.atomic
def void(registration: Registration, *, by: User, reason: str = "Fortrudt") -> None:
    """Take a registration out of every figure; it stays on record. Twice is once.

    Raises NotAllowedNow in a closed period.
    """
    _set_voided(registration, to=True, by=by, reason=reason)


@transaction.atomic
def restore(registration: Registration, *, by: User) -> None:
    """Let a voided registration count again. Twice is once. Raises NotAllowedNow in a closed
    period."""
    _set_voided(registration, to=False, by=by, reason="Gendannet")


def _set_voided(registration: Registration, *, to: bool, by: User, reason: str) -> None:
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
