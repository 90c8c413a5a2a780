"""Next year's meetings, from this year's: all that were shown, or none."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from activities.actions.claim import claim_all
from activities.models import Plan
from core import bound
from core.danish import day
from core.versioned import NotAllowedNow
from governance.meetings.meetings import actions as meetings
from governance.meetings.year.proposal import propose
from governance.models import Forum, Meeting


@transaction.atomic
def take_over(plan: Plan, year: int, fora: Iterable[Forum], *, shown: str, by: User) -> int:
    """Set the meetings that were proposed from those of `year`; how many. `shown`: the proposal's
    token.

    Raises Changed where another would be proposed now, NotAllowedNow where there is none.
    """
    fora = list(fora)
    claim_all({pk for forum in fora for pk in forum.plan_pks})
    proposal = propose(plan, year, fora)
    if not proposal.kept:
        raise NotAllowedNow("Der er ingen møder at sætte: de er der alle, eller planen er slut.")
    bound.require(shown, proposal.texts())
    for line in proposal.kept:
        old = line.meeting
        new = Meeting(
            forum=old.forum,
            on=line.on,
            starts_at=old.starts_at,
            ends_at=old.ends_at,
            place=old.place,
        )
        try:
            meetings.write(new, by=by, reason=f"Som {day(old.on)}")
        except ValidationError as refused:
            raise NotAllowedNow(f"{old}: {' '.join(refused.messages)} Ret mødet, og prøv igen.")
    return len(proposal.kept)
