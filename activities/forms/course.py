"""An expected course (activities.course) as people choose it: how, and what that needs."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.danish import MONTHS, capital, exact_number
from core.reading import read_decimal, read_whole

KINDS = (
    ("", "Jævnt over perioden"),
    ("once", "På én gang, når en måned er slut"),
    ("shares", "I trin, som andele af målet"),
    ("numbers", "I trin, som tal"),
    ("after", "Som et andet succeskriterium"),
)
MONTH_CHOICES = [("", "–"), *((n, capital(name)) for n, name in enumerate(MONTHS, 1))]
PARTS = ("kind", "month", "steps", "after", "months")
LABELS = {
    "kind": "Hvordan",
    "month": "Måned, når det sker på én gang",
    "steps": "Trin, et for hver lige del af perioden, fx 0 60 80 100",
    "after": "Kode på det kriterium, det følger, fx 5.1.1-1",
    "months": "… så mange måneder senere",
}
NEEDED = {
    "once": ("month", "Vælg den måned, det sker i."),
    "shares": ("steps", "Skriv trinene, fx 0 60 80 100."),
    "numbers": ("steps", "Skriv trinene, fx 0 12 18 20."),
    "after": ("after", "Skriv koden på det succeskriterium, det følger efter."),
}
USED = {"once": {"month"}, "shares": {"steps"}, "numbers": {"steps"}, "after": {"after", "months"}}


class CourseInput(forms.MultiWidget):
    """A choice, and a field for each thing a choice may need."""

    template = "components/course_input.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        text = {"autocomplete": "off"}
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            "kind": forms.Select(choices=KINDS),
            "month": forms.Select(choices=MONTH_CHOICES),
            "steps": forms.TextInput(text),
            "after": forms.TextInput({**text, "maxlength": 20}),
            "months": forms.TextInput({**text, "inputmode": "numeric"}),
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: Mapping[str, Any] | None) -> list[Any]:
        course = value or {}
        kind = next((key for key, _ in KINDS[1:] if key in course), "")
        steps = course.get("shares") or course.get("numbers") or ()
        told = " ".join(exact_number(Decimal(str(step))).replace(".", "") for step in steps)
        months = course.get("months")
        return [kind, course.get("once", ""), told, course.get("after", ""), months or ""]

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """With a name at each part: nobody guesses what a bare box is for."""
        context = self.get_context(name, value, attrs)
        parts = [
            {"label": LABELS[part], "id": sub["attrs"].get("id"), "widget": sub}
            for part, sub in zip(PARTS, context["widget"]["subwidgets"], strict=True)
        ]
        return render_to_string(self.template, {"parts": parts})


class CourseField(forms.Field):
    """Gives a course as it is stored. Whether it suits the criterion and its targets is for
    activities.criterion_rules to say."""

    widget = CourseInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "more": (
            "Der er skrevet noget, som det valgte forløb ikke bruger. Ret valget, eller slet det."
        )
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": "Ventet forløb", "required": False, **kwargs})

    def to_python(self, value: Any) -> dict[str, Any]:
        if isinstance(value, Mapping):
            return dict(value)
        typed = dict(zip(PARTS, (str(part or "").strip() for part in value or ()), strict=False))
        kind = typed.get("kind", "")
        written = {part for part, text in typed.items() if text and part != "kind"}
        if kind not in dict(KINDS):
            raise ValidationError("Vælg et af forløbene.")
        if written - USED.get(kind, set()):
            raise ValidationError(self.error_messages["more"], code="more")
        if kind and NEEDED[kind][0] not in written:
            raise ValidationError(NEEDED[kind][1])
        return _course(kind, typed)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != (initial or {})
        except ValidationError:
            return True


def _course(kind: str, typed: Mapping[str, str]) -> dict[str, Any]:
    try:
        match kind:
            case "once":
                return {"once": read_whole(typed["month"])}
            case "shares" | "numbers":
                return {kind: _steps(typed["steps"])}
            case "after":
                months = read_whole(typed["months"]) if typed.get("months") else 0
                return {"after": typed["after"], **({"months": months} if months else {})}
    except ValueError as error:
        raise ValidationError(str(error)) from error
    return {}


def _steps(text: str) -> list[int | float]:
    """ "0 60 80 100", "0, 60, 80 og 100 %", "0; 12,5; 100": a comma between digits is a decimal
    one."""
    parts = re.split(r"\s*;\s*|\s*,\s+|\s+og\s+|\s+", text.replace("%", " ").strip())
    steps = [read_decimal(part) for part in parts if part]
    return [int(step) if step == int(step) else float(step) for step in steps]
