"""The forms of a risk."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from activities.models import Plan
from core import clock
from core.days import FUTURE
from core.forms import DanishDateField
from governance.forms import ActForm, RowForm
from governance.models import Risk


class RiskForm(RowForm):
    """What may happen, how likely and how bad, and what is done about it."""

    class Meta(RowForm.Meta):
        model = Risk
        fields = (
            "title",
            "focus_area",
            "likelihood",
            "impact",
            "consequence",
            "action",
            "function",
            "seen_on",
        )

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("instance", Risk(plan=plan, seen_on=clock.today()))
        super().__init__(*args, **kwargs)
        self.fields["focus_area"].queryset = plan.focus_areas.all()  # type: ignore[attr-defined]

    def clean_seen_on(self) -> date:
        """A judgement counts from its day, so one of tomorrow would stand on the page and not in
        the note."""
        seen_on: date = self.cleaned_data["seen_on"]
        if seen_on > clock.today():
            raise ValidationError(FUTURE)
        return seen_on


class CloseRiskForm(ActForm):
    """From which day, and why."""

    closed_on = DanishDateField(label="Lukket den", initial=clock.today)
    closed_why = forms.CharField(
        label="Hvorfor?",
        max_length=300,
        error_messages={"required": "Skriv, hvorfor risikoen er lukket."},
    )
