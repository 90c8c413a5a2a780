"""The forms of a spreadsheet: which file of which period, and what must be explained before it
is written."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from core.bound import ShownForm
from core.forms import PeriodField, plain_helper
from core.periods import Period
from core.spreadsheet import MOST_BYTES
from governance.money.sheet.actions import ImportRow

TOO_LARGE = f"Filen fylder mere end {MOST_BYTES // 1_000_000} MB. Gem kun det ark, der skal læses."


class ImportForm(forms.Form):
    """A file of one period."""

    use_required_attribute = False

    period = PeriodField(label="Periode", widget=forms.Select)
    file = forms.FileField(
        label="Regneark",
        help_text=(
            "Excel (.xlsx) eller CSV. Der skrives ikke noget, før du har set, hvad filen siger."
        ),
        widget=forms.FileInput({"accept": ".xlsx,.csv,text/csv"}),
        error_messages={"required": "Vælg regnearket.", "empty": "Filen er tom. Vælg en anden."},
    )

    def __init__(
        self, periods: Iterable[Period], *args: Any, period: Period | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.periods = list(periods)
        field: Any = self.fields["period"]
        field.widget.choices = [(part.code, part.label) for part in self.periods]
        field.initial = period or (self.periods[-1] if self.periods else None)
        self.helper = plain_helper()

    def clean_period(self) -> Period:
        period: Period = self.cleaned_data["period"]
        if period not in self.periods:
            raise forms.ValidationError("Vælg en af årets perioder, som er begyndt.")
        return period

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file


class ApplyForm(ShownForm):
    """An explanation for each line that needs one."""

    def __init__(self, rows: Iterable[ImportRow], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[f"note-{row.line.pk}"] = forms.CharField(
                required=False,
                max_length=300,
                label=f"Forklaring til {row.line}",
                initial=row.entry.note,
            )

    def keep_typed(self) -> None:
        """Leave out the lines nobody was asked to explain."""
        for name in [name for name in self.fields if name not in self.data]:
            del self.fields[name]

    def notes(self) -> dict[int, str]:
        """What was written, by line."""
        typed = self.cleaned_data if hasattr(self, "cleaned_data") else {}
        return {
            int(name[5:]): text for name, text in typed.items() if name.startswith("note-") and text
        }
