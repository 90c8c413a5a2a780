"""The sheet of a period's spending: three fields for each line, and beside them what was shown
there."""

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.danish import number
from core.forms import KronerField
from governance.models import BudgetLine
from governance.money.figures import MoneyLine
from governance.money.spending.actions import Entry

FIELDS = ("spent", "expected", "note")
Written = tuple[Decimal | None, Decimal | None, str]


class SpendingForm(forms.Form):
    """A period's lines. Each carries the version and the text it was shown with, so that only
    what a person changed is saved: two people in the same sheet never undo each other."""

    use_required_attribute = False

    def __init__(self, *args: Any, lines: Iterable[MoneyLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {found.line.pk: found for found in lines}
        for pk, found in self.lines.items():
            row, name = found.written, found.name
            self.fields[f"spent-{pk}"] = KronerField(
                required=False,
                negative=True,
                label=f"{name}, brugt i perioden",
                initial=row.spent if row else None,
            )
            self.fields[f"expected-{pk}"] = KronerField(
                required=False,
                label=f"{name}, forventet for hele året",
                initial=row.expected if row else None,
            )
            self.fields[f"note-{pk}"] = forms.CharField(
                required=False,
                max_length=300,
                label=f"{name}, forklaring",
                initial=row.note if row else "",
            )
            self.fields[f"version-{pk}"] = forms.IntegerField(
                required=False, widget=forms.HiddenInput, initial=row.lock_version if row else None
            )
            self.fields[f"was-{pk}"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=json.dumps(texts(found))
            )

    def entries(self) -> dict[BudgetLine, Entry]:
        """What differs from what was shown, as governance.money.spending.actions takes it."""
        return {
            self.lines[pk].line: Entry(*now, version=self.cleaned_data.get(f"version-{pk}"))
            for pk, now in self._typed().items()
            if now != _was(self.cleaned_data.get(f"was-{pk}", ""))
        }

    def _typed(self) -> dict[int, Written]:
        data = self.cleaned_data
        return {
            pk: (data[f"spent-{pk}"], data[f"expected-{pk}"], data[f"note-{pk}"].strip())
            for pk in self.lines
        }

    def wrong(self) -> list[tuple[str, str]]:
        """(id to jump to, sentence) for each field that cannot be saved."""
        if not self.is_bound:
            return []
        fields = [(name, self.fields[name]) for name in self.fields if name in self.errors]
        return [
            *(("", str(said)) for said in self.non_field_errors()),
            *(
                (f"id_{name}", f"{field.label}: {' '.join(map(str, self.errors[name]))}")
                for name, field in fields
            ),
        ]


def texts(found: MoneyLine) -> list[str]:
    """What stands in the three fields of a line."""
    row = found.written
    return [amount_text(row.spent), amount_text(row.expected), row.note] if row else ["", "", ""]


def amount_text(amount: Decimal | None) -> str:
    return "" if amount is None else number(amount, 2)


def reread(
    form: SpendingForm, lines: Sequence[MoneyLine]
) -> tuple[SpendingForm, list[tuple[MoneyLine, list[str]]]]:
    """After a stale save: the same form on the rows as they stand now, with what this person
    changed still in it; and the lines somebody else changed too, each with what this person
    wrote."""
    mine = {line.pk: entry for line, entry in form.entries().items()}
    data: dict[str, Any] = {}
    conflicts = []
    for found in lines:
        pk, now = found.line.pk, texts(found)
        version = found.written.lock_version if found.written else None
        typed = now
        if entry := mine.get(pk):
            typed = [amount_text(entry.spent), amount_text(entry.expected), entry.note]
            if entry.version != version and typed != now:
                conflicts.append((found, typed))
        data |= {f"{name}-{pk}": text for name, text in zip(FIELDS, typed, strict=True)}
        data |= {f"version-{pk}": "" if version is None else version, f"was-{pk}": json.dumps(now)}
    return SpendingForm(data, lines=lines), conflicts


def _was(text: str) -> Written | None:
    """What the page showed; None for what cannot be read, so that all that is typed counts as
    written."""
    try:
        spent, expected, note = json.loads(text)
        clean = KronerField(required=False, negative=True).clean
        return clean(spent), clean(expected), str(note)
    except (ValueError, TypeError, ValidationError):
        return None
