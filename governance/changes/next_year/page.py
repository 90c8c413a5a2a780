"""Next year: the steps of the roll-over with how far each is, and the old year beside the new
one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from django.urls import reverse
from django.utils.timezone import localtime

from activities.hours import hours_a_week
from activities.models import Target
from activities.presenting import value_text
from activities.progress.figures import Figure
from core.danish import capital, exact_number, listing, long_day, number, quantity, word
from core.danish import day as day_text
from core.lights import Light
from governance.changes.next_year import draft, lacking, rules
from governance.changes.next_year.words import target_text
from governance.decided import point
from governance.models import NextYear, ProposedAllocation, ProposedMilestone, ProposedTarget

State = NextYear.State
Line = TypeVar("Line")


@dataclass(frozen=True)
class Step:
    """One step: what stands there now, whether it is done, and the page where it is taken (""
    where there is none)."""

    title: str
    text: str
    light: Light
    url: str = ""
    verb: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Lack:
    """A point of the check list, and where it is mended; "" where what is new is to be taken in."""

    text: str
    url: str
    light: Light


@dataclass(frozen=True)
class Carried:
    name: str
    text: str


@dataclass(frozen=True)
class YearPage:
    row: NextYear
    title: str
    steps: tuple[Step, ...]
    needed: tuple[Lack, ...]
    doubts: tuple[Lack, ...]
    has_new: bool
    carried: tuple[Carried, ...]
    decided: str


def year_page(row: NextYear, *, may_write: bool) -> YearPage:
    """The steps of a year, with links for those who may write. A fixed number of queries."""
    open_ = row.state != State.APPROVED
    points = lacking.missing(row) if open_ else []
    needed = [found for found in points if found.is_needed]
    return YearPage(
        row=row,
        title=title(row, len(needed)),
        steps=_steps(row, points, may_write=may_write and row.state == State.DRAFT),
        needed=tuple(_lack(row, found) for found in needed),
        doubts=tuple(_lack(row, found) for found in points if not found.is_needed),
        has_new=any(found.part == lacking.PLAN for found in points),
        carried=carried(row),
        decided=_decided(row),
    )


def title(row: NextYear, lacking: int) -> str:
    if row.state != State.DRAFT:
        return f"{row.year} {rules.STATE_WORDS[State(row.state)]}"
    if not lacking:
        return f"{row.year} er klar til at blive indstillet"
    return (
        f"{row.year} er en kladde: {'én ting' if lacking == 1 else f'{word(lacking)} ting'} mangler"
    )


def _lack(row: NextYear, found: lacking.Point) -> Lack:
    address = "" if found.part == lacking.PLAN else url(row, f"next-year-{found.part}")
    return Lack(found.text, address, Light.AT_RISK if found.is_needed else Light.NOT_MEASURED)


def url(row: NextYear, name: str) -> str:
    return reverse(name, args=[row.plan.slug, row.year])


def _steps(row: NextYear, points: Sequence[lacking.Point], *, may_write: bool) -> tuple[Step, ...]:
    begun = f"Kopieret fra {row.year - 1} den {day_text(localtime(row.begun_at).date())}."
    parts = (
        ("Måltal", _targets_text(row), lacking.TARGETS),
        ("Timer", _hours_text(row), lacking.HOURS),
        ("Milepæle", _milestones_text(row), lacking.MILESTONES),
    )
    lacks = {part: sum(p.is_needed and p.part == part for p in points) for _, _, part in parts}
    all_needed = sum(p.is_needed for p in points)
    is_draft = row.state == State.DRAFT
    steps = [Step("Begynd", begun, Light.REACHED)]
    for name, text, part in parts:
        steps.append(
            Step(
                name,
                text,
                Light.AT_RISK if lacks[part] else Light.REACHED,
                url(row, f"next-year-{part}") if may_write else "",
                f"Ret {name.lower()}",
                is_current=is_draft and part == next((x for x in lacks if lacks[x]), None),
            )
        )
    return (
        *steps,
        _check_step(all_needed, is_draft, any(lacks.values())),
        _propose_step(row, all_needed),
        _decide_step(row),
    )


def _check_step(needed: int, is_draft: bool, in_a_part: bool) -> Step:
    if not is_draft or not needed:
        return Step("Tjek", "Intet mangler.", Light.REACHED)
    said = "Én ting mangler." if needed == 1 else f"{capital(word(needed))} ting mangler."
    return Step("Tjek", said, Light.AT_RISK, is_current=not in_a_part)


def _propose_step(row: NextYear, needed: int) -> Step:
    if row.state == State.DRAFT:
        text = (
            "Når intet mangler, sendes året til styregruppen."
            if needed
            else "Klar til at blive indstillet."
        )
        return Step("Indstil", text, Light.NOT_STARTED, is_current=not needed)
    at = day_text(localtime(row.proposed_at).date()) if row.proposed_at else ""
    by = f" af {row.proposed_by}" if row.proposed_by else ""
    return Step("Indstil", f"Indstillet den {at}{by}.", Light.REACHED)


def _decide_step(row: NextYear) -> Step:
    if row.state == State.APPROVED:
        return Step("Styregruppens beslutning", _decided(row), Light.REACHED)
    if row.state == State.PROPOSED:
        return Step(
            "Styregruppens beslutning",
            "Venter på styregruppen.",
            Light.IN_PROGRESS,
            is_current=True,
        )
    return Step("Styregruppens beslutning", "Først da gælder året.", Light.NOT_STARTED)


def _decided(row: NextYear) -> str:
    if row.approved_on is None:
        return ""
    under = f", {point(row.decided_in)}" if row.decided_in else ""
    return f"Godkendt {day_text(row.approved_on)}{under}."


def _targets_text(row: NextYear) -> str:
    rows = draft.target_rows(row)
    have = sum(x.value is not None for x in rows)
    without = sum(x.value is None and bool(x.note) for x in rows)
    said = f"{have} af {quantity(len(rows), 'kriterium', 'kriterier')} har måltal"
    return f"{said}, {without} måles ikke." if without else f"{said}."


def _hours_text(row: NextYear) -> str:
    rows = draft.hours_rows(row)
    changed = sum(
        draft.hours_before(x.allocation, row.year) != (x.hours_min, x.hours_max) for x in rows
    )
    said = f"{quantity(len(rows), 'post', 'poster')}"
    return f"{said}, {changed} ændret." if changed else f"{said}, ingen ændret."


def _milestones_text(row: NextYear) -> str:
    rows = draft.milestone_rows(row)
    out = sum(x.is_left_out for x in rows)
    said = quantity(len(rows) - out, "milepæl", "milepæle")
    return f"{said}, {out} kommer ikke med." if out else f"{said}."


def carried(row: NextYear) -> tuple[Carried, ...]:
    """Targets that go on into the year as they are: neither copied nor divided."""
    held = draft.holdings(row.plan, row.year)
    pks = [
        h.carried.pk
        for h in held.values()
        if h.carried and h.carried.starts_on < rules.first_day(row.year)
    ]
    rows = (
        Target.objects.filter(pk__in=pks)
        .select_related("criterion__activity")
        .prefetch_related("revisions")
    )
    rows = rows.order_by("criterion__activity__position", "criterion__level", "criterion__position")
    return tuple(
        Carried(
            str(target.criterion),
            f"{value_text(target.criterion, draft.last_value(target))} for {_span(target)}",
        )
        for target in rows
    )


def _span(target: Target) -> str:
    period = target.period
    if (period.start.day, period.start.month, period.end.day, period.end.month) == (1, 1, 31, 12):
        return period.label
    return f"{long_day(target.starts_on)} til {long_day(target.ends_on)}"


# The old year beside the new one


@dataclass(frozen=True)
class TargetLine:
    """`change` is what the new target is more or less than the old: "+20", "−5", "som før",
    "ny"."""

    row: ProposedTarget
    name: str
    old: str
    actual: str
    new: str
    change: str
    note: str


@dataclass(frozen=True)
class HoursLine:
    row: ProposedAllocation
    name: str
    old: str
    new: str
    is_changed: bool


@dataclass(frozen=True)
class MilestoneLine:
    row: ProposedMilestone
    name: str
    activity: str
    old: str
    new: str
    number: str


@dataclass(frozen=True)
class Group(Generic[Line]):
    """The lines of one activity, or of one period."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Comparison:
    year: int
    summary: str
    as_of: str
    targets: tuple[Group[TargetLine], ...]
    hours: tuple[Group[HoursLine], ...]
    milestones: tuple[Group[MilestoneLine], ...]
    left_out: tuple[MilestoneLine, ...]
    carried: tuple[Carried, ...]


