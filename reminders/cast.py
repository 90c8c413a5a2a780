"""Who and what the examples of mails are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from accounts.models import Role, User
from activities.models import Plan
from core import clock
from core.periods import Period
from governance.models import Meeting
from reminders.occasion import period_for
from reporting.models import Report, ReportKind, State

POINTS = ("2 kriterier bagud mangler en forklaring", "Den samlede vurdering er ikke skrevet")


@dataclass(frozen=True)
class Cast:
    """Who and what the examples are about: the plan's own people and next meetings where it has
    them."""

    plan: Plan
    lead: User
    coordinator: User
    meetings: Mapping[bool, Meeting]
    today: date

    def person(self, role: Role) -> User:
        return self.coordinator if role == Role.SOCIAL_COORDINATOR else self.lead

    @property
    def period(self) -> Period:
        """One of the plan's, also before it begins and once it is over."""
        plan = self.plan
        began = plan.period_of(min(max(self.today, plan.starts_on), plan.ends_on))
        return period_for(plan, self.meetings[True]) or began

    def note(self, state: State) -> Report:
        return Report(
            pk=uuid5(NAMESPACE_URL, self.plan.slug),
            plan=self.plan,
            kind=ReportKind.STATUS_NOTE,
            period=self.period,
            revision=1,
            number=1,
            state=state,
            data_as_of=self.period.end,
            ready_by=self.lead,
            ready_at=clock.now(),
            issued_at=clock.now(),
        )
