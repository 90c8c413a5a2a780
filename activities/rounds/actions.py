"""Målinger: begun, corrected, and answered for the first time."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import names
from accounts.models import User
from activities.actions import register
from activities.actions.claim import claim, require_open
from activities.models import Measure, Registration, SuccessCriterion, SurveyRound
from core import audit, clock
from core.danish import day as day_text
from core.versioned import StaleObject

AMENDABLE = {"name", "starts_on", "ends_on", "who", "asked"}


@dataclass(frozen=True)
class NewRound:
    """A måling as it is begun."""

    name: str
    starts_on: date
    ends_on: date
    who: str = ""
    asked: int | None = None


@transaction.atomic
def begin(criterion: SuccessCriterion, new: NewRound, *, by: User) -> SurveyRound:
    """Begin a måling on a share. Raises ValidationError by field."""
    plan = claim(criterion.activity.plan)
    row = SurveyRound(
        criterion=criterion,
        name=" ".join(new.name.split()),
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        who=new.who.strip(),
        asked=new.asked,
        created_by=by,
        created_at=clock.now(),
    )
    _check(row, plan.pk)
    audit.save(row, by=by, reason="Begyndt")
    return row


@transaction.atomic
def register_in_new(
    criterion: SuccessCriterion, round: NewRound, *, by: User, source: str | None, **figures: Any
) -> Registration:
    """Begin a måling with its first registration: both or none. Called twice with one `source`,
    both are written once. Raises as `begin` and `register` do; what is wrong with the måling has
    the keys `round_name`, `round_starts_on`, ..."""
    plan = claim(criterion.activity.plan)
    if source and (earlier := Registration.objects.filter(plan=plan, source=source).first()):
        return earlier
    try:
        row = begin(criterion, round, by=by)
    except ValidationError as error:
        raise ValidationError(
            {f"round_{field}": said for field, said in error.message_dict.items()}
        ) from error
    return register(criterion, by=by, source=source, round=row, **figures)


@transaction.atomic
def amend(row: SurveyRound, *, expected_version: int, by: User, **fields: Any) -> None:
    """Change `fields` (name, starts_on, ends_on, who, asked) of a måling.

    Raises StaleObject when someone saved in between, ValidationError by field, NotAllowedNow when
    one of its registrations lies in a closed period: its days decide which måling counts there.
    """
    if unknown := fields.keys() - AMENDABLE:
        raise TypeError(f"Not a field of a round that is amended: {', '.join(sorted(unknown))}.")
    plan = claim(row.criterion.activity.plan)
    now = SurveyRound.objects.select_related("criterion__activity__plan").get(pk=row.pk)
    if now.lock_version != expected_version:
        raise StaleObject(now)
    changed = {name: value for name, value in fields.items() if getattr(now, name) != value}
    if not changed:
        return
    days = now.registrations.counting().order_by("on").values_list("on", flat=True).distinct()
    for day in days:
        require_open(plan, day)
    for name, value in changed.items():
        setattr(now, name, value)
    _check(now, plan.pk, [*days])
    audit.sign(now, by=by, reason="Rettet")
    now.save_if_current(expected=expected_version)


def _check(row: SurveyRound, plan: int, days: list[date] | None = None) -> None:
    """Raise ValidationError by field for a måling that cannot be: `days` are those of its
    registrations, which lie within it."""
    errors: dict[str, Any] = {}
    if row.criterion.measure != Measure.PERCENT:
        errors["name"] = "Kun en procent måles i runder. Vælg et kriterium, der er en procent."
    if not row.name:
        errors["name"] = 'Giv målingen et navn, fx "Måling, august 2013".'
    if row.ends_on < row.starts_on:
        errors["ends_on"] = "Målingen slutter, før den begynder."
    elif days and not (row.holds(days[0]) and row.holds(days[-1])):
        outside = days[0] if days[0] < row.starts_on else days[-1]
        errors["starts_on" if outside < row.starts_on else "ends_on"] = (
            f"Der er svar fra den {day_text(outside)}. Målingen skal nå om det."
        )
    same = SurveyRound.objects.filter(criterion=row.criterion, name__iexact=row.name)
    if same.exclude(pk=row.pk).exists():
        errors["name"] = (
            "Kriteriet har allerede en måling med det navn. Vælg den, eller giv denne et andet."
        )
    try:
        row.clean_fields(exclude=errors)
    except ValidationError as error:
        errors |= error.message_dict
    names.refuse_in(row, {plan})
    if errors:
        raise ValidationError(errors)
