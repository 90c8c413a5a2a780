"""What day it is, in Copenhagen. The only place that asks the machine's clock for a domain date.

A demo may pretend a day (`settings.DEMO_DATE`); the time of day stays the real one. Leases and
time-outs are about the machine, not the plan: they use `django.utils.timezone.now`.
"""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Today's date in Copenhagen, or the day a demo pretends."""
    return settings.DEMO_DATE or timezone.localdate()


def now() -> datetime:
    """The aware time now in Copenhagen; on a demo's pretended day, with the real time of day."""
    moment = timezone.localtime()
    day = today()
    return moment.replace(year=day.year, month=day.month, day=day.day, fold=0)
