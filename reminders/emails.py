"""The mails of the plan's dates, one writer for all (reminders.kinds).

What they say is looked up when they are sent, by the rules that posted them (reminders.calendar): a
note handed over meanwhile, a meeting moved or a role that ended leaves nothing to say.
"""

from activities.models import Plan
from core import clock
from core.models import Message
from core.outbox import Letter, writes
from reminders.calendar import still_asked
from reminders.kinds import REMINDERS
from reminders.occasion import Ask, Occasion, Standing
from reminders.standing import standings
from reporting.emails.kinds import add


def write(message: Message) -> Letter | None:
    return REMINDERS[Ask(message.kind)].write(message, _still)


def _still(message: Message) -> tuple[Standing, Occasion] | tuple[None, None]:
    """The plan's standing and the mail's occasion, when it would still be posted to this person
    today."""
    today = clock.today()
    for standing in standings(Plan.objects.filter(pk=message.data["plan"]), today):
        if occasion := still_asked(standing, message.key, message.to, today):
            return standing, occasion
    return None, None


for one in REMINDERS.values():
    add(one.ask.value, one.mail)
    writes(one.ask)(write)
