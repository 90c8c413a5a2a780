"""The audit in its small form: the demo on three of its days, and ten generated plans. `make
audit` is the large one."""

from datetime import date

import pytest
from django.core.management import call_command

from accounts.models import Role, User
from accounts.tests.factories import MembershipFactory, UserFactory
from activities.models import Plan
from activities.planfile import load
from activities.tests.planfiles import RUM_FOR_LIV
from audit import turns
from audit.ledger import Ledger

DAYS = [date(2013, 6, 30), date(2013, 8, 31), date(2013, 12, 31)]


def faults(ledger):
    """What there must be nothing of."""
    return [str(difference) for difference in ledger.differences], ledger.unread


@pytest.fixture
def demo(db):
    plan = load(RUM_FOR_LIV.read_bytes()).plan
    for post in plan.staff_roles.all():
        role = Role.SECRETARIAT_LEAD if post.code == "SL" else Role.COMMUNITY_WORKER
        MembershipFactory(plan=plan, user=UserFactory(), role=role, staff_role=post)
    call_command("demo_year", plan.slug, "2013")
    return Plan.objects.get(pk=plan.pk)


def test_demo_says_what_its_rows_say_on_three_days(demo):
    lead, ledger = User.objects.get(memberships__role=Role.SECRETARIAT_LEAD), Ledger()

    turns.demo(demo, lead, DAYS, ledger, whole=False)

    assert faults(ledger) == ([], [])
    assert ledger.counts["figure"] > 700
    assert ledger.counts["sentences read"] > 500


def test_generated_plans_say_what_their_rows_say(db):
    ledger = Ledger()

    turns.generated(10, ledger)

    assert faults(ledger) == ([], [])
    assert ledger.counts.total() > 3000


def test_drawn_plans_are_the_same_for_the_same_number(db):
    first, again = Ledger(), Ledger()

    turns.generated(1, first, start=3)
    turns.generated(1, again, start=3)

    assert first.counts == again.counts
