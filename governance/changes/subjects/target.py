"""A criterion's target, adjusted."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from activities.criterion_rules import wrong_value
from activities.models import Direction, Measure, Per, Plan, Target, TargetRevision
from activities.presenting import value_text
from core import clock
from core.exact import ExactNumberField, of_plain, plain
from governance.changes import called
from governance.changes.subjects.base import BaseSubject, Thing, Value, newest, since
from governance.models import Subject


class TargetSubject(BaseSubject[Target]):
    subject, key, about = Subject.TARGET, "target", called.TARGET
    heading, main_input = "Måltal", "value"
    beside = ("criterion__activity__plan",)

    @classmethod
    def open_in(cls, plan: Plan) -> QuerySet[Target]:
        """Those whose period is not over."""
        rows = cls.all().filter(criterion__activity__plan=plan, ends_on__gte=clock.today())
        return rows.order_by(
            "criterion__activity__position", "criterion__level", "criterion__position", "starts_on"
        )

    @classmethod
    def stands(cls, held: Target, on: date | None = None) -> Thing:
        revision = newest(held)
        now: int | Decimal = (revision or held).value
        value, text = {"value": plain(now)}, value_text(held.criterion, now)
        return Thing(cls.name_of(held), value, text, held.starts_on, held.ends_on, since(revision))

    @property
    def url(self) -> str:
        criterion = self.held.criterion
        return f"{criterion.activity.get_absolute_url()}#{criterion.code}"

    def words(self, value: Value) -> str:
        return value_text(self.held.criterion, of_plain(value["value"]))

    def inputs(self) -> dict[str, forms.Field]:
        criterion, new = self.held.criterion, self.row.new or {}
        share = criterion.measure == Measure.PERCENT
        unit = Per(criterion.per).label if share else criterion.noun
        most = "højst, " if criterion.direction == Direction.AT_MOST else ""
        initial = of_plain(new["value"]) if "value" in new else None
        return {"value": ExactNumberField(label=f"Nyt måltal ({most}{unit})", initial=initial)}

    def value_of(self, data: dict[str, Any]) -> dict[str, Any]:
        if said := wrong_value(self.held.criterion, data["value"]):
            raise ValidationError({"value": said})
        return {"value": plain(data["value"])}

    def write(self, *, by: User) -> None:
        new, on = of_plain(self.row.new["value"]), self.row.in_force_on
        TargetRevision.objects.create(target=self.held, value=new, in_force_on=on)
