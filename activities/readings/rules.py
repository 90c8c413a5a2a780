"""What a reading must be to be true: its date, its year, its figure and what that rests on."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from activities.models import Measure, Plan, Reading, ReadingRole, SuccessCriterion
from core import clock
from core.danish import day as day_text
from core.danish import number

YEARS_AROUND = 2
UNITS = {100: "i procent", 1000: "i promille", 10_000: "pr. 10.000"}
MAX_VALUE = 1_000_000_000


def first_day(plan: Plan) -> date:
    """The first day a reading may be of: two years before the plan."""
    return _years(plan.starts_on, -YEARS_AROUND)


def last_day(plan: Plan) -> date:
    """The last day a reading may be of: two years after the plan."""
    return _years(plan.ends_on, YEARS_AROUND)


def _years(day: date, years: int) -> date:
    """29 February becomes the 28th."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + years, day.month, last)


def within_plan(plan: Plan, day: date) -> bool:
    """Whether a reading of the day lies in one of the plan's periods."""
    return plan.starts_on <= day <= plan.ends_on


def unit_of(criterion: SuccessCriterion) -> str:
    """ "i procent", "i promille", "familier", "beboere pr. møde": how its figure is told."""
    if criterion.measure == Measure.PERCENT:
        return UNITS[criterion.per]
    if criterion.measure == Measure.AVERAGE:
        return f"{criterion.noun} pr. {criterion.denominator or 'møde'}"
    return criterion.noun


def check(row: Reading) -> None:
    """Raise ValidationError by field, in Danish, for a reading that cannot be true."""
    errors = _figure_errors(row) | _day_errors(row)
    if row.criterion.activity.plan_id != row.plan_id:
        errors["criterion"] = "Succeskriteriet hører ikke til planen."
    if row.role == ReadingRole.ORDINARY and row.criterion.measure != Measure.PERCENT:
        errors["role"] = (
            "Undervejs aflæses kun andele. Skriv tallet som en registrering, eller vælg før eller "
            "efter planen."
        )
    if errors:
        raise ValidationError(errors)


def _figure_errors(row: Reading) -> dict[str, str]:
    value, base, criterion = row.value, row.base, row.criterion
    is_share = criterion.measure == Measure.PERCENT
    if value is None:
        return {"value": "Skriv tallet, fx 79,5."}
    if value < 0:
        return {"value": "Tallet kan ikke være negativt."}
    if value > MAX_VALUE:
        return {"value": f"Tallet er usandsynligt stort. Skriv højst {number(MAX_VALUE)}."}
    if round(Decimal(value), 2) != value:
        return {"value": "Skriv tallet med højst to decimaler, fx 79,25."}
    if base is None:
        if not row.source:
            return {"source": "Skriv, hvor tallet står, fx Danmarks Statistik, tabel STRAF1."}
        if is_share and value > criterion.per:
            return {"value": f"{number(value)} {UNITS[criterion.per]} er mere end alle."}
        if criterion.measure == Measure.COUNT and not isinstance(value, int):
            return {"value": f"Skriv et helt tal. {number(value)} kan ikke tælles."}
        return {}
    if not is_share:
        return {"base": "Kun en andel er ud af et antal. Lad feltet stå tomt."}
    if base < 1:
        return {"base": "Skriv, hvor mange der blev spurgt eller målt. Det skal være mindst 1."}
    if not isinstance(value, int):
        return {"value": f"Skriv et helt tal, når det er ud af {number(base)}."}
    if value > base:
        return {"value": f"{number(value)} ud af {number(base)} er mere end alle. Tjek de to tal."}
    return {}


def _day_errors(row: Reading) -> dict[str, str]:
    plan, day, today = row.plan, row.read_on, clock.today()
    if day > today:
        return {"read_on": f"Datoen ligger i fremtiden. Vælg en dato til og med {day_text(today)}."}
    if not first_day(plan) <= day <= last_day(plan):
        return {
            "read_on": (
                f"Aflæsninger skrives fra {day_text(first_day(plan))} til "
                f"{day_text(last_day(plan))}: fra to år før planen til to år efter."
            )
        }
    if day.year < row.year:
        return {
            "read_on": (
                f"Tallet er for {row.year} og kan ikke være aflæst i {day.year}. Ret datoen eller "
                "året."
            )
        }
    if row.role == ReadingRole.BEFORE and row.year > plan.starts_on.year:
        return {
            "year": (
                f"Før planen er til og med {plan.starts_on.year}. Vælg et tidligere år, eller "
                "vælg undervejs."
            )
        }
    if row.role == ReadingRole.AFTER and day <= plan.ends_on:
        return {
            "read_on": (
                f"Planen løber til {day_text(plan.ends_on)}. Efter planen aflæses der "
                "først bagefter."
            )
        }
    if row.role == ReadingRole.ORDINARY and not within_plan(plan, day):
        return {
            "read_on": (
                f"Planen løber fra {day_text(plan.starts_on)} til {day_text(plan.ends_on)}. "
                "Vælg en dato der imellem, eller vælg før eller efter planen."
            )
        }
    return {}
