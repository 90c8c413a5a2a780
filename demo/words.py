"""What the lead says and decides: comments, changed lights, closed periods, meetings."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from activities import actions
from activities.models import SuccessCriterion
from core.lights import Light
from core.periods import Period
from demo.acts import Act, moment
from demo.registrations import Year
from demo.script import day_of
from governance.models import Forum, Meeting
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.actions import produce as making
from reporting.models import Report, ReportKind

CLOSED_AFTER = timedelta(days=10)
REMARK = "Timerne for to uger mangler stadig; de ændrer ikke konklusionen."


def word_acts(year: Year) -> Iterator[Act]:
    """Comments and changed lights, each on its day."""
    yield from _comments(year)
    areas = {area.code: area for area in year.plan.focus_areas.all()}
    for code, changes in year.script.lights.items():
        for change in changes:
            on = day_of(year.year, change.on)
            if change.area in areas and year.upto(on):
                light, area = Light(change.light), areas[change.area]
                yield Act(
                    moment(on, 13, 5),
                    partial(
                        actions.override_light,
                        area,
                        Period.parse(code),
                        light=light,
                        reason=change.reason,
                        by=year.cast.lead,
                    ),
                )


def _comments(year: Year) -> Iterator[Act]:
    areas = {area.code: area for area in year.plan.focus_areas.all()}
    criteria = {c.code: c for c in SuccessCriterion.objects.filter(activity__plan=year.plan)}
    for code, sayings in year.script.comments.items():
        for said in sayings:
            on, area, criterion = (
                day_of(year.year, said.on),
                areas.get(said.area),
                criteria.get(said.criterion),
            )
            found = (not said.area or area) and (not said.criterion or criterion)
            if found and year.upto(on):
                write = partial(
                    actions.write_comment,
                    year.plan,
                    Period.parse(code),
                    text=said.text,
                    focus_area=area,
                    criterion=criterion,
                    by=year.cast.lead,
                )
                yield Act(moment(on, 14, 20), write)


def closing_acts(year: Year) -> Iterator[Act]:
    """Each reporting period that is over is closed on its day, or ten days after its end."""
    for period in year.plan.periods(year.year):
        told = year.script.closed.get(period.code)
        on = day_of(year.year, told) if told else period.end + CLOSED_AFTER
        within = period.start <= year.plan.ends_on and period.end >= year.plan.starts_on
        if year.upto(on) and within:
            yield Act(
                moment(on, 16, 0),
                partial(actions.close_period, year.plan, period, by=year.cast.lead),
            )


def note_acts(year: Year) -> Iterator[Act]:
    """The notes that were issued: handed over by the lead the day before, issued by the
    koordinator, and made."""
    for code, month_day in year.script.issued.items():
        on = day_of(year.year, month_day)
        if year.cast.coordinator and year.upto(on):
            yield Act(
                moment(on - timedelta(days=1), 15, 10),
                partial(_hand_over, year, Period.parse(code)),
            )
            yield Act(moment(on, 10, 25), partial(_issue, year, Period.parse(code)))


def _hand_over(year: Year, period: Period) -> None:
    note = ordering.order(year.plan, ReportKind.STATUS_NOTE, period, by=year.cast.lead)
    course.hand_over(note, by=year.cast.lead, shown=note.snapshot_hash, remark=REMARK)


def _issue(year: Year, period: Period) -> None:
    note = Report.objects.get(plan=year.plan, kind=ReportKind.STATUS_NOTE, period=period)
    note = course.issue(note, by=year.cast.coordinator, shown=note.snapshot_hash)
    making.produce(note.pk)


def hold_meetings(year: Year) -> int:
    """Enter the year's meetings, those to come as well. Returns how many are new."""
    new, gatherings = 0, year.script.steering.gatherings
    for forum in Forum.objects.filter(plan=year.plan, code__in=year.script.meetings):
        for month_day in year.script.meetings[forum.code]:
            on = day_of(year.year, month_day)
            told = gatherings.get(forum.code)
            where = (
                {"starts_at": told.starts_at, "ends_at": told.ends_at, "place": told.place}
                if told
                else {}
            )
            _, made = Meeting.objects.get_or_create(forum=forum, on=on, defaults=where)
            new += made
    return new
