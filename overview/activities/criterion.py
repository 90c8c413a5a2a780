"""One success criterion as its activity's page shows it: figure, message, table, what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from activities.doubts import unconfirmed
from activities.models import PeriodComment
from activities.progress.figures import Figure, Measurement, round_half_up
from activities.progress.rules import months_back
from activities.progress.sentences import chart_message
from core.danish import MONTHS, capital, long_day, number, quantity
from core.lights import Light
from overview.activities.spread import Spread
from overview.adjusted import Adjusted

NOTE_CSS = {
    Light.AT_RISK: "note--risk",
    Light.MISSING: "note--risk",
    Light.DELAYED: "note--late",
    Light.NOT_REACHED: "note--late",
}


@dataclass(frozen=True)
class MonthRow:
    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """What somebody wrote about a criterion in a period."""

    who: str
    text: str
    css: str


@dataclass(frozen=True)
class Criterion:
    """One step with its figure, chart and table. `figure` is drawn by the criterion_chart tag."""

    code: str
    step: str
    title: str
    number: str
    of: str
    compare: str
    light: Light
    reason: str
    is_unmeasured: bool
    message: str
    sub: str
    legend_plan: bool
    forecast_until: str
    figure: Figure
    caption: str
    columns: tuple[str, ...]
    months: tuple[MonthRow, ...]
    method: str
    stands_at: str
    counting: str
    note: str
    doubt: str
    confirm_url: str
    spreads: tuple[Spread, ...]
    hides_some: bool
    said: Said | None
    adjusted: Adjusted | None
    before: str = ""
    after: str = ""
    incomplete: str = ""
    ended: tuple[str, ...] = ()


def criterion(
    figure: Figure,
    spreads: tuple[Spread, ...],
    said: PeriodComment | None,
    *,
    see_note: bool,
    adjusted: Adjusted | None = None,
    ended: Sequence[Figure] = (),
    doubt: str = "",
    confirm_url: str = "",
) -> Criterion:
    """`doubt`: what nobody has confirmed; `confirm_url`: where this reader may.
    `ended`: results of its other targets that ended in the period. `see_note`: whether the
    reader is of the secretariat, whom the notes on counting and method are for."""
    facts = figure.criterion
    columns, months = month_table(figure)
    return Criterion(
        code=facts.code,
        step=f"Trin {facts.level}, {facts.level_label.lower()}",
        title=capital(_plain_sentence(figure)),
        number=figure.actual_text,
        of=_of(figure),
        compare=""
        if figure.actual is None or figure.expected is None
        else capital(figure.compare_text),
        light=figure.light,
        reason=figure.reason,
        is_unmeasured=figure.actual is None,
        message=chart_message(figure),
        sub=_sub(figure),
        legend_plan=figure.expected is not None and figure.target is not None,
        forecast_until=long_day(figure.days[1], year=False)
        if figure.forecast and figure.days
        else "",
        figure=figure,
        caption=f"{facts.name}, måned for måned",
        columns=columns,
        months=months,
        method=facts.method,
        stands_at=facts.stands_at,
        counting=facts.counting_rule_label,
        note=facts.note if see_note else "",
        doubt=unconfirmed(doubt) if doubt else "",
        confirm_url=confirm_url if doubt else "",
        spreads=spreads,
        hides_some=any(spread.is_hidden for spread in spreads),
        said=_said(said, figure.light) if said else None,
        adjusted=adjusted,
        ended=tuple(f"{f.period.label}: {f.reason}" for f in ended if f.period),
        before=_outside(figure.before, facts.per, figure.unit),
        after=_outside(figure.after, facts.per, figure.unit),
        incomplete=figure.incomplete_text,
    )


def _plain_sentence(figure: Figure) -> str:
    """The result sentence without its number: "familier deltog i aktiviteterne"."""
    facts = figure.criterion
    subject = facts.denominator if facts.measure == "percent" else facts.noun
    return f"{subject} {facts.text.removeprefix(facts.noun).lstrip()}"


def _of(figure: Figure) -> str:
    if figure.target is None:
        return figure.criterion.noun if figure.actual is not None else ""
    noun = "" if figure.criterion.measure == "percent" else f" {figure.criterion.noun}"
    if figure.criterion.is_ceiling and figure.actual is not None:
        return f"{figure.target_text}{noun}"
    return f"{'mål ' if figure.actual is None else 'af '}{figure.target_text}{noun}"


def _sub(figure: Figure) -> str:
    facts, period = figure.criterion, figure.period
    match facts.measure:
        case "percent":
            counted = figure.counted
            based = f": {counted.name}, {counted.rests_on}" if counted else ""
            return f"Procent af {facts.denominator}. Nyeste måling gælder{based}."
        case "average":
            based = f" {_meetings(figure)}." if figure.base else ""
            return f"{capital(facts.noun)} i gennemsnit pr. {facts.denominator or 'møde'}.{based}"
    since = f" fra {long_day(period.start)}" if period else ""
    both = f" {figure.heads_text}." if figure.heads_text else ""
    return f"{capital(facts.noun)}, lagt sammen{since}.{both}"


def _meetings(figure: Figure) -> str:
    return (
        f"{number(figure.value or 0)} fremmødte ved {quantity(figure.base or 0, 'møde', 'møder')}"
    )


def month_table(figure: Figure) -> tuple[tuple[str, ...], tuple[MonthRow, ...]]:
    """The headings and rows of the table under the chart. Counts have every month gone,
    measurements those made."""
    facts = figure.criterion
    match facts.measure:
        case "percent":
            rows = [
                MonthRow(_named(m), measured_cells(m, facts.per, figure.unit))
                for m in figure.measurements
            ]
            return ("Måling", "Antal", "Ud af", "Procent"), tuple(rows)
        case "average":
            return ("Måned", "Fremmødte", "Møder", "Gennemsnit til nu"), tuple(
                _average_rows(figure)
            )
    has_plan = figure.expected is not None
    columns = ("Måned", "Antal", "I alt", "Forventet") if has_plan else ("Måned", "Antal", "I alt")
    return columns, tuple(_count_rows(figure, has_plan))


def _named(measurement: Measurement) -> str:
    """A measurement in the table: its name, and what is not in its numbers."""
    if measurement.read:
        source = f", {measurement.read.source}" if measurement.read.source else ""
        return f"Tal for {measurement.read.year}{source}"
    asked = f", {number(measurement.asked)} spurgt" if measurement.asked else ""
    return f"{measurement.name}{asked}"


def measured_cells(measurement: Measurement, per: int, unit: str) -> tuple[str, str, str]:
    """How many, of how many, and the share; of one that was read alone only the share."""
    if measurement.read and measurement.read.share is not None:
        return "–", "–", number(measurement.read.share) + unit
    share = _share(per * measurement.value, measurement.base, unit)
    return number(measurement.value), number(measurement.base), share


def _outside(measurement: Measurement | None, per: int, unit: str) -> str:
    """What was measured before or after the plan: "41 % (Danmarks Statistik, tal for 2010)"."""
    if measurement is None:
        return ""
    *_, share = measured_cells(measurement, per, unit)
    return f"{share} ({measurement.rests_on})"


def _share(value: int, base: int, unit: str) -> str:
    return f"{number(Fraction(value, base))}{unit}" if base else "–"


def _average_rows(figure: Figure) -> list[MonthRow]:
    rows, value, base = [], 0, 0
    for month in figure.months:
        value, base = value + month.value, base + month.base
        cells = (number(month.value), number(month.base), _share(value, base, ""))
        rows.append(MonthRow(_month(month.first), cells))
    return rows


def _count_rows(figure: Figure, has_plan: bool) -> list[MonthRow]:
    if figure.period is None:
        return []
    new = {month.first: month.value for month in figure.months}
    rows, total, month = [], 0, figure.period.start.replace(day=1)
    while month <= min(figure.as_of, figure.period.end):
        following = months_back(month, -1)
        last = min(date.fromordinal(following.toordinal() - 1), figure.as_of)
        total += new.get(month, 0)
        cells = [number(new.get(month, 0)), number(total)]
        if has_plan:
            expected = figure.expected_on(last)
            cells.append("–" if expected is None else number(round_half_up(expected)))
        rows.append(MonthRow(_month(month), tuple(cells)))
        month = following
    return rows


def _month(first: date) -> str:
    return f"{MONTHS[first.month - 1]} {first.year}"


def _said(comment: PeriodComment, light: Light) -> Said:
    who = f"{comment.by.name}, {comment.period.short_label}"
    return Said(who, comment.text, NOTE_CSS.get(light, ""))
