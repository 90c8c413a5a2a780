"""The period is over, and the system has made the draft of its note."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from accounts.models import Role, User
from accounts.roles import Part
from activities.actions.claim import hold
from core.danish import long_day
from core.models import Message
from core.outbox import Letter
from core.periods import Period
from reminders.cast import Cast
from reminders.kinds.base import Reminder, Still
from reminders.occasion import DAY, Ask, Occasion, Standing
from reporting.actions.order import newest_edition, order
from reporting.emails.course import report_of
from reporting.emails.kinds import Kind
from reporting.emails.letters import Words, letter, link, members
from reporting.models import Report, ReportKind, State

DRAFT_DAYS = timedelta(days=14)


class DraftMade(Reminder):
    ask = Ask.DRAFT_MADE
    role = Role.SECRETARIAT_LEAD
    condition = "Hvis ingen har begyndt notatet"
    mail = Kind(
        "Kladden er lavet",
        "Når en periode er slut, og systemet har lavet kladden til statusnotatet",
        "sekretariatslederen",
        "Perioden er slut, og kladden til statusnotatet er lavet af de tal, der er registreret. "
        "Læs den igennem, og skriv det, tallene ikke selv siger.",
        number=1,
    )

    def of_period(self, period: Period) -> Iterator[Occasion]:
        """Within 14 days after its end."""
        first = period.end + DAY
        yield self.occasion(first, period.end + DRAFT_DAYS, first, period)

    def has_point(self, note: State | None) -> bool:
        return note is None

    def is_said(self, standing: Standing, occasion: Occasion) -> bool:
        """A draft is made once: thrown away, it does not come back."""
        return any(key.startswith(f"{occasion.stem(standing.plan)}:") for key in standing.told)

    def awaited_by(self, standing: Standing, occasion: Occasion) -> Iterable[User]:
        return standing.readers(occasion)

    def keep(self, standing: Standing, occasion: Occasion, today: date) -> int:
        """Order the draft, and tell of it; not where somebody has begun it meanwhile."""
        plan, period = hold(standing.plan), occasion.period
        if period is None or newest_edition(plan, ReportKind.STATUS_NOTE, period):
            return 0
        report = order(plan, ReportKind.STATUS_NOTE, period, by=None)
        return self.post(plan, occasion, standing.readers(occasion), {"report": str(report.pk)})

    def write(self, message: Message, still: Still) -> Letter | None:
        report = report_of(message)
        if (
            report is None
            or not report.is_draft
            or message.to not in members(report.plan, Part.LEADS)
        ):
            return None
        return letter(message.to, report.plan, message.kind, say(report))

    def say(self, standing: Standing, occasion: Occasion, today: date) -> Words | None:
        """It is about the draft that was made, and only that (`write`)."""
        return None

    def example(self, cast: Cast) -> Words:
        return say(cast.note(State.DRAFT))


def say(report: Report) -> Words:
    period = report.period
    facts = (f"{period.label} sluttede den {long_day(period.end, year=False)}.",)
    return Words(
        f"{report.plan}: kladden for {period.short_label} er lavet",
        facts,
        "Læs kladden",
        link(report),
    )
