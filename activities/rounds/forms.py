"""The form a måling is corrected in."""

from typing import Any

from django import forms

from activities.models import SurveyRound
from activities.models.measuring import ROUND_NAME, WHO
from core.forms import DanishDateField, VersionedFormMixin, WholeNumberField, plain_helper

FIELDS = ("name", "starts_on", "ends_on", "who", "asked")


class RoundForm(VersionedFormMixin, forms.Form):
    """A måling's name and days, who was asked and how many."""

    use_required_attribute = False

    name = forms.CharField(
        label="Navn",
        max_length=ROUND_NAME,
        error_messages={"required": 'Giv målingen et navn, fx "Måling, august 2013".'},
    )
    starts_on = DanishDateField(label="Fra")
    ends_on = DanishDateField(
        label="Til og med",
        help_text="Den måling, der slutter sidst, er den, der gælder.",
    )
    who = forms.CharField(
        label="Hvem bliver spurgt?",
        max_length=WHO,
        required=False,
        help_text='Fx "alle beboere på Lukretiavej". Skriv ingen navne.',
    )
    asked = WholeNumberField(
        label="Hvor mange bliver spurgt?",
        required=False,
        help_text="Valgfrit. Så står det ved siden af antallet af svar.",
    )

    def __init__(self, *args: Any, row: SurveyRound, **kwargs: Any) -> None:
        initial = {name: getattr(row, name) for name in FIELDS}
        super().__init__(*args, lock_version=row.lock_version, initial=initial, **kwargs)
        self.helper = plain_helper()

    def fields_written(self) -> dict[str, Any]:
        """What was written, as the keyword arguments of `amend`."""
        return {name: self.cleaned_data[name] for name in FIELDS}
