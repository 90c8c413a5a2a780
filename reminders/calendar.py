"""What the plan's dates ask for: of whom, from which day until which. Rules alone: nothing is read or sent here.

The steering group treats the status note of the newest period that ended before its meeting; the sekretariatsleder
hands the material on to the koordinator a week before (the plan text, 8.1 Styregruppen). The reference group's
material goes from the sekretariatsleder to the members (8.2 Følgegruppen). What will be sent (the page) and what is
sent today (actions.keep_calendar) are both read off `ahead`. A rule says from which day until which it holds, so a
tick may come late, twice, or not for days.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from accounts.models import Role, User
from activities.models import Plan
from core.periods import Period
from governance.models import Meeting
from reporting.models import State

DAY = timedelta(days=1)
DRAFT_DAYS = timedelta(days=14)
NOTICE = timedelta(days=14)
LAST_CALL = timedelta(days=2)


class Ask(StrEnum):
    """What a date asks for; each is also the kind of mail that says so (reporting.emails.KINDS)."""

    DRAFT_MADE = "draft_made"
    MISSING = "missing"
    MATERIAL_DUE = "material_due"
    LATE = "late"
    GROUP_MATERIAL = "group_material"


ROLES = {
    Ask.DRAFT_MADE: Role.SECRETARIAT_LEAD,
    Ask.MISSING: Role.SECRETARIAT_LEAD,
    Ask.MATERIAL_DUE: Role.SECRETARIAT_LEAD,
    Ask.LATE: Role.SOCIAL_COORDINATOR,
    Ask.GROUP_MATERIAL: Role.SECRETARIAT_LEAD,
}


@dataclass(frozen=True)
class Standing:
    """How a plan stands: what the rules need to know of it.

    `meetings`: those of steering and reference groups from today on, the first first, each with its forum.
    `notes`: how far each period's status note is; a period that has an issued edition is issued. `people`: who has
    the roles today. `told`: the keys of the calendar's mails that were ever put in the outbox.
    """

    plan: Plan
    meetings: tuple[Meeting, ...]
    notes: Mapping[Period, State]
    people: Mapping[Role, tuple[User, ...]]
    told: frozenset[str]

    def note(self, occasion: "Occasion") -> State | None:
        """How far the occasion's status note is; None when nobody has begun it."""
        return self.notes.get(occasion.period) if occasion.period else None

    def readers(self, occasion: "Occasion") -> tuple[User, ...]:
        """Who has the role the occasion speaks to."""
        return self.people.get(occasion.role, ())

    def untold(self, occasion: "Occasion") -> list[User]:
        """Those of them who have not got its mail."""
        return [user for user in self.readers(occasion) if occasion.key(self.plan, user) not in self.told]


@dataclass(frozen=True)
class Occasion:
    """One thing asked for, from the day `first` until and with the day `last`.

    `due`: the day the material is to be ready; of a draft the day it is made. `step` tells two of the same kind
    about the same meeting apart.
    """

    ask: Ask
    first: date
    last: date
    due: date
    period: Period | None = None
    meeting: Meeting | None = None
    step: str = ""

    @property
    def role(self) -> Role:
        return ROLES[self.ask]

    def is_on(self, today: date) -> bool:
        return self.first <= today <= self.last

    def key(self, plan: Plan, user: User) -> str:
        """What makes its mail to one person unique. A meeting is its forum and its date: moved, it is another."""
        return f"{self.stem(plan)}:{user.pk}"

    def stem(self, plan: Plan) -> str:
        """What the keys of its mails to all persons begin with."""
        about = f"{self.meeting.forum_id}@{self.meeting.on}" if self.meeting else str(self.period)
        return ":".join(filter(None, (self.ask.value, str(plan.pk), about, self.step)))


def ahead(standing: Standing, today: date) -> list[Occasion]:
    """What will be asked for, from today on and the first first, if nothing is done meanwhile."""
    return [occasion for occasion in _occasions(standing, today) if not _is_said(standing, occasion)]


def asked_today(standing: Standing, today: date) -> list[Occasion]:
    """What is asked for today and has not been said to all it is for."""
    return [occasion for occasion in ahead(standing, today) if occasion.is_on(today)]


