"""The forms of a meeting, its points and what is put with them."""

from typing import Any

from django import forms

from activities.models import Plan
from governance.forms import ActForm, RowForm
from governance.models import Forum, Meeting

CLOCK = {"placeholder": "16.00", "inputmode": "numeric", "autocomplete": "off"}


class MeetingForm(RowForm):
    """When and where a forum meets; which forum only while it is new."""

    class Meta(RowForm.Meta):
        model = Meeting
        fields = ("forum", "on", "starts_at", "ends_at", "place")

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts_at", "ends_at"):
            self.fields[name].widget = forms.TimeInput(attrs=CLOCK, format="%H.%M")
            self.fields[name].error_messages["invalid"] = "Skriv klokkeslættet som 16.00."
        if self.instance.pk:
            del self.fields["forum"]
        else:
            self.fields["forum"].queryset = Forum.objects.of_plan(plan)  # type: ignore[attr-defined]

    def _get_validation_exclusions(self) -> set[str]:
        """That the forum meets already is said at the day, by the action."""
        return super()._get_validation_exclusions() | {"forum"}  # type: ignore[misc, no-any-return]


class CancelMeetingForm(ActForm):
    """Why a meeting is called off; those who were called read it."""

    why = forms.CharField(
        label="Hvorfor?",
        max_length=300,
        required=False,
        help_text="Står i mailen til dem, der er indkaldt. Skriv ingen navne.",
    )
