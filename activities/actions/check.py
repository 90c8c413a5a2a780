"""What a registration must be to be true: one rule book for forms, imports and other apps."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from accounts.names import like_cpr
from activities.models import DIMENSIONS, Measure, Registration
from core import clock
from core.danish import day as day_text

MAX_VALUE = 100_000
NOTE_LENGTH = 300


def check(row: Registration, *, kept: Any = None) -> None:
    """Raise ValidationError by field, in Danish, for a registration that cannot be true.

    One rule book for forms, imports and other apps: whole non-negative heads, part within whole, a
    day within the plan and not in the future, an estate of the same plan, a round of the same
    criterion, breakdowns within the value and only of persons; and how many were new where each is
    counted once. `kept`: the breakdown the row had before, which may stand where none is asked.
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
    if criterion.counts_each_once and row.new is None and "new" not in errors:
        errors["new"] = (
            f"Skriv, hvor mange {noun} der er nye. Her tælles hver kun én gang; er ingen nye, "
            "så skriv 0."
        )
    if message := _round_error(row):
        errors["round"] = message
    if row.on > clock.today():
        errors["on"] = (
            f"Datoen ligger i fremtiden. Vælg en dato til og med {day_text(clock.today())}."
        )
    elif not plan.starts_on <= row.on <= plan.ends_on:
        errors["on"] = (
            f"Planen løber fra {day_text(plan.starts_on)} til {day_text(plan.ends_on)}. Vælg en "
            "dato der imellem."
        )
    if row.estate_id and row.estate and row.estate.plan_id != plan.pk:
        errors["estate"] = "Afdelingen hører ikke til planen."
    if criterion.activity.plan_id != plan.pk:
        errors["criterion"] = "Succeskriteriet hører ikke til planen."
    if row.breakdown and row.breakdown != kept and not criterion.asks_who:
        errors["breakdown"] = (
            f"Her tælles {noun}. Alder og køn skrives kun, hvor der tælles personer."
        )
    elif "value" not in errors and (message := _breakdown_error(row)):
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
                return {
                    "base": "Skriv, hvor mange der blev spurgt eller målt. Det skal være mindst 1."
                }
            if row.value > row.base:
                return {"value": f"{row.value} ud af {row.base} er over 100 %. Tjek de to tal."}
        case Measure.AVERAGE if not row.base:
            return {"base": "Skriv antal møder. Det skal være mindst 1."}
    return {}


def _round_error(row: Registration) -> str:
    """A round is of one share, and what is answered in it lies within its days."""
    found = row.round
    if found is None:
        return ""
    if row.criterion.measure != Measure.PERCENT:
        return "Kun en procent hører til en måling. Lad feltet stå tomt."
    if found.criterion_id != row.criterion_id:
        return "Målingen hører til et andet kriterium. Vælg en af kriteriets egne."
    if not found.holds(row.on):
        return (
            f"»{found.name}« løber fra {day_text(found.starts_on)} til {day_text(found.ends_on)}. "
            "Vælg en dato der imellem, eller ret målingens dage."
        )
    return ""


def _note_error(note: str) -> str:
    if len(note) > NOTE_LENGTH:
        return f"Noten er for lang ({len(note)} tegn). Der er plads til {NOTE_LENGTH}."
    if like_cpr(note):
        return (
            "Noten ligner et CPR-nummer. Skriv aldrig navne eller CPR-numre; vi tæller kun antal."
        )
    return ""


def _breakdown_error(row: Registration) -> str:
    for dimension, parts in row.breakdown.items():
        _, bands = DIMENSIONS.get(dimension, ("", None))
        if bands is None or not isinstance(parts, Mapping) or not set(parts) <= set(bands):
            return "Fordelingen har en gruppe, vi ikke kender."
        if any(isinstance(n, bool) or not isinstance(n, int) or n < 0 for n in parts.values()):
            return "Fordelingen skal være hele tal fra 0 og op."
        if (total := sum(parts.values())) > row.value:
            word = "alder" if dimension == "age" else "køn"
            return f"Fordelingen på {word} giver {total}, men der er kun {row.value} i alt."
    return ""
