"""A post's weekly hours on an activity, adjusted."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from activities.hours import hours_a_week
from activities.models import AllocationRevision, Plan, StaffAllocation
from core import clock
from core.danish import day as day_text
from core.forms import HoursField
from governance.changes import called
from governance.changes.subjects.base import BaseSubject, Thing, Value, since
from governance.models import Subject

PLACES = Decimal("0.01")


class HoursSubject(BaseSubject[StaffAllocation]):
    subject, key, about = Subject.ALLOCATION, "allocation", called.HOURS
    heading, main_input = "Timer", "hours_min"
    beside = ("activity__plan", "staff_role")

    @classmethod
    def open_in(cls, plan: Plan) -> QuerySet[StaffAllocation]:
        """Those that are not over."""
        return (
            cls.all()
            .filter(activity__plan=plan)
            .exclude(ends_on__lt=clock.today())
            .exclude(activity__ends_on__lt=clock.today())
            .order_by("activity__position", "position", "pk")
        )

    @classmethod
    def stands(cls, held: StaffAllocation, on: date | None = None) -> Thing:
        """The hours a change from the day `on` takes over from: those of a next year that is
        approved are known before they hold, and until then the old ones may be adjusted."""
        plan, today = held.activity.plan, clock.today()
        day = max(on or today, today)
        course = sorted(held.revisions.all(), key=lambda revision: revision.in_force_on)
        revision = next((r for r in reversed(course) if r.in_force_on <= day), None)
        following = next((r for r in course if r.in_force_on > day), None)
        now, began = revision or held, since(revision)
        text = hours_a_week(now.hours_min, now.hours_max)
        text += f" (fra {day_text(began)})" if began and began > today else ""
        ahead = ""
        if following:
            hours = hours_a_week(following.hours_min, following.hours_max)
            ahead = f"fra {day_text(following.in_force_on)} er {hours} besluttet"
        value = kept_hours(now.hours_min, now.hours_max)
        first, last = held.days
        first, last = first or plan.starts_on, last or plan.ends_on
        return Thing(cls.name_of(held), value, text, first, last, began, ahead)

    @property
    def url(self) -> str:
        return self.held.activity.get_absolute_url()

    def words(self, value: Value) -> str:
        return hours_a_week(*read_hours(value))

    def inputs(self) -> dict[str, forms.Field]:
        return hours_inputs(self.row.new)

    def value_of(self, data: dict[str, Any]) -> dict[str, Any]:
        return kept_hours(*typed_hours(data))

    def write(self, *, by: User) -> None:
        low, high = read_hours(self.row.new)
        on = self.row.in_force_on
        AllocationRevision.objects.create(
            allocation=self.held, hours_min=low, hours_max=high, in_force_on=on
        )


def typed_hours(data: dict[str, Any]) -> tuple[Decimal, Decimal]:
    """A least and a most of a form's two fields, the most left empty where they are one. Raises
    ValidationError."""
    low = data["hours_min"]
    high = low if data["hours_max"] is None else data["hours_max"]
    if high < low:
        raise ValidationError({"hours_max": "Højst kan ikke være mindre end mindst."})
    return low, high


def hours_inputs(value: Value | None) -> dict[str, forms.Field]:
    """The form's two fields, with what is written of them."""
    low, high = read_hours(value) if value else (None, None)
    return {
        "hours_min": HoursField(label="Timer pr. uge", initial=low),
        "hours_max": HoursField(
            label="Højst",
            required=False,
            initial=None if low == high else high,
            help_text="Kun ved et spænd, fx 1–2.",
        ),
    }


def kept_hours(low: Decimal, high: Decimal) -> dict[str, str]:
    return {"hours_min": str(low.quantize(PLACES)), "hours_max": str(high.quantize(PLACES))}


def read_hours(value: Value) -> tuple[Decimal, Decimal]:
    return Decimal(value["hours_min"]), Decimal(value["hours_max"])
