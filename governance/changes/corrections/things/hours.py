"""A post's weekly hours on an activity that were typed wrong, or the days they were to run."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from activities.criterion_rules import wrong_days
from activities.hours import hours_a_week
from activities.models import Plan, StaffAllocation
from activities.planfile.plan_tables import HOURS_END_BEFORE
from activities.within import days_of
from core.danish import day as day_text
from core.danish import listing
from governance.changes import called
from governance.changes.corrections.things.activity import (
    day_inputs,
    day_pairs,
    kept_days,
    read_days,
)
from governance.changes.corrections.things.base import Mistake, Pairs, Value, write_columns
from governance.changes.subjects.hours import hours_inputs, kept_hours, read_hours, typed_hours
from governance.models import Mistaken


class HoursMistake(Mistake[StaffAllocation]):
    subject, key, about = Mistaken.ALLOCATION, "allocation", called.HOURS
    heading, main_input = "Timer", "hours_min"
    beside = ("activity__plan", "staff_role")

    @classmethod
    def rows(cls, plan: Plan) -> QuerySet[StaffAllocation]:
        return (
            StaffAllocation.objects.filter(activity__plan=plan)
            .select_related(*cls.beside)
            .order_by("activity__position", "position", "pk")
        )

    @classmethod
    def stands(cls, held: StaffAllocation) -> dict[str, Any]:
        return kept_hours(held.hours_min, held.hours_max) | _days(held.starts_on, held.ends_on)

    def pairs(self, value: Value) -> Pairs:
        hours = ("Timer pr. uge", hours_a_week(*read_hours(value)))
        return (hours, *day_pairs(value, "med aktiviteten"))

    def inputs(self, value: Value) -> dict[str, forms.Field]:
        return hours_inputs(value) | day_inputs(value, "Tomt: med aktiviteten.")

    def value_of(self, data: dict[str, Any]) -> dict[str, Any]:
        return kept_hours(*typed_hours(data)) | _days(data["starts_on"], data["ends_on"])

    def check(self, held: StaffAllocation, value: Value) -> None:
        """Within the plan's and the activity's days, as in Opsætning and a plan file."""
        plan, own = days_of(held.activity)
        for wrong in wrong_days(*read_days(value), own, plan, ends_before=HOURS_END_BEFORE):
            raise ValidationError({wrong.field: wrong.message})

    def days(self, held: StaffAllocation, value: Value) -> tuple[date, date]:
        first, last = read_days(value)
        plan = held.activity.plan
        return first or plan.starts_on, last or plan.ends_on

    def later(self, held: StaffAllocation) -> str:
        return listing(
            [
                f"{hours_a_week(r.hours_min, r.hours_max)} fra {day_text(r.in_force_on)}"
                for r in held.revisions.all()
            ]
        )

    def write(self, held: StaffAllocation, value: Value, *, reason: str, by: User) -> None:
        held.hours_min, held.hours_max = read_hours(value)
        held.starts_on, held.ends_on = read_days(value)
        write_columns(held, reason=reason, by=by)


def _days(first: date | None, last: date | None) -> dict[str, str]:
    """Its own days alone, as in what was kept before hours could have days corrected."""
    return {name: day for name, day in kept_days(first, last).items() if day}
