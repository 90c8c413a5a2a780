"""The page of what was paid out, year by year."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.danish import exact_kroner, quantity
from governance.models import Payment, Source
from governance.money.payments.rules import by_source


@dataclass(frozen=True)
class Line:
    row: Payment
    amount: str


@dataclass(frozen=True)
class Sum:
    name: str
    amount: str


@dataclass(frozen=True)
class Year:
    """A calendar year's payments, the newest first, and what each source paid of them."""

    year: int
    lines: tuple[Line, ...]
    sums: tuple[Sum, ...]


@dataclass(frozen=True)
class PaymentPage:
    title: str
    years: tuple[Year, ...]


def payment_page(found: Iterable[Payment]) -> PaymentPage:
    rows = sorted(found, key=lambda row: (row.on, row.pk), reverse=True)
    years = dict.fromkeys(row.on.year for row in rows)
    title = quantity(len(rows), "udbetaling", "udbetalinger") if rows else "Ingen udbetalinger"
    return PaymentPage(title, tuple(_year(y, [r for r in rows if r.on.year == y]) for y in years))


def _year(year: int, rows: list[Payment]) -> Year:
    paid = by_source(rows)
    sums = [
        Sum(label, exact_kroner(paid[source])) for source, label in Source.choices if source in paid
    ]
    if len(sums) > 1:
        sums.append(Sum("I alt", exact_kroner(sum(paid.values(), Decimal(0)))))
    return Year(year, tuple(Line(row, exact_kroner(row.amount)) for row in rows), tuple(sums))
