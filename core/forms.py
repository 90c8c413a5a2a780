"""What every form shares: fields that read Danish, the version it was read at, and its one-time
key."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.danish import exact_number, number
from core.periods import Period
from core.readable import readable
from core.reading import read_date, read_decimal, read_kroner, read_whole
from core.spreadsheet.cells import plain
from core.versioned import NotAllowedNow, StaleObject


def plain_helper() -> FormHelper:
    """A crispy helper for a form whose <form> tag, token and buttons stand in the template."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.include_media = False
    return helper


class DateInput(forms.DateInput):
    """The browser's date picker. What it could not show (text that is no date) stands in a text
    field, so that nothing typed is lost."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and _iso(shown) is None:
            context["widget"]["type"] = "text"
        return context


class DanishDateField(forms.DateField):
    """A day, picked or typed: 31.8.2013, 31-8-2013, 31/8-13, 31.8.13 or ISO."""

    widget = DateInput
    default_error_messages = {"required": "Vælg en dato."}

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        return _read(read_date, value)

    def prepare_value(self, value: Any) -> Any:
        """What was typed and understood is shown as the picker wants it; the rest as it was
        typed."""
        if not isinstance(value, str):
            return value
        try:
            return read_date(value)
        except ValueError:
            return value


class WholeNumberField(forms.Field):
    """A count of heads or things: 14, 1.234 or 1 234. Fractions, signs and words are refused."""

    widget = forms.TextInput
    default_error_messages = {"required": "Skriv et helt tal, fx 14."}

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        return (
            value
            if isinstance(value, int) and not isinstance(value, bool)
            else _read(read_whole, value)
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off"}


class HoursField(forms.Field):
    """Hours in a week, with comma: 7,5. Between 0 and 168, at most two decimals."""

    widget = forms.TextInput
    MAX = 168
    default_error_messages = {
        "required": "Skriv antal timer, fx 7,5.",
        "max": "En uge har 168 timer. Skriv et tal mellem 0 og 168.",
        "decimals": "Skriv timer med højst to decimaler, fx 7,25.",
    }

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        hours = value if isinstance(value, Decimal) else _read(read_decimal, value)
        if hours > self.MAX:
            raise ValidationError(self.error_messages["max"], code="max")
        if hours != round(hours, 2):
            raise ValidationError(self.error_messages["decimals"], code="decimals")
        return hours

    def prepare_value(self, value: Any) -> Any:
        return exact_number(value) if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}


class KronerField(forms.Field):
    """An amount: 1.234,50 or 1.234,50 kr. Below zero only where `negative` says so."""

    widget = forms.TextInput
    default_error_messages = {
        "required": "Skriv et beløb, fx 1.234,50.",
        "negative": "Beløbet kan ikke være under 0.",
    }

    def __init__(self, *, negative: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.negative = negative

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        amount = value if isinstance(value, Decimal) else _read(read_kroner, value)
        if amount < 0 and not self.negative:
            raise ValidationError(self.error_messages["negative"], code="negative")
        return amount

    def prepare_value(self, value: Any) -> Any:
        return number(value, 2) if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}


class PeriodField(forms.Field):
    """A Period by its code, fx 2013-K2. Give a Select for a list to choose from."""

    widget = forms.TextInput
    default_error_messages = {"required": "Vælg en periode."}

    def to_python(self, value: Any) -> Period | None:
        if value in self.empty_values:
            return None
        return value if isinstance(value, Period) else _read(Period.parse, value)

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Period) else value


class ProseField(forms.CharField):
    """Text of several lines. A browser sends two characters for a line end; people count one. A
    NUL or another control character that was pasted along is left out: nobody could find it to
    remove it."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(plain(value) if isinstance(value, str) else value)


class VersionField(forms.IntegerField):
    """The hidden version. A missing or spoilt one is 0, which no row has: the save is then
    stale."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int:
        try:
            return super().clean(value) or 0
        except ValidationError:
            return 0


class KeyField(forms.UUIDField):
    """The hidden one-time key; a missing or spoilt one is replaced by a fresh."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> uuid.UUID:
        try:
            return super().clean(value) or uuid.uuid4()
        except ValidationError:
            return uuid.uuid4()


