"""The reference group meets soon, and its members are to have the material in time."""

from collections.abc import Iterator
from datetime import date

from accounts.models import Role
from activities.models import Plan
from core.danish import long_day
from governance.models import Meeting
from reminders.cast import Cast
from reminders.kinds.base import Reminder
from reminders.occasion import DAY, NOTICE, Ask, Occasion, Standing
from reminders.words import meets, relative
from reporting.emails.kinds import Kind
from reporting.emails.letters import Words, page_link


class GroupMaterial(Reminder):
    ask = Ask.GROUP_MATERIAL
    role = Role.SECRETARIAT_LEAD
    mail = Kind(
        "Materiale til følgegruppen",
        "14 dage før følgegruppens møde",
        "sekretariatslederen",
        "Følgegruppen mødes snart. Send dagsorden og materiale til medlemmerne i god tid.",
        number=8,
    )

    def of_meeting(self, plan: Plan, meeting: Meeting) -> Iterator[Occasion]:
        """Said once, before the meeting."""
        if not meeting.is_of_steering_group:
            yield self.occasion(
                meeting.on - NOTICE, meeting.on - DAY, meeting.material_on, meeting=meeting
            )

    def say(self, standing: Standing, occasion: Occasion, today: date) -> Words | None:
        return words(standing.plan, occasion, today)

    def example(self, cast: Cast) -> Words:
        return words(cast.plan, self.invented(cast, is_steering=False), cast.today)


def words(plan: Plan, occasion: Occasion, today: date) -> Words:
    on = long_day(occasion.meeting.on, year=False) if occasion.meeting else ""
    subject = f"{plan}: materiale til følgegruppens møde den {on}"
    return Words(
        subject,
        meets(occasion, members_have(occasion, today), today),
        "Find de udsendte rapporter",
        page_link(plan),
    )


def members_have(occasion: Occasion, today: date) -> str:
    due, is_over = relative(occasion.due, today), occasion.due < today
    return (
        "Medlemmerne "
        f"{'skulle have haft materialet' if is_over else 'skal have materialet senest'} {due}"
    )
