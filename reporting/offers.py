"""The plan's issued reports, to be put on an agenda (governance.meetings.agenda.offers)."""

from collections.abc import Iterator
from typing import Any

from accounts.models import User
from activities.models import Plan
from governance.meetings.agenda import offers
from reporting.models import Report


@offers.from_plan
def issued_reports(user: User, plan: Plan) -> Iterator[offers.Offer]:
    """Every edition of each report the person may read, the newest first."""
    rows: Any = Report.objects.visible_to(user).issued().filter(plan=plan).with_currency()
    for report in rows.defer("snapshot", "handed_over", "edition").order_by("-issued_at"):
        yield offers.Offer(
            report.pk, f"{report.title}, {report.edition_text}", is_newest=report.is_current
        )
