"""What a mail of each kind looks like: the real sentences about rows that are made up and never
saved."""

from collections.abc import Callable
from datetime import date

from accounts.models import Role, User
from governance.models import Forum, ForumKind, Meeting
from reminders.cast import Cast
from reminders.kinds import REMINDERS
from reminders.occasion import NOTICE, Ask, Standing
from reporting.emails import course
from reporting.emails.letters import Words
from reporting.models import State


def example(standing: Standing, kind: str, today: date) -> tuple[User, Words]:
    """Somebody who might get a mail of this kind, and what it would say."""
    cast = _cast(standing, today)
    if kind in list(Ask):
        reminder = REMINDERS[Ask(kind)]
        return cast.person(reminder.role), reminder.example(cast)
    role, words = COURSE[kind]
    return cast.person(role), words(cast)


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


# The mails of a note's way (reporting.emails.course): to whom, and what they might say.
COURSE: dict[str, tuple[Role, Callable[[Cast], Words]]] = {
    "handed_over": (
        Role.SOCIAL_COORDINATOR,
        lambda cast: course.say_handed_over(
            cast.note(State.READY), "Timerne for juni kommer i næste uge."
        ),
    ),
    "sent_back": (
        Role.SECRETARIAT_LEAD,
        lambda cast: course.say_sent_back(
            cast.note(State.DRAFT),
            cast.coordinator.name,
            "Skriv, hvorfor servicebesøgene er bagud.",
        ),
    ),
    "issued": (Role.SECRETARIAT_LEAD, lambda cast: course.say_issued(cast.note(State.ISSUED))),
}
