"""Rows of what is followed, for tests: agreements, evaluations, forankring, background figures,
deadlines."""

from datetime import date, timedelta
from decimal import Decimal

import factory

from accounts.tests.factories import UserFactory
from activities.tests.factories import ActivityFactory, PartnerFactory, PlanFactory
from governance.models import (
    Agreement,
    AgreementKind,
    Anchoring,
    AnchoringStep,
    BackgroundFigure,
    Evaluation,
    EvaluationKind,
    GoalStatus,
    Indicator,
    KeyDate,
    KeyDateKind,
)


class AgreementFactory(factory.django.DjangoModelFactory):
    """In force from the plan's first day until it is ended; about the whole plan."""

    class Meta:
        model = Agreement

    plan = factory.SubFactory(PlanFactory)
    partner = factory.SubFactory(PartnerFactory, plan=factory.SelfAttribute("..plan"))
    position = factory.Sequence(lambda n: n + 1)
    code = factory.LazyAttribute(lambda row: f"A{row.position}")
    title = factory.Sequence(lambda n: f"Aftale {n}")
    kind = AgreementKind.COOPERATION
    starts_on = date(2013, 1, 1)


class EvaluationFactory(factory.django.DjangoModelFactory):
    """The plan's yearly one, due at the end of 2013; `done_on=` also gives what it found."""

    class Meta:
        model = Evaluation

    plan = factory.SubFactory(PlanFactory)
    kind = EvaluationKind.YEARLY
    title = factory.Sequence(lambda n: f"Evaluering {n}")
    evaluator = "Styregruppen"
    due_on = date(2013, 12, 31)
    conclusion = factory.LazyAttribute(lambda row: "Det virker." if row.done_on else "")
    done_on = None


class AnchoringFactory(factory.django.DjangoModelFactory):
    """Agreed on 1 May 2013."""

    class Meta:
        model = Anchoring

    activity = factory.SubFactory(ActivityFactory)
    taken_over_by = "Driften"
    step = AnchoringStep.AGREED
    reached_on = date(2013, 5, 1)


class FigureFactory(factory.django.DjangoModelFactory):
    """How many of the whole plan stood outside the labour market in 2012: 41 %, in the city 14,6
    %."""

    class Meta:
        model = BackgroundFigure

    plan = factory.SubFactory(PlanFactory)
    indicator = Indicator.OUTSIDE_LABOUR_MARKET
    year = 2012
    value = Decimal("41.0")
    city_value = Decimal("14.6")
    source = "KÅS-tal 2012"
    definition = "Voksne fra 18 til 64 år."


class GoalStatusFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GoalStatus

    plan = factory.SubFactory(PlanFactory)
    on = date(2013, 6, 30)
    step = GoalStatus.Step.CLOSER
    why = "Andelen uden for arbejdsmarkedet falder."
    by = factory.SubFactory(UserFactory)


class KeyDateFactory(factory.django.DjangoModelFactory):
    """A newsletter that is out on 20 September 2013, its articles due a fortnight before."""

    class Meta:
        model = KeyDate

    plan = factory.SubFactory(PlanFactory)
    kind = KeyDateKind.NEWSLETTER
    title = factory.Sequence(lambda n: f"Nyhedsbrev nr. {n + 1}")
    due_on = date(2013, 9, 20)
    material_on = factory.LazyAttribute(
        lambda row: row.due_on - timedelta(days=14) if row.kind == KeyDateKind.NEWSLETTER else None
    )
