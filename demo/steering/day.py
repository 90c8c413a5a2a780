"""The days of a demo's steering."""

from collections.abc import Iterator
from typing import Any

from demo.acts import Act, moment
from demo.drawing import Year
from demo.script import MonthDay, day_of

WRITTEN = "Skrevet"


def on_day(year: Year, on: MonthDay, hour: int, minute: int, do: Any) -> Iterator[Act]:
    """The act at its moment, where the demo has come so far."""
    day = day_of(year.year, on)
    if year.upto(day):
        yield Act(moment(day, hour, minute), do)
