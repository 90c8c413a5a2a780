"""How the year's milestones go."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from core.periods import Period
from demo.acts import Act, moment
from demo.calendar import draw_days
from demo.registrations import WEEKDAYS, Year
from demo.script import MilestoneCourse, day_of
from milestones import actions
from milestones.models import Milestone, Status


def milestone_acts(year: Year) -> Iterator[Act]:
    """Every word said about the year's milestones up to the day the demo has come to."""
    for milestone in Milestone.objects.filter(plan=year.plan).select_related("plan", "activity"):
        if milestone.period.start.year != year.year:
            continue
        course = year.script.milestones.get(milestone.code)
        if course is None and not year.script.milestones:
            course = _drawn_course(year, milestone)
        if course:
            yield from (
                act for act in _acts(year, milestone, course) if act.at.date() <= year.until
            )


def _drawn_course(year: Year, milestone: Milestone) -> MilestoneCourse | None:
    """Nine of ten are reached in their period; of the others nobody has said anything yet."""
    rng, period = year.chance("milestone", milestone.code), milestone.period
    if rng.random() > 0.9:
        return None
    days = [period.start + timedelta(days=n) for n in range(period.days)]
    day: date = draw_days(rng, days, 1, WEEKDAYS)[0]
    if day > year.until:
        return None
    return MilestoneCourse(
        reached=(day.month, day.day), short_reason="Aktiviteten er i gang; resten er på vej."
    )


def _acts(year: Year, milestone: Milestone, course: MilestoneCourse) -> Iterator[Act]:
    by = year.cast.lead
    said = day_of(year.year, course.said_on or course.reached or (1, 1))
    if course.moved_to:
        move = partial(
            actions.move, milestone, to=Period.parse(course.moved_to), reason=course.reason, by=by
        )
        yield Act(moment(said, 10, 15), move)
    if course.decided and year.cast.coordinator:
        on = day_of(year.year, course.decided)
        decide = partial(actions.decide_move, milestone, on=on, by=year.cast.coordinator)
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
