"""Rows of what is followed, for tests: agreements, evaluations, forankring, background figures."""

from datetime import date

import factory

from activities.tests.factories import ActivityFactory, PartnerFactory, PlanFactory
from governance.models import Agreement, AgreementKind, Anchoring, AnchoringStep, Evaluation, EvaluationKind


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
