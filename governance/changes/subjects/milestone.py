"""A milestone's period and number, adjusted."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from activities.criterion_rules import MAX_VALUE
from activities.models import Measure, Plan
from core import clock
from core.danish import HARD, number, quantity
from core.forms import PeriodField, WholeNumberField
from core.periods import Period
from core.versioned import NotAllowedNow
from governance.changes import called
from governance.changes.subjects.base import BaseSubject, Thing, Value, newest, since
from governance.models import Subject
from milestones import moves
from milestones.models import Milestone, Status

OVER = (Status.REACHED, Status.DROPPED)


class MilestoneSubject(BaseSubject[Milestone]):
    subject, key, about = Subject.MILESTONE, "milestone", called.MILESTONE
    heading, main_input = "Milepæle", "period"
    beside = ("criterion", "plan")

    @classmethod
    def open_in(cls, plan: Plan) -> QuerySet[Milestone]:
        """Those that are still to be reached."""
        return cls.all().filter(plan=plan).exclude(status__in=OVER)

    @classmethod
    def stands(cls, held: Milestone, on: date | None = None) -> Thing:
        revision, plan = newest(held), held.plan
        value = {"period": held.period.code, "number": (revision or held).number}
        name, text = cls.name_of(held), _words(held, value)
        return Thing(name, value, text, plan.starts_on, plan.ends_on, since(revision))

    @property
    def url(self) -> str:
        return f"{reverse('milestone-board', args=[self.row.plan.slug])}#m-{self.held.code}"

    def words(self, value: Value) -> str:
        return _words(self.held, value)

    def inputs(self) -> dict[str, forms.Field]:
        new, plan, period, today = (
            self.row.new or {},
            self.row.plan,
            self.held.period,
            clock.today(),
        )
        years = range(max(today.year, plan.starts_on.year), plan.ends_on.year + 1)
        found = [
            p
            for year in years
            for p in plan.periods(year)
            if p.end >= today and p.start <= plan.ends_on
        ]
        choices = [
            (p.code, f"{p.label} (nu)" if p == period else p.label)
            for p in sorted({*found, period})
        ]
        initial = Period.parse(new["period"]) if new else period
        fields: dict[str, forms.Field] = {
            "period": PeriodField(
                label="Periode", widget=forms.Select(choices=choices), initial=initial
            )
        }
        now = self.thing().value["number"]
        if now is not None:
            fields["number"] = WholeNumberField(
                label="Tal, der skal nås", initial=new.get("number") or now
            )
        return fields

    def value_of(self, data: dict[str, Any]) -> dict[str, Any]:
        """Its period is one of the plan's, and not over where it is another than now."""
        period, plan = data["period"], self.row.plan
        allowed = period in plan.periods(period.start.year) and plan.starts_on <= period.end
        if not allowed or period.start > plan.ends_on:
            raise ValidationError({"period": f"{period.label} er ikke en af planens perioder."})
        if period != self.held.period and period.end < clock.today():
            raise ValidationError(
                {"period": f"{period.label} er slut. Vælg en periode, der ikke er slut."}
            )
        if said := wrong_number(data.get("number")):
            raise ValidationError({"number": said})
        return {"period": period.code, "number": data.get("number")}

    @property
    def until(self) -> Period:
        """The period it is moved to: once that is over there is nowhere to move it."""
        return Period.parse(self.row.new["period"])

    def require_open(self) -> None:
        if self.held.status in OVER:
            said = self.held.get_status_display().lower()
            raise NotAllowedNow(f"Milepælen er {said} og kan ikke ændres. Træk justeringen.")

    def write(self, *, by: User) -> None:
        """Its period has no day: it moves at once, and its old one keeps showing it."""
        row, old, new = self.row, self.row.old, self.row.new
        why = f"{row.title} (justering {row.number})"
        if new["number"] != old["number"]:
            moves.change_number(self.held, to=new["number"], on=row.in_force_on, reason=why, by=by)
        if new["period"] != old["period"]:
            moves.move(self.held, to=Period.parse(new["period"]), reason=why, decided=True, by=by)


def _words(milestone: Milestone, value: Value) -> str:
    period, count = Period.parse(value["period"]).label, value.get("number")
    if count is None:
        return period
    criterion = milestone.criterion
    if criterion is None or criterion.measure == Measure.PERCENT:
        unit = f"{HARD}%" if criterion else ""
        return f"{period}, {number(count)}{unit}"
    return f"{period}, {quantity(count, criterion.noun_singular, criterion.noun)}"


def wrong_number(value: int | None) -> str:
    """Why a milestone cannot have the number; "" where it can, or has none."""
    return "" if value is None or 1 <= value <= MAX_VALUE else "Skriv et tal fra 1 til 1.000.000."
