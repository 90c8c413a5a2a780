"""A target that was typed wrong: its value, its period, or both."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from activities.criterion_rules import wrong_period, wrong_value
from activities.models import Plan, Target
from activities.presenting import value_text
from activities.within import days_of
from core.danish import day as day_text
from core.danish import listing, number
from core.exact import ExactNumberField, exact, plain
from core.forms import DanishDateField
from governance.changes import called
from governance.changes.corrections.things.base import Mistake, Pairs, Value, write_columns
from governance.models import Mistaken


class TargetMistake(Mistake[Target]):
    subject, key, about = Mistaken.TARGET, "target", called.TARGET
    heading, main_input = "Måltal", "value"
    beside = ("criterion__activity__plan",)

    @classmethod
    def rows(cls, plan: Plan) -> QuerySet[Target]:
        return (
            Target.objects.filter(criterion__activity__plan=plan)
            .select_related(*cls.beside)
            .order_by(
                "criterion__activity__position",
                "criterion__level",
                "criterion__position",
                "starts_on",
            )
        )

    @classmethod
    def stands(cls, held: Target) -> dict[str, Any]:
        return {
            "value": plain(held.value),
            "starts_on": held.starts_on.isoformat(),
            "ends_on": held.ends_on.isoformat(),
        }

    def pairs(self, value: Value) -> Pairs:
        first, last = _days(value)
        return (
            ("Måltal", value_text(self.held.criterion, exact(Decimal(value["value"])))),  # type: ignore[arg-type]
            ("Periode", f"{day_text(first)} til {day_text(last)}"),
        )

    def inputs(self, value: Value) -> dict[str, forms.Field]:
        first, last = _days(value)
        return {
            "value": ExactNumberField(label="Måltal", initial=Decimal(value["value"])),
            "starts_on": DanishDateField(
                label="Måltallets første dag", initial=first, help_text="Den første i en måned."
            ),
            "ends_on": DanishDateField(
                label="Måltallets sidste dag", initial=last, help_text="Den sidste i en måned."
            ),
        }

    def value_of(self, data: dict[str, Any]) -> dict[str, Any]:
        criterion = self.held.criterion
        if said := wrong_value(criterion, data["value"]):
            raise ValidationError({"value": said})
        if data["starts_on"] >= data["ends_on"]:
            raise ValidationError({"ends_on": "Perioden slutter, før den begynder."})
        return {
            "value": plain(data["value"]),
            "starts_on": data["starts_on"].isoformat(),
            "ends_on": data["ends_on"].isoformat(),
        }

    def check(self, held: Target, value: Value) -> None:
        """Its days lie in the plan and share none with another target of the criterion; what
        adjustments changed lies in them; a course in numbers ends on it."""
        first, last = _days(value)
        criterion = held.criterion
        if (first, last) != (held.starts_on, held.ends_on):
            for found in wrong_period(first, last, *days_of(criterion.activity)):
                raise ValidationError({found.field: found.message})
        others = Target.objects.filter(criterion=criterion).exclude(pk=held.pk)
        if other := others.filter(starts_on__lte=last, ends_on__gte=first).first():
            raise ValidationError(
                {
                    "starts_on": f"Et andet måltal gælder fra {day_text(other.starts_on)} til "
                    f"{day_text(other.ends_on)}."
                }
            )
        for revision in held.revisions.all():
            if not first <= revision.in_force_on <= last:
                raise ValidationError(
                    {
                        "starts_on": "Måltallet er justeret fra "
                        f"{day_text(revision.in_force_on)}. Den dag skal ligge i perioden."
                    }
                )
        steps = criterion.course.get("numbers")
        if steps and Decimal(str(steps[-1])) != Decimal(value["value"]):
            raise ValidationError(
                {
                    "value": "Det ventede forløb er skrevet i tal og ender på "
                    f"{number(Decimal(str(steps[-1])))}. Ret først forløbet til andele under "
                    "»Hvad der måles«."
                }
            )

    def days(self, held: Target, value: Value) -> tuple[date, date]:
        return _days(value)

    def later(self, held: Target) -> str:
        return listing(
            [
                f"{value_text(held.criterion, r.value)} fra {day_text(r.in_force_on)}"
                for r in held.revisions.all()
            ]
        )

    def write(self, held: Target, value: Value, *, reason: str, by: User) -> None:
        held.starts_on, held.ends_on = _days(value)
        held.value = Decimal(value["value"])
        write_columns(held, reason=reason, by=by)


def _days(value: Value) -> tuple[date, date]:
    return date.fromisoformat(value["starts_on"]), date.fromisoformat(value["ends_on"])
