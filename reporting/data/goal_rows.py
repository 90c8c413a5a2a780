"""One criterion of the goal attainment: its figure against its target, in the words and numbers
that are printed."""

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from activities.progress.figures import Figure
from core.danish import capital
from core.periods import Kind, Period
from core.snapshots import Snapshot
from reporting.data import figures, milestones
from reporting.data.parts import Bar

UNITS = {"percent": "procent"}
NOT_MEASURED = "Ikke målt"


@dataclass(frozen=True)
class GoalRow(Snapshot):
    """One criterion: what was the target, what is realised, how do we know, and why it differs.

    `target_period` is the target's own, `target_years` what is said of it where it is not the
    return's.
    """

    code: str
    level: int
    level_label: str
    name: str
    text: str
    unit: str
    is_percent: bool
    target: str
    target_value: int | None
    target_years: str
    realised: str
    value: int | None
    base: int | None
    realised_of: str
    attainment: str
    bar: Bar
    method: str
    counting_rule: str
    remark: str
    target_period: str = ""

    @property
    def is_measured(self) -> bool:
        return self.realised != NOT_MEASURED

    @property
    def realised_value(self) -> Decimal | None:
        """The figure as it is printed: heads, percent 0-100, or attendances per meeting; None
        unmeasured."""
        return rounded(self._exact, "0.1") if self._exact is not None else None

    @property
    def attainment_value(self) -> Decimal | None:
        """Percent of the target as it is printed: whole; None unmeasured or without a target."""
        if self._exact is None or not self.target_value:
            return None
        return rounded(self._exact * 100 / self.target_value, "1")

    @property
    def _exact(self) -> Fraction | None:
        if self.value is None or not self.is_measured:
            return None
        return Fraction(self.value * (100 if self.is_percent else 1), self.base or 1)


def goal_row(figure: Figure, explanation: str, period: Period) -> GoalRow:
    criterion = figure.criterion
    return GoalRow(
        code=criterion.code,
        level=criterion.level,
        level_label=criterion.level_label,
        name=criterion.name,
        text=capital(replace(figure, actual=None).sentence),
        unit=unit_of(figure),
        is_percent=criterion.measure == "percent",
        target=figure.target_text,
        target_value=figure.target,
        target_years=years_of(figure, period),
        realised=NOT_MEASURED if figure.actual is None else figure.actual_text,
        value=figure.value,
        base=None if criterion.is_count else figure.base,
        realised_of=figures.explained(figure),
        attainment=figure.attainment_text,
        bar=figures.bar(replace(figure, expected=None)),
        method=criterion.method,
        counting_rule=capital(criterion.counting_rule_label),
        remark=remark(figure, explanation),
        target_period=figure.period.label if figure.period else "",
    )


def rounded(value: Fraction, step: str) -> Decimal:
    """Half up, as people's numbers are (core.danish.number)."""
    return (Decimal(value.numerator) / value.denominator).quantize(Decimal(step), ROUND_HALF_UP)


def unit_of(figure: Figure) -> str:
    """ "familier", "procent", "beboere pr. møde"."""
    criterion = figure.criterion
    if criterion.measure == "average":
        return f"{criterion.noun} pr. {criterion.denominator or 'møde'}"
    return UNITS.get(criterion.measure, criterion.noun)


def years_of(figure: Figure, period: Period) -> str:
    """ "2013–2016, deles ikke op pr. år"; "mål for 2013" in a quarter's return; "" where it is
    the return's own."""
    if figure.period is None or figure.period == period:
        return ""
    if figure.period.kind == Kind.SPAN:
        return f"{figure.period.label}, deles ikke op pr. år"
    return f"mål for {figure.period.label}"


def remark(figure: Figure, explanation: str) -> str:
    """The explanation; that one is missing; or why there is no figure."""
    if explanation:
        return milestones.sentence(explanation)
    if figures.is_exception(figure):
        return figures.NO_REASON
    return figure.reason if figure.actual is None else ""
