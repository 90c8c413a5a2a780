"""How the plan is steered in the demo: seats, meetings and their papers, money, adjustments, and
what is followed.

Nobody decides alone: a demo without a koordinator has none of it but the newsletters.
"""

from collections.abc import Iterator
from functools import partial

from demo.acts import Act
from demo.drawing import Year
from demo.steering import (
    changes,
    following,
    meetings,
    money,
    turn,
)
from demo.steering.day import on_day


def steering_acts(year: Year) -> Iterator[Act]:
    """Every act of the year's steering up to the day the demo has come to."""
    for issue in year.script.steering.issues:
        yield from following.issue(year, issue)
    if year.cast.coordinator is None:
        return
    told = year.script.steering
    if told.seats:
        yield from on_day(year, (1, 2), 9, 0, partial(meetings.seat, year))
    for session in meetings.sessions(year):
        yield from meetings.session(year, session)
    if told.money:
        yield from money.money(year, told.money)
    if year.goes_on:
        yield from money.onward(year)
        yield from turn.turn(year)
    for number, change in enumerate(told.changes, start=1):
        yield from changes.change(year, number, change)
    for danger in told.risks:
        yield from following.risk(year, danger)
    for heir in told.heirs:
        yield from on_day(year, heir.on, 11, 0, partial(following.anchor, year, heir))
    for review in told.reviews:
        yield from following.review(year, review)
    for deal in told.deals:
        yield from on_day(year, deal.on, 10, 0, partial(following.agree, year, deal))
    for answer in told.answers:
        yield from on_day(year, answer.on, 10, 15, partial(following.answer, year, answer))
    yield from on_day(year, told.figures_on, 9, 30, partial(following.figures, year))
    for judged in told.judgements:
        yield from on_day(
            year,
            judged.on,
            12,
            0,
            partial(following.judge, year, judged.on, judged.step, judged.why),
        )
