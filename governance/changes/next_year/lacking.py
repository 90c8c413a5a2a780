"""What next year's draft lacks before it can be put to the styregruppe, and what is worth a
second look."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from activities.hours import hours_a_week
from activities.models import Activity, Direction
from activities.presenting import value_text
from activities.progress.figures import Figure
from activities.progress.read import plan_progress
from core import clock
from core.danish import number
from governance.changes.next_year import draft, rules
from governance.models import NextYear, ProposedTarget
from milestones.models import Kind

TARGETS, HOURS, MILESTONES, PLAN = "targets", "hours", "milestones", "plan"


@dataclass(frozen=True)
class Point:
    """`is_needed`: the year cannot be proposed before. `part`: where it is mended; PLAN by
    taking in what is new."""

    text: str
    part: str
    is_needed: bool


def missing(row: NextYear, figures: dict[int, Figure] | None = None) -> list[Point]:
    """What lacks first, then what to look at again. `figures`: the old year's (last_figures),
    where they are read."""
    figures = last_figures(row) if figures is None else figures
    points = [*_targets(row, figures), *_milestones(row), *_hours(row), *_new(row)]
    return sorted(points, key=lambda point: not point.is_needed)


def last_figures(row: NextYear) -> dict[int, Figure]:
    """Criterion pk -> its figure on the last day of the old year, or today before that."""
    progress = plan_progress(row.plan, min(clock.today(), date(row.year - 1, 12, 31)))
    return {figure.criterion.pk: figure for figure in progress.figures}


def _targets(row: NextYear, figures: dict[int, Figure]) -> Iterator[Point]:
    held = draft.holdings(row.plan, row.year)
    for proposed in draft.target_rows(row):
        name, figure = str(proposed.criterion), figures.get(proposed.criterion_id)
        if proposed.value is None and not proposed.note:
            said = (
                f"{name} mangler måltal. Skriv et, eller skriv, hvorfor det ikke måles i "
                f"{row.year}."
            )
            yield Point(said, TARGETS, is_needed=True)
        elif not draft.needs_target(held.get(proposed.criterion_id), row.year):
            yield Point(
                f"{name} har fået et måltal for {row.year} et andet sted.", PLAN, is_needed=True
            )
        elif proposed.value is not None:
            wrong = list(
                rules.wrong_target(row, proposed.criterion, proposed.value, proposed.course)
            )
            yield from (Point(f"{name}: {w.message}", TARGETS, is_needed=True) for w in wrong)
            if not wrong and figure and figure.actual:
                yield from _is_slack(name, proposed, figure, row.year - 1)


def _is_slack(name: str, proposed: ProposedTarget, figure: Figure, before: int) -> Iterator[Point]:
    """A target that was more than reached in the year before is worth a second look."""
    at_most = proposed.criterion.direction == Direction.AT_MOST
    value, actual = proposed.value, figure.actual
    if value is None or actual is None or (actual >= value if at_most else actual <= value):
        return
    if at_most:
        said = f"{value_text(proposed.criterion, value)} er over de {figure.actual_text},"
    else:
        said = f"{number(value)}{figure.unit} er under de {figure.actual_text},"
    yield Point(f"{name}: {said} der er nået i {before}.", TARGETS, is_needed=False)


def _milestones(row: NextYear) -> Iterator[Point]:
    periods = rules.periods_of(row.plan, row.year)
    kept = [proposed for proposed in draft.milestone_rows(row) if not proposed.is_left_out]
    for proposed in kept:
        if proposed.period not in periods:
            yield Point(
                f"»{proposed.name}« har ikke en periode i {row.year}.", MILESTONES, is_needed=True
            )
        if proposed.kind == Kind.NUMBER and proposed.number is None:
            yield Point(
                f"»{proposed.name}« mangler tallet, der skal nås.", MILESTONES, is_needed=True
            )
        if (
            proposed.copied_from
            and proposed.copied_from.period.start.year == row.year
            and not proposed.made_id
        ):
            said = (
                f"»{proposed.name}« er flyttet fra {row.year - 1} til "
                f"{proposed.copied_from.period.label}."
            )
            yield Point(
                f"{said} Kladden har den også i {proposed.period.label}.",
                MILESTONES,
                is_needed=False,
            )
    with_one = {proposed.activity_id for proposed in kept}
    for activity in Activity.objects.filter(plan=row.plan).exclude(
        pk__in=[pk for pk in with_one if pk]
    ):
        yield Point(f"{activity} har ingen milepæle i {row.year}.", MILESTONES, is_needed=False)


def _hours(row: NextYear) -> Iterator[Point]:
    sums: dict[int, Decimal] = defaultdict(Decimal)
    roles = {}
    for proposed in draft.hours_rows(row):
        role = proposed.allocation.staff_role
        roles[role.pk] = role
        sums[role.pk] += proposed.hours_max
    for pk, role in roles.items():
        if role.full_time_hours and sums[pk] > role.full_time_hours:
            total, full = hours_a_week(sums[pk], sums[pk]), number(role.full_time_hours)
            yield Point(
                f"{role} har {total} på aktiviteterne. En fuld uge er {full} timer.",
                HOURS,
                is_needed=False,
            )


def _new(row: NextYear) -> Iterator[Point]:
    """What has come to the plan, or is another in it, since the draft was begun."""
    for found in draft.behind(row):
        said = (
            f"{found.name} er ændret i {row.year - 1}, siden kladden blev begyndt: nu {found.text}."
        )
        yield Point(said, PLAN, is_needed=True)
    held = draft.holdings(row.plan, row.year)
    there = set(row.targets.values_list("criterion_id", flat=True))
    for criterion in draft.criteria_in(row).exclude(pk__in=there):
        if draft.needs_target(held.get(criterion.pk), row.year):
            yield Point(
                f"{criterion} er kommet til, siden kladden blev begyndt.", PLAN, is_needed=True
            )
    known = row.allocations.values("allocation")
    for allocation in (
        draft.allocations_in(row).exclude(pk__in=known).select_related("staff_role", "activity")
    ):
        yield Point(
            f"{allocation} er kommet til, siden kladden blev begyndt.", PLAN, is_needed=True
        )
    copied = set(row.milestones.values_list("copied_from_id", flat=True))
    for milestone in draft.milestones_to_copy(row.plan, row.year):
        if milestone.pk not in copied:
            yield Point(
                f"Milepælen »{milestone.name}« er kommet til i {row.year - 1}.",
                PLAN,
                is_needed=False,
            )
