"""A line an adjustment adds to an approved budget: how it is kept, said aloud, checked, and
written from its day on."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from activities.models import Plan
from core import clock
from core.danish import exact_kroner
from core.periods import Period
from core.versioned import NotAllowedNow
from governance import rows
from governance.changes import called
from governance.changes.subjects.base import BaseSubject, Thing, Value
from governance.models import (
    Adjustment,
    Budget,
    BudgetLine,
    BudgetRevision,
    Category,
    Source,
    Subject,
)
from governance.models.budget import BudgetState
from governance.money.budget.forms import BudgetLineForm

FIELDS = ("code", "text", "category", "source", "focus_area", "amount")


class NewLineSubject(BaseSubject[Budget]):
    """In force, the adjustment's `budget_line` is the line it made."""

    subject, key, about = Subject.BUDGET, "newline", called.NEW_LINE
    heading, main_input = "Budget", "amount"
    beside = ("plan",)
    is_long = True

    @classmethod
    def is_of(cls, row: Adjustment) -> bool:
        return super().is_of(row) and row.budget_id is not None

    @classmethod
    def open_in(cls, plan: Plan) -> QuerySet[Budget]:
        """Budgets a line may be added to: as those whose lines are adjusted."""
        return Budget.objects.filter(
            plan=plan, state=BudgetState.APPROVED, year__gte=clock.today().year
        )

    @classmethod
    def choice_text(cls, held: Budget) -> str:
        return "en konto, der mangler"

    @classmethod
    def stands(cls, held: Budget, on: date | None = None) -> Thing:
        """Nothing, until it is there."""
        year = Period.year(held.year)
        return Thing(cls.name_of(held), {"amount": None}, "ingen linje", year.start, year.end, None)

    def thing(self) -> Thing:
        return self.stands(self.held)

    def changes(self) -> QuerySet[Adjustment]:
        """Those that would use its konto, or any of the budget's before it has one."""
        lines = super().changes()
        return lines.filter(new__code__iexact=self.row.new["code"]) if self.row.new else lines

    def words(self, value: Value) -> str:
        """ "1030 Vikar: 50.000 kr. til løn i hele planen, betales af kommunen"."""
        goes_to, source = Category(value["category"]).label.lower(), Source(value["source"]).label
        source = source if value["source"] == Source.LBF else source[0].lower() + source[1:]
        area = f"»{value['area']}«" if value["focus_area"] else value["area"]
        said = f"{value['code']} {value['text']}: {exact_kroner(Decimal(value['amount']))}"
        return f"{said} til {goes_to} i {area}, betales af {source}"

    def inputs(self) -> dict[str, forms.Field]:
        """Those of a line of a draft, with what is written of it."""
        form = BudgetLineForm(self.held, instance=self.line)
        fields = {name: form.fields[name] for name in FIELDS}
        for name, field in fields.items():
            field.initial = form.initial.get(name)
        return fields

    def value_of(self, data: dict[str, Any]) -> dict[str, Any]:
        """A line as an adjustment keeps it. The area's name is kept beside its pk: it is what
        was shown."""
        line = BudgetLine(**{name: data[name] for name in FIELDS})
        return {
            "code": line.code.strip(),
            "text": line.text.strip(),
            "category": line.category,
            "source": line.source,
            "focus_area": line.focus_area_id,
            "area": line.focus_area.name if line.focus_area else "hele planen",
            "amount": str(line.amount.quantize(Decimal("0.01"))),
        }

    def check(self) -> None:
        """Raise ValidationError, by field, for a line that cannot be written."""
        line = self.line
        if other := self._same_konto():
            said = f"Konto {line.code} er allerede brugt i budget {self.held.year}: »{other}«."
            raise ValidationError({"code": said})
        rows.check(line)

    def require_open(self) -> None:
        """Raise NotAllowedNow where the konto was taken, or the area went, after the line was
        proposed."""
        new = self.row.new
        if other := self._same_konto():
            raise NotAllowedNow(
                f"Konto {new['code']} er siden brugt i budget {self.held.year}: »{other}«. Træk "
                "justeringen, og indstil linjen på ny med en anden konto."
            )
        area = new["focus_area"]
        if (
            area is not None
            and not self.row.plan.focus_areas.filter(pk=area, name=new["area"]).exists()
        ):
            raise NotAllowedNow(
                f"Indsatsområdet »{new['area']}« findes ikke længere under det navn. Træk "
                "justeringen, og indstil linjen på ny."
            )

    def write(self, *, by: User) -> None:
        """Let the line come into being on the adjustment's day, and remember which it became."""
        line, on = self.line, self.row.in_force_on
        amount, line.amount, line.exists_from = line.amount, Decimal(0), on
        rows.write(line, by=by, reason=f"Justering {self.row.number}")
        BudgetRevision.objects.create(line=line, amount=amount, in_force_on=on)
        self.row.budget_line = line

    @property
    def line(self) -> BudgetLine:
        """What would be added, not saved; an empty line where nothing is written yet."""
        new = self.row.new or {}
        fields = {name: new[name] for name in ("code", "text", "category", "source") if name in new}
        amount = Decimal(new["amount"]) if new else None
        return BudgetLine(
            budget=self.held, focus_area_id=new.get("focus_area"), amount=amount, **fields
        )

    def _same_konto(self) -> BudgetLine | None:
        return BudgetLine.objects.filter(budget=self.pk, code__iexact=self.row.new["code"]).first()
