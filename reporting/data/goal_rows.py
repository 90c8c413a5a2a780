"""One criterion of the goal attainment: its figure against its target, in the words and numbers
that are printed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from activities.models import CountingRule, Per
from activities.progress.figures import Figure, Measurement, round_half_up
from core.danish import capital, day, number, percent_beside
from core.lights import Light
from core.periods import Kind, Period
from core.snapshots import Snapshot
from reporting.data import figures, milestones
from reporting.data.adjusted_targets import AS_IT_WAS, Changes, TargetCourse, course_of
from reporting.data.parts import Bar

NOT_MEASURED = "Ikke målt"
UNMEASURED = (NOT_MEASURED, Light.MISSING.label)
PRINTED = re.compile(r"(?:højst )?(−?\d{1,3}(?:\.\d{3})*(?:,\d+)?|−?\d+)")
YEAR_BY_YEAR = "Se hver periode"
DASH = "–"
COUNTED_ONCE = (CountingRule.UNIQUE_PARTICIPANTS,)


@dataclass(frozen=True)
class Said:
    """An explanation of a criterion, and the period it was written of."""

    period: Period
    text: str


@dataclass(frozen=True)
class GoalPart(Snapshot):
    """One target of several: its period, what was realised of it, and whether it was reached."""

    period: str
    target: str
    realised: str
    realised_of: str
    attainment: str
    word: str
    remark: str
    course: TargetCourse = AS_IT_WAS


@dataclass(frozen=True)
class Wording:
    """How the approved plan words a criterion, and where; "" where nobody has written it down."""

    approved: str = ""
    stands_at: str = ""


@dataclass(frozen=True)
class GoalRow(Snapshot):
    """One criterion: what was the target, what is realised, how do we know, and why it differs.

    `target_period` is the target's own, `target_years` what is said of it where it is not the
    return's. `before` and `after`:
    what was measured before and after the plan.
    """

    code: str
    level: int
    level_label: str
    name: str
    text: str
    unit: str
    target: str
    target_value: int | None
    target_years: str
    realised: str
    realised_of: str
    attainment: str
    bar: Bar
    method: str
    counting_rule: str
    remark: str
    target_period: str = ""
    word: str = ""
    parts: tuple[GoalPart, ...] = ()
    target_exact: str = ""
    before: str = ""
    after: str = ""
    approved: str = ""
    stands_at: str = ""
    course: TargetCourse = AS_IT_WAS
    doubt: str = ""

    @property
    def worded(self) -> str:
        """The criterion in the plan's approved words, else in ours."""
        return self.approved or self.text

    @property
    def is_measured(self) -> bool:
        return self.realised not in UNMEASURED

    @property
    def realised_value(self) -> Decimal | None:
        """The figure as it is printed: heads, a share, or attendances per meeting; None
        unmeasured."""
        return printed(self.realised)

    @property
    def attainment_value(self) -> Decimal | None:
        """Percent of the target as it is printed; None where none is."""
        return printed(self.attainment)

    @property
    def target_number(self) -> Decimal | int | None:
        """The target as a number; None where there is none, or several."""
        return Decimal(self.target_exact) if self.target_exact else self.target_value


def printed(text: str) -> Decimal | None:
    """The number a printed figure begins with: "1.284", "−3", "49,97 %"; None where it has none."""
    match = PRINTED.match(text)
    if not match:
        return None
    return Decimal(match[1].replace(".", "").replace(",", ".").replace("−", "-"))


def goal_row(
    figure: Figure,
    said: Sequence[Said],
    period: Period,
    results: Sequence[Figure] = (),
    wording: Wording | None = None,
    changes: Changes | None = None,
) -> GoalRow:
    """`results`: a figure for each target that ended or runs in the period; where there are
    several, each is told with its share, and their sum where sums mean something. `changes`: what
    lies behind adjusted targets (adjusted_targets.changes_of)."""
    only, wording, changes = (
        figure if len(results) != 1 else results[0],
        wording or Wording(),
        changes or {},
    )
    row = replace(
        _row(only, said, period),
        approved=wording.approved,
        stands_at=wording.stands_at,
        course=course_of(only, changes),
    )
    if len(results) < 2:
        return row
    parts = tuple(_part(result, explained_by(said, result), changes) for result in results)
    whole = Period(results[0].period.start, results[-1].period.end, Kind.SPAN)  # type: ignore[union-attr]
    row = replace(
        row,
        course=AS_IT_WAS,
        parts=parts,
        target=YEAR_BY_YEAR,
        target_value=None,
        target_exact="",
        target_years="",
        target_period=_covered(whole),
        realised=YEAR_BY_YEAR,
        realised_of="",
        attainment=DASH,
        word="",
        bar=Bar(None, None, _read_aloud(parts)),
        remark="",
    )
    if not may_be_summed(results):
        return row
    targets = sum((Fraction(f.target or 0) for f in results), Fraction(0))
    value = sum(f.value or 0 for f in results)
    share = Fraction(value) * 100 / targets
    reached = sum(f.is_met for f in results)
    return replace(
        row,
        target=number(targets),
        target_value=int(targets),
        realised=number(value),
        attainment=percent_beside(share, 100),
        bar=Bar(
            round_half_up(Fraction(value) * 1000 / targets),
            None,
            f"I alt {number(value)} af {number(targets)}. {_read_aloud(parts)}",
        ),
        remark=f"Nået i {reached} af {len(results)} perioder."
        if all(f.is_over for f in results)
        else "",
    )


