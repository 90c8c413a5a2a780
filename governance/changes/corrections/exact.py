"""Numbers of up to two decimals, as a person types them and as JSON keeps them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.danish import exact_number
from core.exact import DECIMALS, exact
from core.reading import read_decimal


class ExactNumberField(forms.Field):
    """A number with comma: 79,5. At most two decimals, and not below 0."""

    widget = forms.TextInput
    default_error_messages = {"required": "Skriv et tal, fx 100 eller 79,5."}

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, Decimal):
            return value
        try:
            found = read_decimal(value)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if found < 0:
            raise ValidationError("Tallet kan ikke være under 0.")
        if found != round(found, DECIMALS):
            raise ValidationError("Skriv tallet med højst to decimaler.")
        return found

    def prepare_value(self, value: Any) -> Any:
        return exact_number(value) if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}


def plain(value: Any) -> str:
    """As JSON keeps it: "100", "79.5"."""
    return str(exact(Decimal(value)))
