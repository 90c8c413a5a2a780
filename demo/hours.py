"""The year's hours, week by week, each post written by the one who holds it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from activities import actions
from activities.models import Activity, StaffAllocation, StaffRole
from demo.acts import Act, moment
from demo.calendar import spread, weight
from demo.drawing import Year

Week = dict[tuple[Activity, StaffRole], Decimal]
HALF = Decimal("0.5")
FRIDAY = timedelta(days=4)
LATE = timedelta(weeks=2)


def hours_acts(year: Year) -> Iterator[Act]:
    """One entry of the week's hours, on its Friday, for each post and week up to the day the
    demo has come to."""
    allocations = StaffAllocation.objects.filter(activity__plan=year.plan).select_related(
        "activity", "staff_role"
    )
    by_post: dict[StaffRole, list[StaffAllocation]] = defaultdict(list)
    for allocation in allocations.order_by("staff_role__position", "activity__position", "pk"):
        by_post[allocation.staff_role].append(allocation)
    for post, rows in by_post.items():
        for monday, week in _weeks_of(year, post, rows).items():
            entries = {key: (hours, None) for key, hours in week.items()}
            is_late = monday in weeks_missing(year, post)
            yield Act(
                moment(monday + FRIDAY + (LATE if is_late else timedelta()), 15, 30),
                partial(
                    actions.log_hours,
                    year.plan,
                    week=monday,
                    entries=entries,
                    by=year.cast.of(post),
                ),
            )


def weeks_missing(year: Year, post: StaffRole) -> list[date]:
    """The weeks a post has not written where the script ends."""
    told = [monday for monday in _mondays(year, year.told_to) if monday <= year.told_to]
    return told[len(told) - year.script.weeks_missing.get(post.code, 0) :]


def _weeks_of(year: Year, post: StaffRole, rows: list[StaffAllocation]) -> dict[date, Week]:
    told_to = year.told_to
    mondays = _mondays(year, max(told_to, year.until))
    told = [monday for monday in mondays if monday <= told_to]
    written = told[: len(told) - len(weeks_missing(year, post))]
    weeks: dict[date, Week] = defaultdict(dict)
    for allocation, total in _totals(year, post, rows, len(told)).items():
        rng = year.chance("hours", post.code, allocation.activity.code)
        likely = [_week_weight(monday) * rng.uniform(0.85, 1.15) for monday in written]
        halves = spread(int(total / HALF), likely)
        weekly = int((allocation.hours_min + allocation.hours_max) / 2 / HALF)
        later = [monday for monday in mondays if monday > told_to]
        if year.goes_on:  # what was missing is written after all
            later = [*told[len(written) :], *later]
        amounts = [
            *zip(written, halves, strict=True),
            *((monday, round(weekly * _week_weight(monday))) for monday in later),
        ]
        for monday, amount in amounts:
            if amount and year.upto(monday + FRIDAY):
                weeks[monday][(allocation.activity, post)] = amount * HALF
    return weeks


def _totals(
    year: Year, post: StaffRole, rows: list[StaffAllocation], weeks: int
) -> dict[StaffAllocation, Decimal]:
    """Hours used on each activity up to the day the script tells to: as it says, else near the
    allocation."""
    fixed = {row: year.script.hours_of.get((post.code, row.activity.code)) for row in rows}
    mean = {row: (row.hours_min + row.hours_max) / 2 for row in rows}
    if post.code not in year.script.hours:
        pace = Decimal(str(round(year.chance("pace", post.code).uniform(0.92, 1.03), 2)))
        return {row: fixed[row] or mean[row] * weeks * pace for row in rows}
    left = year.script.hours[post.code] - sum(
        (hours for hours in fixed.values() if hours), Decimal()
    )
    free = [row for row in rows if not fixed[row]]
    parts = spread(int(left / HALF), [float(mean[row]) for row in free])
    shared = dict(zip(free, (part * HALF for part in parts), strict=True))
    return {row: fixed[row] or shared[row] for row in rows}


def _mondays(year: Year, last: date) -> list[date]:
    """The Mondays of the year's ISO weeks up to `last`, within the plan."""
    first = date.fromisocalendar(year.year, 1, 1)
    found = [first + timedelta(weeks=n) for n in range(53)]
    plan = year.plan
    return [
        monday
        for monday in found
        if monday <= last
        and plan.starts_on - timedelta(6) <= monday <= plan.ends_on
        and (monday + timedelta(3)).year == year.year
    ]


def _week_weight(monday: date) -> float:
    """Staff work most of the holidays; only three weeks in July and the holy days are thin."""
    if monday.isocalendar().week in (28, 29, 30):
        return 0.35
    return 0.85 if weight(monday + timedelta(3)) < 1 else 1.0
