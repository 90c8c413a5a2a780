"""What governance shows of reports without having heard of them: issued ones, to be put on an
agenda, and the returns' deadline in the årshjul."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import User
from activities.funders.profile import profile_of
from activities.models import Plan
from core.danish import capital, listing
from core.periods import Period
from governance.meetings.agenda import offers
from governance.meetings.year import entries as cycle
from reporting.models import Report
from reporting.package.due import asked, sent_returns


@offers.from_plan
def issued_reports(user: User, plan: Plan) -> Iterator[offers.Offer]:
    """Every edition of each report the person may read, the newest first."""
    rows: Any = Report.objects.visible_to(user).issued().filter(plan=plan).with_currency()
    for report in rows.defer("snapshot", "handed_over", "edition").order_by("-issued_at"):
        yield offers.Offer(
            report.pk, f"{report.title}, {report.edition_text}", is_newest=report.is_current
        )


@cycle.from_plan
def returns(plan: Plan, user: User, year: Period, today: date) -> Iterator[cycle.Entry]:
    """The deadlines of the returns that fall in the year, each a year's returns together; none
    where the funder names no day. Two queries."""
    profile = profile_of(plan)
    years = range(plan.starts_on.year, plan.ends_on.year + 1)
    due = [(one, profile.deadline(plan, one)) for one in years]
    here = [(one, on) for one, on in due if on is not None and on in year]
    if not here:
        return
    sent = sent_returns([plan])[plan.pk]
    sees = user.has_perm("reporting.view_returns", plan)
    for one, on in here:
        wanted = asked(plan, one, profile)
        is_done = all((want.kind.kind, want.period) in sent for want in wanted)
        names = capital(listing([want.demand.name for want in wanted]))
        url = reverse("package", args=[plan.slug, one]) if sees and one <= today.year else ""
        what = f"Indberetning til {profile.name} for {one}"
        yield cycle.Entry(on, what, names, *cycle.due_of(on, today, is_done=is_done), url)
