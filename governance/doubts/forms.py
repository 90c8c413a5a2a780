"""The form that confirms a doubt."""

from django import forms

from core.bound import ShownForm
from core.forms import ProseField


class ConfirmForm(ShownForm):
    """The answer; the day is today."""

    answer = ProseField(
        label="Svar",
        max_length=300,
        widget=forms.Textarea({"rows": 3, "data-max": 300}),
        help_text="Hvordan tælles der, og hvem har sagt det? Skriv funktion, ikke navn.",
        error_messages={"required": "Skriv svaret, fx hvordan der tælles, og hvor det står."},
    )
