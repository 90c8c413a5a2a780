"""Numbers with up to two decimals, which are whole where they can be: as a column, as a field of a
form, and as a file of values has them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from core.danish import exact_number
from core.reading import read_decimal

DECIMALS = 2
TOO_FINE = "Skriv højst to decimaler."


class ExactField(models.DecimalField):
    """A number of up to two decimals. It is read as an int where it is whole, so that "100" is
    never printed "100.00", and as a Decimal with no idle zeros where it is not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 12)
        kwargs.setdefault("decimal_places", DECIMALS)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | Decimal | None:
        return exact(value)

    def formfield(self, **kwargs: Any) -> Any:
        """It is typed as Danes write it: 2,5."""
        return models.Field.formfield(self, **{"form_class": ExactNumberField, **kwargs})


class ExactNumberField(forms.Field):
    """A number of up to two decimals with a comma, 2,5 or 1.234,5, read as the column has it. How
    much it may be is for whoever knows what it counts to say."""

    widget = forms.TextInput
    default_error_messages = {"required": "Skriv et tal, fx 9 eller 2,5."}

    def to_python(self, value: Any) -> int | Decimal | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, int | Decimal):
            return exact(Decimal(value))
        try:
            read = read_decimal(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error
        if read != round(read, DECIMALS):
            raise ValidationError(TOO_FINE, code="decimals")
        return exact(read)

    def prepare_value(self, value: Any) -> Any:
        """Whole numbers without a full stop for the thousands, as they are typed."""
        return exact_number(value) if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}


def exact(value: Decimal | None) -> int | Decimal | None:
    """100.00 -> 100; 79.50 -> 79.5."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else value.normalize()


def plain(value: int | Decimal) -> int | str:
    """As JSON keeps it without losing anything: 100 or "79.5"."""
    return value if isinstance(value, int) else str(value)


def of_plain(value: int | str) -> int | Decimal:
    """What `plain` kept."""
    return value if isinstance(value, int) else exact(Decimal(value)) or 0
