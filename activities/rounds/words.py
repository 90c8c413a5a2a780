"""Målinger in words, as forms and lists show them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from activities.models import Plan, SurveyRound
from core.danish import MONTHS, number
from core.danish import day as day_text


def default_name(day: date, taken: Collection[str] = ()) -> str:
    """ "Måling, august 2013", with a number where the criterion has one of that name."""
    month = f"{MONTHS[day.month - 1]} {day.year}"
    known = {name.casefold() for name in taken}
    name, count = f"Måling, {month}", 1
    while name.casefold() in known:
        count += 1
        name = f"Måling {count}, {month}"
    return name


def month_of(day: date, plan: Plan) -> tuple[date, date]:
    """The first and last day of the month of `day`, within the plan."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return max(first, min(plan.starts_on, day)), min(last, max(plan.ends_on, day))


def days_of(row: SurveyRound) -> str:
    """ "1.8.2013–31.8.2013"."""
    return f"{day_text(row.starts_on)}–{day_text(row.ends_on)}"


@dataclass(frozen=True)
class RoundLine:
    """A måling on the list: its answers, and what they say. `is_thin`: fewer than the plan asks
    for."""

    row: SurveyRound
    days: str
    answers: str
    share: str
    area: int
    is_thin: bool
    may_amend: bool


def answers_of(value: int, base: int, asked: int | None) -> str:
    """ "27 af 50, 80 spurgt"; "ingen svar endnu"."""
    if not base:
        return f"ingen svar endnu, {number(asked)} spurgt" if asked else "ingen svar endnu"
    said = f"{number(value)} af {number(base)} svar"
    return f"{said}, {number(asked)} spurgt" if asked else said
