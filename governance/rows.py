"""How every row of governance is written: in the plan's queue, checked, signed, and against the
version read."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from accounts import names
from accounts.models import User
from accounts.roles import plan_id_of
from activities.actions.claim import claim_all
from core import audit
from governance.models import Forum


@transaction.atomic
def write(
    row: Any, *, by: User | None, reason: str = "", expected_version: int | None = None
) -> Any:
    """Save a new or changed `row` and count its plan's stamp up; gives `row` back.

    `row` carries the values as they are to be. A changed row is saved only if it still has
    `expected_version`. Raises ValidationError (Danish, by field) and, for a changed row,
    StaleObject with the row as it stands.
    """
    claim_plans(row)
    check(row)
    if row.pk is None:
        audit.save(row, by=by, reason=reason)
    else:
        audit.sign(row, by=by, reason=reason)
        row.save_if_current(
            expected=row.lock_version if expected_version is None else expected_version
        )
    return row


@transaction.atomic
def remove(row: Any, *, by: User, reason: str = "") -> None:
    """Delete `row`; its versions stay in the history. Raises ProtectedError where others point
    at it."""
    claim_plans(row)
    audit.sign(row, by=by, reason=reason)
    row.delete()


def claim_plans(row: Any) -> None:
    """Claim the plans a row is of: those of every plan a forum is of queue up."""
    claim_all(plans_of(row))


def plans_of(row: Any) -> set[int]:
    """The plans a row is of: its own, and all that its forum is of."""
    forum, plan = forum_of(row), plan_id_of(row)
    return forum.plan_pks if forum else {plan} if plan else set()


def forum_of(row: Any) -> Forum | None:
    """The forum a row belongs to, also through its point and meeting; None for what belongs to a
    plan alone."""
    if isinstance(row, Forum):
        return row
    above = next(
        (found for name in ("item", "meeting", "forum") if (found := getattr(row, name, None))),
        None,
    )
    return forum_of(above) if above else None


def check(row: Any) -> None:
    """Raise ValidationError, by field, for what the model's own rules refuse, for a text that is
    longer than its field, for what looks like a CPR number, and for a name in a `nameless`
    column."""
    errors: dict[str, list[Any]] = {}
    try:
        row.full_clean()
    except ValidationError as error:
        errors = dict(error.update_error_dict({}))
    for field in row._meta.concrete_fields:
        if (
            isinstance(field, models.CharField | models.TextField)
            and field.editable
            and not field.choices
        ):
            text = getattr(row, field.attname)
            if not isinstance(text, str):  # a Period is stored as text, and is none
                continue
            if field.max_length and len(text) > field.max_length:
                said = f"Teksten er på {len(text)} tegn. Der er plads til {field.max_length}."
                errors[field.name] = [said]
            elif names.like_cpr(text):
                errors[field.name] = [names.LOOKS_LIKE_CPR]
    for column, said_of_it in names.errors_in(row, plans_of(row)).items():
        errors.setdefault(column, [said_of_it])
    if errors:
        raise ValidationError(errors)


def refuse_names(about: Any, **said: str) -> None:
    """Raise ValidationError, by name, for words about a row that are in no column of it: a
    reason, a correction."""
    names.refuse_names(said, plans_of(about))
