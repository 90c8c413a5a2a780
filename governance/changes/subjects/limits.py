"""The limits of the plan's lights, adjusted from a day on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from activities import limit_words, limits
from activities.limits import FIELDS
from activities.models import Plan
from core import audit
from core.danish import capital
from core.forms import WholeNumberField
from governance.changes import called
from governance.changes.subjects.base import BaseSubject, Thing, Value
from governance.models import Adjustment, Subject

MOST = {"on_track_from": 100, "at_risk_from": 100, "milestone_grace_days": 366, "min_answers": 1000}
LEAST = {name: 0 if name == "milestone_grace_days" else 1 for name in FIELDS}


class LimitsSubject(BaseSubject[Plan]):
    subject, key, about = Subject.LIMITS, "limits", called.LIMITS
    heading, main_input = "Grænser for lys", "on_track_from"
    beside = ()
    is_long = True

    @classmethod
    def all(cls) -> QuerySet[Plan]:
        return Plan.objects.all()

    @classmethod
    def open_in(cls, plan: Plan) -> QuerySet[Plan]:
        return cls.all().filter(pk=plan.pk)

    @classmethod
    def stands(cls, held: Plan, on: date | None = None) -> Thing:
        newest = held.limits_course[-1]
        return Thing(
            cls.name_of(held),
            newest.values,
            limits_text(newest.values),
            held.starts_on,
            held.ends_on,
            newest.since,
        )

    def changes(self) -> QuerySet[Adjustment]:
        return Adjustment.objects.filter(plan=self.pk, subject=Subject.LIMITS)

    def words(self, value: Value) -> str:
        return limits_text(value)

    def inputs(self) -> dict[str, forms.Field]:
        return limits_inputs(self.row.new or self.stands(self.held).value)

    def value_of(self, data: dict[str, Any]) -> dict[str, Any]:
        return typed_limits(data)

    def write(self, *, by: User) -> None:
        """Beside what the plan began with, so that an earlier day keeps its own."""
        plan = Plan.objects.get(pk=self.row.plan_id)
        on = self.row.in_force_on
        plan.later_limits = [
            *plan.later_limits,
            {"in_force_on": on.isoformat(), **{name: self.row.new[name] for name in FIELDS}},
        ]
        audit.sign(plan, by=by, reason=f"Justering {self.row.number}")
        plan.save_if_current(
            expected=plan.lock_version, update_fields=["later_limits", "lock_version"]
        )


def limits_text(value: Mapping[str, int]) -> str:
    """ "på sporet fra 90 %, risiko fra 70 %, milepæl forsinket efter 30 dage, ..."."""
    return ", ".join(f"{name} {text}" for name, text in limit_words.pairs(limits.of(value)))


def limits_inputs(value: Mapping[str, int]) -> dict[str, forms.Field]:
    """The form's fields, with what is written or stands. Labelled and helped as the plan's own."""
    columns: list[Any] = [Plan._meta.get_field(name) for name in FIELDS]
    return {
        column.name: WholeNumberField(
            label=capital(str(column.verbose_name)),
            help_text=str(column.help_text),
            initial=value[column.name],
        )
        for column in columns
    }


def typed_limits(data: Mapping[str, Any]) -> dict[str, int]:
    """The limits of a form's fields. Raises ValidationError, by field."""
    wrong = {
        name: f"Skriv et tal fra {LEAST[name]} til {MOST[name]}."
        for name in FIELDS
        if not LEAST[name] <= data[name] <= MOST[name]
    }
    if not wrong and data["at_risk_from"] >= data["on_track_from"]:
        wrong["at_risk_from"] = "Grænsen for risiko skal ligge under grænsen for på sporet."
    if wrong:
        raise ValidationError(wrong)
    return {name: data[name] for name in FIELDS}
