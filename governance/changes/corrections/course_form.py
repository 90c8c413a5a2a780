"""The expected course of a target, as a person types it (activities.course)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.danish import number
from core.reading import read_decimal, read_whole

KINDS = (
    ("", "Jævnt over perioden"),
    ("once", "Det hele i én måned"),
    ("shares", "Andele af målet, del for del"),
    ("numbers", "Tal, del for del"),
    ("after", "Som et andet succeskriterium, senere"),
)


def course_inputs(course: Mapping[str, Any]) -> dict[str, forms.Field]:
    kind = next((key for key, _ in KINDS if key and key in course), "")
    return {
        "course_kind": forms.ChoiceField(
            label="Ventet forløb", choices=KINDS, required=False, initial=kind
        ),
        "course_text": forms.CharField(
            label="Forløbets tal",
            required=False,
            max_length=200,
            initial=_written(course, kind),
            help_text=(
                "Én måned: dens nummer, fx 8. Andele: fx 0 60 80 100. Tal: fx 0 12 18 20. "
                "Som et andet: dets kode og antal måneder, fx 5.1.1-1 3."
            ),
        ),
    }


def typed_course(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as activities.course keeps it. Raises ValidationError; whether it fits the
    criterion is activities.course.wrong's to say."""
    kind, words = data.get("course_kind", ""), data.get("course_text", "").split()
    if not kind:
        if words:
            raise ValidationError({"course_kind": "Vælg, hvad tallene er, eller slet dem."})
        return {}
    if not words:
        raise ValidationError({"course_text": "Skriv forløbets tal."})
    try:
        match kind:
            case "once":
                return {"once": read_whole(" ".join(words))}
            case "after":
                months = {"months": read_whole(words[1])} if len(words) > 1 else {}
                if len(words) > 2:
                    raise ValueError("Skriv kun en kode og et antal måneder.")
                return {"after": words[0], **months}
        return {kind: [_step(word) for word in words]}
    except ValueError as error:
        raise ValidationError({"course_text": str(error)}) from error


def _step(word: str) -> int | float:
    found = read_decimal(word.rstrip("%"))
    return int(found) if found == found.to_integral_value() else float(found)


def _written(course: Mapping[str, Any], kind: str) -> str:
    if kind == "once":
        return str(course["once"])
    if kind == "after":
        return f"{course['after']} {course.get('months', 0)}"
    return " ".join(number(Decimal(str(step)), None) for step in course.get(kind, ()))
