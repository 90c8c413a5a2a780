"""A criterion's target, adjusted."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from activities.models import Measure, Plan, SuccessCriterion, Target, TargetRevision
from core import clock
from core.danish import HARD, exact_number
from core.forms import WholeNumberField
from governance.changes.subjects.base import MAX_WHOLE, BaseSubject, Thing, Value, newest, since
from governance.models import Subject


class TargetSubject(BaseSubject[Target]):
    subject, key, field = Subject.TARGET, "target", "target"
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
    def name_of(cls, held: Target) -> str:
        return f"{held.criterion} ({held.period.label})"

    @classmethod
    def stands(cls, held: Target, on: date | None = None) -> Thing:
        revision = newest(held)
        value: int | Decimal = (revision or held).value
        text = value_text(held.criterion, value)
        return Thing(
            cls.name_of(held), {"value": value}, text, held.starts_on, held.ends_on, since(revision)
        )

    @property
    def url(self) -> str:
        criterion = self.held.criterion
        return f"{criterion.activity.get_absolute_url()}#{criterion.code}"

    def words(self, value: Value) -> str:
        return value_text(self.held.criterion, value["value"])

    def inputs(self) -> dict[str, forms.Field]:
        criterion = self.held.criterion
        unit = "procent" if criterion.measure == Measure.PERCENT else criterion.noun
        return {
            "value": WholeNumberField(
                label=f"Nyt måltal ({unit})", initial=(self.row.new or {}).get("value")
            )
        }

    def value_of(self, data: dict[str, Any]) -> dict[str, Any]:
        if data["value"] < 1:
            raise ValidationError({"value": "Måltallet skal være mindst 1."})
        if said := too_big(self.held.criterion, data["value"]):
            raise ValidationError({"value": said})
        return {"value": data["value"]}

    def write(self, *, by: User) -> None:
        new, on = self.row.new["value"], self.row.in_force_on
        TargetRevision.objects.create(target=self.held, value=new, in_force_on=on)


def value_text(criterion: SuccessCriterion, value: int | Decimal | None) -> str:
    """ "120 familier", "54 %", "12 beboere pr. møde"; a dash without one."""
    if value is None:
        return "–"
    match criterion.measure:
        case Measure.PERCENT:
            return f"{exact_number(Decimal(value))}{HARD}%"
        case Measure.AVERAGE:
            per = f" pr. {criterion.denominator}" if criterion.denominator else " i gennemsnit"
            return f"{_counted(criterion, value)}{per}"
    return _counted(criterion, value)


def _counted(criterion: SuccessCriterion, value: int | Decimal) -> str:
    noun = criterion.noun_singular if value == 1 else criterion.noun
    return f"{exact_number(Decimal(value))} {noun}"


def too_big(criterion: SuccessCriterion, value: int | Decimal) -> str:
    """Why a target cannot be so much; "" where it can."""
    if criterion.measure == Measure.PERCENT and value > 100:
        return "Måltallet er i procent og kan højst være 100."
    return (
        "Tallet er for stort. Tjek, om der er kommet for mange cifre med."
        if value > MAX_WHOLE
        else ""
    )
