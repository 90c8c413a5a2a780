"""Numbers with up to two decimals, which are whole where they can be."""

from decimal import Decimal
from typing import Any

from django.db import models

DECIMALS = 2


class ExactField(models.DecimalField):
    """A number of up to two decimals. It is read as an int where it is whole, so that "100" is
    never printed "100.00", and as a Decimal with no idle zeros where it is not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 12)
        kwargs.setdefault("decimal_places", DECIMALS)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | Decimal | None:
        return exact(value)


def exact(value: Decimal | None) -> int | Decimal | None:
    """100.00 -> 100; 79.50 -> 79.5."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else value.normalize()
