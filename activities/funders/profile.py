"""A funder's profile: what it asks each year, by when, and what it holds back till then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from activities.funders import files
from activities.models import AskedDirection, AskedKind, AskedReturn, Plan
from activities.models.funder import day_of_year
from activities.planfile.funder_tables import FUNDER, RETURNS
from activities.planfile.read import PlanFile, read_into
from core.danish import capital, word


@dataclass(frozen=True)
class Demand:
    """One return that is asked for each year.

    Its deadline is so many months after the year's end, or a day of the year after; without
    either the funder names none, and it is due when the last of the others is.
    """

    kind: str
    direction: str = AskedDirection.BACK
    months_after: int | None = None
    due_on: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        return AskedKind(self.kind).label

    @property
    def is_ahead(self) -> bool:
        return self.direction == AskedDirection.AHEAD

    @property
    def names_day(self) -> bool:
        return self.months_after is not None or bool(self.due_on)

    def own_deadline(self, year: int) -> date | None:
        """The last day for the return of `year`, where the funder names one."""
        if self.months_after is not None:
            month = date(year + 1 + self.months_after // 12, self.months_after % 12 + 1, 1)
            return month - timedelta(days=1)
        return day_of_year(self.due_on, year + 1) if self.due_on else None


@dataclass(frozen=True)
class Profile:
    """A funder, and what it asks. `is_known`: its file is there; `is_own`: the plan has a list of
    its own."""

    key: str
    name: str
    money: str = ""
    portal: str = ""
    account: str = ""
    held_back: str = ""
    source: str = ""
    demands: tuple[Demand, ...] = ()
    is_known: bool = True
    is_own: bool = False

    def asked(self, plan: Plan, year: int) -> tuple[Demand, ...]:
        """What is asked of the plan for `year`: of a year it runs in; what looks ahead only where
        it goes on."""
        if not plan.starts_on.year <= year <= plan.ends_on.year:
            return ()
        goes_on = year < plan.ends_on.year
        return tuple(one for one in self.demands if goes_on or not one.is_ahead)

    def held_text(self, count: int) -> str:
        """ "Udbetalingerne holdes tilbage, til alle tre er inde."; "" where nothing is."""
        if not self.held_back or not count:
            return ""
        all_of_it = {1: "den", 2: "begge"}.get(count, f"alle {word(count)}")
        return f"{capital(self.held_back)} holdes tilbage, til {all_of_it} er inde."

    def deadline(self, plan: Plan, year: int) -> date | None:
        """When all of it is to be in; None where the funder names no day."""
        days = [one.own_deadline(year) for one in self.asked(plan, year)]
        return max((day for day in days if day), default=None)


def profile_of(plan: Plan) -> Profile:
    """The plan's funder, with the plan's own list where it has one. One query."""
    profile = find(plan.funder)
    own = tuple(_demand(row) for row in plan.asked_returns.all())
    return profile if not own else _with(profile, own)


def find(key: str) -> Profile:
    """The profile of that name; one that asks nothing where its file is gone. Raises
    PlanFileError for a file that is not in order (`manage.py check` tells of it first)."""
    path = files.paths().get(key)
    if path is None:
        return Profile(key=key, name=key, is_known=False)
    return _kept(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _kept(path: Path, changed_at: int) -> Profile:
    return read(path.read_bytes(), path.stem)


def read(data: bytes, key: str) -> Profile:
    """A profile's file. Raises PlanFileError with every fault, each with its line, in Danish."""
    file = read_into(PlanFile(FUNDER, [RETURNS]), data)
    head = {field.key: file.plan[field.key] for field in FUNDER.fields}
    return Profile(key=key, **head, demands=demands(file))


def demands(file: PlanFile) -> tuple[Demand, ...]:
    return tuple(
        Demand(**{field.key: entry[field.key] for field in RETURNS.fields})
        for entry in file.of(RETURNS)
    )


def _demand(row: AskedReturn) -> Demand:
    return Demand(row.kind, row.direction, row.months_after, row.due_on, row.note)


def _with(profile: Profile, own: Iterable[Demand]) -> Profile:
    return Profile(**{**vars(profile), "demands": tuple(own), "is_own": True})
