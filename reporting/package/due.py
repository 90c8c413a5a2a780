"""Which years' returns are to be in, and by when: cheap to ask, of pages that only mention it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from activities.funders.profile import Demand, Profile, profile_of
from activities.models import AskedDirection, Plan
from core.periods import Period
from reporting.kinds.base import KindOfReport, answering
from reporting.models import Report, ReportKind
from reporting.package.rules import Due


@dataclass(frozen=True)
class Asked:
    """One return that is asked for: of which period, and the kind of report that answers it."""

    demand: Demand
    kind: KindOfReport
    period: Period


def asked(plan: Plan, year: int, profile: Profile) -> tuple[Asked, ...]:
    """What is asked of the plan for `year`, each with what answers it, in the funder's order."""
    found = []
    for demand in profile.asked(plan, year):
        kind = answering(demand.kind, demand.direction)
        if kind is not None:
            ahead = demand.direction == AskedDirection.AHEAD
            found.append(Asked(demand, kind, Period.year(year + ahead)))
    return tuple(found)


def is_in(report: Report) -> bool:
    """Whether it was sent: noted, or reported on its own."""
    return report.is_issued and (report.sent_on is not None or not report.is_sealed)


def due(plan: Plan, today: date) -> list[Due]:
    """The years whose returns are not all in and are to be thought of, the oldest first. Two
    queries."""
    return [one for one in open_years([plan], today)[plan.pk] if one.begins <= today]


def open_years(plans: Sequence[Plan], today: date) -> dict[int, list[Due]]:
    """By plan (pk): the years that have begun and whose returns are not all in, the oldest first.
    Two queries, however many plans."""
    prefetch_related_objects(plans, "asked_returns")
    sent = sent_returns(plans)
    return {plan.pk: list(_open(plan, today, sent[plan.pk])) for plan in plans}


def sent_returns(plans: Iterable[Plan]) -> defaultdict[int, set[tuple[str, Period]]]:
    """By plan (pk): kind and period of each return that is in. One query."""
    rows = Report.objects.issued().filter(plan__in=plans).exclude(kind=ReportKind.STATUS_NOTE)
    found: defaultdict[int, set[tuple[str, Period]]] = defaultdict(set)
    for row in rows.defer("snapshot", "handed_over", "words"):
        if is_in(row):
            found[row.plan_id].add((row.kind, row.period))
    return found


def _open(plan: Plan, today: date, sent: set[tuple[str, Period]]) -> Iterator[Due]:
    profile = profile_of(plan)
    for year in range(plan.starts_on.year, min(plan.ends_on.year, today.year) + 1):
        wanted = asked(plan, year, profile)
        count = sum((one.kind.kind, one.period) in sent for one in wanted)
        if count < len(wanted):
            yield Due(
                year,
                profile.deadline(plan, year),
                tuple(one.demand.name for one in wanted),
                count,
                profile.held_text(len(wanted)),
            )
