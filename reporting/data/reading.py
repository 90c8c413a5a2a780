"""What both reports read besides figures: comments of a period, estates, the steering group's
meetings."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from activities.models import Estate, PeriodComment, Plan
from core.danish import clock_time, long_day, number
from core.periods import Period
from governance.models import ForumKind, Meeting
from reporting.data.sentence import Desk, Rewritten
from reporting.models import NoteText


@dataclass(frozen=True)
class Comments:
    """What people wrote about a period: the whole plan, areas and criteria (by pk)."""

    whole: str = ""
    whole_by: str = ""
    areas: dict[int, str] = field(default_factory=dict)
    criteria: dict[int, str] = field(default_factory=dict)


def comments(plan: Plan, periods: Iterable[Period]) -> Comments:
    """The comments of the periods; where several speak of the same thing, the latest period's.
    One query."""
    rows = PeriodComment.objects.filter(plan=plan, period__in=list(periods)).select_related("by")
    whole, areas, criteria = None, {}, {}
    for row in sorted(rows, key=lambda row: (row.period, row.pk)):
        if row.criterion_id:
            criteria[row.criterion_id] = row.text
        elif row.focus_area_id:
            areas[row.focus_area_id] = row.text
        else:
            whole = row
    if whole is None:
        return Comments(areas=areas, criteria=criteria)
    by = f"{whole.by.name}, {long_day(timezone.localtime(whole.at).date())}"
    return Comments(whole.text, by, areas, criteria)


def estates(plan: Plan) -> tuple[str, ...]:
    """ "463-0 Akacieparken, 394 lejemål" for each estate. One query."""
    rows = Estate.objects.filter(plan=plan).values_list("code", "name", "dwellings")
    return tuple(f"{code} {name}, {number(dwellings)} lejemål" for code, name, dwellings in rows)


def steering_meetings(plan: Plan, after: date) -> list[Meeting]:
    """The steering group's next two meetings after a day: the one that treats the note, and the
    next. One query."""
    ahead = Meeting.objects.of_plan(plan).ahead(after + timedelta(days=1), ForumKind.STEERING_GROUP)
    return list(ahead.select_related("forum")[:2])


def meeting_text(meeting: Meeting) -> str:
    """ "27. august 2013 kl. 16.00"."""
    return (
        f"{long_day(meeting.on)} kl. {clock_time(meeting.starts_at)}"
        if meeting.starts_at
        else long_day(meeting.on)
    )


def desk(plan: Plan, period: Period) -> Desk:
    """The period's sentences that people have put in other words. One query."""
    rows = NoteText.objects.filter(plan=plan, period=period).values_list(
        "key", "text", "base", "by__name"
    )
    return Desk({key: Rewritten(text, base, by) for key, text, base, by in rows})
