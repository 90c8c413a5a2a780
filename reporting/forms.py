"""Order a report, find one, and write what the period's note shall say."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.urls import reverse

from activities.models import LightOverride, Plan
from core.forms import PeriodField, VersionField
from core.periods import Period
from reporting.comments import WHOLE, AreaSheet, NewLight, NewText, Sheet, Subject
from reporting.models import ReportKind


class OrderForm(forms.Form):
    """Which report, for which of the plan's periods. Twice is once: the same data give the same report."""

    kind = forms.ChoiceField(choices=ReportKind.choices, widget=forms.HiddenInput)
    period = PeriodField(label="Periode", widget=forms.Select(attrs={"class": "form-select"}))

    def __init__(self, plan: Plan, kind: str, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{kind}-%s", **kwargs})
        self.report_kind = ReportKind(kind)
        self.url = reverse("report-order", args=[plan.slug])
        periods = started_periods(plan, self.report_kind, today)
        self.fields["kind"].initial = self.report_kind.value
        self.fields["period"].widget.choices = [(p.code, p.label) for p in periods]
        self.fields["period"].label = "År" if self.report_kind == ReportKind.GOAL_ATTAINMENT else "Periode"

    @property
    def kind_label(self) -> str:
        return str(self.report_kind.label)

    @property
    def button(self) -> str:
        """ "Dan statusnotat"."""
        return f"Dan {self.kind_label.lower()}"

    @property
    def has_periods(self) -> bool:
        return bool(self.fields["period"].widget.choices)


class ArchiveFilter(forms.Form):
    """Which reports to list. What makes no sense is no filter."""

    slags = forms.ChoiceField(label="Rapport", required=False, widget=forms.Select(attrs={"class": "form-select"}))
    for_periode = forms.ChoiceField(
        label="Periode", required=False, widget=forms.Select(attrs={"class": "form-select"})
    )

    def __init__(self, data: Any, periods: Sequence[Period]) -> None:
        super().__init__(data, auto_id="arkiv-%s")
        self.fields["slags"].choices = [("", "Alle rapporter"), *ReportKind.choices]  # type: ignore[attr-defined]
        self.fields["for_periode"].choices = [  # type: ignore[attr-defined]
            ("", "Alle perioder"),
            *((period.code, period.label) for period in periods),
        ]

    @property
    def is_useful(self) -> bool:
        """Whether there is more than one period to choose between."""
        return len(self.fields["for_periode"].choices) > 2  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """The filters to apply, by field of Report."""
        self.is_valid()
        words = {"kind": "slags", "period": "for_periode"}
        return {field: value for field, word in words.items() if (value := self.cleaned_data.get(word))}


class ProseField(forms.CharField):
    """Text of several lines. A browser sends two characters for a line end; people count one."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class CommentsForm(forms.Form):
    """The texts of a period, each with the version and the words it was read with, and the areas' lights.

    What was not touched is not saved, so two people may write about different things at once.
    """

    def __init__(self, sheet: Sheet, data: Any = None, *, save_url: Callable[[str], str]) -> None:
        """`save_url(key)`: where one text saves itself when it is left."""
        super().__init__(data)
        self.sheet, self.save_url = sheet, save_url
        for subject in sheet.subjects:
            self._add_text(subject)
        for area in sheet.areas:
            self._add_light(area)

    def _add_text(self, subject: Subject) -> None:
        key = subject.key
        attrs = {
            "class": "form-control",
            "rows": 4 if key == WHOLE else 3,
            "maxlength": subject.max_length,
            "hx-post": self.save_url(key),
            "hx-trigger": "change",
            "hx-target": f"#gemt-{key}",
        }
        self.fields[f"tekst-{key}"] = ProseField(
            label=subject.label,
            required=False,
            initial=subject.text,
            validators=[MaxLengthValidator(subject.max_length, f"Teksten må højst fylde {subject.max_length} tegn.")],
            widget=forms.Textarea(attrs),
        )
        self.fields[f"laest-{key}"] = ProseField(required=False, initial=subject.text, widget=forms.HiddenInput)
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
            self.fields[f"{word}-{pk}"] = forms.CharField(required=False, initial=value, widget=forms.HiddenInput)
        self.fields[f"lysnr-{pk}"] = VersionField(required=False, initial=area.override_pk)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for area in self.sheet.areas:
            pk = area.area.pk
            if data.get(f"lys-{pk}") and not data.get(f"grund-{pk}"):
                self.add_error(f"grund-{pk}", "Skriv, hvorfor lyset skal være et andet end reglens.")
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


def started_periods(plan: Plan, kind: str, today: Any) -> list[Period]:
    """The plan's periods a report of `kind` can be made for, newest first."""
    years = range(plan.starts_on.year, min(plan.ends_on.year, today.year) + 1)
    if kind == ReportKind.GOAL_ATTAINMENT:
        periods = [Period.year(year) for year in years]
    else:
        periods = [period for year in years for period in plan.periods(year)]
    return [p for p in reversed(periods) if p.start <= today and p.end >= plan.starts_on and p.start <= plan.ends_on]
