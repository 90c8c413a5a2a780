"""The note is not issued, the day after the material was to be ready and again two days before
the meeting."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils import timezone

from accounts.models import Role, User
from activities.models import Plan
from core.danish import listing, long_day
from reminders.cast import Cast
from reminders.kinds.base import Before, NoteReminder
from reminders.occasion import DAY, Ask, Occasion, Standing
from reminders.words import material_when, newest_note, of_period
from reporting.emails.kinds import Kind
from reporting.emails.letters import Words, link, page_link
from reporting.models import Report, State


class Late(NoteReminder):
    ask = Ask.LATE
    role = Role.SOCIAL_COORDINATOR
    condition = "Hvis notatet ikke er udsendt"
    mail = Kind(
        "Notatet er ikke udsendt",
        "Dagen efter at materialet skulle være klar, og igen to dage før styregruppens møde, "
        "hvis notatet ikke er udsendt",
        "den boligsociale koordinator",
        "Statusnotatet til styregruppens møde er ikke udsendt endnu.",
        number=6,
    )

    def days(self, before: Before) -> Iterator[tuple[date, date, str]]:
        yield before.late, before.last_call - DAY, "due"
        yield max(before.last_call, before.late), before.eve, "call"

    def has_point(self, note: State | None) -> bool:
        return note != State.ISSUED

    def say(self, standing: Standing, occasion: Occasion, today: date) -> Words | None:
        leads = standing.people.get(Role.SECRETARIAT_LEAD, ())
        return words(standing.plan, occasion, newest_note(standing.plan, occasion), leads, today)

    def example(self, cast: Cast) -> Words:
        return words(
            cast.plan, self.invented(cast), cast.note(State.READY), [cast.lead], cast.today
        )


def words(
    plan: Plan, occasion: Occasion, note: Report | None, leads: Iterable[User], today: date
) -> Words:
    """`note`: the newest edition there is, which is not issued; `leads`: the plan's
    sekretariatsledere."""
    return Words(
        f"{plan}: statusnotatet{of_period(occasion.period)} er ikke udsendt",
        (_where(note, [lead.name for lead in leads]), *material_when(occasion, today)),
        "Læs og udsend notatet" if note and note.is_ready else "Se, hvor langt det er",
        link(note) if note else page_link(plan, occasion.period),
    )


def _where(note: Report | None, leads: list[str]) -> str:
    """Where the note lies, to the koordinator."""
    if note is None:
        return "Notatet er ikke begyndt."
    if note.is_ready and note.ready_by:
        on = long_day(timezone.localdate(note.ready_at), year=False)
        return f"Notatet ligger hos dig. {note.ready_by.name} afleverede det den {on}."
    return f"Notatet er en kladde hos {listing(leads) or 'sekretariatslederen'}."
