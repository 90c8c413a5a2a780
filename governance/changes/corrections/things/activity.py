"""The days an activity was to last, typed wrong."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from activities.criterion_rules import Days, Wrong, wrong_days, wrong_period
from activities.models import Activity, Plan, Target
from activities.planfile.plan_tables import (
    ACTIVITY_ENDS_BEFORE,
    HOURS_END_BEFORE,
    settle_activity,
)
from activities.within import plan_days
from core.danish import day as day_text
from core.forms import DanishDateField
from governance.changes import called
from governance.changes.corrections.things.base import Mistake, Pairs, Value, write_columns
from governance.models import Mistaken


class ActivityMistake(Mistake[Activity]):
    subject, key, about = Mistaken.ACTIVITY, "activity", called.ACTIVITY
    heading, main_input = "Aktiviteters dage", "starts_on"
    beside = ("plan",)
    is_named = True

    @classmethod
    def rows(cls, plan: Plan) -> QuerySet[Activity]:
        return (
            Activity.objects.filter(plan=plan)
            .select_related(*cls.beside)
            .order_by("focus_area__position", "position", "pk")
        )

    @classmethod
    def stands(cls, held: Activity) -> dict[str, Any]:
        return kept_days(held.starts_on, held.first_end)

    def pairs(self, value: Value) -> Pairs:
        return day_pairs(value, "med planen")

    def inputs(self, value: Value) -> dict[str, forms.Field]:
        return day_inputs(value, "Tomt: med planen.")

    def value_of(self, data: dict[str, Any]) -> dict[str, Any]:
        return kept_days(data["starts_on"], data["ends_on"])

    def check(self, held: Activity, value: Value) -> None:
        """The same rules as in Opsætning and a plan file, of the days it lasts now; and where its
        last day was moved since, it had not come when it was."""
        first, last = read_days(value)
        plan, moves = plan_days(held.plan), held.earlier_ends
        _refuse(wrong_days(first, last, plan, ends_before=ACTIVITY_ENDS_BEFORE))
        if moves and last and last < (until := date.fromisoformat(moves[0]["until"])):
            raise ValidationError(
                {
                    "ends_on": f"En justering har flyttet den sidste dag efter {day_text(until)}. "
                    "Da kan aktiviteten ikke være slut."
                }
            )
        now = held.ends_on if moves else last
        for fault in settle_activity(held, {"starts_on": first, "ends_on": now}):
            raise ValidationError({fault.key: fault.message})
        own = Days("Aktiviteten", first, now)
        for allocation in held.allocations.all():
            days = allocation.starts_on, allocation.ends_on
            _refuse(wrong_days(*days, own, plan, ends_before=HOURS_END_BEFORE), str(allocation))
        for target in Target.objects.filter(criterion__activity=held).select_related("criterion"):
            found = wrong_period(target.starts_on, target.ends_on, plan, own)
            _refuse(found, f"{target.criterion.code}, måltal for {target.period.label}")

    def days(self, held: Activity, value: Value) -> tuple[date, date]:
        first, last = read_days(value)
        return first or held.plan.starts_on, last or held.plan.ends_on

    def later(self, held: Activity) -> str:
        if not held.earlier_ends:
            return ""
        return f"den sidste dag, flyttet til {day_text(held.ends_on or held.plan.ends_on)}"

    def write(self, held: Activity, value: Value, *, reason: str, by: User) -> None:
        held.starts_on, last = read_days(value)
        if held.earlier_ends:
            first, *rest = held.earlier_ends
            held.earlier_ends = [first | {"ends_on": value.get("ends_on")}, *rest]
        else:
            held.ends_on = last
        write_columns(held, reason=reason, by=by)


def _refuse(found: Iterator[Wrong], what: str = "") -> None:
    """Raise ValidationError, at the field, for the first that is wrong: of the days themselves, or
    of `what` lies in them."""
    for wrong in found:
        raise ValidationError({wrong.field: f"{what}: {wrong.message}" if what else wrong.message})


# A first and a last day, either of them None.


def kept_days(first: date | None, last: date | None) -> dict[str, str | None]:
    days = {"starts_on": first, "ends_on": last}
    return {name: day.isoformat() if day else None for name, day in days.items()}


def read_days(value: Value) -> tuple[date | None, date | None]:
    first, last = (value.get(name) for name in ("starts_on", "ends_on"))
    return first and date.fromisoformat(first), last and date.fromisoformat(last)


def day_pairs(value: Value, empty: str) -> Pairs:
    names = ("Første dag", "Sidste dag")
    return tuple(
        (name, day_text(day) if day else empty)
        for name, day in zip(names, read_days(value), strict=True)
    )


def day_inputs(value: Value, empty: str) -> dict[str, forms.Field]:
    first, last = read_days(value)
    return {
        "starts_on": DanishDateField(
            label="Første dag", required=False, initial=first, help_text=empty
        ),
        "ends_on": DanishDateField(
            label="Sidste dag", required=False, initial=last, help_text=empty
        ),
    }