def may_be_summed(results: Sequence[Figure]) -> bool:
    """Counts of what happens, all of them counted. Never people counted once, for one may come
    again in the next year; never percent, averages or ceilings."""
    return all(
        f.criterion.is_count
        and f.value is not None
        and f.target is not None
        and not f.criterion.is_ceiling
        and f.criterion.counting_rule not in COUNTED_ONCE
        for f in results
    )


def _covered(whole: Period) -> str:
    if (whole.start.month, whole.end.month) == (1, 12):
        return Period.span(whole.start.year, whole.end.year).label
    return f"{day(whole.start)}–{day(whole.end)}"


def _read_aloud(parts: Sequence[GoalPart]) -> str:
    return " ".join(f"{part.period}: {part.realised} mod {part.target}." for part in parts)


def _part(figure: Figure, explanation: str, changes: Changes) -> GoalPart:
    return GoalPart(
        period=figure.period.label if figure.period else "",
        target=figure.target_text,
        realised=realised(figure),
        realised_of=figures.explained(figure),
        attainment=figure.attainment_text,
        word=figure.light.label,
        remark=remark(figure, explanation),
        course=course_of(figure, changes),
    )


def realised(figure: Figure) -> str:
    return capital(figure.actual_text) if figure.actual is None else figure.actual_text


def _row(figure: Figure, said: Sequence[Said], period: Period) -> GoalRow:
    criterion = figure.criterion
    return GoalRow(
        code=criterion.code,
        level=criterion.level,
        level_label=criterion.level_label,
        name=criterion.name,
        text=capital(replace(figure, actual=None).sentence),
        unit=unit_of(figure),
        target=figure.target_text,
        target_value=figure.target if isinstance(figure.target, int) else None,
        target_years=years_of(figure, period),
        realised=realised(figure),
        realised_of=figures.explained(figure),
        attainment=figure.attainment_text,
        bar=figures.bar(replace(figure, expected=None)),
        method=criterion.method,
        counting_rule=capital(criterion.counting_rule_label),
        remark=remark(figure, explained_by(said, figure)),
        target_period=figure.period.label if figure.period else "",
        word=figure.light.label,
        target_exact=exact_of(figure.target),
        before=outside(figure, figure.before),
        after=outside(figure, figure.after),
    )


def outside(figure: Figure, measurement: Measurement | None) -> str:
    """What was measured before or after the plan: "41 % (Danmarks Statistik, tal for 2010)"."""
    if measurement is None or measurement.read is None:
        return ""
    share = measurement.read.share
    if share is None:
        share = Fraction(figure.criterion.per * measurement.value, measurement.base)
    return f"{number(share)}{figure.unit} ({measurement.rests_on})"


def explained_by(said: Sequence[Said], figure: Figure) -> str:
    """The newest that was written of a figure in its target's period; "" where nothing was.

    What was written of a period that had not ended is no explanation of how the target's ended:
    then it is printed with its own."""
    if figure.days is None:
        return said[-1].text if said else ""
    begins, (_, last) = figure.period.start, figure.days  # type: ignore[union-attr]
    own = [s for s in said if begins <= s.period.start <= last]
    if not own:
        return ""
    newest = own[-1]
    if figure.is_over and newest.period.end < last:
        return f"Skrevet ved {newest.period.label}: {newest.text}"
    return newest.text


def is_explained(said: Sequence[Said], figure: Figure) -> bool:
    """Whether the figure is explained as it stands: of a target that has ended, by what was
    written of the period it ended in."""
    text = explained_by(said, figure)
    return bool(text) and not text.startswith("Skrevet ved ")


def exact_of(target: int | Decimal | None) -> str:
    """ "79.5"; "" for whole numbers, which `target_value` holds."""
    return "" if target is None or isinstance(target, int) else str(target)


def unit_of(figure: Figure) -> str:
    """ "familier", "procent", "beboere pr. møde"."""
    criterion = figure.criterion
    if criterion.measure == "average":
        return f"{criterion.noun} pr. {criterion.denominator or 'møde'}"
    return Per(criterion.per).label if criterion.is_share else criterion.noun


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
    return figure.reason if figure.actual is None or figure.is_thin else ""
