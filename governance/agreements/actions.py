"""Agreements: written with what they are about, renewed, ended with a reason, and taken up
again."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from activities.models import Activity, FocusArea
from core.versioned import NotAllowedNow
from governance import rows
from governance.models import Agreement
from governance.models.agreement import scope_text


@transaction.atomic
def write(
    agreement: Agreement,
    *,
    focus_areas: Iterable[FocusArea],
    activities: Iterable[Activity],
    by: User,
    expected_version: int | None = None,
) -> Agreement:
    """Save a new or changed agreement and what it is about (nothing: the whole plan). Raises as
    rows.write, and ValidationError for areas or activities of another plan."""
    rows.claim_plans(agreement)
    areas, chosen = list(focus_areas), list(activities)
    if any(row.plan_id != agreement.plan_id for row in (*areas, *chosen, agreement.partner)):
        raise ValidationError("Part, indsatsområder og aktiviteter skal høre til planen.")
    is_new = agreement.pk is None
    reason = "Skrevet" if is_new else "Rettet"
    if is_new:
        agreement.position = _next_number(agreement)
        agreement.code = f"A{agreement.position}"
    elif (before := agreement.scope) != (now := scope_text(areas, chosen)):
        # The version kept of a row holds its own columns only, so the history says this in words.
        reason = f"Rettet. Gælder nu {now}, før {before}"
    rows.write(agreement, by=by, reason=reason, expected_version=expected_version)
    agreement.focus_areas.set(areas)
    agreement.activities.set(chosen)
    return agreement


@transaction.atomic
def renew(agreement: Agreement, *, until: date | None, by: User, expected_version: int) -> None:
    """Let it run on until a later day, or (None) until it is ended. Raises ValidationError at
    `ends_on`, StaleObject, and NotAllowedNow for one that is ended or has no last day."""
    if agreement.ended_on:
        raise NotAllowedNow("Aftalen er ophørt. Tag den op igen, før du fornyer den.")
    if agreement.ends_on is None:
        raise NotAllowedNow("Aftalen har ingen slutdato, så der er ikke noget at forny.")
    if until and until <= agreement.ends_on:
        raise ValidationError(
            {
                "ends_on": (
                    f"Aftalen løber allerede til {agreement.ends_on:%d.%m.%Y}. Vælg en senere dag."
                )
            }
        )
    agreement.ends_on = until
    rows.write(agreement, by=by, reason="Fornyet", expected_version=expected_version)


@transaction.atomic
def end(agreement: Agreement, *, on: date, why: str, by: User, expected_version: int) -> None:
    """Say which day is its last (it may lie ahead) and why. Raises ValidationError, StaleObject,
    and NotAllowedNow for one that is ended."""
    if agreement.ended_on:
        raise NotAllowedNow("Aftalen er allerede ophørt.")
    errors = {}
    if on < agreement.starts_on:
        errors["ended_on"] = "Dagen ligger, før aftalen begyndte."
    elif agreement.ends_on and on > agreement.ends_on:
        errors["ended_on"] = "Aftalen slutter af sig selv før den dag."
    if not why.strip():
        errors["ended_why"] = "Skriv, hvorfor aftalen er ophørt."
    if errors:
        raise ValidationError(errors)
    agreement.ended_on, agreement.ended_why = on, why.strip()
    rows.write(
        agreement, by=by, reason=f"Ophørt: {agreement.ended_why}", expected_version=expected_version
    )


@transaction.atomic
def resume(agreement: Agreement, *, by: User) -> None:
    """Take an ended agreement up again; the reason it was ended stays in its history."""
    if agreement.ended_on is None:
        raise NotAllowedNow("Aftalen er ikke ophørt.")
    agreement.ended_on, agreement.ended_why = None, ""
    rows.write(agreement, by=by, reason="Taget op igen")


def _next_number(agreement: Agreement) -> int:
    """The highest number used so far and one more; the plan is claimed, so nobody else takes it
    meanwhile."""
    last = (
        Agreement.objects.filter(plan=agreement.plan_id)
        .order_by("-position")
        .values_list("position", flat=True)
    )
    return (last.first() or 0) + 1
