"""What was paid out, added up by who paid: what the reguleringskonto asks."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from activities.models import Plan
from governance.models import Payment


def paid(plan: Plan, since: date, until: date) -> dict[str, Decimal]:
    """Source -> what it paid from `since` to `until`; a source nobody has written of is not
    there. One query."""
    rows = Payment.objects.filter(plan=plan, on__gte=since, on__lte=until)
    return by_source(rows)


def by_source(rows: Iterable[Payment]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        found[row.source] += row.amount
    return dict(found)
