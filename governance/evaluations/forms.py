"""The forms of an evaluation."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from activities.models import Plan
from core import clock
from core.days import FUTURE, outside
from core.forms import DanishDateField
from governance.forms import ActForm, RowForm
from governance.models import Evaluation, EvaluationKind


class EvaluationForm(RowForm):
    """What is evaluated, by whom and when; for one that is done also what it found."""

    class Meta(RowForm.Meta):
        model = Evaluation
        fields = (
            "kind",
            "activity",
            "title",
            "evaluator",
            "due_on",
            "done_on",
            "conclusion",
            "consequence",
        )
        help_texts = {"activity": "Kun til en lokal evaluering. Tomt: hele planen."}

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("instance", Evaluation(plan=plan))
        super().__init__(*args, **kwargs)
        rows = plan.activities.order_by("focus_area__position", "position", "pk")
        self.fields["activity"].queryset = rows  # type: ignore[attr-defined]
        if self.instance.is_done:
            self.fields["done_on"].required = self.fields["conclusion"].required = True
            self.fields["conclusion"].error_messages["required"] = "Skriv, hvad evalueringen viste."
        else:
            for name in ("done_on", "conclusion", "consequence"):
                del self.fields[name]

    def clean_due_on(self) -> date:
        """While the plan runs, or the year after, when a final evaluation may be made."""
        due_on: date = self.cleaned_data["due_on"]
        first, last = (
            self.instance.plan.starts_on,
            date(self.instance.plan.ends_on.year + 1, 12, 31),
        )
        if "due_on" in self.changed_data and (said := outside(due_on, first, last)):
            raise ValidationError(said)
        return due_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        is_local = data.get("kind") == EvaluationKind.LOCAL
        if is_local and "activity" in data and not data["activity"]:
            self.add_error("activity", "Vælg, hvilken aktivitet der evalueres.")
        if data.get("kind") and not is_local and data.get("activity"):
            self.add_error(
                "activity", "Kun en lokal evaluering er af én aktivitet. Vælg ingen her."
            )
        if data.get("done_on") and data["done_on"] > clock.today():
            self.add_error("done_on", FUTURE)
        return data


class FinishForm(ActForm):
    """Which day, what it found, and what is done about it."""

    done_on = DanishDateField(label="Gjort den", initial=clock.today)
    conclusion = forms.CharField(
        label="Konklusion",
        max_length=2000,
        widget=forms.Textarea({"rows": 4, "data-max": 2000}),
        error_messages={"required": "Skriv, hvad evalueringen viste."},
    )
    consequence = forms.CharField(
        label="Hvad vi gør ved det",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3, "data-max": 1000}),
    )

    def __init__(self, evaluation: Evaluation, *args: Any, **kwargs: Any) -> None:
        initial = {"conclusion": evaluation.conclusion, "consequence": evaluation.consequence}
        super().__init__(evaluation, *args, initial=initial, **kwargs)
