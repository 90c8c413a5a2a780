"""An activity's last day, moved by an adjustment."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from activities.criterion_rules import wrong_days
from activities.models import Activity, Plan, Target
from activities.planfile.plan_tables import ACTIVITY_ENDS_BEFORE, settle_activity
from activities.within import plan_days
from core import audit, clock
from core.danish import day as day_text
from core.danish import listing
from core.forms import DanishDateField
from governance.changes import called
from governance.changes.subjects.base import BaseSubject, Thing, Value
from governance.models import Subject

DAY = timedelta(days=1)


class ActivitySubject(BaseSubject[Activity]):
    """From the adjustment's day another last day is known; what was told of the days before it
    stands. Hours of the activity that ran longer end with it, and a target that would only begin
    after it goes."""

    subject, key, about = Subject.ACTIVITY, "activity", called.ACTIVITY
    heading, main_input = "Aktiviteters sidste dag", "ends_on"
    beside = ("plan",)

    @classmethod
    def all(cls) -> QuerySet[Activity]:
        return Activity.objects.select_related(*cls.beside)

    @classmethod
    def open_in(cls, plan: Plan) -> QuerySet[Activity]:
        """Those that are not over."""
        rows = cls.all().filter(plan=plan).exclude(ends_on__lt=clock.today())
        return rows.order_by("focus_area__position", "position", "pk")

    @classmethod
    def stands(cls, held: Activity, on: date | None = None) -> Thing:
        plan, moves = held.plan, held.earlier_ends
        last = held.ends_on or plan.ends_on
        return Thing(
            str(held),
            {"ends_on": last.isoformat()},
            day_text(last),
            held.starts_on or plan.starts_on,
            last,
            date.fromisoformat(moves[-1]["until"]) + DAY if moves else None,
        )

    @property
    def url(self) -> str:
        return self.held.get_absolute_url()

    def words(self, value: Value) -> str:
        """ "30.6.2014", with the targets that would then never begin."""
        last = date.fromisoformat(value["ends_on"])
        gone = [f"{t.criterion.code} for {t.period.label}" for t in self._never_begun(last)]
        lost = f"; måltal, der bortfalder: {listing(gone)}" if gone else ""
        return f"{day_text(last)}{lost}"

    def inputs(self) -> dict[str, forms.Field]:
        new = self.row.new or {}
        initial = date.fromisoformat(new["ends_on"]) if "ends_on" in new else None
        return {"ends_on": DanishDateField(label="Ny sidste dag", initial=initial)}

    def value_of(self, data: dict[str, Any]) -> dict[str, Any]:
        found = wrong_days(
            self.held.starts_on,
            data["ends_on"],
            plan_days(self.row.plan),
            ends_before=ACTIVITY_ENDS_BEFORE,
        )
        for wrong in found:
            raise ValidationError({"ends_on": wrong.message})
        return {"ends_on": data["ends_on"].isoformat()}

    def check(self) -> None:
        """Nothing that is registered or adjusted is left outside, and no day that has gone by then
        is taken away."""
        last, held = date.fromisoformat(self.row.new["ends_on"]), self.held
        if last < self.row.in_force_on - DAY:
            raise ValidationError(
                {
                    "ends_on": f"Justeringen gælder fra {day_text(self.row.in_force_on)}. "
                    "Aktiviteten kan tidligst slutte dagen før."
                }
            )
        for fault in settle_activity(held, {"ends_on": last}):
            raise ValidationError({"ends_on": fault.message})
        if (
            later := held.allocations.filter(starts_on__gte=last)
            .select_related("staff_role")
            .first()
        ):
            raise ValidationError(
                {
                    "ends_on": f"{later.staff_role} har først timer fra "
                    f"{day_text(later.starts_on)}."  # type: ignore[arg-type]
                }
            )
        for target in self._never_begun(last):
            if target.adjustments.exists() or target.corrections.exists():
                raise ValidationError(
                    {
                        "ends_on": f"Måltallet for {target.period.label} på {target.criterion} er "
                        "justeret eller rettet og kan ikke bortfalde. Vælg en dag i den periode."
                    }
                )

    def write(self, *, by: User) -> None:
        """The end it had until the day before is kept, so that an earlier day keeps its own."""
        held = Activity.objects.get(pk=self.held.pk)
        last, reason = date.fromisoformat(self.row.new["ends_on"]), f"Justering {self.row.number}"
        held.earlier_ends = [
            *held.earlier_ends,
            {
                "ends_on": held.ends_on.isoformat() if held.ends_on else None,
                "until": (self.row.in_force_on - DAY).isoformat(),
            },
        ]
        held.ends_on = last
        audit.sign(held, by=by, reason=reason)
        held.save_if_current(expected=held.lock_version)
        for allocation in held.allocations.filter(ends_on__gt=last):
            allocation.ends_on = last
            audit.sign(allocation, by=by, reason=reason)
            allocation.save_if_current(expected=allocation.lock_version)
        for target in self._never_begun(last):
            audit.sign(target, by=by, reason=reason)
            target.delete()

    def _never_begun(self, last: date) -> QuerySet[Target]:
        rows = Target.objects.filter(criterion__activity=self.pk, starts_on__gt=last)
        return rows.select_related("criterion").order_by("criterion__position", "starts_on")
