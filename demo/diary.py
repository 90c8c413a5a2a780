"""A demo that goes on: the years of a plan, written day by day as far as the demo has come.

The same plan, seed and people give the same diary, and one that ends earlier is the beginning of
one that ends later. After the plan's last day only what it still owes is done: its last period is
closed, its last note issued, its returns reported.
"""

import heapq
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count

from activities.models import Plan
from core import clock
from demo.acts import Act, moment
from demo.cast import Cast
from demo.drawing import Year
from demo.hours import hours_acts
from demo.milestones import milestone_acts
from demo.registrations import registration_acts
from demo.scripts import OPENS, script_of
from demo.steering import steering_acts
from demo.words import closing_acts, hold_meetings, note_acts, word_acts

DAY = timedelta(days=1)


def live(plan: Plan, *, cast: Cast, until: date, seed: int) -> Iterator[date]:
    """Write the plan's days up to and including `until`; yields each once it is written, with
    nothing written of the next.

    The last is written as on its morning, when the demo opens: no act is later than that. Expects
    a plan without registrations, and marks it as a demo.
    """
    Plan.objects.filter(pk=plan.pk).update(is_demo=True)
    morning, order = moment(until, *OPENS), count()
    ahead: list[tuple[datetime, int, Act]] = []
    day = date(plan.starts_on.year, 1, 1)
    while day <= until:
        if (day.month, day.day) == (1, 1) and day <= plan.ends_on:
            with clock.pretend(moment(day, 0)):
                acts = _acts_of(plan, cast, day.year, seed)
            for act in acts:
                heapq.heappush(ahead, (act.at, next(order), act))
        end = moment(day + DAY, 0)
        while ahead and ahead[0][2].at < end:
            act = heapq.heappop(ahead)[2]
            with clock.pretend(min(act.at, morning)):
                act.do()
        yield day
        day += DAY
    Plan.objects.filter(pk=plan.pk).touch()


def _acts_of(plan: Plan, cast: Cast, year: int, seed: int) -> list[Act]:
    """All of a year, drawn on its first morning: what was decided of it by then stands."""
    last = min(date(year, 12, 31), plan.ends_on)
    drawing = Year(plan, cast, script_of(plan, year), year, last, seed, goes_on=True)
    hold_meetings(drawing)
    return [
        *registration_acts(drawing),
        *hours_acts(drawing),
        *milestone_acts(drawing),
        *word_acts(drawing),
        *steering_acts(drawing),
        *closing_acts(drawing),
        *note_acts(drawing),
    ]
