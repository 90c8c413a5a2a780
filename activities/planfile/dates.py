"""Kinds of values that are days and periods."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from yaml.nodes import Node

from activities.planfile.errors import Refused
from activities.planfile.kinds import Finder, Kind
from activities.planfile.values import scalar, shown
from core.periods import Period

YEARS = range(1950, 2151)


@dataclass(frozen=True)
class Day(Kind):
    """A date: 2013-01-31."""

    def read(self, node: Node) -> date:
        return read_day(scalar(node))


def read_day(text: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise Refused(f"»{shown(text)}« er ikke en dato. Skriv år-måned-dag, fx 2013-01-31.")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"Datoen {text} findes ikke.") from error
    if day.year not in YEARS:
        raise Refused(f"Året {day.year} går ikke. Skriv et år fra {YEARS[0]} til {YEARS[-1]}.")
    return day


def read_period(text: str) -> Period:
    try:
        period = Period.parse(text)
    except ValueError as error:
        raise Refused(str(error)) from error
    if period.start.year not in YEARS or period.end.year not in YEARS:
        raise Refused(f"Perioden {text} går ikke. Skriv år fra {YEARS[0]} til {YEARS[-1]}.")
    return period


@dataclass(frozen=True)
class PeriodCode(Kind):
    """A quarter, half year or year by its code: 2013-K1."""

    def read(self, node: Node) -> Period:
        return read_period(scalar(node))

    def plain(self, value: Period) -> str:
        return value.code


@dataclass(frozen=True)
class TargetPeriod(Kind):
    """When a target holds: 2013, 2013-2016, 2013-H1, 2013-K2, or two dates 2013-05-01/2013-12-31.

    The value is the first and the last day, as the row has them.
    """

    def read(self, node: Node) -> tuple[date, date]:
        text = scalar(node)
        if "/" not in text:
            period = read_period(text)
            return period.start, period.end
        first, last = (read_day(part.strip()) for part in text.split("/", 1))
        if last <= first:
            raise Refused("Perioden slutter, før den begynder.")
        return first, last

    def plain(self, value: tuple[date, date]) -> int | str:
        for kind in ("year", "half_year", "quarter"):
            period = Period.containing(value[0], kind)
            if (period.start, period.end) == value:
                return int(period.code) if kind == "year" else period.code
        span = Period.span(value[0].year, value[1].year)
        return span.code if (span.start, span.end) == value else f"{value[0]}/{value[1]}"

    def attributes(self, name: str, value: tuple[date, date], finder: Finder) -> dict[str, Any]:
        return {"starts_on": value[0], "ends_on": value[1]}

    def from_row(self, name: str, row: Any) -> tuple[date, date]:
        return row.starts_on, row.ends_on

    def key(self, value: tuple[date, date]) -> date:
        """A target is known by its first day: its last one may be put off."""
        return value[0]
