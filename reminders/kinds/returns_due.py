"""What the funder asks for a year is not in: a quarter before the deadline, two weeks before it,
and the day after."""

from collections.abc import Iterator
from datetime import date, timedelta

from accounts.models import Role
from activities.models import Plan
from core.danish import capital, long_day
from core.periods import Period
from reminders.cast import Cast
from reminders.kinds.base import Reminder
from reminders.occasion import DAY, NOTICE, Ask, Occasion, Standing
from reminders.words import relative
from reporting.emails.kinds import Kind
from reporting.emails.letters import Words, package_link
from reporting.package.rules import Due, months_before

LATE_DAYS = timedelta(days=30)
WHOSE = (Role.SECRETARIAT_LEAD, Role.SOCIAL_COORDINATOR)


class ReturnsDue(Reminder):
    ask = Ask.RETURNS_DUE
    role = Role.SECRETARIAT_LEAD
    condition = "Hvis indberetningen ikke er inde"
    mail = Kind(
        "Indberetningen skal sendes",
        "Tre måneder og 14 dage før fristen for årets indberetning og dagen efter den, hvis den "
        "ikke er inde",
        "sekretariatslederen og den boligsociale koordinator",
        "Årets indberetning til bidragyderen er ikke inde endnu.",
        number=9,
    )

    def of_plan(self, standing: Standing) -> Iterator[Occasion]:
        """Of each year that is not in; also after the plan's end."""
        for due in standing.returns:
            if due.deadline is None:
                continue
            for role in WHOSE:
                for first, last, step in days(due.deadline):
                    period = Period.year(due.year)
                    yield Occasion(self.ask, role, first, last, due.deadline, period, step=step)

    def heading(self, standing: Standing, occasion: Occasion, today: date) -> tuple[str, str]:
        year, when = occasion.period, relative(occasion.due, today)
        return f"Indberetningen for {year.label if year else ''} skal være inde {when}", ""

    def say(self, standing: Standing, occasion: Occasion, today: date) -> Words | None:
        year = occasion.period.start.year if occasion.period else 0
        due = next((one for one in standing.returns if one.year == year), None)
        return words(standing.plan, due, today) if due else None

    def example(self, cast: Cast) -> Words:
        year = cast.today.year - 1
        names = ("reguleringskontoopgørelse", "målopfyldelse", "milepælsplan")
        held = "Udbetalingerne holdes tilbage, til alle tre er inde."
        return words(cast.plan, Due(year, cast.today + NOTICE, names, 1, held), cast.today)


def days(deadline: date) -> Iterator[tuple[date, date, str]]:
    """From which day until which, and the step."""
    yield months_before(deadline), deadline - NOTICE - DAY, "quarter"
    yield deadline - NOTICE, deadline, "call"
    yield deadline + DAY, deadline + LATE_DAYS, "late"


def words(plan: Plan, due: Due, today: date) -> Words:
    late = due.deadline is not None and due.deadline < today
    when = f" den {long_day(due.deadline)}" if due.deadline else ""
    verb = "skulle have været" if late else "skal være"
    subject = f"{plan}: indberetningen for {due.year} {verb} inde{when}"
    facts = (f"Der bedes om {due.what}. {due.how_far}", due.held)
    return Words(
        subject,
        tuple(capital(fact) for fact in facts if fact),
        "Se, hvad der mangler",
        package_link(plan, due.year),
    )
