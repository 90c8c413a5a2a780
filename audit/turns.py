"""The two halves of the audit, small or large: the demo on some of its days, and generated
plans."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings

from accounts.models import User
from activities.models import Plan
from audit.compare import Audit
from audit.ledger import Ledger
from audit.plans import Spec, build, specs
from core.periods import Period


def demo(plan: Plan, lead: User, days: Sequence[date], ledger: Ledger, *, whole: bool) -> None:
    """`whole`: every period on the screen, every note, and the year's return; else the year, the
    period before the last, the newest note, and the return on the last day. Nothing that is made
    stays."""
    for day in days:
        with transaction.atomic():
            audit = Audit(plan, day, lead, ledger)
            begun = audit.periods
            audit.run(
                screens=[None, *begun] if whole else [None, *begun[-2:-1]],
                notes=begun[1:] if whole else begun[-1:],
                returns=[Period.year(audit.day.year)] if whole or day == days[-1] else [],
            )
            transaction.set_rollback(True)


def generated(plans: int, ledger: Ledger, *, start: int = 1, whole: bool = False) -> None:
    """So many drawn plans, the same for the same `start`."""
    drawn = 0

    @seed(start)
    @settings(
        max_examples=plans,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(specs())
    def each(spec: Spec) -> None:
        nonlocal drawn
        drawn += 1
        one(spec, f"plan-{start}-{drawn}", ledger, whole=whole)

    each()


def one(spec: Spec, slug: str, ledger: Ledger, *, whole: bool) -> None:
    """Build a drawn plan, hold it against its rows, and take it away again."""
    with transaction.atomic():
        built = build(spec, slug)
        audit = Audit(built.plan, built.today, built.lead, ledger)
        begun = audit.periods
        year = Period.year(audit.day.year)
        every = Period.span(built.plan.starts_on.year, built.plan.ends_on.year)
        audit.run(
            screens=[None, *begun] if whole else [None],
            notes=begun[-2:] if whole else begun[-1:],
            returns=list(dict.fromkeys([every, year])) if whole else [every],
        )
        transaction.set_rollback(True)
