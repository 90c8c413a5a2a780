"""The risks open as of a day, what changed since an earlier one, and what was closed in between."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from activities.models import Plan
from activities.presenting import WHOLE_PLAN
from governance.models import Risk


@dataclass(frozen=True)
class RiskLine:
    """An open risk as of a day. `weight` is 1-9; `before` is its weight the day it is held
    against, None where it was not open then."""

    pk: int
    title: str
    area: str
    likelihood: str
    impact: str
    weight: int
    before: int | None
    consequence: str
    action: str
    function: str
    seen_on: date

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def change(self) -> int:
        """How much heavier (above 0) or lighter (below 0) it has become; 0 for a new one."""
        return 0 if self.before is None else self.weight - self.before


@dataclass(frozen=True)
class ClosedRisk:
    pk: int
    title: str
    closed_on: date
    closed_why: str


@dataclass(frozen=True)
class Risks:
    """The risks open as of a day, the weightiest first, and those that were open on an earlier
    day and closed since."""

    open: tuple[RiskLine, ...]
    closed: tuple[ClosedRisk, ...]


def risks_on(plan: Plan, on: date, since: date) -> Risks:
    """The risks open on the day `on`, each beside how it was on the day `since`, and those closed
    in between. One query.

    A judgement counts from the day it was made (`seen_on`), not from the day it was written down.
    """
    versions: dict[int, list[Any]] = defaultdict(list)
    kept = Risk.history.filter(plan=plan).select_related("focus_area").order_by("-history_id")
    for version in kept:
        versions[version.id].append(version)
    lines, closed = [], []
    for found in versions.values():
        if found[0].history_type == "-":
            continue
        now, before = _judged(found, on), _judged(found, since)
        if _is_open(now, on):
            lines.append(_risk(now, before if _is_open(before, since) else None))
        elif now and now.closed_on > since:
            closed.append(ClosedRisk(now.id, now.title, now.closed_on, now.closed_why))
    return Risks(
        tuple(sorted(lines, key=lambda line: (-line.weight, line.title))),
        tuple(sorted(closed, key=lambda risk: (risk.closed_on, risk.pk))),
    )


def _judged(versions: Sequence[Any], on: date) -> Any:
    """Of a risk's versions, newest first, the one that says how it was on `on`; None before it was
    seen.

    A closing counts from its day. That it was taken up again counts, with all that came after, from
    when it was.
    """
    held, reopened, older = None, date.min, None
    for version in reversed(versions):
        if older is not None and older.closed_on and not version.closed_on:
            reopened = localdate(version.history_date)
        if max(version.seen_on, version.closed_on or date.min, reopened) <= on:
            held = version
        older = version
    return held


def _is_open(version: Any, on: date) -> bool:
    return version is not None and (version.closed_on is None or version.closed_on > on)


def _risk(version: Any, before: Any) -> RiskLine:
    return RiskLine(
        pk=version.id,
        title=version.title,
        area=version.focus_area.name if version.focus_area_id else WHOLE_PLAN,
        likelihood=version.get_likelihood_display(),
        impact=version.get_impact_display(),
        weight=version.likelihood * version.impact,
        before=before.likelihood * before.impact if before else None,
        consequence=version.consequence,
        action=version.action,
        function=version.function,
        seen_on=version.seen_on,
    )
