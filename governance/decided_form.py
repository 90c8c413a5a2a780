"""What a forum decided, as its secretary writes it down: about what was shown, under which point or on which day."""

from typing import Any

from django import forms

from activities.models import Plan
from core.danish import day as day_text
from core.forms import DanishDateField, plain_helper
from governance.decided import (
    Decided,
    decided,
    point,
    points,
)
from governance.models import AgendaItem, ForumKind

NOTE = 300


class PointField(forms.ModelChoiceField):
    """A point of an agenda, named by its meeting's day."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{day_text(obj.meeting.on)}, {point(obj)}"


class DecisionForm(forms.Form):
    """Yes or no, where and when, and what the minutes should remember. `words`: for the yes and the no."""

    answer = forms.ChoiceField(label="Beslutning", widget=forms.RadioSelect, error_messages={"required": "Vælg en."})
    item = PointField(AgendaItem.objects.none(), label="Punkt på dagsordenen", required=False, empty_label="–")
    on = DanishDateField(label="Dato", required=False)
    note = forms.CharField(
        label="Bemærkning", required=False, max_length=NOTE, widget=forms.Textarea({"rows": 3, "data-max": NOTE})
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    use_required_attribute = False

    def __init__(self, plan: Plan, kind: ForumKind, words: tuple[str, str], token: str, data: Any = None) -> None:
        super().__init__(data, initial={"shown": token})
        self.plan, self.kind = plan, kind
        self.helper = plain_helper()
        self.fields["answer"].choices = (("yes", words[0]), ("no", words[1]))  # type: ignore[attr-defined]
        found = points(plan, kind)
        self.fields["item"].queryset = found  # type: ignore[attr-defined]
        if found.exists():
            self.fields["on"].help_text = "Kun når beslutningen ikke står på en dagsorden her."
        else:
            del self.fields["item"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            self.where = decided(self.plan, self.kind, item=data.get("item"), on=data.get("on"))
        return data

    where: Decided

    @property
    def is_yes(self) -> bool:
        return bool(self.cleaned_data["answer"] == "yes")
