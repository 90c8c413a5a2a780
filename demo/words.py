"""What the lead says and decides: comments, changed lights, closed periods, meetings."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from activities import actions
from activities.models import PeriodComment, SuccessCriterion
from activities.progress.read import plan_progress
from core.lights import Light
from core.periods import Period
from demo.acts import Act, moment
from demo.drawing import Year
from demo.milestones import tell_late
from demo.phrases import BEHIND, REMARK, WHOLE
from demo.quarters import closing_day, issuing_day, periods_of
from demo.script import day_of
from governance.models import Forum, Meeting
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.actions import produce as making
from reporting.models import Report, ReportKind
from reporting.readiness.checks import off_track
from reporting.readiness.returns import is_due

TOLD_REMARK = "Timerne for to uger mangler stadig; de ændrer ikke konklusionen."


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
    """Each reporting period that is over is closed on its day, or ten days after its end. Where
    no script tells of it, what is late and behind is explained the day before."""
    for period in periods_of(year):
        on = closing_day(year, period)
        if year.goes_on and period.code not in year.script.closed:
            eve = on - timedelta(days=1)
            yield Act(moment(eve, 14, 30), partial(tell_late, year, period))
            yield Act(moment(eve, 14, 40), partial(_explain, year, period))
        if year.upto(on):
            yield Act(
                moment(on, 16, 0),
                partial(actions.close_period, year.plan, period, by=year.cast.lead),
            )


def _explain(year: Year, period: Period) -> None:
    """Say what the note and the year's return ask for: of the whole, of each criterion behind,
    and of each that has no figure and should."""
    rng, plan = year.chance("explain", period.code), year.plan
    said = PeriodComment.objects.filter(plan=plan, period=period)
    write = partial(actions.write_comment, plan, period, by=year.cast.lead)
    if not said.filter(criterion=None, focus_area=None).exists():
        write(text=rng.choice(WHOLE))
    figures = tuple(plan_progress(plan, period.end).figures)
    empty = [f for f in figures if f.target is not None and f.actual is None and is_due(f)]
    behind = {f.criterion.pk for f in (*off_track(figures), *empty)}
    explained = set(said.values_list("criterion", flat=True))
    for pk in sorted(behind - explained):
        write(text=rng.choice(BEHIND), criterion=SuccessCriterion.objects.get(pk=pk))


def note_acts(year: Year) -> Iterator[Act]:
    """The notes that were issued: handed over by the lead the day before, issued by the
    koordinator, and made."""
    for period in periods_of(year):
        on = issuing_day(year, period)
        is_issued = year.goes_on or period.code in year.script.issued
        if year.cast.coordinator and is_issued and year.upto(on):
            eve = on - timedelta(days=1)
            yield Act(moment(eve, 15, 10), partial(_hand_over, year, period))
            yield Act(moment(on, 10, 25), partial(_issue, year, period))


def _hand_over(year: Year, period: Period) -> None:
    note = ordering.order(year.plan, ReportKind.STATUS_NOTE, period, by=year.cast.lead)
    told = period.code in year.script.issued
    remark = TOLD_REMARK if told else REMARK
    course.hand_over(note, by=year.cast.lead, shown=note.snapshot_hash, remark=remark)


def _issue(year: Year, period: Period) -> None:
    note = Report.objects.get(plan=year.plan, kind=ReportKind.STATUS_NOTE, period=period)
    note = course.issue(note, by=year.cast.coordinator, shown=note.snapshot_hash)
    if not year.goes_on:  # else the worker makes it, when there is one
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
