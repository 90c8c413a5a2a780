"""Any stored value as people read it: in a history, in a sheet, beside what is typed anew."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone

from core.danish import clock_time, day, exact_number, number
from core.periods import Period


def readable(value: Any) -> str:
    """Any stored value as people read it: "14", "31.8.2013", "ja", "2. kvartal 2013"; "–" for
    nothing."""
    match value:
        case None | "":
            return "–"
        case bool():
            return "ja" if value else "nej"
        case int() | Decimal() | Fraction():
            return exact_number(value) if isinstance(value, Decimal) else number(value)
        case datetime():
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            return f"{day(local)} kl. {clock_time(local)}"
        case date():
            return day(value)
        case Period():
            return value.label
    return str(value)
