"""All plans side by side, as they stand today: how each goes, what is asked next, and by when.
Sortable, one page."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from activities.models import Plan
from core.danish import alphabetical, capital, common, day, word
from core.lights import WORST_FIRST, Light, worst
from core.sorting import Heading
from governance.models.meeting import FollowUpQuerySet
from governance.money.figures import MoneyFigure
from governance.money.follow_up import this_year
from overview.plans.page import PlanCard, plan_card
from reminders.occasion import Standing, period_for
from reminders.standing import standings
from reporting.models import State

NOTES = {
    None: "ikke begyndt",
    State.DRAFT: "kladde",
    State.READY: "hos koordinator",
    State.ISSUED: "udsendt",
}


@dataclass(frozen=True)
class Deadline:
    """The styregruppe's next meeting: its day, when its material is due, and how far the note
    for it is."""

    meeting: date
    due: date
    note: str
    light: Light | None

    @property
    def text(self) -> str:
        return f"{self.note}, senest {day(self.due)}"


@dataclass(frozen=True)
class Line:
    """One plan's row. `runs` says that it has ended or not begun; `light` is the worst of its
    areas; `deadline` None where no meeting is set; `money` None where the year has no approved
    budget, or the person may not see it. `late` counts what was agreed and is over its day."""

    card: PlanCard
    runs: str
    light: Light
    deadline: Deadline | None
    money: MoneyFigure | None
    agreed: int
    late: int

    @property
    def late_light(self) -> Light:
        return Light.DELAYED

    @property
    def behind(self) -> int:
        return sum(area.light in (Light.DELAYED, Light.AT_RISK) for area in self.card.areas)

    @property
    def is_measured(self) -> bool:
        return self.light.is_measured

    @property
    def agreed_text(self) -> str:
        """ "2", "2, heraf 1 over fristen", "1 over fristen"."""
        if not self.late:
            return str(self.agreed)
        return (
            f"{self.late} over fristen"
            if self.late == self.agreed
            else f"{self.agreed}, heraf {self.late} over fristen"
        )


@dataclass(frozen=True)
class Column:
    """A heading one may sort by: `key` in the address, and how the rows stand then, the most
    pressing first. `order` gives None for a row that has nothing there: it stands last whichever
    way. `falls`: the largest is the first."""

    key: str
    label: str
    order: Callable[[Line], Any]
    falls: bool = False


COLUMNS = (
    Column("plan", "Plan", lambda line: alphabetical(line.card.name)),
    Column("lys", "Indsatsområder", lambda line: _lights_order(line) if line.is_measured else None),
    Column(
        "kriterier",
        "Kriterier på plan",
        lambda line: _share(line.card.following, line.card.measured),
    ),
    Column("milepaele", "Forsinkede milepæle", lambda line: _late_order(line.card), falls=True),
    Column("notat", "Statusnotat", lambda line: line.deadline and line.deadline.due),
    Column("moede", "Næste møde", lambda line: line.deadline and line.deadline.meeting),
    Column("penge", "Penge, afvigelse", lambda line: _money_order(line.money), falls=True),
    Column("aftalt", "Aftalt, ikke gjort", lambda line: (-line.late, -line.agreed), falls=True),
)


@dataclass(frozen=True)
class Overview:
    title: str
    lead: str
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]


def overview(
    plans: Sequence[Plan],
    today: date,
    order: str,
    *,
    agreed: FollowUpQuerySet,
    rich: Container[int] = (),
) -> Overview:
    """The rows of `plans`, sorted by the column `order` ("-lys" turns it round; anything else is by
    name).

    `agreed`: the follow-ups the person may see, `rich`: the plans (pk) whose money. The figures are
    kept per version of each plan; nine queries read the rest, however many plans.
    """
    money, due = this_year([plan for plan in plans if plan.pk in rich], today), defaultdict(list)
    for pk, day_due in agreed.open().filter(plan__in=plans).values_list("plan_id", "due_on"):
        due[pk].append(day_due)
    lines = [
        Line(
            card=(card := plan_card(standing.plan, today)),
            runs=_runs(standing.plan, today),
            light=worst([area.light for area in card.areas]),
            deadline=_deadline(standing, today),
            money=followed.total if (followed := money.get(standing.plan.pk)) else None,
            agreed=len(due[standing.plan.pk]),
            late=sum(day_due < today for day_due in due[standing.plan.pk]),
        )
        for standing in standings(plans, today)
    ]
    key, backwards = order.removeprefix("-"), order.startswith("-")
    column = next((column for column in COLUMNS if column.key == key), COLUMNS[0])
    backwards = backwards and column.key == key
    lines.sort(key=COLUMNS[0].order)
    lines = [
        *sorted(
            (x for x in lines if column.order(x) is not None), key=column.order, reverse=backwards
        ),
        *(x for x in lines if column.order(x) is None),
    ]
    return Overview(
        title=headline(lines),
        lead=asked_first(lines, today),
        headings=tuple(_heading(each, column, backwards) for each in COLUMNS),
        lines=tuple(lines),
    )


def _deadline(standing: Standing, today: date) -> Deadline | None:
    meeting = next((meeting for meeting in standing.meetings if meeting.is_of_steering_group), None)
    if meeting is None:
        return None
    period = period_for(standing.plan, meeting)
    state = standing.notes.get(period) if period else None
    late = meeting.material_on < today and state != State.ISSUED
    name = f"{period.short_label}: {NOTES[state]}" if period else "intet notat"
    return Deadline(
        meeting.on, meeting.material_on, name, Light.DELAYED if late and period else None
    )


def _runs(plan: Plan, today: date) -> str:
    if plan.ends_on < today:
        return f"Sluttede {day(plan.ends_on)}"
    return f"Begynder {day(plan.starts_on)}" if today < plan.starts_on else ""


def headline(lines: Iterable[Line]) -> str:
    """ "To af fem planer har områder, der er bagud". A plan nobody has measured yet is neither
    behind nor on track."""
    lines = list(lines)
    count, behind = len(lines), sum(line.behind > 0 for line in lines)
    measured = sum(line.is_measured for line in lines)
    everyone = (
        "Planen" if count == 1 else "Begge planer" if count == 2 else f"Alle {word(count)} planer"
    )
    if behind:
        return f"{everyone if behind == count else _of(behind, count)} har områder, der er bagud"
    if not measured:
        return "Planen er ikke målt endnu" if count == 1 else "Ingen af planerne er målt endnu"
    if measured == count:
        return f"{everyone} følger {'sine' if count == 1 else 'deres'} mål"
    return (
        f"{_of(measured, count)} følger {'sine' if measured == 1 else 'deres'} mål, "
        "resten er ikke målt endnu"
    )


def _of(some: int, count: int) -> str:
    """ "Én af to planer"."""
    return f"{capital(common(some))} af {word(count)} planer"


def asked_first(lines: Iterable[Line], today: date) -> str:
    """The next thing that is due, in a sentence; "" where no meeting is set."""
    waiting = [
        line
        for line in lines
        if line.deadline and not line.deadline.note.endswith(NOTES[State.ISSUED])
    ]
    if not waiting:
        return ""
    first = min(waiting, key=lambda line: line.deadline.due if line.deadline else date.max)
    assert first.deadline
    verb = "skulle have været klar" if first.deadline.due < today else "skal være klar"
    return f"Næste materiale {verb} den {day(first.deadline.due)}: {first.card.name}."


def _lights_order(line: Line) -> tuple[int, int]:
    return WORST_FIRST.index(line.light), -line.behind


def _late_order(card: PlanCard) -> int | None:
    return -card.late_milestones if card.milestones else None


def _money_order(figure: MoneyFigure | None) -> Fraction | None:
    return None if figure is None or figure.deviation is None else -abs(figure.deviation)


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def _heading(column: Column, sorted_by: Column, backwards: bool) -> Heading:
    """`backwards` is how the rows stand now; the arrow says whether the values rise or fall."""
    if column is not sorted_by:
        return Heading(column.label, f"?orden={column.key}", "")
    url = f"?orden={'' if backwards else '-'}{column.key}"
    return Heading(column.label, url, "descending" if backwards != column.falls else "ascending")
