"""A milestone that was put in the wrong period from the start."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from activities.models import Plan
from core.danish import listing
from core.forms import PeriodField
from core.periods import Period
from governance.changes import called
from governance.changes.corrections.things.base import Mistake, Pairs, Value
from governance.models import Mistaken
from milestones import moves
from milestones.models import Milestone


class MilestoneMistake(Mistake[Milestone]):
    subject, key, about = Mistaken.MILESTONE, "milestone", called.CODED_MILESTONE
    heading, main_input = "Milepæle", "period"
    beside = ("plan",)

    @classmethod
    def rows(cls, plan: Plan) -> QuerySet[Milestone]:
        return Milestone.objects.filter(plan=plan).select_related(*cls.beside)

    @classmethod
    def stands(cls, held: Milestone) -> dict[str, Any]:
        return {"period": moves.first_period(held).code}

    def pairs(self, value: Value) -> Pairs:
        return (("Periode", Period.parse(value["period"]).label),)

    def inputs(self, value: Value) -> dict[str, forms.Field]:
        plan = self.row.plan
        periods = [p for year in _years(plan) for p in plan.periods(year) if _in_plan(p, plan)]
        return {
            "period": PeriodField(
                label="Skulle have stået i",
                initial=Period.parse(value["period"]),
                widget=forms.Select(choices=[(p.code, p.label) for p in periods]),
            )
        }

    def value_of(self, data: dict[str, Any]) -> dict[str, Any]:
        period, plan = data["period"], self.row.plan
        if period not in plan.periods(period.start.year) or not _in_plan(period, plan):
            raise ValidationError({"period": f"{period.label} er ikke en af planens perioder."})
        return {"period": period.code}

    def check(self, held: Milestone, value: Value) -> None:
        first = held.moves.first()
        if first and first.to_period.code == value["period"]:
            raise ValidationError(
                {
                    "period": f"Milepælen er siden flyttet til {first.to_period.label}. Den kan "
                    "ikke også have stået der fra begyndelsen."
                }
            )

    def days(self, held: Milestone, value: Value) -> tuple[date, date]:
        """A note tells of the period ahead; and what is left behind is told of until it is
        reached, so to the plan's end where it is not."""
        period = Period.parse(value["period"])
        last = held.reached_on or held.plan.ends_on
        return period.previous().start, max(period.end, last)

    def later(self, held: Milestone) -> str:
        return listing([f"flyttet til {move.to_period.label}" for move in held.moves.all()])

    def write(self, held: Milestone, value: Value, *, reason: str, by: User) -> None:
        moves.correct_period(held, to=Period.parse(value["period"]), reason=reason, by=by)


def _years(plan: Plan) -> range:
    return range(plan.starts_on.year, plan.ends_on.year + 1)


def _in_plan(period: Period, plan: Plan) -> bool:
    return period.start <= plan.ends_on and period.end >= plan.starts_on
