"""A post's weekly hours on an activity that were typed wrong."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from activities.hours import hours_a_week
from activities.models import Plan, StaffAllocation
from core.danish import day as day_text
from core.danish import listing
from governance.changes import called
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
        return kept_hours(held.hours_min, held.hours_max)

    def pairs(self, value: Value) -> Pairs:
        return (("Timer pr. uge", hours_a_week(*read_hours(value))),)

    def inputs(self, value: Value) -> dict[str, forms.Field]:
        return hours_inputs(value)

    def value_of(self, data: dict[str, Any]) -> dict[str, Any]:
        return kept_hours(*typed_hours(data))

    def days(self, held: StaffAllocation, value: Value) -> tuple[date, date]:
        plan = held.activity.plan
        return held.starts_on or plan.starts_on, held.ends_on or plan.ends_on

    def later(self, held: StaffAllocation) -> str:
        return listing(
            [
                f"{hours_a_week(r.hours_min, r.hours_max)} fra {day_text(r.in_force_on)}"
                for r in held.revisions.all()
            ]
        )

    def write(self, held: StaffAllocation, value: Value, *, reason: str, by: User) -> None:
        held.hours_min, held.hours_max = read_hours(value)
        write_columns(held, reason=reason, by=by)
