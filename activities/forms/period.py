"""The form that opens a closed period again."""

from typing import Any

from django import forms

from core.forms import plain_helper


class ReopenForm(forms.Form):
    """Why a closed period is opened again."""

    reason = forms.CharField(
        label="Hvorfor skal perioden genåbnes?",
        max_length=300,
        help_text="Står i historikken, og alle med adgang kan læse det.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Skriv, hvorfor perioden skal genåbnes.",
            "max_length": (
                "Begrundelsen er for lang (%(show_value)d tegn). Der er plads til %(limit_value)d."
            ),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
