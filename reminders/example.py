"""What a mail of each kind looks like: the real sentences about rows that are made up and never saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from accounts.models import Role, User
from activities.models import Plan
from core import clock
from core.periods import Period
from governance.models import Forum, ForumKind, Meeting
from reminders import emails as calendar
from reminders.calendar import (
    NOTICE,
    Ask,
    Occasion,
    Standing,
    period_for,
)
from reporting.emails import course
from reporting.emails.letters import Words
from reporting.models import Report, ReportKind, State

POINTS = ("2 kriterier bagud mangler en forklaring", "Den samlede vurdering er ikke skrevet")


@dataclass(frozen=True)
class Cast:
    """Who and what the examples are about: the plan's own people and next meetings where it has them."""

    plan: Plan
    lead: User
    coordinator: User
    meetings: Mapping[bool, Meeting]
    today: date

    @property
    def period(self) -> Period:
        began = self.plan.period_of(max(self.today, self.plan.starts_on))
        return period_for(self.plan, self.meetings[True]) or began

    def note(self, state: State) -> Report:
        return Report(
            pk=uuid5(NAMESPACE_URL, self.plan.slug),
            plan=self.plan,
            kind=ReportKind.STATUS_NOTE,
            period=self.period,
            revision=1,
            number=1,
            state=state,
            data_as_of=self.period.end,
            ready_by=self.lead,
            ready_at=clock.now(),
            issued_at=clock.now(),
        )

    def occasion(self, ask: Ask) -> Occasion:
        meeting = self.meetings[ask != Ask.GROUP_MATERIAL]
        return Occasion(ask, self.today, self.today, meeting.material_on, self.period, meeting)


def example(standing: Standing, kind: str, today: date) -> tuple[User, Words]:
    """Somebody who might get a mail of this kind, and what it would say."""
    cast = _cast(standing, today)
    is_to_coordinator = kind in ("handed_over", Ask.LATE)
    return cast.coordinator if is_to_coordinator else cast.lead, WORDS[kind](cast)


def _cast(standing: Standing, today: date) -> Cast:
    def person(role: Role, name: str) -> User:
        return next(iter(standing.people.get(role, ())), User(name=name))

    def meeting(kind: ForumKind) -> Meeting:
        found = (m for m in standing.meetings if m.forum.kind == kind)
        return next(found, Meeting(forum=Forum(plan=standing.plan, kind=kind), on=today + NOTICE))

    return Cast(
        standing.plan,
        person(Role.SECRETARIAT_LEAD, "Sekretariatslederen"),
        person(Role.SOCIAL_COORDINATOR, "Koordinatoren"),
        {True: meeting(ForumKind.STEERING_GROUP), False: meeting(ForumKind.REFERENCE_GROUP)},
        today,
    )


def _late(cast: Cast) -> Words:
    return calendar.say_late(cast.plan, cast.occasion(Ask.LATE), cast.note(State.READY), [cast.lead], cast.today)


def _material_due(cast: Cast) -> Words:
    occasion, note = cast.occasion(Ask.MATERIAL_DUE), cast.note(State.DRAFT)
    return calendar.say_material_due(cast.plan, occasion, note, POINTS, occasion.due)


WORDS: dict[str, Callable[[Cast], Any]] = {
    "draft_made": lambda cast: calendar.say_draft_made(cast.note(State.DRAFT)),
    "missing": lambda cast: calendar.say_missing(cast.plan, cast.occasion(Ask.MISSING), POINTS, cast.today),
    "material_due": _material_due,
    "handed_over": lambda cast: course.say_handed_over(cast.note(State.READY), "Timerne for juni kommer i næste uge."),
    "sent_back": lambda cast: course.say_sent_back(
        cast.note(State.DRAFT), cast.coordinator.name, "Skriv, hvorfor servicebesøgene er bagud."
    ),
    "late": _late,
    "issued": lambda cast: course.say_issued(cast.note(State.ISSUED)),
    "group_material": lambda cast: calendar.say_group_material(
        cast.plan, cast.occasion(Ask.GROUP_MATERIAL), cast.today
    ),
}
