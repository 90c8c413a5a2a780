"""The page of one activity: what it is, its milestones, hours, registrations and neighbours."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.text import Truncator

from activities.hours import HoursLine, exact_span
from activities.models import Activity, Registration, StaffAllocation
from activities.presenting import amount
from activities.progress.figures import ActivityProgress, Figure, round_half_up
from core.danish import MONTHS, capital, day, listing, number, quantity, short_day, word
from core.lights import Light
from core.periods import Kind, Period
from governance.evaluations.rules import state_of
from milestones.progress.states import MilestoneState

CONCLUSION_SHOWN = 160


@dataclass(frozen=True)
class Fact:
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class MilestoneLine:
    light: Light
    name: str
    details: str
    url: str


@dataclass(frozen=True)
class HoursPlot:
    heading: str
    sub: str
    values: tuple[int | None, ...]
    labels: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Row:
    """A registration as the table shows it."""

    day: str
    criterion: str
    amount: str
    new: str
    estate: str
    by: str
    is_changed: bool
    url: str
    verb: str


@dataclass(frozen=True)
class Link:
    label: str
    url: str


def facts(
    activity: Activity,
    figures: Sequence[Figure],
    plan_estates: Sequence[str],
    on: date,
    today: date,
) -> tuple[Fact, ...]:
    """The card "Om aktiviteten", hours as they are on a day; `activity` as
    reading.activity_facts gives it, with all that belongs to it."""
    estates = [estate.name for estate in activity.estates.all()] or list(plan_estates)
    partners = [
        f"{link.partner.name}: {link.contribution}" if link.contribution else link.partner.name
        for link in activity.partnerships.all()
    ]
    channels = [f"{channel.code} {channel.name}" for channel in activity.channels.all()]
    found = (
        Fact("Formål", (activity.purpose,)),
        Fact("Delaktiviteter", tuple(channels)),
        Fact(
            "Ansvarlig",
            (
                listing(
                    list(
                        dict.fromkeys(
                            f.criterion.responsible for f in figures if f.criterion.responsible
                        )
                    )
                ),
            ),
        ),
        Fact("Timer pr. uge", tuple(_hours(row, on) for row in activity.allocations.all())),
        Fact("Afdelinger", (listing(estates),)),
        Fact("Samarbejdspartnere", tuple(partners)),
        Fact(
            "Lokal evaluering",
            (
                *_two(activity.evaluation, "Evalueres af", activity.evaluated_by),
                *_evaluated(activity, today),
            ),
        ),
        Fact(
            "Forankring",
            (*_two(activity.anchoring, "Forankres i", activity.anchored_in), *_anchored(activity)),
        ),
    )
    return tuple(fact for fact in found if any(fact.lines))


def _two(text: str, label: str, who: str) -> tuple[str, ...]:
    return tuple(line for line in (text, f"{label}: {who}" if who else "") if line)


def _evaluated(activity: Activity, today: date) -> Iterator[str]:
    """What the newest evaluation found, and when the next is due."""
    rows = sorted(activity.evaluations.all(), key=lambda row: (row.due_on, row.pk))
    done = [row for row in rows if row.done_on]
    if done:
        newest = max(done, key=lambda row: (row.done_on, row.pk))
        yield (
            f"{state_of(newest, today)[1]}: {Truncator(newest.conclusion).chars(CONCLUSION_SHOWN)}"
        )
    if due := next((row for row in rows if not row.done_on), None):
        yield f"{state_of(due, today)[1]}."


def _anchored(activity: Activity) -> Iterator[str]:
    """How far it is, once somebody has said so."""
    if state := getattr(activity, "anchoring_state", None):
        yield capital(state.get_step_display()) + (
            f" {day(state.reached_on)}." if state.reached_on else "."
        )


def _hours(row: StaffAllocation, on: date) -> str:
    average = ", gennemsnit over året" if row.is_annual_average else ""
    return f"{row.staff_role.name} {exact_span(*row.hours_on(on))}{average}"


def milestone_lines(
    states: Sequence[MilestoneState], url_of: Callable[[str], str]
) -> tuple[MilestoneLine, ...]:
    return tuple(
        MilestoneLine(
            s.light,
            s.name,
            ", ".join([s.period.short_label, *_said_of(s)]),
            url_of(s.code),
        )
        for s in states
    )


def _said_of(state: MilestoneState) -> list[str]:
    if state.is_reached and state.reached_on:
        return [f"nået {short_day(state.reached_on)}"]
    return [("flyttet " if state.moved_to else "") + detail for detail in state.details]


def milestones_heading(states: Sequence[MilestoneState], year: int) -> str:
    """Of all that were planned for the year, each once."""
    planned, reached = len({s.pk for s in states}), sum(s.is_reached for s in states)
    if not planned:
        return f"Ingen milepæle i {year}"
    noun = "milepæl" if planned == 1 else "milepæle"
    if reached == planned:
        return f"Alle {word(reached)} milepæle er nået" if reached > 1 else "Milepælen er nået"
    if not reached:
        return (
            f"Ingen af {word(planned)} {noun} er nået endnu"
            if planned > 1
            else "Milepælen er ikke nået endnu"
        )
    return f"{capital('én' if reached == 1 else word(reached))} af {word(planned)} {noun} er nået"


def hours_plot(
    line: HoursLine | None, months: Sequence[tuple[date, Fraction | None]]
) -> HoursPlot | None:
    """None where nothing is planned and nothing used."""
    if line is None:
        return None
    used = "ingen timer skrevet" if line.used is None else f"{line.used_text} timer brugt"
    heading = capital(f"{used} af {line.planned_text} planlagte")
    values = tuple(None if hours is None else round_half_up(hours) for _, hours in months)
    labels = tuple(MONTHS[first.month - 1][:3] for first, _ in months)
    a_month = line.weekly_min * 52 / 12
    plan = f"Planen er cirka {number(a_month, 0)}." if line.planned_min else "Ingen er planlagt."
    spoken = ", ".join(
        f"{label} {value}" for label, value in zip(labels, values, strict=True) if value is not None
    )
    sentence = f"{heading}. {spoken}." if spoken else f"{heading}."
    return HoursPlot(heading, f"Timer pr. måned. {plan}", values, labels, sentence)


def registration_row(row: Registration, url: str, verb: str) -> Row:
    return Row(
        day=day(row.on),
        criterion=f"{row.criterion.level}. {row.criterion.name}",
        amount=amount(row) if row.criterion.measure != "count" else number(row.value),
        new="" if row.new is None else number(row.new),
        estate=row.estate.name if row.estate else "Alle afdelinger",
        by=row.created_by.name,
        is_changed=row.lock_version > 1,
        url=url,
        verb=verb,
    )


def registrations_heading(progress: ActivityProgress) -> str:
    """ "34 registreringer i 2013": those the figures rest on."""
    count = sum(figure.registrations for figure in progress.figures)
    periods = {figure.period for figure in progress.figures if figure.period}
    within = f" i {_period_words(periods.pop())}" if len(periods) == 1 else ""
    if not count:
        return f"Ingen registreringer{within} endnu"
    return f"{quantity(count, 'registrering', 'registreringer')}{within}"


def _period_words(period: Period) -> str:
    return period.label if period.kind in (Kind.YEAR, Kind.SPAN) else period.short_label


def neighbours(
    codes: Sequence[tuple[str, str]], code: str, url_of: Callable[[str], str]
) -> Mapping[str, Link | None]:
    """The activities before and after this one, as links."""
    at = [found for found, _ in codes].index(code)
    before, after = (
        (codes[at - 1] if at else None),
        (codes[at + 1] if at + 1 < len(codes) else None),
    )
    return {
        "before": before and Link(f"{before[0]} {before[1]}", url_of(before[0])),
        "after": after and Link(f"{after[0]} {after[1]}", url_of(after[0])),
    }
