"""Budgets, lines and spending for tests, in kroner and øre."""

from datetime import date
from decimal import Decimal

import factory

from activities.tests.factories import PlanFactory
from core import clock
from core.periods import Period
from governance.models import (
    Budget,
    BudgetLine,
    BudgetRevision,
    BudgetState,
    Category,
    Payment,
    Source,
    Spending,
)


class BudgetFactory(factory.django.DjangoModelFactory):
    """An approved budget; `state="draft"` for one that is not."""

    class Meta:
        model = Budget

    plan = factory.SubFactory(PlanFactory)
    year = 2013
    state = BudgetState.APPROVED
    approved_on = factory.LazyAttribute(
        lambda row: date(2012, 12, 12) if row.state == "approved" else None
    )
    proposed_on = factory.LazyAttribute(
        lambda row: None if row.state == "draft" else date(2012, 11, 20)
    )


class BudgetLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BudgetLine

    budget = factory.SubFactory(BudgetFactory)
    code = factory.Sequence(lambda n: f"{1000 + n}")
    category = Category.STAFF
    source = Source.LBF
    text = factory.Sequence(lambda n: f"Linje {n}")
    amount = Decimal("100000.00")


class BudgetRevisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BudgetRevision

    line = factory.SubFactory(BudgetLineFactory)
    amount = Decimal("120000.00")
    in_force_on = date(2013, 7, 1)


class SpendingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Spending

    line = factory.SubFactory(BudgetLineFactory)
    period = Period.quarter(2013, 1)
    spent = Decimal("25000.00")
    at = factory.LazyFunction(clock.now)


def small_budget(plan, **fields):
    """750.000,25 kr. from LBF and 250.000,75 kr. local, in two areas and for the whole plan."""
    budget = BudgetFactory(plan=plan, **fields)
    children, network = plan.focus_areas.order_by("position")
    for code, category, source, area, amount in (
        ("1010", Category.STAFF, Source.LBF, children, "500000.25"),
        ("1020", Category.STAFF, Source.MUNICIPALITY, network, "150000.75"),
        ("2010", Category.ACTIVITIES, Source.LBF, network, "250000.00"),
        ("3010", Category.SECRETARIAT, Source.ASSOCIATION, None, "100000.00"),
    ):
        BudgetLineFactory(
            budget=budget, code=code, category=category, source=source, focus_area=area,
            text=f"Konto {code}",
            amount=Decimal(amount),
        )  # fmt: skip
    return budget


class PaymentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Payment

    plan = factory.SubFactory(PlanFactory)
    source = Source.LBF
    on = date(2013, 2, 1)
    amount = Decimal("500000.00")
