"""The forms of a correction: which thing, what should have stood and why, and the answer."""

from typing import Any

from django import forms

from activities.models import Plan
from core.bound import ShownForm
from core.forms import ProseField, plain_helper
from governance.changes.corrections import things
from governance.forms import ActForm, RowForm
from governance.models import Correction


class ChooseForm(forms.Form):
    """What was typed wrong."""

    hvad = forms.ChoiceField(
        label="Hvad stod forkert?", error_messages={"required": "Vælg det, der stod forkert."}
    )

    use_required_attribute = False

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        self.fields["hvad"].choices = [("", "Vælg"), *things.choices(plan).items()]  # type: ignore[attr-defined]


class CorrectionForm(RowForm):
    """What should have stood, and why it did not. Which fields there are depends on the thing;
    they hold what stands now."""

    class Meta(RowForm.Meta):
        model = Correction
        fields = ("reason",)

    def __init__(self, instance: Correction, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        self.thing = things.of(instance)
        own = self.thing.inputs(instance.new or self.thing.stands(self.thing.held))
        self.fields |= own
        self.order_fields([*own, "reason"])
        self.fields["reason"].help_text = "Hvad skulle have stået, og hvor kan det ses?"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            self.instance.new = self.thing.value_of(data)
        return data


def why_field(label: str, *, required: bool) -> ProseField:
    return ProseField(
        label=label,
        required=required,
        max_length=300,
        widget=forms.Textarea({"rows": 3, "data-max": 300}),
        error_messages={"required": "Skriv hvorfor."},
    )


class NodForm(ShownForm):
    """Yes or no to what was shown, and why not."""

    answer = forms.ChoiceField(
        label="Svar",
        choices=(("yes", "Ja, det er en fejl. Ret den fra begyndelsen"), ("no", "Nej, afvis")),
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg et svar."},
    )
    why = why_field("Hvorfor afvises den?", required=False)

    field_order = ("answer", "why")

    @property
    def is_yes(self) -> bool:
        return bool(self.cleaned_data["answer"] == "yes")


class WithdrawForm(ActForm):
    why = why_field("Hvorfor trækkes den?", required=True)
