"""The forms of a point of the agenda and of a bilag."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from activities.models import Plan
from activities.presenting import WHOLE_PLAN
from core.forms import OneTimeKeyMixin, WholeNumberField, plain_helper
from core.uploads import ACCEPT, TAKEN, Upload, read_upload
from governance.forms import RowForm
from governance.meetings.agenda.attachments import TITLE_LENGTH
from governance.meetings.agenda.offers import Offer
from governance.models import AgendaItem


class ItemForm(RowForm):
    """A point: what it asks of the meeting, what it is about, and for a decision what is
    proposed and follows."""

    class Meta(RowForm.Meta):
        model = AgendaItem
        fields: Any = (
            "plan",
            "kind",
            "title",
            "presentation",
            "proposal",
            "consequence",
            "focus_area",
            "minutes_set_aside",
        )
        labels = {
            "kind": "Hvad skal gruppen?",
            "minutes_set_aside": "Hvor mange minutter er sat af?",
        }
        help_texts = {
            "presentation": "Hvad det drejer sig om. Ingen navne på beboere.",
            "proposal": (
                "Skal skrives, når punktet er til beslutning: hvad gruppen skal sige ja til."
            ),
            "consequence": (
                "Skal skrives, når punktet er til beslutning: hvad det betyder for mål, "
                "timer og penge."
            ),
        }

    def __init__(self, plans: list[Plan], *args: Any, **kwargs: Any) -> None:
        """`plans`: the forum's; of one there is no choice."""
        super().__init__(*args, **kwargs)
        self.fields["minutes_set_aside"] = WholeNumberField(
            label=self.fields["minutes_set_aside"].label, required=False
        )
        if len(plans) == 1:
            del self.fields["plan"]
        else:
            self.fields["plan"].queryset = Plan.objects.filter(pk__in=[plan.pk for plan in plans])  # type: ignore[attr-defined]
        areas = self.fields["focus_area"]
        areas.queryset = areas.queryset.filter(plan__in=plans)  # type: ignore[attr-defined]
        areas.empty_label = WHOLE_PLAN  # type: ignore[attr-defined]

    def clean_minutes_set_aside(self) -> int | None:
        minutes: int | None = self.cleaned_data["minutes_set_aside"]
        if minutes is not None and minutes > 600:
            raise ValidationError("Så længe varer et møde ikke. Skriv højst 600 minutter.")
        return minutes

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        area, plan = data.get("focus_area"), data.get("plan") or self.instance.plan
        if area and area.plan_id != plan.pk:
            self.add_error("focus_area", "Indsatsområdet hører til en anden plan end punktet.")
        return data


class RaiseForm(ItemForm):
    """A point raised from something in a note: also which meeting it is for."""

    class Meta(ItemForm.Meta):
        fields: Any = ("meeting", *ItemForm.Meta.fields)
        labels = ItemForm.Meta.labels | {"meeting": "Til hvilket møde?"}

    def __init__(self, meetings: Any, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__([plan], *args, **kwargs)
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]


class AttachmentForm(OneTimeKeyMixin, forms.Form):
    """A file from one's own computer, or one of the plan's issued reports: one of the two."""

    file = forms.FileField(
        label="Fil fra din computer",
        required=False,
        help_text=f"{TAKEN} Højst 10 MB. Ingen navne på beboere.",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    report = forms.ChoiceField(label="Eller en af planens rapporter", required=False)
    title = forms.CharField(
        label="Titel",
        max_length=TITLE_LENGTH,
        required=False,
        help_text="Tomt: filens eller rapportens eget navn.",
    )

    use_required_attribute = False

    def __init__(self, reports: list[Offer], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        self.upload: Upload | None = None
        if reports:
            self.fields["report"].choices = [("", "–"), *((str(o.pk), o.title) for o in reports)]  # type: ignore[attr-defined]
        else:
            del self.fields["report"]
            self.fields["file"].label = "Fil"

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file:
            try:
                self.upload = read_upload(file)
            except ValueError as error:
                raise ValidationError(str(error)) from error
            return file.name
        return None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and bool(self.upload) == bool(data.get("report")):
            both = (
                "Vælg enten en fil eller en rapport, ikke begge." if self.upload else "Vælg en fil."
            )
            self.add_error("file", both)
        return data

    @property
    def chosen_report(self) -> UUID | None:
        chosen = self.cleaned_data.get("report")
        return UUID(chosen) if chosen else None
