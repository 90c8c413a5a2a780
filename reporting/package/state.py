"""How far a year's returns are: each of them, and the whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from activities.funders.profile import Profile, profile_of
from activities.models import Plan
from core.periods import Period
from reporting import documents
from reporting.actions.order import content_hash
from reporting.data.changes import Change, changes
from reporting.models import Package, Report
from reporting.package.due import Asked, asked, is_in
from reporting.readiness.checks import Allowed, Readiness


@dataclass(frozen=True)
class Part:
    """One return of the package.

    `newest` is its newest edition and `issued` its newest that is frozen, of those the person may
    see; `now` the data that stand now, None where the person makes none. `changed`: what is another
    now than in the newest edition; `waits`: why it cannot be reported yet.
    """

    asked: Asked
    deadline: date | None
    newest: Report | None
    issued: Report | None
    readiness: Readiness | None
    changed: tuple[Change, ...]
    waits: str

    @property
    def is_frozen(self) -> bool:
        return self.newest is not None and self.newest.is_issued

    @property
    def is_in(self) -> bool:
        return self.newest is not None and is_in(self.newest)

    @property
    def missing(self) -> int:
        return len(self.readiness.missing) if self.readiness else 0

    @property
    def is_ready(self) -> bool:
        """Whether it may be sealed as it is: frozen already, or a draft that lacks nothing."""
        if self.is_frozen:
            return True
        return self.newest is not None and not (self.missing or self.waits or self.changed)


@dataclass(frozen=True)
class PackageState:
    """A year's returns. `package`: the newest sealing; `shown` the fingerprint of what sealing
    would freeze."""

    plan: Plan
    profile: Profile
    year: int
    today: date
    deadline: date | None
    parts: tuple[Part, ...]
    package: Package | None
    sealed: tuple[Report, ...]

    @property
    def shown(self) -> str:
        return content_hash(
            [part.newest.snapshot_hash if part.newest else "" for part in self.parts]
        )

    @property
    def is_sealed(self) -> bool:
        """Whether the newest sealing holds the newest edition of each."""
        pks = {row.pk for row in self.sealed}
        return bool(self.parts) and all(
            part.newest is not None and part.is_frozen and part.newest.pk in pks
            for part in self.parts
        )

    @property
    def is_in(self) -> bool:
        return bool(self.parts) and all(part.is_in for part in self.parts)

    @property
    def may_be_sealed(self) -> bool:
        return bool(self.parts) and not self.is_sealed and all(p.is_ready for p in self.parts)

    @property
    def days_left(self) -> int | None:
        return (self.deadline - self.today).days if self.deadline else None


def package_state(
    plan: Plan, year: int, today: date, allowed: Allowed, reports: Any, *, makes: bool
) -> PackageState:
    """How far the returns of `year` are. `reports`: those of all plans the person may see; who
    does not make them (`makes`) is told of what is frozen only."""
    profile = profile_of(plan)
    deadline = profile.deadline(plan, year)
    package = plan.packages.filter(year=year).select_related("sealed_by", "sent_by").last()
    rows = reports if makes else reports.issued()
    parts = tuple(
        _part(plan, one, year, deadline, today, allowed, rows, makes=makes)
        for one in asked(plan, year, profile)
    )
    sealed = sealed_reports(package) if package else ()
    return PackageState(plan, profile, year, today, deadline, parts, package, sealed)


def sealed_reports(package: Package) -> tuple[Report, ...]:
    """In the order they were numbered."""
    return tuple(package.reports.select_related("plan").order_by("number"))


def _part(
    plan: Plan,
    one: Asked,
    year: int,
    deadline: date | None,
    today: date,
    allowed: Allowed,
    rows: Any,
    *,
    makes: bool,
) -> Part:
    found = list(
        rows.filter(plan=plan, kind=one.kind.kind, period=one.period)
        .select_related("plan", "issued_by", "ordered_by")
        .order_by("-revision")
    )
    newest = next(iter(found), None)
    opened = one.kind.opens(plan, one.period) <= today
    asks = makes and opened and not (newest and newest.is_issued)
    return Part(
        asked=one,
        deadline=one.demand.own_deadline(year) or deadline,
        newest=newest,
        issued=next((row for row in found if row.is_issued), None),
        readiness=one.kind.readiness(plan, one.period, today, allowed) if asks else None,
        changed=changed(newest, plan, one.period, today) if makes and newest else (),
        waits=one.kind.waits(plan, one.period, today) if not (newest and newest.is_issued) else "",
    )


def changed(row: Report, plan: Plan, period: Period, today: date) -> tuple[Change, ...]:
    """What a return states and what stands now, where they differ."""
    now = documents.build(plan, row.kind, period, today)
    return changes(documents.read(row.kind, row.snapshot), now)


def earlier_changes(
    plan: Plan, year: int, today: date, reports: Iterable[Report]
) -> dict[str, tuple[Report, tuple[Change, ...]]]:
    """By kind: the newest return of an earlier year, and what of it is another now: what changed
    since the last return."""
    found: dict[str, tuple[Report, tuple[Change, ...]]] = {}
    last: dict[str, Report] = {}
    for row in sorted(reports, key=lambda row: (row.period.end, row.revision)):
        last[row.kind] = row
    for kind, row in last.items():
        found[kind] = (row, changed(row, plan, row.period, today))
    return found
