"""What a date asks for, and how a plan stands: what the rules of the calendar speak of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from accounts.models import Role, User
from activities.models import Plan
from core.periods import Period
from governance.models import Meeting
from reporting.models import State
from reporting.package.rules import Due

DAY = timedelta(days=1)
NOTICE = timedelta(days=14)


class Ask(StrEnum):
    """What a date asks for; each is also the kind of mail that says so (reminders.kinds)."""

    DRAFT_MADE = "draft_made"
    MISSING = "missing"
    MATERIAL_DUE = "material_due"
    LATE = "late"
    GROUP_MATERIAL = "group_material"
    RETURNS_DUE = "returns_due"


@dataclass(frozen=True)
class Standing:
    """How a plan stands: what the rules need to know of it.

    `meetings`: those of steering and reference groups from today on, the first first, each with its
    forum. `notes`: how far each period's status note is; a period that has an issued edition is
    issued. `people`: who has the roles today. `told`: the keys of the calendar's mails that were
    ever put in the outbox. `returns`: the years whose returns to the funder are not in.
    """

    plan: Plan
    meetings: tuple[Meeting, ...]
    notes: Mapping[Period, State]
    people: Mapping[Role, tuple[User, ...]]
    told: frozenset[str]
    returns: tuple[Due, ...] = ()

    def note(self, occasion: "Occasion") -> State | None:
        """How far the occasion's status note is; None when nobody has begun it."""
        return self.notes.get(occasion.period) if occasion.period else None

    def readers(self, occasion: "Occasion") -> tuple[User, ...]:
        """Who has the role the occasion speaks to."""
        return self.people.get(occasion.role, ())

    def untold(self, occasion: "Occasion") -> list[User]:
        """Those of them who have not got its mail."""
        return [
            user
            for user in self.readers(occasion)
            if occasion.key(self.plan, user) not in self.told
        ]


@dataclass(frozen=True)
class Occasion:
    """One thing asked for, from the day `first` until and with the day `last`.

    `due`: the day the material is to be ready; of a draft the day it is made. `step` tells two of
    the same kind about the same meeting apart.
    """

    ask: Ask
    role: Role
    first: date
    last: date
    due: date
    period: Period | None = None
    meeting: Meeting | None = None
    step: str = ""

    def is_on(self, today: date) -> bool:
        return self.first <= today <= self.last

    def key(self, plan: Plan, user: User) -> str:
        """What makes its mail to one person unique. A meeting is its forum and its date: moved,
        it is another."""
        return f"{self.stem(plan)}:{user.pk}"

    def stem(self, plan: Plan) -> str:
        """What the keys of its mails to all persons begin with."""
        about = f"{self.meeting.forum_id}@{self.meeting.on}" if self.meeting else str(self.period)
        return ":".join(filter(None, (self.ask.value, str(plan.pk), about, self.step)))


def period_for(plan: Plan, meeting: Meeting) -> Period | None:
    """The newest reporting period that ended before a meeting; None where that is not one of the
    plan's."""
    period = plan.period_of(meeting.on).previous()
    return period if period.end >= plan.starts_on and period.start <= plan.ends_on else None
