"""Which years' returns are to be in, and by when: cheap to ask, of pages that only mention it."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from activities.funders.profile import Demand, Profile, profile_of
from activities.models import AskedDirection, Plan
from core.danish import capital, common, listing
from core.periods import Period
from reporting.kinds.base import KindOfReport, answering
from reporting.models import Report, ReportKind

NOTICE_MONTHS = 3


@dataclass(frozen=True)
class Asked:
    """One return that is asked for: of which period, and the kind of report that answers it."""

    demand: Demand
    kind: KindOfReport
    period: Period


@dataclass(frozen=True)
class Due:
    """A year's returns that are not all in: how many are, by when they are to be, what is held
    back. `deadline` None: the funder names no day."""

    year: int
    deadline: date | None
    names: tuple[str, ...]
    sent: int
    held: str

    @property
    def begins(self) -> date:
        """The first day it is to be thought of: a quarter before the deadline."""
        return months_before(self.deadline) if self.deadline else date(self.year + 1, 1, 1)

    def days_left(self, today: date) -> int | None:
        """Below 0 when it is late."""
        return (self.deadline - today).days if self.deadline else None

    @property
    def how_far(self) -> str:
        """ "Én af tre er inde."."""
        count = common(self.sent) if self.sent else "ingen"
        return f"{capital(count)} af {common(len(self.names))} er inde."

    @property
    def what(self) -> str:
        """ "målopfyldelse og milepælsplan"."""
        return listing(self.names)


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


def months_before(day: date, months: int = NOTICE_MONTHS) -> date:
    """The same day so many months earlier, or that month's last."""
    month = day.year * 12 + day.month - 1 - months
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
