"""What a reminder is: to whom it goes, in which days, when it has its point, and what it says."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from accounts.models import Role, User
from activities.models import Plan
from core import clock, outbox
from core.models import Message
from core.outbox import Letter
from core.periods import Period
from governance.models import Meeting
from reminders.cast import Cast
from reminders.occasion import DAY, NOTICE, Ask, Occasion, Standing, period_for
from reminders.words import relative
from reporting.emails.kinds import Kind
from reporting.emails.letters import Words, about, letter
from reporting.models import State

LAST_CALL = timedelta(days=2)

Still = Callable[[Message], tuple[Standing, Occasion] | tuple[None, None]]


class Reminder(ABC):
    """`mail` says what it is called and opens with, `condition` when it is sent at all."""

    ask: ClassVar[Ask]
    role: ClassVar[Role]
    mail: ClassVar[Kind]
    condition: ClassVar[str] = ""

    def of_period(self, period: Period) -> Iterator[Occasion]:
        """What the end of a period asks for."""
        yield from ()

    def of_meeting(self, plan: Plan, meeting: Meeting) -> Iterator[Occasion]:
        """What a meeting of the steering or the reference group asks for."""
        yield from ()

    def of_plan(self, standing: Standing) -> Iterator[Occasion]:
        """What the plan itself asks for, whatever meets or ends; also after its last day."""
        yield from ()

    def heading(self, standing: Standing, occasion: Occasion, today: date) -> tuple[str, str]:
        """What its mail stands under where it is about no meeting, and a line about it."""
        period = occasion.period
        if period is None:
            return "Perioden slutter", ""
        verb = "sluttede" if period.end < today else "slutter"
        title = f"{period.short_label} {verb} {relative(period.end, today)}"
        return title, "Så laver systemet kladden til statusnotatet."

    def has_point(self, note: State | None) -> bool:
        """Whether there is something to say, with the note this far; None when nobody has begun
        it."""
        return True

    def is_said(self, standing: Standing, occasion: Occasion) -> bool:
        """It is for each who has the role."""
        return bool(standing.readers(occasion)) and not standing.untold(occasion)

    def awaited_by(self, standing: Standing, occasion: Occasion) -> Iterable[User]:
        """Who is still to get it."""
        return standing.untold(occasion)

    def coming(self, standing: Standing, occasion: Occasion, today: date) -> tuple[str, str]:
        """When it will be sent, and on which condition, in words."""
        return relative(max(occasion.first, today), today), self.condition

    def keep(self, standing: Standing, occasion: Occasion, today: date) -> int:
        """Do what the date asks for; how many mails are new."""
        return self.post(
            standing.plan, occasion, standing.untold(occasion), {"plan": standing.plan.pk}
        )

    def post(
        self, plan: Plan, occasion: Occasion, people: Iterable[User], data: dict[str, object]
    ) -> int:
        """Put the mail to each person in the outbox; how many are new."""
        filed = about(plan)
        return sum(
            outbox.post(self.ask.value, occasion.key(plan, user), to=user, about=filed, data=data)
            for user in people
        )

    def write(self, message: Message, still: Still) -> Letter | None:
        """The mail as it is sent; None when it has lost its point. `still` finds the occasion it
        is about."""
        standing, occasion = still(message)
        if standing is None or occasion is None:
            return None
        words = self.say(standing, occasion, clock.today())
        return letter(message.to, standing.plan, message.kind, words) if words else None

    @abstractmethod
    def say(self, standing: Standing, occasion: Occasion, today: date) -> Words | None:
        """What it says of the plan as it stands; None for nothing."""

    @abstractmethod
    def example(self, cast: Cast) -> Words:
        """What it might say."""

    def occasion(
        self,
        first: date,
        last: date,
        due: date,
        period: Period | None = None,
        meeting: Meeting | None = None,
        step: str = "",
    ) -> Occasion:
        return Occasion(self.ask, self.role, first, last, due, period, meeting, step)

    def invented(self, cast: Cast, *, is_steering: bool = True) -> Occasion:
        """The occasion of the example: today, about the next meeting."""
        meeting = cast.meetings[is_steering]
        return self.occasion(cast.today, cast.today, meeting.material_on, cast.period, meeting)


@dataclass(frozen=True)
class Before:
    """The days before a steering meeting that treats the note of a period. Nothing is said of a
    period before it is over, nor on the day of the meeting, but that the material is due where
    that is the very day."""

    meeting: Meeting
    period: Period

    @property
    def over(self) -> date:
        return self.period.end + DAY

    @property
    def eve(self) -> date:
        return self.meeting.on - DAY

    @property
    def notice(self) -> date:
        return max(self.meeting.on - NOTICE, self.over)

    @property
    def due(self) -> date:
        return max(self.meeting.material_on, self.over)

    @property
    def late(self) -> date:
        return self.due + DAY

    @property
    def last_call(self) -> date:
        return self.meeting.on - LAST_CALL


class NoteReminder(Reminder):
    """A reminder of the note a steering meeting treats."""

    def of_meeting(self, plan: Plan, meeting: Meeting) -> Iterator[Occasion]:
        period = period_for(plan, meeting) if meeting.is_of_steering_group else None
        if period:
            before = Before(meeting, period)
            for first, last, step in self.days(before):
                yield self.occasion(first, last, before.due, period, meeting, step)

    @abstractmethod
    def days(self, before: Before) -> Iterator[tuple[date, date, str]]:
        """From which day until which, and the step that tells two of the same kind apart."""
