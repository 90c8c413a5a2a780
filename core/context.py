"""What every page knows: the day, and whether it is a demo's."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core import clock
from core.danish import day, long_day


def site(request: HttpRequest) -> dict[str, Any]:
    """`today` and `today_text` for every page; `demo_day` where the day is pretended, else
    empty."""
    today = clock.today()
    return {
        "today": today,
        "today_text": day(today),
        "demo_day": long_day(today) if settings.DEMO_DATE else "",
    }
