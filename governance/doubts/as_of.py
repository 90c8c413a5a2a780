"""Which doubts were open on a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from activities.models import Plan
from activities.progress.figures import Figure
from governance.models import Confirmation


def open_doubts(plan: Plan, figures: Iterable[Figure], on: date) -> dict[int, str]:
    """The doubts of the figures' criteria that nobody had confirmed by the end of `on`, by
    criterion (pk), in the figures' order. One query; none where there is no doubt."""
    doubts = {f.criterion.pk: f.criterion.doubt for f in figures if f.criterion.doubt}
    if not doubts:
        return {}
    held: dict[int, Any] = {}
    versions = Confirmation.history.filter(criterion__activity__plan=plan)
    for version in versions.exclude(history_type="-").order_by("history_id"):
        if localdate(version.history_date) <= on:
            held[version.criterion_id] = version
    return {
        pk: doubt
        for pk, doubt in doubts.items()
        if pk not in held or not Confirmation.settles(held[pk], doubt)
    }