def comparison(row: NextYear) -> Comparison:
    figures = lacking.last_figures(row)
    day = next((figure.as_of for figure in figures.values()), date(row.year - 1, 12, 31))
    milestones = [_milestone_line(x) for x in draft.milestone_rows(row)]
    targets, hours = target_groups(row, figures), hours_groups(row)
    return Comparison(
        year=row.year,
        summary=(
            f"{row.year} {rules.STATE_WORDS[State(row.state)]}. "
            f"{_summary(targets, hours, milestones)}"
        ),
        as_of=long_day(day),
        targets=targets,
        hours=hours,
        milestones=_grouped(
            (x.row.period.short_label, x) for x in milestones if not x.row.is_left_out
        ),
        left_out=tuple(x for x in milestones if x.row.is_left_out),
        carried=carried(row),
    )


def _summary(
    targets: Iterable[Group[TargetLine]],
    hours: Iterable[Group[HoursLine]],
    milestones: Iterable[MilestoneLine],
) -> str:
    """What is another than the year before: "To måltal og én posts timer er ændret. ..."."""
    changed = sum(line.change not in ("", "som før") for group in targets for line in group.lines)
    unmeasured = sum(line.row.value is None for group in targets for line in group.lines)
    other = sum(line.is_changed for group in hours for line in group.lines)
    out = sum(line.row.is_left_out for line in milestones)
    new = sum(line.row.copied_from_id is None and not line.row.is_left_out for line in milestones)
    found = (
        quantity(changed, "måltal er ændret", "måltal er ændret") if changed else "",
        quantity(unmeasured, "kriterium måles ikke", "kriterier måles ikke") if unmeasured else "",
        quantity(other, "post har andre timer", "poster har andre timer") if other else "",
        quantity(new, "milepæl er ny", "milepæle er nye") if new else "",
        quantity(out, "milepæl kommer ikke med", "milepæle kommer ikke med") if out else "",
    )
    said = [text for text in found if text]
    return f"{listing(said)}. Resten er som før." if said else "Alt er som året før."


