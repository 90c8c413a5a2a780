"""What is still missing in the note, two weeks before the steering group meets."""

from collections.abc import Iterator
from datetime import date

from accounts.models import Role
from activities.models import Plan
from core.danish import quantity
from reminders.cast import POINTS, Cast
from reminders.kinds.base import Before, NoteReminder
from reminders.occasion import DAY, NOTICE, Ask, Occasion, Standing
from reminders.words import material_when, missing_points, of_period
from reporting.emails.kinds import Kind
from reporting.emails.letters import Words, page_link
from reporting.models import State


class Missing(NoteReminder):
    ask = Ask.MISSING
    role = Role.SECRETARIAT_LEAD
    condition = "Hvis noget mangler"
    mail = Kind(
        "Det mangler til notatet",
        "14 dage før styregruppens møde, hvis noget mangler",
        "sekretariatslederen",
        "Styregruppen mødes snart, og statusnotatet er ikke helt klar. Her er, hvad der mangler.",
        number=2,
    )

    def days(self, before: Before) -> Iterator[tuple[date, date, str]]:
        """Once the material is due, that mail says what is missing; where it was due before, it
        is said again."""
        is_due_before = before.due < before.meeting.on - NOTICE
        yield before.notice, before.eve if is_due_before else before.due - DAY, ""

    def has_point(self, note: State | None) -> bool:
        return note in (None, State.DRAFT)

    def coming(self, standing: Standing, occasion: Occasion, today: date) -> tuple[str, str]:
        """How much is missing now, where the period is over."""
        when, condition = super().coming(standing, occasion, today)
        if occasion.period is None or occasion.period.end >= today:
            return when, condition
        points = len(missing_points(standing.plan, occasion, today))
        condition += f". Nu mangler {quantity(points, 'punkt', 'punkter') if points else 'intet'}"
        return when if points or not occasion.is_on(today) else "når noget mangler", condition

    def keep(self, standing: Standing, occasion: Occasion, today: date) -> int:
        return (
            super().keep(standing, occasion, today)
            if missing_points(standing.plan, occasion, today)
            else 0
        )

    def say(self, standing: Standing, occasion: Occasion, today: date) -> Words | None:
        points = missing_points(standing.plan, occasion, today)
        return words(standing.plan, occasion, points, today) if points else None

    def example(self, cast: Cast) -> Words:
        return words(cast.plan, self.invented(cast), POINTS, cast.today)


def words(plan: Plan, occasion: Occasion, points: tuple[str, ...], today: date) -> Words:
    """`points`: the check list's own words for what is missing."""
    return Words(
        f"{plan}: det mangler til statusnotatet{of_period(occasion.period)}",
        material_when(occasion, today),
        "Se, hvad der mangler",
        page_link(plan, occasion.period),
        points,
    )