def still_asked(standing: Standing, key: str, user: User, today: date) -> Occasion | None:
    """The occasion of the mail with `key`, when it still has its point and the person still has the role."""
    mine = (o for o in _occasions(standing, today) if o.is_on(today) and user in standing.readers(o))
    return next((occasion for occasion in mine if occasion.key(standing.plan, user) == key), None)


def period_for(plan: Plan, meeting: Meeting) -> Period | None:
    """The newest reporting period that ended before a meeting; None where that is not one of the plan's."""
    period = plan.period_of(meeting.on).previous()
    return period if period.end >= plan.starts_on and period.start <= plan.ends_on else None


def _occasions(standing: Standing, today: date) -> list[Occasion]:
    """All that has its point as things are, said or not, while the plan runs."""
    plan = standing.plan
    found = (
        replace(o, first=max(o.first, plan.starts_on), last=min(o.last, plan.ends_on))
        for o in (*_drafts(plan, today), *_meetings(standing))
    )
    held = [o for o in found if o.first <= o.last and o.last >= today and _has_point(standing, o)]
    return sorted(held, key=lambda occasion: occasion.first)


def _has_point(standing: Standing, occasion: Occasion) -> bool:
    note = standing.note(occasion)
    match occasion.ask:
        case Ask.DRAFT_MADE:
            return note is None
        case Ask.MISSING | Ask.MATERIAL_DUE:
            return note in (None, State.DRAFT)
        case Ask.LATE:
            return note != State.ISSUED
    return True


def _is_said(standing: Standing, occasion: Occasion) -> bool:
    """A draft is made once: thrown away, it does not come back. A reminder is for each who has the role."""
    if occasion.ask == Ask.DRAFT_MADE:
        return any(key.startswith(f"{occasion.stem(standing.plan)}:") for key in standing.told)
    return bool(standing.readers(occasion)) and not standing.untold(occasion)


def _drafts(plan: Plan, today: date) -> Iterator[Occasion]:
    """The draft of the period that has ended, within 14 days after its end, and of the one that is on."""
    now = plan.period_of(today)
    for period in (now.previous(), now):
        if period.end >= plan.starts_on:
            first = period.end + DAY
            yield Occasion(Ask.DRAFT_MADE, first, period.end + DRAFT_DAYS, first, period)


def _meetings(standing: Standing) -> Iterator[Occasion]:
    """Each forum's meetings; what one asks for begins when the one before it is over."""
    begins: dict[int, date] = {}
    for meeting in standing.meetings:
        found = _steering(standing.plan, meeting) if meeting.is_of_steering_group else _reference(meeting)
        free = begins.get(meeting.forum_id, date.min)
        yield from (replace(occasion, first=max(occasion.first, free)) for occasion in found)
        begins[meeting.forum_id] = meeting.on + DAY


def _steering(plan: Plan, meeting: Meeting) -> Iterator[Occasion]:
    """What is missing, that it is due, that it is late. Nothing is said of a period before it is over, nor on the
    day of the meeting, but that the material is due where that is the very day."""
    period = period_for(plan, meeting)
    if period is None:
        return
    over, eve = period.end + DAY, meeting.on - DAY
    notice, due = max(meeting.on - NOTICE, over), max(meeting.material_on, over)
    late = due + DAY
    call = max(meeting.on - LAST_CALL, late)
    # Once the material is due, that mail says what is missing; where it was due before, it is said again.
    missing_until = eve if due < meeting.on - NOTICE else due - DAY
    yield Occasion(Ask.MISSING, notice, missing_until, due, period, meeting)
    yield Occasion(Ask.MATERIAL_DUE, due, max(due, eve), due, period, meeting)
    yield Occasion(Ask.LATE, late, meeting.on - LAST_CALL - DAY, due, period, meeting, "due")
    yield Occasion(Ask.LATE, call, eve, due, period, meeting, "call")


def _reference(meeting: Meeting) -> Iterator[Occasion]:
    """The members are to have the material in time: said once, before the meeting."""
    yield Occasion(Ask.GROUP_MATERIAL, meeting.on - NOTICE, meeting.on - DAY, meeting.material_on, meeting=meeting)
