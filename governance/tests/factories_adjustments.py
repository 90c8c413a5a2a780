"""Adjustments for tests, as rows; tests of their course use
governance.changes.adjustments.actions."""

from datetime import date

import factory

from activities.models import Target
from activities.tests.factories import PlanFactory
from governance.models import Adjustment, AgendaItem, Forum, ForumKind, Meeting, Subject


class AdjustmentFactory(factory.django.DjangoModelFactory):
    """A draft: the target of the plan's criterion 5.1.1-1 from 100 to 120 families, from 1
    September 2013."""

    class Meta:
        model = Adjustment

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = "Flere familier"
    subject = Subject.TARGET
    target = factory.LazyAttribute(
        lambda row: Target.objects.filter(
            criterion__code="5.1.1-1", criterion__activity__plan=row.plan
        ).first()
    )
    old = {"value": 100}
    new = {"value": 120}
    old_text = "100 familier"
    new_text = "120 familier"
    reason = "Efterspørgslen er større end ventet."
    consequence = "Familiekoordinatoren bruger to timer mere om ugen."
    in_force_on = date(2013, 9, 1)


def point_of(plan, kind=ForumKind.STEERING_GROUP, on=date(2013, 8, 28), **fields):
    """A point of a meeting such a forum had."""
    forum, _ = Forum.objects.get_or_create(
        plan=plan, kind=kind, defaults={"code": kind[:18], "name": kind.label}
    )
    meeting, _ = Meeting.objects.get_or_create(forum=forum, on=on)
    return AgendaItem.objects.create(
        meeting=meeting, plan=plan, **{"title": "Justeringer", "position": 3} | fields
    )