def target_groups(row: NextYear, figures: Mapping[int, Figure]) -> tuple[Group[TargetLine], ...]:
    held = draft.holdings(row.plan, row.year)
    lines = (
        (
            str(x.criterion.activity),
            _target_line(x, held.get(x.criterion_id), figures.get(x.criterion_id)),
        )
        for x in draft.target_rows(row)
    )
    return _grouped(lines)


def _target_line(
    row: ProposedTarget, held: draft.Holding | None, figure: Figure | None
) -> TargetLine:
    criterion = row.criterion
    last = draft.last_value(held.last) if held and held.last else None
    return TargetLine(
        row=row,
        name=str(criterion),
        old=value_text(criterion, last),
        actual=figure.actual_text if figure else "ikke målt",
        new=target_text(row),
        change=_change(last, row.value),
        note=row.note,
    )


def _change(old: int | Decimal | None, new: int | Decimal | None) -> str:
    if new is None:
        return ""
    if old is None:
        return "ny"
    if old == new:
        return "som før"
    return f"{'+' if new > old else ''}{exact_number(Decimal(new - old))}"


def hours_groups(row: NextYear) -> tuple[Group[HoursLine], ...]:
    return _grouped(
        (str(x.allocation.activity), _hours_line(x, row.year)) for x in draft.hours_rows(row)
    )


def _hours_line(row: ProposedAllocation, year: int) -> HoursLine:
    old, new = draft.hours_before(row.allocation, year), (row.hours_min, row.hours_max)
    return HoursLine(
        row,
        str(row.allocation.staff_role),
        hours_a_week(*old),
        hours_a_week(*new),
        is_changed=old != new,
    )


def milestone_groups(row: NextYear) -> tuple[Group[MilestoneLine], ...]:
    """All of the draft, also those left out, by period."""
    return _grouped((x.period.label, _milestone_line(x)) for x in draft.milestone_rows(row))


def _milestone_line(row: ProposedMilestone) -> MilestoneLine:
    old = row.copied_from
    return MilestoneLine(
        row=row,
        name=row.name,
        activity=row.activity.code if row.activity else "hele planen",
        old=f"{old.name}, {old.period.label}" if old else "ny",
        new=row.period.label,
        number="" if row.number is None else number(row.number),
    )


def _grouped(named: Iterable[tuple[str, Line]]) -> tuple[Group[Line], ...]:
    groups: dict[str, list[Line]] = {}
    for name, line in named:
        groups.setdefault(name, []).append(line)
    return tuple(Group(name, tuple(lines)) for name, lines in groups.items())
