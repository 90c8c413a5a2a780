"""The forms of a newsletter's and another deadline's day."""

from typing import Any

from django import forms

from activities.models import Measure, Plan, SuccessCriterion
from core import clock
from core.forms import DanishDateField
from governance.forms import ActForm, RowForm
from governance.models import KeyDate, KeyDateKind


class NewsletterForm(RowForm):
    """When an issue is out, when its articles are due, and what it counts in."""

    class Meta(RowForm.Meta):
        model = KeyDate
        fields = ("title", "due_on", "material_on", "criterion", "note")
        labels = {"due_on": "Udkommer", "material_on": "Stof senest"}
        help_texts = {
            "material_on": "Kan stå tomt.",
            "criterion": (
                "Så registreres nyhedsbrevet af sig selv, når I siger, at det er udkommet."
            ),
        }

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        if "instance" not in kwargs:
            kwargs["instance"] = _next_issue(plan)
        super().__init__(*args, **kwargs)
        rows = SuccessCriterion.objects.filter(activity__plan=plan, measure=Measure.COUNT)
        order = (
            "activity__focus_area__position",
            "activity__position",
            "activity_id",
            "level",
            "position",
            "pk",
        )
        self.fields["criterion"].queryset = rows.order_by(*order)  # type: ignore[attr-defined]
        self.fields["criterion"].empty_label = "Tælles ikke"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        due, material = data.get("due_on"), data.get("material_on")
        if due and material and material > due:
            self.add_error(
                "material_on", "Fristen for stof ligger efter den dag, nyhedsbrevet udkommer."
            )
        return data


def _next_issue(plan: Plan) -> KeyDate:
    """The next number, counting where the last one counts."""
    issues = plan.key_dates.filter(kind=KeyDateKind.NEWSLETTER)
    last = issues.order_by("-due_on", "-pk").first()
    title = f"Nyhedsbrev nr. {issues.count() + 1}"
    return KeyDate(
        plan=plan,
        kind=KeyDateKind.NEWSLETTER,
        title=title,
        criterion_id=last.criterion_id if last else None,
    )


class DeadlineForm(RowForm):
    """Another day that must be kept."""

    class Meta(RowForm.Meta):
        model = KeyDate
        fields = ("kind", "title", "due_on", "note")
        labels = {"due_on": "Senest"}

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        if "instance" not in kwargs:
            kwargs["instance"] = KeyDate(plan=plan)
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in KeyDateKind if kind != KeyDateKind.NEWSLETTER]
        self.fields["kind"].choices = [("", "Vælg"), *((kind.value, kind.label) for kind in kinds)]  # type: ignore[attr-defined]


class FinishForm(ActForm):
    """Which day; and of a newsletter how many were printed."""

    done_on = DanishDateField(label="Gjort den", initial=clock.today)
    copies = forms.IntegerField(
        label="Oplag",
        required=False,
        min_value=1,
        max_value=100_000,
        help_text="Hvor mange eksemplarer der er omdelt og sendt. Kan stå tomt.",
    )

    def __init__(self, row: KeyDate, *args: Any, **kwargs: Any) -> None:
        super().__init__(row, *args, **kwargs)
        if row.is_newsletter:
            self.fields["done_on"].label = "Omdelt den"
        else:
            del self.fields["copies"]
