"""The week's sheet of hours: activities down, staff roles across, what is planned and what is
written.

A week is named by its Monday; in addresses as `2013-35` (ISO year and week).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from activities.hours import THURSDAY, exact_span
from activities.models import Activity, HoursEntry, Plan, StaffAllocation, StaffRole
from core import clock
from core.danish import listing, short_day

WEEK = timedelta(days=7)
CODE = re.compile(r"(\d{4})-W?(\d{1,2})", re.ASCII)
Key = tuple[int, int]  # activity pk, staff role pk


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_code(monday: date) -> str:
    """ "2013-35"; the year is the ISO year, so 30 December 2013 is 2014-01."""
    year, week, _ = monday.isocalendar()
    return f"{year}-{week:02}"


def read_week(text: str) -> date:
    """The Monday of "2013-35" or of a browser's "2013-W35". Raises ValueError in Danish."""
    match = CODE.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError
        return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        raise ValueError(
            f"»{text.strip()[:20]}« er ikke en uge. Skriv år og uge, fx 2013-35."
        ) from None


def week_label(monday: date) -> str:
    """ "uge 35"; with its year where that is not this year's."""
    year, week, _ = monday.isocalendar()
    return f"uge {week}" if year == clock.today().isocalendar().year else f"uge {week}, {year}"


def week_days(monday: date) -> str:
    """ "26.8.–1.9.2013"."""
    sunday = monday + timedelta(days=6)
    return f"{short_day(monday)}–{short_day(sunday)}{sunday.year}"


@dataclass(frozen=True)
class Hours:
    """A least and a most of planned hours a week."""

    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)

    def __add__(self, other: "Hours") -> "Hours":
        return Hours(self.low + other.low, self.high + other.high)

    @property
    def text(self) -> str:
        """ "10", "1–2"."""
        return exact_span(self.low, self.high)


@dataclass(frozen=True)
class Cell:
    """One role on one activity in the week. `entry` is what is written; None where nothing is."""

    activity: Activity
    role: StaffRole
    planned: Hours | None
    entry: HoursEntry | None

    @property
    def key(self) -> Key:
        return self.activity.pk, self.role.pk

    @property
    def name(self) -> str:
        return f"t-{self.activity.pk}-{self.role.pk}"

    @property
    def label(self) -> str:
        return f"{self.activity}, {self.role}"


@dataclass(frozen=True)
class Sheet:
    """A week: the roles shown, the activities they have hours on, and the cells between them."""

    plan: Plan
    week: date
    roles: tuple[StaffRole, ...]
    activities: tuple[Activity, ...]
    cells: dict[Key, Cell]

    def row(self, activity: Activity) -> list[Cell | None]:
        return [self.cells.get((activity.pk, role.pk)) for role in self.roles]

    def column(self, role: StaffRole) -> list[Cell]:
        return [cell for cell in self.cells.values() if cell.role == role]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is written in the week."""
        return all(cell.entry is None for cell in self.cells.values())


def written(cells: Iterable[Cell | None]) -> Decimal:
    return sum((cell.entry.hours for cell in cells if cell and cell.entry), Decimal(0))


def planned(cells: Iterable[Cell | None]) -> Hours:
    return sum((cell.planned for cell in cells if cell and cell.planned), Hours())


def read_sheet(plan: Plan, week: date, roles: Sequence[StaffRole]) -> Sheet:
    """The sheet of a week for `roles`: every allocation, and whatever else is written. Three
    queries."""
    allocations = StaffAllocation.objects.filter(activity__plan=plan, staff_role__in=roles)
    allocations = allocations.select_related("activity").prefetch_related("revisions")
    entries = HoursEntry.objects.filter(plan=plan, week=week, staff_role__in=roles).select_related(
        "activity"
    )
    by_role = {role.pk: role for role in roles}
    activities: dict[int, Activity] = {}
    plans: dict[Key, Hours] = {}
    found: dict[Key, HoursEntry] = {}
    for row in allocations:
        if not runs_in(row, plan, week):
            continue
        activities[row.activity_id] = row.activity
        plans[row.activity_id, row.staff_role_id] = Hours(*row.hours_on(week + THURSDAY))
    for entry in entries:
        activities[entry.activity_id] = entry.activity
        found[entry.activity_id, entry.staff_role_id] = entry
    ordered = sorted(activities.values(), key=lambda a: (a.position, a.pk))
    cells = {
        (activity.pk, role_pk): Cell(
            activity, role, plans.get((activity.pk, role_pk)), found.get((activity.pk, role_pk))
        )
        for activity in ordered
        for role_pk, role in by_role.items()
        if (activity.pk, role_pk) in plans or (activity.pk, role_pk) in found
    }
    used = [role for role in roles if any(key[1] == role.pk for key in cells)]
    return Sheet(plan, week, tuple(used), tuple(ordered), cells)


def runs_in(row: StaffAllocation, plan: Plan, week: date) -> bool:
    """Whether the allocation has a day in the week, as hours count it (activities.hours): while
    plan, activity and allocation run. Reads `activity`."""
    starts = (plan.starts_on, row.starts_on, row.activity.starts_on)
    ends = (plan.ends_on, row.ends_on, row.activity.ends_on)
    first, last = max(filter(None, starts)), min(filter(None, ends))
    return first <= week + timedelta(days=6) and week <= last


# Weeks without hours


@dataclass(frozen=True)
class MissingWeek:
    """A week that is over and in which some role has written nothing."""

    code: str
    label: str
    who: str


def missing_weeks(plan: Plan, roles: Sequence[StaffRole], until: date) -> list[MissingWeek]:
    """The weeks of `until`'s year, before its week, in which a role with planned hours has none
    written.

    Newest first. Two queries beside the roles'.
    """
    start = max(monday_of(plan.starts_on), date.fromisocalendar(until.isocalendar().year, 1, 1))
    end = min(monday_of(until), monday_of(plan.ends_on) + WEEK)
    rows = HoursEntry.objects.filter(plan=plan, week__gte=start, week__lt=end, staff_role__in=roles)
    have: dict[date, set[int]] = defaultdict(set)
    for week, role_pk in rows.order_by().values_list("week", "staff_role_id").distinct():
        have[week].add(role_pk)
    asked = list(
        StaffAllocation.objects.filter(activity__plan=plan, staff_role__in=roles).select_related(
            "activity"
        )
    )
    found = []
    week = end - WEEK
    while week >= start:
        due = {row.staff_role_id for row in asked if runs_in(row, plan, week)}
        lacking = [role for role in roles if role.pk in due and role.pk not in have[week]]
        if lacking:
            found.append(MissingWeek(week_code(week), week_label(week), _who(lacking, roles)))
        week -= WEEK
    return found


def _who(lacking: Sequence[StaffRole], roles: Sequence[StaffRole]) -> str:
    if len(lacking) == len(roles):
        return "ingen timer" if len(roles) == 1 else "ingen timer fra nogen"
    names = [role.name[:1].lower() + role.name[1:] for role in lacking]
    return f"mangler {listing(names)}"
