"""Next year's meetings, proposed from this year's: the same week and weekday, but where the day
is taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from activities.models import Plan
from core import bound
from core.danish import capital, long_day, weekday
from core.holidays import holiday
from governance.meetings.meetings.actions import closed_year
from governance.models import Forum, Meeting

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Proposed:
    """A meeting of this year and its day next year; `skipped` says why it is left out."""

    meeting: Meeting
    on: date
    skipped: str
    remark: str

    @property
    def text(self) -> str:
        return f"{capital(weekday(self.on))} den {long_day(self.on)}"

    @property
    def was(self) -> str:
        return f"{weekday(self.meeting.on)} den {long_day(self.meeting.on)}"


@dataclass(frozen=True)
class Proposal:
    year: int
    lines: tuple[Proposed, ...]

    @property
    def kept(self) -> tuple[Proposed, ...]:
        return tuple(line for line in self.lines if not line.skipped)

    def texts(self) -> dict[str, str]:
        return bound.texts((f"{line.meeting.forum}, {line.was}", line.text) for line in self.kept)

    def token(self) -> str:
        return bound.token(self.texts())


def propose(plan: Plan, year: int, fora: Iterable[Forum]) -> Proposal:
    """The meetings of `year` of these fora, in the same week and on the same weekday of the year
    after."""
    meetings = Meeting.objects.live().filter(forum__in=list(fora), on__year=year)
    meetings = meetings.select_related("forum__plan").order_by("on", "forum__position", "pk")
    taken = set(
        Meeting.objects.filter(forum__in=list(fora), on__year=year + 1).values_list("forum", "on")
    )
    closed = {
        p: closed_year(p, date(year + 1, 1, 1))
        for p in {meeting.forum.plan for meeting in meetings}
    }
    return Proposal(year + 1, tuple(_proposed(meeting, taken, closed) for meeting in meetings))


def _proposed(meeting: Meeting, taken: set[tuple[int, date]], closed: dict[Plan, str]) -> Proposed:
    """Adds the day to `taken`: of two that fall on one day the first has it."""
    on, plan = same_week_next_year(meeting.on), meeting.forum.plan
    skipped = ""
    if not plan.starts_on <= on <= plan.ends_on:
        skipped = "Planen er slut."
    elif (meeting.forum_id, on) in taken:
        skipped = "Forummet har allerede et møde den dag."
    elif closed[plan]:
        skipped = closed[plan]
    else:
        taken.add((meeting.forum_id, on))
    return Proposed(meeting, on, skipped, capital(holiday(on)))


def same_week_next_year(on: date) -> date:
    """The same weekday in the week of the same number, in the next calendar year. Week 53 may
    have to be 52."""
    iso = on.isocalendar()
    last = date(iso.year + 1, 12, 28).isocalendar().week
    moved = date.fromisocalendar(iso.year + 1, min(iso.week, last), iso.weekday)
    while moved.year < on.year + 1:
        moved += WEEK
    while moved.year > on.year + 1:
        moved -= WEEK
    return moved
