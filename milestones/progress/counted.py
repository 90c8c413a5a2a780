"""What is registered towards a milestone's number, from the milestone's own first day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.functions import Cast, ExtractYear, Substr

from activities.models import Direction, Measure, Registration
from activities.progress.figures import Figure
from core.danish import number
from core.periods import Period
from milestones.models import Milestone


@dataclass(frozen=True)
class Counted:
    """So much of the number is reached. `actual` is None when nothing is measured."""

    actual: Fraction | None
    number: int
    unit: str
    is_at_most: bool

    @property
    def text(self) -> str:
        """ "9 af 10", "ikke målt"."""
        if self.actual is None:
            return "ikke målt"
        return f"{number(self.actual)} af {number(self.number)}{self.unit}"

    @property
    def is_enough(self) -> bool:
        """The number is reached; of one that is to be kept down, kept so far."""
        if self.actual is None:
            return self.is_at_most
        return self.actual <= self.number if self.is_at_most else self.actual >= self.number

    @property
    def proposes_reached(self) -> bool:
        """Nothing is left to be counted. One that is to be kept down is only known at the end."""
        return self.is_enough and not self.is_at_most


def registered(until: date) -> Case:
    """For each milestone with a number: what is registered on its criterion from `counts_from`,
    else from the first of January of the year it was first laid in, to `until`.

    Annotated, so that it costs no query of its own. The first period is annotated as
    `first_period`.
    """
    rows = Registration.objects.counting().filter(criterion=OuterRef("criterion"), on__lte=until)
    its_year = Cast(Substr(OuterRef("first_period"), 1, 4), IntegerField())
    its_own = rows.filter(on__gte=OuterRef("counts_from"))
    of_the_year = rows.annotate(year=ExtractYear("on")).filter(year__gte=its_year)
    return Case(
        When(number__isnull=True, then=None),
        When(counts_from__isnull=False, then=_total(its_own)),
        default=_total(of_the_year),
        output_field=IntegerField(),
    )


def _total(rows: QuerySet[Registration]) -> Subquery:
    return Subquery(rows.order_by().values("criterion").annotate(n=Sum("value")).values("n"))


def counted(
    row: Milestone, first: Period, total: int | None, figures: Mapping[int, Figure]
) -> Counted | None:
    """`total` is what `registered` gave. None for a milestone without a number, and where the
    figure of its criterion was not read.

    Without a first day of its own it counts from the period of the target it was laid under: the
    running one where that holds its first period, else the year of that. A share or an average is
    never added up: it is the figure's.
    """
    figure = figures.get(row.criterion_id) if row.criterion_id else None
    if figure is None or row.number is None:
        return None
    own = row.counts_from is None and figure.period is not None and first.end in figure.period
    is_sum = figure.criterion.measure == Measure.COUNT
    actual = figure.actual if own or not is_sum else None if total is None else Fraction(total)
    at_most = bool(row.criterion) and row.criterion.direction == Direction.AT_MOST  # type: ignore[union-attr]
    return Counted(actual, row.number, figure.unit, at_most)
