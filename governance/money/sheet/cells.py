"""One cell of a sheet of spending: an amount to the øre, and a value as it is told of."""

from datetime import date
from decimal import Decimal

from core.danish import day
from core.reading import read_kroner
from core.spreadsheet import Unreadable, Value

NEARLY = Decimal("0.000001")  # what a program adds to an amount when it has counted with it
CENT = Decimal("0.01")


def money(value: Value) -> Decimal:
    """Raises ValueError, in Danish, for what is no amount of kroner and øre."""
    match value:
        case bool():
            raise ValueError("cellen er sand eller falsk, ikke et beløb.")
        case str():
            return read_kroner(value)
        case date():
            raise ValueError(
                f"cellen er en dato ({day(value)}), ikke et beløb. Giv den talformat, "
                "og skriv den igen."
            )
        case Unreadable():
            raise ValueError(value.why)
    if value.adjusted() > 8:
        raise ValueError("tallet er for stort. Tjek, om der er kommet for mange cifre med.")
    rounded = value.quantize(CENT) if value.adjusted() > -20 else Decimal("0.00")
    if abs(value - rounded) > NEARLY:
        raise ValueError(
            f"{shown(value)} har mere end to decimaler. Rund af i regnearket, fx til hele øre."
        )
    return rounded + 0  # never -0


def shown(value: Value | None) -> str:
    if isinstance(value, bool):
        return "sand" if value else "falsk"
    if isinstance(value, date):
        return day(value)
    return f"»{str(value).replace('.', ',') if isinstance(value, Decimal) else value}«"[:60]
