"""Background figures and how it goes with the overall goal: public statistics, never of so few
that they are known."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core import clock
from core.danish import number
from governance import rows
from governance.models import BackgroundFigure, Indicator
from governance.models.background import WHOLE, of_too_few

FIRST_YEAR = 1980
MOST_KRONER = 9_999_999


@transaction.atomic
def write(
    figure: BackgroundFigure, *, by: User, expected_version: int | None = None
) -> BackgroundFigure:
    """Save a new or changed figure. Raises as rows.write, and ValidationError by field for a
    year that cannot be, a value its indicator cannot have, one of fewer than five residents, and
    one that is written already."""
    rows.claim_plans(figure)
    errors = {**_year(figure), **_values(figure)}
    if not errors and (
        text := of_too_few(Indicator(figure.indicator), figure.value, _residents(figure))
    ):
        errors["value"] = text
    if not errors and _is_written(figure):
        errors["year"] = "Tallet er allerede skrevet for det år. Ret det, der står."
    if errors:
        raise ValidationError(errors)
    reason = "Skrevet" if figure.pk is None else "Rettet"
    return rows.write(figure, by=by, reason=reason, expected_version=expected_version)  # type: ignore[no-any-return]


def _year(figure: BackgroundFigure) -> dict[str, str]:
    today = clock.today()
    if FIRST_YEAR <= figure.year <= today.year:
        return {}
    return {"year": f"Vælg et år fra {FIRST_YEAR} til {today.year}."}


def _values(figure: BackgroundFigure) -> dict[str, str]:
    """What the estate's and the city's value may be: 0-100 percent, 0-10,000 of so many, or
    kroner."""
    most = WHOLE[Indicator(figure.indicator)] or MOST_KRONER
    said = {100: "procent mellem 0 og 100", 10_000: "et antal pr. 10.000, mellem 0 og 10.000"}.get(
        most, f"kroner mellem 0 og {number(most)}"
    )
    values = {"value": figure.value, "city_value": figure.city_value}
    return {
        name: f"Skriv {said}."
        for name, value in values.items()
        if value is not None and not 0 <= value <= most
    }


def _residents(figure: BackgroundFigure) -> int | None:
    """Of the estate, or of all the plan's; None where it is not known."""
    estates = [figure.estate] if figure.estate else list(figure.plan.estates.all())
    known = [estate.residents for estate in estates if estate.residents]
    return sum(known) if known and len(known) == len(estates) else None


def _is_written(figure: BackgroundFigure) -> bool:
    same = BackgroundFigure.objects.filter(
        plan=figure.plan_id, estate=figure.estate_id, indicator=figure.indicator, year=figure.year
    )
    return same.exclude(pk=figure.pk).exists()
