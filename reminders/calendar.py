"""What the plan's dates ask for: of whom, from which day until which. Rules alone: nothing is read
or sent here.

The steering group treats the status note of the newest period that ended before its meeting; the
sekretariatsleder hands the material on to the koordinator a week before (the plan text, 8.1
Styregruppen). The reference group's material goes from the sekretariatsleder to the members (8.2
Følgegruppen). What will be sent (the page) and what is sent today (actions.keep_calendar) are both
read off `ahead`; whom, when and which words is one class for each (reminders.kinds). A rule says
from which day until which it holds, so a tick may come late, twice, or not for days.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from accounts.models import User
from reminders.kinds import REMINDERS
from reminders.occasion import DAY, Occasion, Standing


def ahead(standing: Standing, today: date) -> list[Occasion]:
    """What will be asked for, from today on and the first first, if nothing is done meanwhile."""
    return [
        occasion
        for occasion in _occasions(standing, today)
        if not REMINDERS[occasion.ask].is_said(standing, occasion)
    ]


def asked_today(standing: Standing, today: date) -> list[Occasion]:
    """What is asked for today and has not been said to all it is for."""
    return [occasion for occasion in ahead(standing, today) if occasion.is_on(today)]


def still_asked(standing: Standing, key: str, user: User, today: date) -> Occasion | None:
    """The occasion of the mail with `key`, when it still has its point and the person still has
    the role."""
    mine = (
        o for o in _occasions(standing, today) if o.is_on(today) and user in standing.readers(o)
    )
    return next((occasion for occasion in mine if occasion.key(standing.plan, user) == key), None)


def _occasions(standing: Standing, today: date) -> list[Occasion]:
    """All that has its point as things are, said or not: while the plan runs, and of what the
    plan itself asks for also after."""
    plan = standing.plan
    found = (
        replace(o, first=max(o.first, plan.starts_on), last=min(o.last, plan.ends_on))
        for o in (*_periods(standing, today), *_meetings(standing))
    )
    own = (o for reminder in REMINDERS.values() for o in reminder.of_plan(standing))
    both = (*found, *own)
    held = [o for o in both if o.first <= o.last and o.last >= today and _has_point(standing, o)]
    return sorted(held, key=lambda occasion: occasion.first)


def _has_point(standing: Standing, occasion: Occasion) -> bool:
    return REMINDERS[occasion.ask].has_point(standing.note(occasion))


def _periods(standing: Standing, today: date) -> Iterator[Occasion]:
    """Of the period that has ended, and of the one that is on."""
    now = standing.plan.period_of(today)
    for period in (now.previous(), now):
        if period.end >= standing.plan.starts_on:
            for reminder in REMINDERS.values():
                yield from reminder.of_period(period)


def _meetings(standing: Standing) -> Iterator[Occasion]:
    """Each forum's meetings; what one asks for begins when the one before it is over."""
    begins: dict[int, date] = {}
    for meeting in standing.meetings:
        free = begins.get(meeting.forum_id, date.min)
        for reminder in REMINDERS.values():
            for occasion in reminder.of_meeting(standing.plan, meeting):
                yield replace(occasion, first=max(occasion.first, free))
        begins[meeting.forum_id] = meeting.on + DAY
