"""The status note to the steering group: one plan, one reporting period, frozen."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Self

from activities.hours import HoursLine, hours_summary
from activities.models import Plan
from activities.progress import PlanProgress, plan_progress
from core.danish import MONTHS, capital, long_day, weekday
from core.lights import Light
from core.periods import Period
from governance.models import Meeting
from milestones.progress import MilestoneState, milestone_states
from reporting.data import areas, exceptions, method, milestones, reading, sentences
from reporting.data.parts import (
    AreaPart,
    Coming,
    Decision,
    ExceptionRow,
    Explained,
    HoursRow,
    MilestoneRow,
)
from reporting.data.snapshot import Snapshot

STRIP_AREAS = 8
DASH = "–"


@dataclass(frozen=True)
class StatusNote(Snapshot):
    """Everything the note prints. Words and whole numbers only; rendered without another look at the plan.

    `resume` is the lead's own comment with `resume_by`, or sentences from data; `facts` stand under a comment.
    `as_of` is the day the data are of: the period's last, or the day of the order while it still runs.
    """

    kind: ClassVar[str] = "status_note"

    plan: str
    years: str
    place: str
    association: str
    estates: tuple[str, ...]
    is_demo: bool
    period: str
    period_name: str
    period_word: str
    previous_name: str
    next_name: str
    as_of: date
    is_preliminary: bool
    meeting: str
    resume: str
    resume_by: str
    facts: str
    decisions: tuple[Decision, ...]
    exceptions: tuple[ExceptionRow, ...]
    areas: tuple[AreaPart, ...]
    following: int
    measured: int
    criteria: int
    milestones_reached: int
    milestones_total: int
    whole_plan: tuple[MilestoneRow, ...]
    roles: tuple[HoursRow, ...]
    hours: HoursRow
    coming: tuple[Coming, ...]
    measurements: tuple[Coming, ...]
    next_meeting: str
    method: tuple[Explained, ...]

    @property
    def unmeasured(self) -> int:
        return self.criteria - self.measured

    @property
    def has_strip(self) -> bool:
        """Whether the areas are few enough to stand side by side on the first page."""
        return len(self.areas) <= STRIP_AREAS

    @property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """Every sign in the note: shape and word."""
        idle = "Ikke startet eller ikke målt"
        shown = [light for light in Light if light is not Light.NOT_MEASURED]
        return tuple((light.css, idle if light is Light.NOT_STARTED else light.label) for light in shown)

    @classmethod
    def build(cls, plan: Plan, period: Period, *, today: date) -> Self:
        """The note of `plan` for one of its reporting periods as of its last day, or `today` before that.

        A fixed number of queries (15), whatever the size of the plan.
        """
        as_of, is_over = min(period.end, today), today > period.end
        progress = plan_progress(plan, as_of)
        hours = hours_summary(plan, period.start, as_of)
        states = milestone_states(plan, as_of, progress.figures)
        comments = reading.comments(plan, [period])
        meetings = reading.steering_meetings(plan, period.end)
        around = areas.Around(
            plan=plan,
            period=period,
            is_over=is_over,
            previous=previous_lights(plan, period),
            hours=hours.areas,
            comments=comments,
            states=areas.states_by_area(states, progress),
        )
        facts = sentences_of(progress, states, period, hours.total)
        reached, total = milestones.reached(states, period)
        return cls(
            plan=plan.name,
            years=plan.years,
            place=plan.place,
            association=plan.association,
            estates=reading.estates(plan),
            is_demo=plan.is_demo,
            period=period.label,
            period_name=period.short_label,
            period_word=plan.get_reporting_period_display(),
            previous_name=milestones.name_beside(period.previous(), period) if around.previous else "",
            next_name=period.next().label,
            as_of=as_of,
            is_preliminary=not is_over,
            meeting=reading.meeting_text(meetings[0]) if meetings else "",
            resume=comments.whole or facts,
            resume_by=comments.whole_by,
            facts=facts if comments.whole else "",
            decisions=(*milestones.decisions(states, period), *exceptions.discussion(progress)),
            exceptions=exceptions.exception_rows(progress, comments.criteria),
            areas=tuple(areas.area_part(area, place, around) for place, area in enumerate(progress.areas)),
            following=progress.following,
            measured=progress.measured,
            criteria=sum(1 for _ in progress.figures),
            milestones_reached=reached,
            milestones_total=total,
            whole_plan=around.milestone_rows(None),
            roles=tuple(hours_row(line) for line in hours.roles),
            hours=hours_row(hours.total) if hours.roles else HoursRow(hours.total.name, *[DASH] * 4),
            coming=tuple(milestones.coming(states, period, is_over=is_over)),
            measurements=tuple(measurements(progress, period.next())),
            next_meeting=next_meeting_text(meetings[1:]),
            method=method.explained(plan),
        )


def previous_lights(plan: Plan, period: Period) -> dict[int, Light]:
    """Each area's light at the end of the period before; {} in the plan's first."""
    end = period.previous().end
    if end < plan.starts_on:
        return {}
    return {area.pk: area.light for area in plan_progress(plan, end).areas}


def sentences_of(progress: PlanProgress, states: list[MilestoneState], period: Period, hours: HoursLine) -> str:
    """What the figures say, in a few sentences."""
    reached, total = milestones.reached(states, period)
    left = sum(s.period.end < period.start and s.is_open for s in states)
    said = [
        sentences.criteria(progress),
        *sentences.areas(progress),
        sentences.milestones(reached, total, left, period.short_label),
        sentences.hours(hours),
    ]
    return " ".join(said)


def hours_row(line: HoursLine) -> HoursRow:
    return HoursRow(line.name, line.weekly_text, line.planned_text, line.used_text, line.deviation_text)


def measurements(progress: PlanProgress, following: Period) -> list[Coming]:
    """The criteria that are to be measured once, in a month of the next period."""
    months = range(following.start.month, following.end.month + 1)
    due = [
        (figure, activity)
        for activity in progress.activities
        for figure in activity.figures
        if figure.criterion.rhythm != "running" and figure.criterion.measured_in_month in months
    ]
    return [
        Coming(
            due=capital(MONTHS[(figure.criterion.measured_in_month or 1) - 1]),
            name=f"{activity.name}: {figure.criterion.name[:1].lower()}{figure.criterion.name[1:]}",
            activity=activity.code,
            remark=figure.criterion.method,
        )
        for figure, activity in sorted(due, key=lambda pair: pair[0].criterion.measured_in_month or 0)
    ]


def next_meeting_text(meetings: list[Meeting]) -> str:
    """ "Styregruppens næste møde er tirsdag den 26. november 2013; materialet skal være klar den 19. november." """
    if not meetings:
        return ""
    meeting = meetings[0]
    text = f"Styregruppens næste møde er {weekday(meeting.on)} den {long_day(meeting.on)}"
    if meeting.forum.material_days is None:
        return f"{text}."
    ready = meeting.on - timedelta(days=meeting.forum.material_days)
    return f"{text}; materialet skal være klar den {long_day(ready, year=ready.year != meeting.on.year)}."
