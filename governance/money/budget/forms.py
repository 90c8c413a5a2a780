"""The forms of a budget: begin it, its lines, and what is decided about it."""

from typing import Any

from django import forms

from activities.models import Plan
from core import clock
from core.bound import ShownForm
from core.forms import plain_helper
from governance.forms import RowForm
from governance.models import Budget, BudgetLine


class BudgetForm(RowForm):
    """A year without a budget, and perhaps another year to begin from."""

    copy_from = forms.ModelChoiceField(
        label="Begynd med linjerne fra",
        queryset=Budget.objects.none(),
        required=False,
        help_text="Beløbene kopieres, som de stod ved årets slutning, og kan rettes bagefter.",
    )

    class Meta(RowForm.Meta):
        model = Budget
        fields = ("year", "stated_total", "note")

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("instance", Budget(plan=plan))
        super().__init__(*args, **kwargs)
        free = free_years(plan)
        self.fields["year"] = forms.TypedChoiceField(
            label="År",
            coerce=int,
            # What is sent may be sent again: then its year is taken, by the very budget it made.
            choices=[(year, str(year)) for year in (plan_years(plan) if self.is_bound else free)],
            initial=next(
                (year for year in free if year >= clock.today().year), free[0] if free else None
            ),
        )
        copy: Any = self.fields["copy_from"]
        copy.queryset = plan.budgets.order_by("-year")
        copy.label_from_instance = lambda budget: f"Budget {budget.year}"
        copy.empty_label = "Ingen: en tom kladde"
        copy.initial = copy.queryset.first()
        self.order_fields(["year", "copy_from", "stated_total", "note"])


class BudgetNoteForm(RowForm):
    """What stands about a draft besides its lines."""

    class Meta(RowForm.Meta):
        model = Budget
        fields = ("stated_total", "note")


class BudgetLineForm(RowForm):
    """One line: konto, what it is, who pays, how much."""

    class Meta(RowForm.Meta):
        model = BudgetLine
        fields = ("code", "text", "category", "source", "focus_area", "amount")

    def __init__(self, budget: Budget, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("instance", BudgetLine(budget=budget))
        super().__init__(*args, **kwargs)
        self.fields["focus_area"].queryset = budget.plan.focus_areas.all()  # type: ignore[attr-defined]


class ProposeForm(ShownForm):
    """Why less than a quarter is local, where that is so."""

    reason = forms.CharField(
        label="Hvorfor er den lokale andel under 25 %?",
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3, "data-max": 300}),
        help_text="Skriv også, hvilket år der retter op på det. Teksten følger med indstillingen.",
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (
            needs_reason or self.data.get("reason")
        ):  # what was typed stays, also when the lines are others now
            del self.fields["reason"]


class SendBackForm(forms.Form):
    """What the styregruppe wants changed."""

    use_required_attribute = False

    why = forms.CharField(
        label="Hvad skal ændres?",
        max_length=300,
        widget=forms.Textarea({"rows": 3, "data-max": 300}),
        error_messages={"required": "Skriv, hvad styregruppen vil have ændret."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()


def free_years(plan: Plan) -> list[int]:
    """The plan's years that have no budget."""
    taken = set(plan.budgets.values_list("year", flat=True))
    return [year for year in plan_years(plan) if year not in taken]


def plan_years(plan: Plan) -> range:
    return range(plan.starts_on.year, plan.ends_on.year + 1)
