"""What day it is, in Copenhagen. The only place that asks the machine's clock for a domain date.

A demo may pretend a day (`settings.DEMO_DATE`); the time of day stays the real one. Leases and
time-outs are about the machine, not the plan: they use `django.utils.timezone.now`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

_acting: ContextVar[datetime | None] = ContextVar("acting", default=None)


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Let everything inside happen at `moment` (aware). Only the demo's year is written with it:
    each act is then checked and signed as on its own day. Other threads and requests keep their
    time."""
    token = _acting.set(timezone.localtime(moment))
    try:
        yield
    finally:
        _acting.reset(token)


def today() -> date:
    """Today's date in Copenhagen, or the day a demo pretends."""
    if acting := _acting.get():
        return acting.date()
    return settings.DEMO_DATE or timezone.localdate()


def now() -> datetime:
    """The aware time now in Copenhagen; on a demo's pretended day, with the real time of day."""
    if acting := _acting.get():
        return acting
    moment = timezone.localtime()
    day = today()
    return moment.replace(year=day.year, month=day.month, day=day.day, fold=0)
