"""The amount of a line of an approved budget, adjusted."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from activities.models import Plan
from core import clock
from core.danish import exact_kroner
from core.forms import KronerField
from core.periods import Period
from governance.changes import called
from governance.changes.subjects.base import BaseSubject, Thing, Value, newest, since
from governance.models import Adjustment, BudgetLine, BudgetRevision, Subject
from governance.models.budget import BudgetState


class LineSubject(BaseSubject[BudgetLine]):
    subject, key, about = Subject.BUDGET, "budget", called.LINE
    heading, main_input = "Budget", "amount"
    beside = ("budget__plan",)

    @classmethod
    def is_of(cls, row: Adjustment) -> bool:
        return super().is_of(row) and row.budget_id is None

    @classmethod
    def open_in(cls, plan: Plan) -> QuerySet[BudgetLine]:
        """Of budgets the styregruppe has approved and whose year is not over; of one that is
        not, the line itself is corrected."""
        return cls.all().filter(
            budget__plan=plan,
            budget__state=BudgetState.APPROVED,
            budget__year__gte=clock.today().year,
        )

    @classmethod
    def stands(cls, held: BudgetLine, on: date | None = None) -> Thing:
        revision, year = newest(held), Period.year(held.budget.year)
        amount: Decimal = (revision or held).amount
        value, text = {"amount": str(amount.quantize(Decimal("0.01")))}, exact_kroner(amount)
        return Thing(cls.name_of(held), value, text, year.start, year.end, since(revision))

    def words(self, value: Value) -> str:
        return exact_kroner(Decimal(value["amount"]))

    def inputs(self) -> dict[str, forms.Field]:
        new = self.row.new or {}
        return {
            "amount": KronerField(
                label="Nyt beløb", initial=Decimal(new["amount"]) if new else None
            )
        }

    def value_of(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"amount": str(data["amount"].quantize(Decimal("0.01")))}

    def write(self, *, by: User) -> None:
        new, on = Decimal(self.row.new["amount"]), self.row.in_force_on
        BudgetRevision.objects.create(line=self.held, amount=new, in_force_on=on)

    @property
    def line(self) -> BudgetLine:
        return self.held
