"""Periods: a quarter, a half year, a year or a span of years, as Copenhagen's calendar has them.

A period is written as a short code, which files, addresses and the database share:
`2013-K2` (2nd quarter), `2013-H1` (first half), `2013` (year), `2013-2016` (span of years).
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models


class Kind(StrEnum):
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    SPAN = "span"


PARTS = {Kind.QUARTER: 4, Kind.HALF_YEAR: 2, Kind.YEAR: 1}
CODE = re.compile(
    r"(?P<year>\d{4})(?:-(?:K(?P<quarter>[1-4])|H(?P<half>[12])|(?P<last>\d{4})))?", re.ASCII
)


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of whole months. Periods sort by their first and then their last day.

    `number` is the quarter (1-4) or half (1-2) of the year; 0 for years.
    """

    start: date
    end: date
    kind: Kind
    number: int = 0

    @classmethod
    def quarter(cls, year: int, number: int) -> Self:
        return cls._part(Kind.QUARTER, year, number)

    @classmethod
    def half_year(cls, year: int, number: int) -> Self:
        return cls._part(Kind.HALF_YEAR, year, number)

    @classmethod
    def year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year, 12, 31), Kind.YEAR)

    @classmethod
    def span(cls, first: int, last: int) -> Self:
        """The years `first` to `last`; one and the same year is that year.

        Raises ValueError when the years come in the wrong order.
        """
        if last < first:
            raise ValueError(f"Årene {first}-{last} står i forkert rækkefølge.")
        return (
            cls.year(first)
            if first == last
            else cls(date(first, 1, 1), date(last, 12, 31), Kind.SPAN)
        )

    @classmethod
    def parse(cls, code: str) -> Self:
        """The period a code stands for. Raises ValueError, in Danish, for anything else."""
        match = CODE.fullmatch(str(code).strip().upper())
        if not match or match["year"] == "0000":
            raise ValueError(
                f"»{str(code)[:40]}« er ikke en periode. Skriv fx 2013-K2, 2013-H1, "
                "2013 eller 2013-2016."
            )
        year = int(match["year"])
        if match["quarter"]:
            return cls.quarter(year, int(match["quarter"]))
        if match["half"]:
            return cls.half_year(year, int(match["half"]))
        return cls.span(year, int(match["last"])) if match["last"] else cls.year(year)

    @classmethod
    def containing(cls, day: date, kind: Kind | str = Kind.QUARTER) -> Self:
        """The quarter, half year or year that `day` lies in."""
        if kind == Kind.YEAR:
            return cls.year(day.year)
        months = 12 // PARTS[Kind(kind)]
        return cls._part(Kind(kind), day.year, (day.month - 1) // months + 1)

    @classmethod
    def _part(cls, kind: Kind, year: int, number: int) -> Self:
        months = 12 // PARTS[kind]
        if not 1 <= number <= PARTS[kind]:
            raise ValueError(f"Der er ikke nogen periode nummer {number} i et år.")
        last = number * months
        return cls(
            date(year, last - months + 1, 1),
            date(year, last, monthrange(year, last)[1]),
            kind,
            number,
        )

    @property
    def code(self) -> str:
        year = f"{self.start.year:04}"
        match self.kind:
            case Kind.QUARTER:
                return f"{year}-K{self.number}"
            case Kind.HALF_YEAR:
                return f"{year}-H{self.number}"
            case Kind.SPAN:
                return f"{year}-{self.end.year:04}"
        return year

    @property
    def label(self) -> str:
        """As people write it: "2. kvartal 2013", "1. halvår 2013", "2013", "2013–2016"."""
        return (
            f"{self.short_label} {self.start.year}" if self.number else self.code.replace("-", "–")
        )

    @property
    def short_label(self) -> str:
        """Without the year: "2. kvartal"; a year is itself."""
        match self.kind:
            case Kind.QUARTER:
                return f"{self.number}. kvartal"
            case Kind.HALF_YEAR:
                return f"{self.number}. halvår"
        return self.label

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return self.code

    def elapsed(self, as_of: date) -> Fraction:
        """The share of the period gone when `as_of` is over: 0 before it, 1 at its last day."""
        gone = (min(as_of, self.end) - self.start).days + 1
        return Fraction(max(gone, 0), self.days)

    def next(self, steps: int = 1) -> "Period":
        """The period of the same kind `steps` later; earlier when negative. A span has none."""
        if self.kind == Kind.SPAN:
            raise ValueError("Et spænd af år har ikke en næste periode.")
        parts = PARTS[self.kind]
        if self.kind == Kind.YEAR:
            return Period.year(self.start.year + steps)
        index = self.start.year * parts + self.number - 1 + steps
        return Period._part(self.kind, index // parts, index % parts + 1)

    def previous(self) -> "Period":
        return self.next(-1)

    def parts(self, kind: Kind | str = Kind.QUARTER) -> list["Period"]:
        """The quarters (or half years, or years) this period consists of, in order."""
        found = [Period.containing(self.start, kind)]
        while found[-1].end < self.end:
            found.append(found[-1].next())
        return found


class PeriodField(models.CharField):
    """A Period in the database, stored as its code."""

    description = "Periode"
    # What the type checker reads: a Period or its code goes in, a Period comes out.
    _pyi_private_set_type: Period | str  # type: ignore[assignment]
    _pyi_private_get_type: Period  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 9)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Period | None:
        return Period.parse(value) if value else None

    def to_python(self, value: Any) -> Period | None:
        if value is None or value == "" or isinstance(value, Period):
            return value or None
        try:
            return Period.parse(value)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def run_validators(self, value: Any) -> None:
        super().run_validators(value.code if isinstance(value, Period) else value)

    def get_prep_value(self, value: Any) -> str | None:
        """The code, also of one that is given as text: a filter's value comes straight from an
        address."""
        period = self.to_python(value)
        return period.code if period else None

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""
