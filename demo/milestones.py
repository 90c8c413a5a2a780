"""How the year's milestones go."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from core.periods import Period
from demo.acts import Act, moment
from demo.calendar import WEEKDAYS, draw_days
from demo.drawing import Year
from demo.phrases import DROPPED, LATE, MOVED, SHORT
from demo.script import MilestoneCourse, day_of
from milestones import actions, moves
from milestones.models import Milestone, Status


def milestone_acts(year: Year) -> Iterator[Act]:
    """Every word said about the year's milestones up to the day the demo has come to."""
    for milestone in Milestone.objects.filter(plan=year.plan).select_related("plan", "activity"):
        if milestone.period.start.year != year.year:
            continue
        course = year.script.milestones.get(milestone.code)
        if course is None and not year.script.milestones and not year.goes_on:
            course = _drawn_course(year, milestone)
        if course:
            yield from (act for act in _acts(year, milestone, course) if year.upto(act.at.date()))
        if year.goes_on and not (course and course.reached):
            yield from _onward(year, milestone, course or MilestoneCourse())


def _drawn_course(year: Year, milestone: Milestone) -> MilestoneCourse | None:
    """Nine of ten are reached in their period; of the others nobody has said anything yet."""
    rng, period = year.chance("milestone", milestone.code), milestone.period
    if rng.random() > 0.9:
        return None
    days = [period.start + timedelta(days=n) for n in range(period.days)]
    day: date = draw_days(rng, days, 1, WEEKDAYS)[0]
    if day > year.until:
        return None
    return MilestoneCourse(reached=(day.month, day.day), short_reason=SHORT)


def _acts(year: Year, milestone: Milestone, course: MilestoneCourse) -> Iterator[Act]:
    by = year.cast.lead
    said = day_of(year.year, course.said_on or course.reached or (1, 1))
    if course.moved_to:
        move = partial(
            moves.move, milestone, to=Period.parse(course.moved_to), reason=course.reason, by=by
        )
        yield Act(moment(said, 10, 15), move)
    if course.decided and year.cast.coordinator:
        on = day_of(year.year, course.decided)
        decide = partial(moves.decide_move, milestone, on=on, by=year.cast.coordinator)
        yield Act(moment(on, 19, 5), decide)
    if course.status or course.agreed:
        yield Act(moment(said, 10, 40), partial(_update, milestone, course, year))
    if course.reached:
        on = day_of(year.year, course.reached)
        reach = partial(
            actions.reach,
            milestone,
            on=on,
            evidence=course.evidence,
            comment=course.comment,
            short_reason=course.short_reason,
            by=by,
        )
        said_on = min(on + timedelta(days=4), max(on, year.until))  # when the day is registered
        yield Act(moment(said_on, 21, 30), reach)


def _onward(year: Year, milestone: Milestone, told: MilestoneCourse) -> Iterator[Act]:
    """What the script does not tell: most are reached in their period, some a little after it,
    and a few are moved or lapse. Nothing is left to be reached after the plan."""
    if milestone.moves.filter(to_period=milestone.period).exists():
        return  # moved here from the year before, whose acts reach it too
    rng, period = year.chance("onward", milestone.code), milestone.period
    if told.moved_to:
        period = Period.parse(told.moved_to)
    first, way, by = max(period.start, year.untold_from), rng.random(), year.cast.lead
    following = period.next()
    is_last = following.start > year.plan.ends_on
    eve = period.end - timedelta(days=rng.randint(8, 20))
    if (told.agreed and not told.moved_to) or told.moved_to:
        on = day_of(year.year, told.agreed) if told.agreed else period.end - timedelta(days=9)
    elif way < 0.84 or (is_last and way < 0.96):
        on = _working_day(year, rng, first, period.end)
    elif way < 0.92:
        on = _working_day(year, rng, following.start + timedelta(14), following.end)
    elif way < 0.96 and not is_last:
        move = partial(moves.move, milestone, to=following, reason=rng.choice(MOVED), by=by)
        yield Act(moment(eve, 10, 15), move)
        agreed = eve + timedelta(days=5)
        decider = year.cast.coordinator or by
        decide = partial(moves.decide_move, milestone, on=agreed, by=decider)
        yield Act(moment(agreed, 10, 15), decide)
        on = _working_day(year, rng, following.start, following.end)
    else:
        yield Act(
            moment(eve, 10, 15),
            partial(actions.drop, milestone, reason=rng.choice(DROPPED), by=by),
        )
        return
    reach = partial(actions.reach, milestone, on=on, short_reason=SHORT, by=by)
    yield Act(moment(on, 16, 20), reach)


def _working_day(year: Year, rng: Any, first: date, last: date) -> date:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    day: date = draw_days(rng, days, 1, WEEKDAYS)[0]
    return day


def tell_late(year: Year, period: Period) -> None:
    """Say of each milestone of a period that is over that it is delayed, and why."""
    rng = year.chance("late", period.code)
    late = Milestone.objects.filter(plan=year.plan, period=period).select_related("plan")
    for milestone in late.exclude(status__in=(Status.REACHED, Status.DROPPED)):
        actions.update(
            milestone,
            expected_version=milestone.lock_version,
            status=Status.DELAYED,
            evidence=milestone.evidence,
            comment=milestone.comment or rng.choice(LATE),
            by=year.cast.lead,
        )


def _update(milestone: Milestone, course: MilestoneCourse, year: Year) -> None:
    milestone.refresh_from_db(fields=["lock_version"])
    actions.update(
        milestone,
        expected_version=milestone.lock_version,
        status=course.status or Status.NOT_STARTED,
        agreed_on=day_of(year.year, course.agreed) if course.agreed else None,
        evidence=course.evidence,
        comment=course.comment,
        by=year.cast.lead,
    )
