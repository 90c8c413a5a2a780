"""Order a report, find one, and write what the period's note shall say."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.urls import reverse

from activities.models import LightOverride, Plan
from core.bound import ShownForm
from core.forms import DanishDateField, DateInput, PeriodField, ProseField, VersionField
from reporting.comments import WHOLE, AreaSheet, NewLight, NewText, Sheet, Subject
from reporting.kinds.base import KindOfReport, note_periods


class OrderForm(forms.Form):
    """Which report, for which period. Twice is once: the same data give the same draft.

    `kinds`: the reports to choose between; of one there is no choice.
    """

    kind = forms.ChoiceField(label="Rapport", widget=forms.Select(attrs={"class": "form-select"}))
    period = PeriodField(label="Periode", widget=forms.Select(attrs={"class": "form-select"}))

    def __init__(
        self, plan: Plan, kinds: Sequence[KindOfReport], *args: Any, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"auto_id": f"{kinds[0].kind}-%s", **kwargs})
        self.kinds = kinds
        self.url = reverse("report-order", args=[plan.slug])
        self.fields["kind"].choices = [(one.kind.value, one.kind.label) for one in kinds]  # type: ignore[attr-defined]
        self.fields["kind"].initial = kinds[0].kind.value
        if len(kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
        self.fields["period"].widget.choices = kinds[0].choices(plan, today)
        self.fields["period"].initial = kinds[0].usual(plan, today)

    @property
    def button(self) -> str:
        """ "Dan kladde til statusnotat"."""
        return self.kinds[0].button

    @property
    def has_periods(self) -> bool:
        return bool(self.fields["period"].widget.choices)


class CommentsForm(forms.Form):
    """The texts of a period, each with the version and the words it was read with, and the areas'
    lights.

    What was not touched is not saved, so two people may write about different things at once.
    """

    def __init__(
        self,
        sheet: Sheet,
        data: Any = None,
        *,
        save_url: Callable[[str], str],
        is_closed: bool = False,
    ) -> None:
        """`save_url(key)`: where one text saves itself when it is left. `is_closed`: to be read
        only."""
        super().__init__(data)
        self.sheet, self.save_url = sheet, save_url
        for subject in sheet.subjects:
            self._add_text(subject)
        for area in sheet.areas:
            self._add_light(area)
        if is_closed:
            for field in self.fields.values():
                field.disabled = True

    def _add_text(self, subject: Subject) -> None:
        key = subject.key
        attrs = {
            "class": "form-control",
            "rows": 4 if key == WHOLE else 2 if subject.milestone else 3,
            "maxlength": subject.max_length,
            "hx-post": self.save_url(key),
            "hx-trigger": "change",
            "hx-target": f"#gemt-{key}",
        }
        self.fields[f"tekst-{key}"] = ProseField(
            label=subject.label,
            required=False,
            initial=subject.text,
            validators=[
                MaxLengthValidator(
                    subject.max_length, f"Teksten må højst fylde {subject.max_length} tegn."
                )
            ],
            widget=forms.Textarea(attrs),
        )
        self.fields[f"laest-{key}"] = ProseField(
            required=False, initial=subject.text, widget=forms.HiddenInput
        )
        self.fields[f"version-{key}"] = VersionField(required=False, initial=subject.version)

    def _add_light(self, area: AreaSheet) -> None:
        pk, rule = area.area.pk, area.area.rule_light.label
        self.fields[f"lys-{pk}"] = forms.ChoiceField(
            label="Lys",
            required=False,
            initial=area.light_value,
            choices=[("", f"Reglens lys: {rule}"), *LightOverride.CHOICES],
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields[f"grund-{pk}"] = forms.CharField(
            label="Begrundelse",
            required=False,
            initial=area.reason,
            max_length=300,
            widget=forms.TextInput(attrs={"class": "form-control"}),
        )
        for word, value in (("laestlys", area.light_value), ("laestgrund", area.reason)):
            self.fields[f"{word}-{pk}"] = forms.CharField(
                required=False, initial=value, widget=forms.HiddenInput
            )
        self.fields[f"lysnr-{pk}"] = VersionField(required=False, initial=area.override_pk)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for area in self.sheet.areas:
            pk = area.area.pk
            if data.get(f"lys-{pk}") and not data.get(f"grund-{pk}"):
                self.add_error(
                    f"grund-{pk}", "Skriv, hvorfor lyset skal være et andet end reglens."
                )
        return data

    @property
    def new_texts(self) -> list[NewText]:
        """The texts that were changed."""
        return [new for subject in self.sheet.subjects if (new := self.new_text(subject))]

    def new_text(self, subject: Subject) -> NewText | None:
        """The text of one subject when it was changed, whatever stands now."""
        data, key = self.cleaned_data, subject.key
        text = data.get(f"tekst-{key}", "")
        if text in (data.get(f"laest-{key}", ""), subject.text):
            return None
        return NewText(subject, text, data[f"version-{key}"])

    @property
    def new_lights(self) -> list[NewLight]:
        """The lights that were changed; a reason without a light of its own is no change."""
        return [new for area in self.sheet.areas if (new := self._new_light(area))]

    def _new_light(self, area: AreaSheet) -> NewLight | None:
        data, pk = self.cleaned_data, area.area.pk
        light, reason = data[f"lys-{pk}"], data[f"grund-{pk}"] if data[f"lys-{pk}"] else ""
        read = (data[f"laestlys-{pk}"], data[f"laestgrund-{pk}"])
        if (light, reason) in (read, (area.light_value, area.reason)):
            return None
        return NewLight(pk, light, reason, data[f"lysnr-{pk}"])


class HandOverForm(ShownForm):
    """The note goes on to the koordinator: what was shown, and a word with it."""

    remark = ProseField(
        label="Besked til koordinatoren",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )


class SendBackForm(forms.Form):
    reason = ProseField(
        label="Hvad skal rettes?",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )


class CorrectionForm(forms.Form):
    reason = ProseField(
        label="Hvad rettes, og hvorfor?",
        required=False,
        max_length=300,
        help_text="Står i den nye udgave.",
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )


class SentForm(forms.Form):
    """The day the package was sent, and the funder's number for it."""

    on = DanishDateField(label="Indberettet den", widget=DateInput(attrs={"class": "form-control"}))
    receipt = forms.CharField(
        label="Kvitteringsnummer",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        error_messages={"max_length": "Kvitteringen er for lang. Der er plads til 60 tegn."},
    )


class SubmitForm(SentForm, ShownForm):
    """The return was reported to the funder: when, and the funder's own number for it."""


class BatchForm(forms.Form):
    """Which period's notes to order for all the plans."""

    period = PeriodField(label="Periode", widget=forms.Select(attrs={"class": "form-select"}))

    def __init__(self, plans: Sequence[Plan], *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        periods = sorted(
            {period for plan in plans for period in note_periods(plan, today)}, reverse=True
        )
        self.fields["period"].widget.choices = [(p.code, p.label) for p in periods]
        over = [period for period in periods if period.end < today]
        self.fields["period"].initial = over[0] if over else None

    @property
    def has_periods(self) -> bool:
        return bool(self.fields["period"].widget.choices)