class VersionedFormMixin:
    """An edit form: carries the `lock_version` its row was read at. Stands before Form in the
    bases.

    A ModelForm reads it from its instance; a plain Form gets `lock_version=`.
    """

    def __init__(self, *args: Any, lock_version: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        read_at = getattr(getattr(self, "instance", None), "lock_version", None)
        field = VersionField(required=False, initial=lock_version if read_at is None else read_at)
        self.fields["lock_version"] = field  # type: ignore[attr-defined]

    @property
    def expected_version(self) -> int:
        """The version that was read; give it to the action as `expected_version`."""
        return self.cleaned_data["lock_version"]  # type: ignore[attr-defined, no-any-return]


class OneTimeKeyMixin:
    """A create form: carries a key, fresh for each page shown, so that a double click makes one
    row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"] = KeyField(required=False, initial=self.fresh_key)  # type: ignore[attr-defined]

    @staticmethod
    def fresh_key() -> str:
        """A key for a form that stays on the page and is sent again."""
        return str(uuid.uuid4())

    @property
    def one_time_source(self) -> str:
        """The key joined with what was written: the same click twice is one, a changed number
        another.

        (Somebody goes back in the browser, where the old key still stands, and corrects the
        number.)
        """
        data = self.cleaned_data  # type: ignore[attr-defined]
        content = repr(sorted((name, str(value)) for name, value in data.items() if name != "key"))
        return f"form:{uuid.uuid5(data['key'], content)}"


def add_errors(
    form: forms.BaseForm, error: ValidationError | NotAllowedNow, *, field: str | None = None
) -> None:
    """Put what an action refused where it belongs: by field, else at `field`, else above the form.

    What was typed stays. Render the form again afterwards, with status 422 (or 200).
    """
    if isinstance(error, NotAllowedNow):
        form.add_error(field if field in form.fields else None, str(error))
        return
    if not hasattr(error, "error_dict"):
        form.add_error(field if field in form.fields else None, error)
        return
    for name, errors in error.error_dict.items():
        known = name if name in form.fields and name != NON_FIELD_ERRORS else None
        form.add_error(known, errors)


@dataclass(frozen=True)
class StaleRow:
    """One field of a stale save: what stands now and what the person wrote."""

    label: str
    theirs: str
    mine: str

    @property
    def differs(self) -> bool:
        return self.theirs != self.mine


def stale_rows(form: forms.BaseForm, current: Any) -> list[StaleRow]:
    """The form's visible fields beside the row as it is now. A form may have its own
    `stale_rows`."""
    if hasattr(form, "stale_rows"):
        return form.stale_rows(current)  # type: ignore[no-any-return]
    return plain_stale_rows(form, current)


def plain_stale_rows(
    form: forms.BaseForm, current: Any, without: Sequence[str] = ()
) -> list[StaleRow]:
    """One row for each visible field that the current row has a value of, but those `without`
    names."""
    return [
        StaleRow(
            label=str(field.label or name),
            theirs=_shown(field, getattr(current, name)),
            mine=_shown(field, form.cleaned_data.get(name)),
        )
        for name, field in form.fields.items()
        if hasattr(current, name) and not field.widget.is_hidden and name not in without
    ]


def stale_response(request: HttpRequest, stale: StaleObject, form: forms.BaseForm) -> HttpResponse:
    """The 409 page: both texts side by side, who saved and when, and both ways on. Nothing was
    written.

    "Gem min udgave" posts the same fields again with the version as it is now: an informed choice.
    """
    current: Any = stale.current
    latest = (
        current.history.select_related("history_user").first()
        if hasattr(current, "history")
        else None
    )
    prefix = f"{form.prefix}-" if form.prefix else ""
    hidden = {"csrfmiddlewaretoken", f"{prefix}lock_version"}
    context = {
        "current": current,
        "saved_by": latest.history_user if latest else None,
        "saved_at": timezone.localtime(latest.history_date) if latest else None,
        "plan": getattr(current, "plan", None),
        "rows": stale_rows(form, current),
        "typed": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in hidden
            for value in values
        ],
        "version_name": f"{prefix}lock_version",
        "form": form,
    }
    return render(request, "components/stale.html", context, status=409)


def _shown(field: forms.Field, value: Any) -> str:
    """A field's value in words: a choice by its label, the rest as Danes write it."""
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, "")) or readable(value)  # type: ignore[arg-type]
    return readable(value)


def _read(reader: Any, value: Any) -> Any:
    try:
        return reader(str(value))
    except ValueError as error:
        raise ValidationError(str(error), code="invalid") from error


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
