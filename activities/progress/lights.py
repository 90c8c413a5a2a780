"""The light of a criterion, and its reason in words (architecture.md 3; figures.md B and C).

While its period runs it is held against what is expected; once that is over it is reached or not.
Limits are the plan's own. A number is never rounded onto or past the limit it is told beside, and
a percent's two numbers give that percent when they are divided.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from activities.progress.figures import CriterionFacts, expected_number
from core.danish import (
    MONTHS,
    exact_number,
    long_day,
    number,
    number_beside,
    percent,
    percent_beside,
    places_beside,
    rounded,
)
from core.lights import Light
from core.periods import Period

QUARTER_MONTHS = 3
WHOLE_FROM = 10  # what is expected is told in whole units from here up
MOST_DECIMALS = 4


@dataclass(frozen=True)
class Standing:
    """All that a light rests on. `first` and `last`: the target's days within the plan and the
    activity."""

    criterion: CriterionFacts
    period: Period
    target: int | Decimal
    actual: Fraction | None
    expected: Fraction | None
    first: date
    last: date
    as_of: date
    is_over: bool
    on_track_from: int
    at_risk_from: int

    @property
    def said(self) -> str:
        """The figure, never rounded onto its target: "49,8 %"."""
        return number_beside(self.actual or 0, self.target) + self.criterion.unit

    @property
    def noun(self) -> str:
        return self.criterion.unit or f" {self.criterion.noun}"

    @property
    def goal(self) -> str:
        """ "Målet på 100 familier", "Grænsen på højst 9 klager"."""
        count = exact_number(Decimal(self.target))
        if self.criterion.is_ceiling:
            return f"Grænsen på højst {count}{self.noun}"
        return f"Målet på {count}{self.noun}"


def no_target(as_of: date) -> tuple[Light, str]:
    return Light.NOT_MEASURED, f"Der er ikke sat et måltal for {as_of.year}."


def light_of(standing: Standing) -> tuple[Light, str]:
    """The light, and why."""
    s = standing
    if s.as_of < s.first:
        return Light.NOT_STARTED, f"Begynder den {long_day(s.first)}."
    if s.actual is None:
        return _over_without_figure(s) if s.is_over else _nothing(s)
    if s.is_over:
        return _result(s)
    return _ceiling(s) if s.criterion.is_ceiling else _floor(s)


def _result(s: Standing) -> tuple[Light, str]:
    """A period that is over knows two words."""
    actual = Fraction(s.actual or 0)
    if s.criterion.is_ceiling:
        kept = actual <= s.target
        how = "overholdt" if kept else "overskredet"
        return Light.REACHED if kept else Light.NOT_REACHED, f"{s.goal} blev {how}: {s.said}."
    if actual >= s.target:
        return Light.REACHED, f"{s.goal} blev nået: {s.said}."
    share = actual * 100 / Fraction(s.target)
    nearly = " Næsten nået." if share >= s.on_track_from else ""
    told = percent_beside(share, s.on_track_from, 100)
    return Light.NOT_REACHED, f"{s.goal} blev ikke nået: {s.said}, {told} af målet.{nearly}"


def _floor(s: Standing) -> tuple[Light, str]:
    actual = Fraction(s.actual or 0)
    if actual >= s.target:
        return Light.REACHED, f"{s.goal} er nået."
    if s.expected is not None and s.expected < 1:
        return Light.ON_TRACK, f"{s.said} registreret; under 1 ventet nu."
    wanted = Fraction(s.target) if s.expected is None else s.expected
    ratio = _ratio(s, actual, wanted, "målet på" if s.expected is None else "de forventede")
    return _by_limits(s, actual * 100 / wanted, ratio)


def _ceiling(s: Standing) -> tuple[Light, str]:
    actual, target = Fraction(s.actual or 0), Fraction(s.target)
    if s.expected is None:
        return _level_ceiling(s, actual, target)
    if actual > target:
        return Light.DELAYED, f"{s.goal} er overskredet: {s.said}."
    if actual <= s.expected or s.as_of < _months_on(s.first, QUARTER_MONTHS):
        return Light.ON_TRACK, f"{s.said} registreret, højst {exact_number(Decimal(s.target))}."
    share = s.expected * 100 / actual
    room = number(s.expected, places_beside(s.expected, [actual], 0 if s.expected >= 10 else 1))
    return _by_limits(
        s, share, f"{s.said} registreret; et jævnt forløb har plads til {room} nu", told=False
    )


def _level_ceiling(s: Standing, actual: Fraction, target: Fraction) -> tuple[Light, str]:
    if actual <= target:
        return Light.REACHED, f"{s.goal} er overholdt: {s.said}."
    baseline = s.criterion.baseline
    if baseline is not None and Fraction(baseline) > target:
        way = (Fraction(baseline) - actual) * 100 / (Fraction(baseline) - target)
        start = exact_number(Decimal(baseline)) + s.criterion.unit
        goal = exact_number(Decimal(s.target)) + s.criterion.unit
        if way < 0:
            return Light.DELAYED, f"{s.said} er længere fra {goal} end udgangspunktet {start}."
        told = percent_beside(way, s.on_track_from, s.at_risk_from, 100)
        return _by_limits(s, way, f"{told} af vejen fra {start} til {goal}: {s.said}")
    edge = target * 100 / s.at_risk_from
    said = f"{s.said} er over grænsen på {exact_number(Decimal(s.target))}{s.criterion.unit}"
    to = number_beside(edge, actual) + s.criterion.unit
    if actual <= edge:
        return Light.AT_RISK, f"{said}. Risiko er til {to}."
    return Light.DELAYED, f"{said}. Forsinket er over {to}."


def _by_limits(s: Standing, share: Fraction, said: str, *, told: bool = True) -> tuple[Light, str]:
    ok, risk = percent(s.on_track_from), percent(s.at_risk_from)
    if share >= s.on_track_from:
        return Light.ON_TRACK, f"{said}. På sporet er fra {ok}." if told else f"{said}."
    if share >= s.at_risk_from:
        return Light.AT_RISK, (
            f"{said}. Risiko er fra {s.at_risk_from} til {ok}." if told else f"{said}."
        )
    return Light.DELAYED, f"{said}. Forsinket er under {risk}." if told else f"{said}."


def _ratio(s: Standing, actual: Fraction, wanted: Fraction, against: str) -> str:
    """ "98 % af de forventede 66,6": as many decimals as make the division come true."""
    share = actual * 100 / wanted
    places = places_beside(share, (s.on_track_from, s.at_risk_from, 100))
    digits = places_beside(wanted, (actual,), 0 if wanted >= WHOLE_FROM else 1)
    while digits < MOST_DECIMALS and not _divides(actual, wanted, digits, places):
        digits += 1
    printed = (
        exact_number(Decimal(s.target))
        if s.expected is None
        else number(wanted, digits if wanted != int(wanted) else 0)
    )
    return f"{percent(share, places)} af {against} {printed}{s.criterion.unit}"


def _divides(actual: Fraction, wanted: Fraction, digits: int, places: int) -> bool:
    printed = Fraction(rounded(wanted, digits))
    return bool(printed) and rounded(actual * 100 / printed, places) == rounded(
        actual * 100 / wanted, places
    )


def _over_without_figure(s: Standing) -> tuple[Light, str]:
    if s.criterion.is_expected:
        return Light.MISSING, f"Intet blev registreret. {s.goal} kan ikke gøres op."
    months = measuring_months(s.criterion, s.period)
    when = f" Skulle være målt i {_month(months[-1], s.as_of)}." if months else ""
    return Light.MISSING, f"Blev ikke målt.{when}"


def _nothing(s: Standing) -> tuple[Light, str]:
    started = s.as_of >= _months_on(s.first, QUARTER_MONTHS)
    if s.criterion.is_expected and s.expected is not None:
        return _nothing_counted(s, s.expected, started=started)
    if s.criterion.rhythm == "running":
        if started:
            return Light.MISSING, "Ingen registreringer endnu, og det første kvartal er gået."
        return Light.NOT_MEASURED, "Ingen registreringer endnu."
    months = measuring_months(s.criterion, s.period)
    gone = [first for first in months if first < s.as_of.replace(day=1)]
    if gone:
        return Light.MISSING, f"Skulle være målt i {_month(gone[-1], s.as_of)}."
    when = f" Måles i {_month(months[0], s.as_of)}." if months else ""
    return Light.NOT_MEASURED, f"Ikke målt endnu.{when}"


def _nothing_counted(s: Standing, expected: Fraction, *, started: bool) -> tuple[Light, str]:
    if s.criterion.is_ceiling:
        if started:
            return Light.MISSING, "Ingen registreringer endnu. Skriv 0, hvis der ingen har været."
        return Light.NOT_STARTED, "Ingen registreringer endnu."
    if not started and s.criterion.course.is_linear:
        return Light.NOT_STARTED, "Ingen registreringer endnu. Det første kvartal er ikke gået."
    if expected < 1:
        return Light.NOT_STARTED, "Ingen registreringer endnu; under 1 ventet nu."
    wanted = expected_number(expected, None, is_behind=True)
    return Light.MISSING, f"Ingen registreringer endnu; {wanted} ventet nu."


def _month(first: date, as_of: date) -> str:
    year = "" if first.year == as_of.year else f" {first.year}"
    return f"{MONTHS[first.month - 1]}{year}"


def measuring_months(criterion: CriterionFacts, period: Period) -> list[date]:
    """The first day of each month of `period` in which the criterion is measured; none for a
    running one. A school year's May lies in its second year."""
    years = range(period.start.year, period.end.year + 1) if criterion.measured_in_month else ()
    months = [date(year, criterion.measured_in_month or 1, 1) for year in years]
    return [first for first in months if period.start.replace(day=1) <= first <= period.end]


def _months_on(day: date, months: int) -> date:
    """The first day of the month so many months later: a quarter from 1 January ends before
    1 April."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
