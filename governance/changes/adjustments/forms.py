"""The forms of an adjustment: what it is about, and each step of its course."""

from typing import Any

from django import forms

from activities.models import Plan
from core import clock
from core.danish import capital
from core.forms import (
    DanishDateField,
    StaleRow,
    VersionedFormMixin,
    plain_helper,
)
from core.readable import readable
from governance.changes import subjects
from governance.forms import RowForm
from governance.models import Adjustment


class ChooseForm(forms.Form):
    """What is to be changed: each thing with the value it has."""

    hvad = forms.ChoiceField(
        label="Hvad skal ændres?", error_messages={"required": "Vælg det, der skal ændres."}
    )

    use_required_attribute = False

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        self.fields["hvad"].choices = [("", "Vælg"), *subjects.choices(plan).items()]  # type: ignore[attr-defined]

    @property
    def is_empty(self) -> bool:
        return len(self.fields["hvad"].choices) == 1  # type: ignore[attr-defined]


class AdjustmentForm(RowForm):
    """The new value of one thing, from a day on, and why. Which fields there are depends on the
    thing."""

    class Meta(RowForm.Meta):
        model = Adjustment
        fields = ("title", "in_force_on", "reason", "consequence")

    def __init__(self, instance: Adjustment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        self.subject = subjects.of(instance)
        own = self.subject.inputs()
        self.fields |= own
        self.order_fields(["title", *own, "in_force_on", "reason", "consequence"])
        self.fields["reason"].help_text = "Hvorfor skal det ændres?"
        self.fields[
            "consequence"
        ].help_text = "Hvad betyder det for beboerne, for timerne eller for pengene?"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            self.instance.new = self.subject.value_of(data)
        return data

    def stale_rows(self, current: Adjustment) -> list[Any]:
        """The texts field by field, and the new value in words."""
        texts = [("Ny værdi", current.new_text, self.subject.words(self.instance.new))]
        texts += [
            (
                str(self.fields[name].label),
                readable(getattr(current, name)),
                readable(self.cleaned_data[name]),
            )
            for name in self.Meta.fields
        ]
        return [StaleRow(capital(label), theirs, own) for label, theirs, own in texts]


class SendForm(VersionedFormMixin, forms.Form):
    """When it was sent to Landsbyggefonden, and under which number."""

    sent_on = DanishDateField(label="Sendt den")
    reference = forms.CharField(label="Landsbyggefondens nummer", max_length=60, required=False)

    use_required_attribute = False

    def __init__(self, row: Adjustment, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args, initial={"sent_on": clock.today()}, lock_version=row.lock_version, **kwargs
        )
        self.helper = plain_helper()


class AnswerForm(VersionedFormMixin, forms.Form):
    """What Landsbyggefonden answered, when, and from when it then holds."""

    outcome = forms.ChoiceField(
        label="Svar",
        choices=(("yes", "Godkendt, eller kræver ikke deres godkendelse"), ("no", "Afvist")),
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvad Landsbyggefonden svarede."},
    )
    answered_on = DanishDateField(label="Svaret kom den")
    in_force_on = DanishDateField(
        label="Gælder fra",
        help_text="Den dag, styregruppen har godkendt, eller en senere, hvis svaret kom sent.",
    )
    answer = forms.CharField(
        label="Hvad skrev de?",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3, "data-max": 500}),
    )

    use_required_attribute = False

    def __init__(self, row: Adjustment, *args: Any, **kwargs: Any) -> None:
        initial = {"answered_on": clock.today(), "in_force_on": row.in_force_on}
        super().__init__(*args, initial=initial, lock_version=row.lock_version, **kwargs)
        self.helper = plain_helper()


class WithdrawForm(VersionedFormMixin, forms.Form):
    """Why it is taken back."""

    why = forms.CharField(
        label="Hvorfor trækkes den?",
        max_length=300,
        widget=forms.Textarea({"rows": 3, "data-max": 300}),
        error_messages={"required": "Skriv, hvorfor justeringen trækkes."},
    )

    use_required_attribute = False

    def __init__(self, row: Adjustment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, lock_version=row.lock_version, **kwargs)
        self.helper = plain_helper()
