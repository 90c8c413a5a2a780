"""The material is to be ready today, and the note is not handed over."""

from collections.abc import Iterator
from datetime import date

from accounts.models import Role
from activities.models import Plan
from reminders.cast import POINTS, Cast
from reminders.kinds.base import Before, NoteReminder
from reminders.occasion import Ask, Occasion, Standing
from reminders.words import material_when, missing_points, newest_note, of_period
from reporting.emails.kinds import Kind
from reporting.emails.letters import Words, link, page_link
from reporting.models import Report, State


class MaterialDue(NoteReminder):
    ask = Ask.MATERIAL_DUE
    role = Role.SECRETARIAT_LEAD
    condition = "Hvis notatet ikke er afleveret"
    mail = Kind(
        "Notatet skal afleveres",
        "Den dag, materialet til styregruppen skal være klar, hvis notatet ikke er afleveret",
        "sekretariatslederen",
        "Materialet til styregruppen skal være klar nu, og statusnotatet er ikke afleveret til "
        "koordinatoren. Når perioden er lukket, kan du aflevere det, også selv om noget mangler: "
        "skriv så hvorfor.",
        number=3,
    )

    def days(self, before: Before) -> Iterator[tuple[date, date, str]]:
        yield before.due, max(before.due, before.eve), ""

    def has_point(self, note: State | None) -> bool:
        return note in (None, State.DRAFT)

    def say(self, standing: Standing, occasion: Occasion, today: date) -> Words | None:
        note = newest_note(standing.plan, occasion)
        return words(
            standing.plan, occasion, note, missing_points(standing.plan, occasion, today), today
        )

    def example(self, cast: Cast) -> Words:
        occasion = self.invented(cast)
        return words(cast.plan, occasion, cast.note(State.DRAFT), POINTS, occasion.due)


def words(
    plan: Plan, occasion: Occasion, note: Report | None, points: tuple[str, ...], today: date
) -> Words:
    """`note`: the draft there is; `points`: what is missing on its check list."""
    what = "skal afleveres i dag" if occasion.due == today else "skulle være afleveret"
    return Words(
        f"{plan}: statusnotatet{of_period(occasion.period)} {what}",
        material_when(occasion, today),
        "Åbn notatet" if note else "Begynd notatet",
        link(note) if note else page_link(plan, occasion.period),
        points,
    )
