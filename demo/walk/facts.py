"""What holds of the figures themselves, and of what is closed or issued, on every day."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Sum

from activities.models import HoursEntry, PeriodLock, Plan, Registration
from activities.progress.read import plan_progress
from core.lights import Light
from core.periods import Period
from governance.models import Spending
from milestones.models import Milestone, Status
from milestones.progress.read import milestone_states
from reporting.models import Report


def figures_add_up(plan: Plan, day: date) -> Iterator[str]:
    """Tallene stemmer ikke (counts do not add up)."""
    progress = plan_progress(plan, day)
    figures = tuple(progress.figures)
    if sum(len(area.figures) for area in progress.areas) != len(figures):
        yield "områdernes kriterier er ikke planens"
    if progress.following > progress.measured or progress.measured > len(figures):
        yield f"{progress.following} følger, {progress.measured} målt, {len(figures)} i alt"
    if sum(area.following for area in progress.areas) != progress.following:
        yield "områdernes »følger planen« giver ikke planens"


def nothing_is_late_before_it_was_due(plan: Plan, day: date) -> Iterator[str]:
    """Forsinket, før noget skulle være der (Forsinket before anything was due)."""
    figures = tuple(plan_progress(plan, day).figures)
    for figure in figures:
        if figure.light is Light.DELAYED and not figure.expected:
            yield f"{figure.criterion.code} er Forsinket; intet er ventet endnu. {figure.reason}"
    for state in milestone_states(plan, day, figures):
        early = state.period.end >= day and state.status not in (Status.DELAYED, Status.PARTLY)
        if state.light in (Light.DELAYED, Light.AT_RISK) and early and state.is_live:
            yield f"{state.code} er {state.light.label} i {state.period.label}. {state.fact}"


@dataclass
class Kept:
    """What closed periods and issued reports held when they were first seen."""

    periods: dict[str, tuple[object, ...]] = field(default_factory=dict)
    reports: dict[str, str] = field(default_factory=dict)

    def moved(self, plan: Plan) -> Iterator[str]:
        """Noget i en lukket periode eller en udsendt rapport er ændret (something closed or
        issued has moved)."""
        for lock in PeriodLock.objects.filter(plan=plan, reopened_at=None):
            now = _held(plan, lock.period)
            if self.periods.setdefault(lock.period.code, now) != now:
                yield f"{lock.period.label}: {self.periods[lock.period.code]} er nu {now}"
        issued = Report.objects.filter(plan=plan).issued()
        for pk, snapshot in issued.values_list("pk", "snapshot"):
            text = json.dumps(snapshot, sort_keys=True).encode()
            now_hash = hashlib.sha256(text).hexdigest()
            if self.reports.setdefault(str(pk), now_hash) != now_hash:
                yield f"rapport {pk} er ikke, som den blev udsendt"


def _held(plan: Plan, period: Period) -> tuple[object, ...]:
    """Registrations by criterion, hours, money, and milestones reached: all a lock promises."""
    days = (period.start, period.end)
    rows = Registration.objects.filter(plan=plan, on__range=days).counting()
    by_criterion = rows.order_by().values_list("criterion").annotate(Sum("value"), Sum("base"))
    weeks = tuple(day - timedelta(days=3) for day in days)  # a week lies where its Thursday does
    hours = HoursEntry.objects.filter(plan=plan, week__range=weeks).aggregate(all=Sum("hours"))
    money = Spending.objects.filter(line__budget__plan=plan, period=period).aggregate(
        all=Sum("spent")
    )
    reached = Milestone.objects.filter(plan=plan, status=Status.REACHED, reached_on__range=days)
    return (
        tuple(sorted(by_criterion)),
        hours["all"],
        money["all"],
        tuple(reached.order_by("code").values_list("code", "reached_on")),
    )
